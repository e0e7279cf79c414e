"""Text files and the language of a text."""

from pathlib import Path

import pytest

from annotations.errors import BadTranscript
from annotations.readers.text import guess_language, read


def test_line_ends_become_one_and_all_else_stays() -> None:
    assert read("\ufeffa\r\nb\rc\u00a0e\u0301🙂".encode(), Path("a.txt")) == "a\nb\nc\u00a0e\u0301🙂"


def test_what_is_no_text_is_refused_with_a_remedy() -> None:
    with pytest.raises(BadTranscript, match="NUL") as caught:
        read(b"P1: a\0\0\0\0b", Path("x/a.txt"))
    assert (caught.value.where, caught.value.remedy) == ("x/a.txt", "save it as text in UTF-8")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pues no sé, es que ya no hay agua y los niños se enferman", "es"),
        ("Well, we do not have water and the children are ill", "en"),
        ("Eu não sei, mas a água não é boa e as crianças", "pt"),
        ("Amo atl oncah nican", ""),
        ("", ""),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert guess_language(text) == language
