"""Bytes of a text file → text, whatever program wrote it. Code points are kept; only a byte order mark is dropped."""

import codecs
import unicodedata

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_GUESSED = ["utf_7", "utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"]
WESTERN_SIGNS = frozenset("¡¿«»‘’‚“”„‹›–—…•·ºª°´€§©®½¼¾²³\u00a0\u00ad")


def decode(data: bytes) -> str:
    """The text of ``data``: a marked or unmarked UTF-8 or UTF-16 file, else the code page that fits best.

    Raises
    ------
    UnicodeError : the bytes are no text, or text of which nobody can tell the encoding.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _without_nul(data[len(mark) :].decode(encoding))
    if b"\0" in data:
        text = _without_nul(data.decode(_unmarked_utf16(data)))
        if any(sign < " " and sign not in "\t\n\r\f\v" for sign in text):
            raise UnicodeError("control characters: this is no text")
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _from_code_page(data)


def with_plain_line_ends(text: str) -> str:
    """Windows and old Macintosh line ends become ``\\n``; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise UnicodeError("NUL characters: this is no text")
    return text


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 of a Latin text has its zero bytes on one side; on which, tells the byte order."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if odd > len(data) * 0.2 and not even:
        return "utf-16-le"
    if even > len(data) * 0.2 and not odd:
        return "utf-16-be"
    raise UnicodeError("NUL bytes: this is no text")


def _from_code_page(data: bytes) -> str:
    """Western Windows where that reads as words, as the detector goes astray on short texts with few accents."""
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    foreign = [sign for sign in western if sign > "\x7f"]
    letters = sum(map(str.isalpha, western))
    # another alphabet read as Western is all accents: then more than half of the letters are foreign
    if western and 2 * sum(map(str.isalpha, foreign)) <= letters and all(_is_western(sign) for sign in foreign):
        return western
    best = from_bytes(data, cp_exclusion=NOT_GUESSED).best()
    if best is None:
        raise UnicodeError("no known encoding fits")
    return _without_nul(str(best))


def _is_western(sign: str) -> bool:
    return sign in WESTERN_SIGNS or unicodedata.category(sign) in {"Ll", "Lu"}
