import pytest

from annotations.languages import base, in_language


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
