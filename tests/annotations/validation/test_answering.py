"""What may stand on a ballot, and what keeps it from being sent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadInput, NotFound, RelatoError
from annotations.validation.answering import LONGEST, empty, languages_of, merged, missing, rankable, remarks, without_words
from annotations.validation.records import Answer
from tests.annotations.validation.asked import FORM, ballot, wording


def test_what_is_given_takes_the_place_of_what_was_said_of_the_same_change() -> None:
    first = merged(FORM, empty(FORM), [Answer("CH2", "B", "  more names ", 1, "water")])
    assert first == (Answer("CH1"), Answer("CH2", "B", "more names", 1, "water"), Answer("CH3"))
    assert merged(FORM, first, [Answer("CH2", "A"), Answer("CH1", "A", rank=2)]) == (
        Answer("CH1", "A", rank=2),
        Answer("CH2", "A"),
        Answer("CH3"),
    )


def test_a_c_closes_the_ranking_of_that_change_for_that_ballot() -> None:
    ranked = merged(FORM, empty(FORM), [Answer("CH1", "A", "", 1, "it changed us")])
    assert merged(FORM, ranked, [replace(ranked[0], vote="C", comment="not in 2021")])[0] == Answer("CH1", "C", "not in 2021")
    assert merged(FORM, empty(FORM), [Answer("CH1", None, "", 1)])[0] == Answer("CH1")
    for wrong in (Answer("CH1", "C", rank=1), Answer("CH1", None, rank=1)):
        with pytest.raises(BadInput, match="not ranked|without a vote"):
            merged(FORM, empty(FORM), [wrong], strict=True)


@pytest.mark.parametrize(
    ("given_answers", "error", "said"),
    [
        ([Answer("CH9", "A")], NotFound, "not on the form"),
        ([Answer("CH1", "D")], BadInput, "no vote"),  # type: ignore[arg-type]
        ([Answer("CH1", "A", rank=4)], BadInput, "4 is no rank"),
        ([Answer("CH1", "A", rank=-1)], BadInput, "-1 is no rank"),
        ([Answer("CH1", "A"), Answer("CH1", "B")], BadInput, "answered twice"),
        ([Answer("CH1", "A", "x" * (LONGEST + 1))], BadInput, "too long"),
    ],
)
def test_what_cannot_be_answered(given_answers: list[Answer], error: type[RelatoError], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        merged(FORM, empty(FORM), given_answers)
    assert caught.value.remedy


def test_what_no_keyboard_writes_is_taken_out_and_emoji_stay() -> None:
    (said, *_) = merged(FORM, empty(FORM), [Answer("CH1", "B", " uno\r\ndos\x00\ud800 👩\u200d🌾 ", 1, "\x07")])
    assert (said.comment, said.reason) == ("uno\ndos 👩\u200d🌾", "")


def test_every_change_has_to_be_voted_before_it_is_sent() -> None:
    half = merged(FORM, empty(FORM), [Answer("CH2", "C")])
    assert [one.change_id for one in missing(FORM, half)] == ["CH1", "CH3"]
    assert missing(FORM, merged(FORM, half, [Answer("CH1", "A"), Answer("CH3", "B")])) == ()


def test_partial_rankings_and_ties_are_allowed_and_said() -> None:
    said = (Answer("CH1", "A", rank=1, reason="so"), Answer("CH2", "B", rank=1), Answer("CH3", "A"), Answer("CH4", "C"))
    assert rankable(said) == ("CH1", "CH2", "CH3")
    assert remarks(said) == (
        ("c_without_comment", ("CH4",)),
        ("not_ranked", ("CH3",)),
        ("ties", ("CH1", "CH2")),
        ("top_without_reason", ("CH2",)),
    )
    assert remarks((Answer("CH1", "A", rank=1, reason="so"), Answer("CH2", "C", "wrong year"))) == ()


def test_the_languages_of_a_form_are_those_of_all_its_statements() -> None:
    form = replace(FORM, wordings=(wording("CH1", es="Sí", en="Yes"), wording("CH2", en="Yes", es="", fr="Oui")))
    assert languages_of(form) == ("en",)
    assert languages_of(replace(FORM, wordings=())) == ()


def test_a_ballot_without_its_words_keeps_its_votes_and_ranks() -> None:
    said = replace(ballot("B1", "V1"), answers=(Answer("CH1", "B", "ask Lencha", 2, "her son"),))
    assert without_words(said).answers == (Answer("CH1", "B", "", 2, ""),)


answers = st.builds(
    Answer,
    st.sampled_from(["CH1", "CH2", "CH3"]),
    st.sampled_from(["A", "B", "C", None]),
    st.text(max_size=20),
    st.integers(0, 3),
    st.text(max_size=20),
)


@given(st.lists(st.lists(answers, max_size=3, unique_by=lambda one: one.change_id), max_size=6))
def test_whatever_is_saved_in_steps_only_a_and_b_are_ever_ranked(steps: list[list[Answer]]) -> None:
    said = empty(FORM)
    for step in steps:
        said = merged(FORM, said, step)
    assert [one.change_id for one in said] == ["CH1", "CH2", "CH3"]
    assert all(one.vote in ("A", "B") for one in said if one.rank or one.reason)
