"""Segments cover what respondents said, read back as their text, and know their question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.studies import Question
from annotations.transcripts import SpeakerRole, Transcript, Turn
from models.segmentation import segment, sentences


def transcript_of(*turns: tuple[str, str], language: str = "es") -> Transcript:
    """A transcript of (speaker, words); speakers that begin with E ask."""
    text, made = "", []
    for speaker, words in turns:
        text += f"{speaker}: "
        role: SpeakerRole = "interviewer" if speaker.startswith("E") else "respondent"
        made.append(Turn(speaker, role, len(text), len(text) + len(words)))
        text += words + "\n\n"
    return Transcript("S01", text, tuple(made), language, "S01.txt", "0")


def split(text: str, language: str = "es") -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Llegó tarde. Se fue.", "es", ["Llegó tarde.", "Se fue."]),
        ("Pues sí. ¿Y qué pasó? ¡Nada! Eso.", "es", ["Pues sí.", "¿Y qué pasó?", "¡Nada!", "Eso."]),
        ("Pues… este… soy plomero. O sea… Nada.", "es", ["Pues… este… soy plomero.", "O sea…", "Nada."]),
        ("Le dije ¿cómo? y se rió. Ya.", "es", ["Le dije ¿cómo? y se rió.", "Ya."]),
        ("Vino el Sr. Pérez con la Dra. Ruiz. Firmó.", "es", ["Vino el Sr. Pérez con la Dra. Ruiz.", "Firmó."]),
        (
            "It cost 3.5 dollars, etc. and so on. Dr. Smith came.",
            "en",
            ["It cost 3.5 dollars, etc. and so on.", "Dr. Smith came."],
        ),
        ('He said "no." "Never." And left.', "en", ['He said "no."', '"Never."', "And left."]),
        ("Uno.\n\ndos tres\n\n[risas]", "es", ["Uno.", "dos tres", "[risas]"]),
        ("Une phrase. Une autre.", "zz-unknown", ["Une phrase.", "Une autre."]),
        ("   ", "es", []),
    ],
)
def test_sentences(text: str, language: str, expected: list[str]) -> None:
    assert split(text, language) == expected


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
