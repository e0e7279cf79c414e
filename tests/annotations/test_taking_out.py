"""Somebody's turns become a marker; everybody else's words stay as they were said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ConsentMissing
from annotations.taking_out import cut_out, shortened, without_labels
from annotations.transcripts import Mark, Transcript, Turn

SAID = st.lists(
    st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.text(st.sampled_from("ab 💧e\u0301\u00a0\u200fñ?[]\r\n"), max_size=12)),
    max_size=8,
)


def transcript(said: list[tuple[str, str]], language: str = "es") -> Transcript:
    text, turns, marks = "", [], []
    for speaker, words in said:
        text += f"{speaker}: "
        turns.append(Turn(speaker, "respondent", len(text), len(text) + len(words)))
        if len(words) > 3:
            marks.append(Mark("nonverbal", len(text) + 1, len(text) + 3))
        text += f"{words}\n\n"
    return Transcript("G1", text, tuple(turns), language, "G1.txt", "h", tuple(marks))


def test_a_marker_stands_where_they_spoke() -> None:
    made = transcript([("P1", "Sí."), ("P2", "El pozo."), ("P1", "No.")])
    left = without_labels(made, {"P2"}, where="G1.txt")
    assert left.text == "P1: Sí.\n\nP2: [retirado]\n\nP1: No.\n\n"
    assert [left.words_of(turn) for turn in left.turns] == ["Sí.", "No."]
    english = without_labels(transcript([("P1", "Yes."), ("P2", "The well.")], "en-GB"), {"P2"}, where="")
    assert english.text == "P1: Yes.\n\nP2: [withdrawn]\n\n"
    assert "[withdrawn]" in without_labels(transcript([("P2", "x")], "nah"), {"P2"}, where="").text


def test_a_label_is_found_whatever_its_case_accents_and_spaces() -> None:
    made = transcript([("DOÑA  LENCHA", "El pozo."), ("P1", "No.")])
    assert "pozo" not in without_labels(made, {"doña lencha"}, where="").text


def test_a_label_that_nobody_has_is_refused_without_naming_it() -> None:
    with pytest.raises(ConsentMissing, match=r"G1\.txt.*stand nowhere") as refused:
        without_labels(transcript([("P1", "Sí.")]), {"Lencha Quiñones", "P1"}, where="G1.txt")
    assert "Lencha" not in str(refused.value)


def test_nobody_to_leave_out() -> None:
    made = transcript([("P1", "Sí.")])
    assert without_labels(made, set(), where="") is made


@given(SAID, st.sets(st.sampled_from(["P1", "P2", "P3"])))
def test_the_others_read_back_and_the_cut_can_be_undone(said: list[tuple[str, str]], gone: set[str]) -> None:
    made = transcript(said)
    cut = cut_out(made, gone)
    left = shortened(made, cut)
    # a turn without words has nothing that could be taken out
    assert [left.words_of(turn) for turn in left.turns if turn.speaker not in gone] == [w for s, w in said if s not in gone]
    assert all(not left.words_of(turn) for turn in left.turns if turn.speaker in gone)
    assert cut.unmask() == made.text
    for mark in left.marks:
        assert any(turn.start <= mark.start and mark.end <= turn.end for turn in left.turns)
