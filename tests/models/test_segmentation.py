"""Segments cover what respondents said, read back as their text, and know their question."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.studies import Question
from annotations.transcripts import Mark, SpeakerRole, Transcript, Turn
from models.embeddings import TokenMeasure, token_measure
from models.segmentation import Stretch, cut, segment, segments_at


def transcript_of(*turns: tuple[str, str], language: str = "es") -> Transcript:
    """A transcript of (speaker, words); speakers that begin with E ask."""
    text, made = "", []
    for speaker, words in turns:
        text += f"{speaker}: "
        role: SpeakerRole = "interviewer" if speaker.startswith("E") else "respondent"
        made.append(Turn(speaker, role, len(text), len(text) + len(words)))
        text += words + "\n\n"
    return Transcript("S01", text, tuple(made), language, "S01.txt", "0")


def test_a_turn_is_a_segment_with_its_question_and_neighbours() -> None:
    transcript = transcript_of(
        ("ENTREVISTADORA", "Buenas tardes, gracias por venir."),
        ("ENTREVISTADORA", "¿Qué cambió con el agua?"),
        ("ANA", "  No, pues no. "),
        ("ENTREVISTADORA", "Mm-hm."),
        ("ANA", "Bueno, que llega diario."),
    )
    first, second = segment(transcript)
    assert (first.id, first.text, first.speaker, first.language) == ("S01.001", "No, pues no.", "ANA", "es")
    assert first.question == "Buenas tardes, gracias por venir. ¿Qué cambió con el agua?"
    assert first.before.endswith("ENTREVISTADORA: ¿Qué cambió con el agua?")
    assert first.after == "ENTREVISTADORA: Mm-hm.\nANA: Bueno, que llega diario."
    assert second.question == first.question  # the backchannel is not the question
    assert second.before == "ANA: No, pues no.\nENTREVISTADORA: Mm-hm."
    assert second.after == ""


def test_a_backchannel_is_the_question_when_there_is_nothing_else() -> None:
    assert segment(transcript_of(("E", "A ver."), ("ANA", "Pues llegó el agua.")))[0].question == "A ver."
    assert segment(transcript_of(("E", "¿Y eso?"), ("ANA", "Pues llegó el agua.")))[0].question == "¿Y eso?"
    assert segment(transcript_of(("ANA", "Pues llegó el agua.")))[0].question == ""


def test_a_question_in_front_of_several_answers_is_the_question_of_each() -> None:
    transcript = transcript_of(("E", "¿Quiénes iban al curso?"), ("ANA", "Éramos once."), ("LUIS", "No, doce."))
    assert [s.question for s in segment(transcript)] == ["¿Quiénes iban al curso?"] * 2


def test_turns_without_words_make_no_segment() -> None:
    transcript = transcript_of(("E", "¿Y?"), ("ANA", "[risas]"), ("ANA", "  "), ("ANA", "(llora) […]"), ("ANA", "[pausa] No."))
    assert [s.text for s in segment(transcript)] == ["[pausa] No."]


def test_a_long_turn_becomes_groups_of_whole_sentences_of_equal_length() -> None:
    transcript = transcript_of(("E", "¿Qué cambió?"), ("ANA", " ".join(f"La frase {i} tiene seis palabras." for i in range(50))))
    segments = segment(transcript, max_words=120)
    assert [len(s.text.split()) for s in segments] == [102, 96, 102]
    assert all(s.text.startswith("La frase") and s.text.endswith("palabras.") for s in segments)
    assert segments[1].before.endswith(segments[0].text[-30:])  # the rest of the turn is its context
    assert len(segments[1].before) <= 600
    assert segments[2].before.startswith("…")
    assert segments[0].after.endswith("…")


def test_a_tiny_tail_stays_with_its_neighbour() -> None:
    words = " ".join(["palabra"] * 118) + ". Y eso fue todo."
    assert len(segment(transcript_of(("ANA", words)), max_words=120)) == 1


def test_speech_without_a_full_stop_is_cut_at_pauses() -> None:
    words = ", ".join(["y luego fuimos todos"] * 100)
    segments = segment(transcript_of(("ANA", words)), max_words=50)
    assert max(len(s.text.split()) for s in segments) <= 50
    assert all(s.text.endswith("todos,") for s in segments[:-1])


GUIDE = (
    Question(
        "q1",
        {"es": "¿Cuál es el cambio más importante que ha visto desde 2019?", "en": "What is the biggest change since 2019?"},
        "what",
    ),
    Question("q2", {"es": "¿Quién contribuyó a que pasara?"}, "who"),
)


@pytest.mark.parametrize(
    ("asked", "language", "expected"),
    [
        ("Bueno. ¿Y cuál es el cambio más importante que usted ha visto, desde 2019?", "es", ("q1", "what")),
        ("¿Y quién contribuyó para que eso pasara?", "es", ("q2", "who")),
        ("What would you say is the biggest change since 2019?", "en", ("q1", "what")),
        ("¿Quiere un café?", "es", ("", "")),
        ("¿Quién contribuyó a que pasara?", "en", ("", "")),
    ],
)
def test_the_question_of_the_guide(asked: str, language: str, expected: tuple[str, str]) -> None:
    found = segment(transcript_of(("E", asked), ("ANA", "Pues nadie."), language=language), guide=GUIDE)[0]
    assert (found.question_id, found.section) == expected


WORDS = st.lists(
    st.sampled_from(
        [
            "agua",
            "Sí.",
            "¿Y",
            "luego?",
            "…",
            "[risas]",
            "(llora)",
            "Sr.",
            "é",
            "👩‍🌾",
            "\r\n",
            "\n\n",
            "\u00a0",
            "¡Ay!",
            "—",
            '"no."',
            "3.5",
            "...",
            ",",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    turns=st.lists(st.tuples(st.sampled_from(["E", "ANA", "LUIS"]), WORDS | st.text(max_size=40)), max_size=6),
    max_words=st.integers(1, 20),
)
def test_segments_cover_every_word_of_respondents_once(turns: list[tuple[str, str]], max_words: int) -> None:
    transcript = transcript_of(*turns)
    segments = segment(transcript, max_words=max_words)
    covered: set[int] = set()
    for made in segments:
        assert transcript.text[made.start : made.end] == made.text == made.text.strip()
        assert not covered & set(range(made.start, made.end))
        assert made.start > max(covered, default=-1)
        covered |= set(range(made.start, made.end))
    for turn in transcript.turns:
        inside = covered & set(range(turn.start, turn.end))
        words = {i for i in range(turn.start, turn.end) if not transcript.text[i].isspace()}
        assert not inside or words <= inside
        assert not inside or turn.role == "respondent"
    assert [s.number for s in segments] == list(range(1, len(segments) + 1))


class LetterMeasure:
    """As many pieces as letters, and two more."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, texts: Sequence[str]) -> list[int]:
        return [len(text) + 2 for text in texts]


ANY_TEXT = st.lists(
    st.sampled_from(
        [
            "[Empresa A]",
            "[Persona B],",
            "👩‍👩‍👧‍👦",
            "🇲🇽🇬🇹",
            "e\u0301",
            "ñ",
            "\u00a0",
            "\u200f",
            "العربية",
            "水来了。",
            "क्षि",
            "Así.",
            "no,",
            " ",
        ]
    )
    | st.text(max_size=12),
    max_size=25,
).map(lambda parts: "".join(parts).replace("\r", "\n"))


@settings(max_examples=300, deadline=None)
@given(
    turns=st.lists(st.tuples(st.sampled_from(["E", "ANA"]), ANY_TEXT), max_size=4),
    limit=st.integers(3, 40),
    max_words=st.integers(1, 9),
)
def test_nothing_is_longer_than_the_encoder_sees(turns: list[tuple[str, str]], limit: int, max_words: int) -> None:
    transcript = transcript_of(*turns)
    measure = LetterMeasure(limit)
    segments = segment(transcript, max_words=max_words, measure=measure)
    assert max(measure([s.words for s in segments]), default=0) <= limit
    assert all(transcript.text[s.start : s.end] == s.text == s.text.strip() != "" for s in segments)
    assert all(a.end <= b.start for a, b in pairwise(segments))
    covered = {i for s in segments for i in range(s.start, s.end)}
    for turn in transcript.turns:
        words = {i for i in range(turn.start, turn.end) if not transcript.text[i].isspace()}
        assert not covered & words or words <= covered
    borders = {at for s in segments for at in (s.start, s.end)}
    for letter in regex.finditer(r"\X", transcript.text):
        cuts = borders & set(range(letter.start() + 1, letter.end()))
        assert not cuts or len(letter.group()) > limit - 2 or any(c.isspace() for c in letter.group())
    if limit >= 14:
        for mask in regex.finditer(r"\[(Empresa|Persona) [A-Z]\]", transcript.text):
            assert not borders & set(range(mask.start() + 1, mask.end()))


@pytest.fixture(scope="module")
def packed() -> TokenMeasure:
    return token_measure()


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000,
        "水" * 3_000,
        "水来了，我们很高兴。" * 400,
        "a\u0301" * 3_000,
        "Sí" + "👩‍👩‍👧‍👦" * 500,
        "ﷺ " * 150,
        "supercalifragilístico-espialidoso/" * 200,
        " ".join(["[Empresa A]"] * 600),
        ". ".join(["Sí"] * 900),
    ],
    ids=["letters", "cjk", "cjk sentences", "accents", "emoji", "ligatures", "a word", "masks", "sentences"],
)
def test_the_encoder_sees_all_of_it(words: str, packed: TokenMeasure) -> None:
    transcript = transcript_of(("E", "¿Y?"), ("ANA", words))
    segments = segment(transcript, measure=packed)
    assert max(packed([s.words for s in segments])) <= packed.limit == 512
    assert "".join("".join(s.text.split()) for s in segments) == "".join(words.split())
    assert all(s.text.count("[") == s.text.count("]") for s in segments)
    assert len(segments) <= 2 + sum(packed([words])) / 150


def test_ordinary_speech_is_cut_alike_with_and_without_a_measure(packed: TokenMeasure) -> None:
    transcript = transcript_of(
        ("E", "¿Qué cambió?"), ("ANA", " ".join(f"La frase {i} tiene, creo, siete palabras." for i in range(80)))
    )
    assert cut(transcript, measure=packed) == cut(transcript)


def test_a_long_word_is_cut_between_letters_and_after_its_mask() -> None:
    (first, second) = segment(transcript_of(("ANA", "aaaa[Empresa A]bbbbbbb")), measure=LetterMeasure(19))
    assert (first.text, second.text) == ("aaaa[Empresa A]", "bbbbbbb")


def marked(words: str, *kinds_and_marks: tuple[str, str]) -> Transcript:
    transcript = transcript_of(("E", "¿Y?"), ("ANA", words))
    marks = []
    for kind, mark in kinds_and_marks:
        at = transcript.text.index(mark)
        marks.append(Mark("time" if kind == "time" else "nonverbal", at, at + len(mark)))
    return replace(transcript, marks=tuple(marks))


def test_marks_lie_in_their_segment_and_are_not_its_words() -> None:
    transcript = marked("[00:01:02] Pues sí (se ríe un rato) llegó.", ("nonverbal", "(se ríe un rato)"), ("time", "[00:01:02]"))
    (found,) = segment(transcript)
    assert found.text == "[00:01:02] Pues sí (se ríe un rato) llegó."
    assert found.marks == (Mark("time", 0, 10), Mark("nonverbal", 19, 35))
    assert found.words == "Pues sí llegó."


def test_turns_of_nothing_but_marks_make_no_segment() -> None:
    assert segment(marked("00:01:02 (se ríe)", ("time", "00:01:02"))) == []
    assert segment(marked("*llora* 00:01:02", ("time", "00:01:02"), ("nonverbal", "*llora*"))) == []
    assert [s.text for s in segment(marked("[Empresa A]"))] == ["[Empresa A]"]  # a mask is what somebody said


def test_no_border_within_a_mark() -> None:
    mark = "(se ríe. Luego llora. Luego nada.)"
    transcript = marked(f"Uno dos tres. Cuatro {mark} cinco. Seis siete ocho.", ("nonverbal", mark))
    segments = segment(transcript, max_words=4)
    assert [mark in s.text for s in segments].count(True) == 1


def test_segments_are_made_again_where_they_were() -> None:
    transcript = marked("Uno. " * 200 + "(ríe) Dos.", ("nonverbal", "(ríe)"))
    segments = segment(transcript, guide=GUIDE)
    places = [Stretch(s.start, s.end) for s in segments]
    assert places == cut(transcript)
    again = segments_at(transcript, places, guide=GUIDE, numbers=[7 + s.number for s in segments])
    assert again == [replace(s, number=s.number + 7) for s in segments]
    assert segments_at(transcript, places[1:], guide=GUIDE)[0] == replace(segments[1], number=1)
    with pytest.raises(ValueError, match="lies in no turn"):
        segments_at(transcript, [Stretch(0, transcript.turns[-1].end)])
    with pytest.raises(ValueError, match="zip"):
        segments_at(transcript, places, numbers=[1])


def test_a_segment_is_in_the_language_of_its_turn_and_so_is_its_question() -> None:
    transcript = transcript_of(("E", "What is the biggest change since 2019?"), ("ANA", "El agua."), language="es")
    mixed = replace(transcript, turns=(replace(transcript.turns[0], language="en"), transcript.turns[1]))
    assert [(s.language, s.question_id) for s in segment(mixed, guide=GUIDE)] == [("es", "q1")]
    assert [(s.language, s.question_id) for s in segment(transcript, guide=GUIDE)] == [("es", "")]


def test_segments_know_which_change_they_are_about() -> None:
    guide = [Question("q0", {"en": "What has changed around here?"})] + [
        Question(f"q{n}", {"en": text}, block="change")
        for n, text in enumerate(["Who changed?", "When did it happen?", "Why does it matter?"], start=1)
    ]
    asked = [q.text["en"] for q in (guide[0], *guide[1:], guide[1], guide[3], guide[0])]
    turns = [turn for question in asked for turn in (("E", question), ("ANA", "I think so, yes."))]
    found = segment(transcript_of(*turns, language="en"), guide=guide)
    assert [(s.question_id, s.repetition) for s in found] == [
        ("q0", 0), ("q1", 1), ("q2", 1), ("q3", 1), ("q1", 2), ("q3", 2), ("q0", 0),
    ]  # fmt: skip


def test_many_turns_take_no_longer_than_their_number() -> None:
    assert len(segment(transcript_of(*[("ANA", "Sí, pues."), ("LUIS", "No, qué va.")] * 4000))) == 8000
