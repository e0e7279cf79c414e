"""What a segment of the original is in the translation, and when that is not certain."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.transcripts import Segment, Transcript, Turn
from annotations.translations import Aligned, align, translated, translation_of


def transcript_of(*turns: tuple[str, str], asking: str = "E") -> Transcript:
    text, made = "", []
    for speaker, words in turns:
        text += f"{speaker}: "
        made.append(
            Turn(speaker, "interviewer" if speaker.startswith(asking) else "respondent", len(text), len(text) + len(words))
        )
        text += words + "\n\n"
    return Transcript("S1", text, tuple(made), "es", "S1.txt", "0")


def segment_of(transcript: Transcript, words: str) -> Segment:
    start = transcript.text.index(words)
    return Segment("S1", 1, start, start + len(words), words, "ANA")


def in_translation(original: Transcript, translation: Transcript, words: str) -> tuple[str, bool]:
    found = translated(segment_of(original, words), align(original, translation), translation)
    return found.text, found.certain


ORIGINAL = transcript_of(
    ("E", "¿Qué cambió con el agua?"),
    ("ANA", "Que ahora llega diario. Antes pasaban dos semanas sin que cayera una gota. Ya no peleamos."),
    ("E", "¿Quién lo hizo posible?"),
    ("LUIS", "El comité, con la tesorera nueva."),
)
TRANSLATION = transcript_of(
    ("INTERVIEWER", "What has changed with the water?"),
    ("ANA", "That it comes every day now. Before, two weeks would go by without a drop falling. We no longer fight."),
    ("INTERVIEWER", "Who made it possible?"),
    ("LUIS", "The committee, with the new treasurer."),
    asking="I",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("S03.en.docx", ("S03", "en")),
        ("Entrevista 3.es-MX.txt", ("Entrevista 3", "es-MX")),
        ("S03.docx", None),
        ("S03.final.docx", None),
        ("S03.2.docx", None),
        (".en.docx", None),
    ],
)
def test_the_name_of_a_translation(name: str, expected: tuple[str, str] | None) -> None:
    assert translation_of(Path("folder") / name) == expected


def test_a_turn_is_its_counterpart() -> None:
    assert in_translation(ORIGINAL, TRANSLATION, "El comité, con la tesorera nueva.") == (
        "The committee, with the new treasurer.",
        True,
    )
    assert in_translation(ORIGINAL, TRANSLATION, ORIGINAL.words_of(ORIGINAL.turns[1])) == (
        TRANSLATION.words_of(TRANSLATION.turns[1]),
        True,
    )


def test_part_of_a_turn_is_its_sentences() -> None:
    assert in_translation(ORIGINAL, TRANSLATION, "Antes pasaban dos semanas sin que cayera una gota. Ya no peleamos.") == (
        "Before, two weeks would go by without a drop falling. We no longer fight.",
        True,
    )
    assert in_translation(ORIGINAL, TRANSLATION, "Que ahora llega diario.") == ("That it comes every day now.", True)


def test_a_border_within_a_sentence_is_not_certain() -> None:
    text, certain = in_translation(ORIGINAL, TRANSLATION, "Que ahora llega diario. Antes pasaban dos")
    assert (text, certain) == ("That it comes every day now.", False)


def test_two_sentences_made_one_go_together() -> None:
    one = transcript_of(
        ("ANA", "Llegó el ingeniero de la presidencia municipal. Vio el tanque roto. Se fue sin decir nada a nadie de aquí.")
    )
    other = transcript_of(
        ("ANA", "The engineer came from the town hall and saw the broken tank. He left without a word to anybody here.")
    )
    text, certain = in_translation(one, other, "Llegó el ingeniero de la presidencia municipal. Vio el tanque roto.")
    assert (text, certain) == ("The engineer came from the town hall and saw the broken tank.", False)


def test_turns_left_out_of_the_translation() -> None:
    short = transcript_of(
        *[(t.speaker, TRANSLATION.words_of(t)) for t in TRANSLATION.turns[:2] + TRANSLATION.turns[3:]], asking="I"
    )
    text, certain = in_translation(ORIGINAL, short, "El comité, con la tesorera nueva.")
    assert (text, certain) == ("The committee, with the new treasurer.", False)
    assert in_translation(ORIGINAL, short, "¿Quién lo hizo posible?") == ("", False)


def test_long_interviews_find_their_way_after_a_gap() -> None:
    lengths = [(7 * i) % 23 + 3 for i in range(300)]
    turns = [("E" if i % 2 == 0 else "ANA", " ".join(["palabra"] * n)) for i, n in enumerate(lengths)]
    other = [("E" if i % 2 == 0 else "ANA", " ".join(["word"] * n)) for i, n in enumerate(lengths)]
    del other[100:102]
    original, translation = transcript_of(*turns), transcript_of(*other)
    aligned = align(original, translation)
    whole = [Segment("S1", 1, t.start, t.end, original.words_of(t), t.speaker) for t in original.turns]
    found = [translated(segment, aligned, translation) for segment in whole]
    assert [i for i, n in enumerate(lengths) if found[i].text.count("word") != n] == [100, 101]
    assert sum(one.certain for one in found) > 250
    assert not any(one.certain for one in found[99:103])


def test_speakers_who_take_turns_otherwise_are_not_certain() -> None:
    other = transcript_of(
        *[("ANA" if t.speaker == "LUIS" else t.speaker, TRANSLATION.words_of(t)) for t in TRANSLATION.turns], asking="I"
    )
    assert in_translation(ORIGINAL, TRANSLATION, "El comité, con la tesorera nueva.")[1]
    swapped = transcript_of(("ANA", "The committee."), ("I", "Who?"), asking="I")
    one = transcript_of(("E", "¿Quién?"), ("ANA", "El comité."))
    assert not any(found.certain for found in align(one, swapped))
    assert other.turns[3].speaker == "ANA"
    assert len(align(ORIGINAL, other)) == 4


def test_nothing_to_align() -> None:
    empty = transcript_of()
    assert align(empty, empty) == ()
    assert [(found.start < found.end, found.translated_start) for found in align(ORIGINAL, empty)] == [(True, 0)] * 4
    assert all(isinstance(found, Aligned) and found.start == found.end for found in align(empty, TRANSLATION))


WORDS = st.lists(
    st.sampled_from(["Sí.", "no", "…", "¿Qué?", "agua", "[risas]", "\n\n", "👩‍🌾", "Bueno, pues."]), max_size=12
).map(" ".join)
TURNS = st.lists(st.tuples(st.sampled_from(["E", "ANA", "LUIS"]), WORDS), max_size=6)


@settings(max_examples=150, deadline=None)
@given(mine=TURNS, other=TURNS)
def test_stretches_are_in_order_and_disjoint_on_both_sides(mine: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    original, translation = transcript_of(*mine), transcript_of(*other)
    aligned = align(original, translation)
    for level in (aligned, *(one.parts for one in aligned)):
        for a, b in itertools.pairwise(level):
            assert a.end <= b.start
            assert a.translated_end <= b.translated_start
    covered = {i for one in aligned for i in range(one.start, one.end)}
    assert all(original.text[i].isspace() or i in covered for t in original.turns for i in range(t.start, t.end))
    for turn in original.turns:
        translated(Segment("S1", 1, turn.start, turn.end, original.words_of(turn), turn.speaker), aligned, translation)
