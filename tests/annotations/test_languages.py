from collections.abc import Sequence
from dataclasses import replace

import pytest

from annotations.languages import base, detect_turns, in_language
from annotations.transcripts import Mark, Transcript, Turn


@pytest.mark.parametrize(("tag", "language"), [("es", "es"), ("es-MX", "es"), ("ES_mx", "es"), ("zh-Hant-TW", "zh"), ("", "")])
def test_the_base_of_a_tag(tag: str, language: str) -> None:
    assert base(tag) == language


@pytest.mark.parametrize(
    ("language", "words"), [("es-MX", "alberca"), ("es-GT", "piscina"), ("es", "piscina"), ("en", "pool"), ("fr", "pool")]
)
def test_the_exact_tag_goes_before_its_language_and_that_before_any(language: str, words: str) -> None:
    assert in_language({"nah": "", "en": "pool", "es": "piscina", "es-MX": "alberca"}, language) == words


def test_empty_words_are_passed_over() -> None:
    assert in_language({"es-MX": "", "es": "", "en": "pool"}, "es-MX") == "pool"
    assert in_language({}, "es") == ""


def transcript_of(*turns: tuple[str, str], language: str = "es") -> Transcript:
    text, made = "", []
    for speaker, words in turns:
        made.append(Turn(speaker, "interviewer" if speaker == "E" else "respondent", len(text), len(text) + len(words)))
        text += f"{words}\n"
    return Transcript("S1", text, tuple(made), language, "S1.txt", "0")


def languages_of(transcript: Transcript, languages: Sequence[str]) -> list[str]:
    found = detect_turns(transcript, languages)
    return [turn.language or found.language for turn in found.turns]


MIXED = transcript_of(
    ("E", "¿Y cómo llegó usted a la comunidad?"),
    ("ANA", "No."),
    ("ANA", "Well, I came here with my husband when the mill opened."),
    ("E", "Ajá."),
    ("ANA", "Okay."),
    ("E", "¿Y después qué hicieron con la casa?"),
    ("ANA", "Pues la vendimos, ya no había trabajo."),
    ("ANA", "Sí."),
)


def test_the_language_of_each_turn() -> None:
    assert languages_of(MIXED, ["es", "en"]) == ["es", "en", "en", "es", "en", "es", "es", "es"]
    assert [turn.language for turn in detect_turns(MIXED, ["es", "en"]).turns] == ["", "en", "en", "", "en", "", "", ""]


def test_one_language_needs_no_detection() -> None:
    assert detect_turns(MIXED, ["es"]) is MIXED
    assert detect_turns(MIXED, ["es-MX"]) is MIXED  # the transcript's own, of another region


def test_tags_are_those_of_the_study() -> None:
    found = detect_turns(MIXED, ["es-MX", "en-GB"])
    assert {turn.language for turn in found.turns} == {"", "en-GB"}


def test_a_transcript_without_a_language_gets_that_of_most_of_its_words() -> None:
    found = detect_turns(
        transcript_of(*[("ANA", "We went down to the river every day.")] * 3, ("E", "¿Y luego qué pasó?"), language=""),
        ["es", "en"],
    )
    assert (found.language, [turn.language for turn in found.turns]) == ("en", ["", "", "", "es"])
    assert detect_turns(transcript_of(("ANA", "Mm."), language=""), ["es", "en"]).language == ""


def test_marks_and_masks_say_nothing_about_the_language() -> None:
    words = "[Organización de la Comunidad A] (se ríe mucho y luego se queda callada) they told us nothing"
    transcript = transcript_of(("ANA", words), ("E", "¿Qué les dijeron a ustedes?"))
    start = words.index("(")
    marked = replace(transcript, marks=(Mark("nonverbal", start, words.index(")") + 1),))
    assert languages_of(marked, ["es", "en"]) == ["en", "es"]


def test_what_the_identifier_does_not_know_stays_in_the_language_of_the_transcript() -> None:
    transcript = transcript_of(
        ("E", "¿Qué nos puede contar del agua de aquí?"), ("ANA", "Amo nikmati tlen panok ipan toaltepe."), language="es"
    )
    assert languages_of(transcript, ["es", "nah"])[0] == "es"
    nahuatl = transcript_of(
        ("ANA", "Amo nikmati tlen panok ipan toaltepe."), ("E", "¿Y qué le dijeron a usted las autoridades?"), language="nah"
    )
    assert languages_of(nahuatl, ["es", "nah"]) == ["nah", "es"]


def test_empty_transcripts() -> None:
    assert detect_turns(transcript_of(), ["es", "en"]).turns == ()
