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


SPANISH = [
    "ENTREVISTADORA: ¿Y qué pasó después?\n\nSEÑORA: Pues ya no salía agua, mañana sí.",
    "MARÍA JOSÉ: ¡Ándele! «Nomás» así, pingüinos — dijo él, y el niño también.",
    "Él dijo: la política, la cañada, el año pasado. ¿No? Sí.",
]


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "mac-roman", "cp850"])
@pytest.mark.parametrize("text", SPANISH)
def test_spanish_keeps_its_letters_on_every_page(text: str, page: str) -> None:
    text = text.replace("—", "-") if page in {"latin-1", "cp850"} else text
    assert decode(text.encode(page)) == text


@pytest.mark.parametrize("text", ["don’t worry, the parents’ house", "l’été, qu’il a", "“Well—I don’t know” she said…"])
def test_apostrophes_of_windows_are_not_letters_of_a_macintosh(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["¿Qué? 🙂 ā", "受访者：你好。 a b\n", "Интервью: да\n"])
def test_wide_text_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_other_alphabets() -> None:
    for text, page in [
        ("受访者：你好，你今天怎么样？我很好，谢谢你。", "gb18030"),
        ("Ερώτηση: τι άλλαξε στο χωριό σας; Το νερό ήρθε. ", "cp1253"),
    ]:
        assert decode((text * 5).encode(page)) == text * 5


def test_utf8_with_a_line_pasted_from_windows_or_cut_at_its_end() -> None:
    text = "La niña ya está así, mañana será otro día. " * 3
    assert decode(text.encode() + "pegó".encode("cp1252")) == text + "pegó"
    assert decode(text.encode() + "ñ".encode()[:1]).startswith(text)


def test_many_bytes_that_fit_nothing_end_soon() -> None:
    with pytest.raises(UnicodeError):
        decode(b"\xe1" * 500 + b"\x01" + b"\x80" * 3000)
    assert decode("ñ".encode() * 50_000 + b"\x80" * 3_000).startswith("ñ")
