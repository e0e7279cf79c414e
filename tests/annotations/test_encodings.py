"""Bytes of known texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.encodings import decode, with_plain_line_ends


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf8_is_kept_code_point_by_code_point(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


@pytest.mark.parametrize(
    "text", ["año", "¿Cómo?", "P1: “Sí” — dijo él…", "Teilnehmer: schöne Häuser, große Straßen", "ça va, été"]
)
def test_short_western_texts(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_text_of_an_old_macintosh_or_dos() -> None:
    text = "ENTREVISTADORA: ¿Y qué pasó después?\n\nSEÑORA: Pues ya no salía agua, mañana sí."
    assert decode(text.encode("cp850")) == text


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03", b"a\0\0\0b", b"\xff\xfea", b"\xef\xbb\xbf\xff", b"\xef\xbb\xbfa\0"])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UnicodeError):
        decode(data)


def test_line_ends() -> None:
    assert with_plain_line_ends("a\r\nb\rc\n\u2028\x0b") == "a\nb\nc\n\u2028\x0b"
