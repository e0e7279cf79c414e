import string

import pytest

from annotations.codings import Reason
from annotations.label_studio.words import ENGLISH, SPANISH, reason_in_words, shorten, words


def test_both_languages_have_the_same_words_and_places() -> None:
    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text)} - {None}

    assert ENGLISH.keys() == SPANISH.keys()
    assert {key: fields(text) for key, text in ENGLISH.items()} == {key: fields(text) for key, text in SPANISH.items()}


@pytest.mark.parametrize(
    ("language", "question"),
    [("es", "Pregunta"), ("es-MX", "Pregunta"), ("es_GT", "Pregunta"), ("en", "Question"), ("nah", "Question")],
)
def test_a_regional_tag_falls_to_its_language_and_the_rest_to_english(language: str, question: str) -> None:
    assert words(language)["question"] == question


def test_a_reason_says_what_was_said_and_what_it_resembles() -> None:
    reason = Reason("definition", "se tiene agua {en} casa", "ya llega el agua", "es")
    assert reason_in_words(reason, "es") == "«ya llega el agua» se parece a su definición: «se tiene agua {en} casa»"
    assert reason_in_words(reason, "en") == "“ya llega el agua” resembles its definition: “se tiene agua {en} casa”"


def test_a_reason_from_a_reviewed_segment_names_it() -> None:
    reason = Reason("segment", "we carried it", "", "en", "S01.002")
    assert reason_in_words(reason, "en") == "resembles the reviewed segment S01.002: “we carried it”"


def test_long_texts_are_cut_between_words() -> None:
    assert shorten("a  b\nc", 10) == "a b c"
    assert shorten("uno dos tres", 9) == "uno dos …"
    assert len(shorten("x" * 50, 10)) <= 11
