"""Bytes of a text file → text, whatever program wrote it. Code points are kept; only a byte order mark is dropped."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
NOT_GUESSED = ["utf_7", "utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"]
# the first of those that fit equally well; cp850 is DOS in Western Europe and Latin America
WESTERN = ("cp1252", "mac-roman", "cp850")  # Latin-1 reads as cp1252, but for five control characters that nobody writes
WESTERN_SIGNS = frozenset("¡¿«»‘’‚“”„‹›–—…•·ºª°´`¨€§©®™½¼¾²³±×÷£¥\u00a0\u00ad")
SPANISH = "áéíóúñüÁÉÍÓÚÑÜ"
SAMPLE = 200_000  # bytes that are looked at to tell a code page
FIT = 0.85  # least mean fit of the signs beyond ASCII for Western text
MOST_DAMAGED = 0.1  # of the signs beyond ASCII, for UTF-8 into which something else was pasted
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
BEFORE_APOSTROPHE, BEHIND_APOSTROPHE = (
    re.compile(r"(?:\b[cdjlmnstCDJLMNST]|\b[Qq]u|[sS])$"),
    re.compile(r"(?:s|t|m|d|ll|re|ve)\b"),
)
UTF8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes) -> str:
    """The text of ``data``: a marked or unmarked UTF-8, UTF-16 or UTF-32 file, else the code page that fits best.

    Raises
    ------
    UnicodeError : the bytes are no text, or text of which nobody can tell the encoding.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _without_nul(data[len(mark) :].decode(encoding))
    if b"\0" in data:
        return _from_wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _from_damaged_utf8(data) or _from_code_page(data)
    if NOT_TEXT.search(text):
        raise UnicodeError("control characters: this is no text")
    return text


def with_plain_line_ends(text: str) -> str:
    """Windows and old Macintosh line ends become ``\\n``; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise UnicodeError("NUL characters: this is no text")
    return text


def _from_wide(data: bytes) -> str:
    """Unmarked UTF-16 or UTF-32: the byte order in which it holds no impossible signs, and most spaces and ASCII letters."""
    best, most = "", 0
    for encoding in WIDE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(1 for sign in text[:SAMPLE] if sign.isascii())
        if plain > most and not NOT_TEXT.search(text) and not any(map(_is_impossible, text[:SAMPLE])):
            best, most = text, plain
    if not best:
        raise UnicodeError("NUL bytes: this is no text")
    return best


def _is_impossible(sign: str) -> bool:
    """Unassigned, or for private use: never in a text whose byte order is right."""
    return unicodedata.category(sign) in {"Cn", "Co", "Cs"}


def _from_damaged_utf8(data: bytes) -> str:
    """UTF-8 with a few bytes of Windows in it (a pasted line) or cut in the middle of a sign; empty when it is something else."""
    good = len(UTF8_SIGN.findall(data))
    rest = UTF8_SIGN.sub(b"", data)
    bad = sum(1 for byte in rest[: 10 * SAMPLE] if byte > 0x7F)
    if not good or bad > MOST_DAMAGED * (good + bad):
        return ""
    return data.decode("utf-8", WINDOWS_IN_UTF8)


def _as_windows(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return problem.object[problem.start : problem.start + 1].decode("cp1252", "replace"), problem.start + 1


WINDOWS_IN_UTF8 = "relato-windows-in-utf8"
codecs.register_error(WINDOWS_IN_UTF8, _as_windows)


def _from_code_page(data: bytes) -> str:
    """The Western page that makes the best words, where one does; else what the detector finds.

    The detector alone goes astray on short texts with few accents, and takes a DOS or Macintosh file in Spanish for Windows.
    """
    fits = {page: fit for page in WESTERN if (fit := _fit(data[:SAMPLE], page)) is not None}
    best = max(fits, key=lambda page: fits[page], default="")
    if best and fits[best] >= FIT and (text := _decoded(data, best)):
        return text
    found = from_bytes(data[:SAMPLE], cp_exclusion=NOT_GUESSED).best()
    text = _decoded(data, found.encoding) if found else ""
    if not text:
        raise UnicodeError("no known encoding fits")
    return _without_nul(text)


def _decoded(data: bytes, page: str) -> str:
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return ""


def _fit(data: bytes, page: str) -> float | None:
    """Mean over the signs beyond ASCII of how well each stands where it stands, in [0, 1]; None when the page has no such sign."""
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return None
    foreign = [found.start() for found in re.finditer(r"[^\x00-\x7f]", text)]
    letters = sum(map(str.isalpha, text))
    # another alphabet read as Western is all accents: then more than half of the letters are foreign
    if not foreign or 2 * sum(text[at].isalpha() for at in foreign) > letters:
        return None
    return sum(_fits(text, at) for at in foreign) / len(foreign)


def _fits(text: str, at: int) -> float:
    sign, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign.isalpha() and sign not in "ªº":
        if sign.isupper():  # inside a word only among capitals
            stands = not before.islower() and (not behind.islower() or not before.isalpha())
            return 0.0 if not stands else 1.0 if sign in SPANISH else 0.97
        if sign in SPANISH:
            return 1.0
        return 0.97 if sign in "àèìòùâêîôûäëïöçãõåøæœßýÿ" and not (before.isupper() and behind.isupper()) else 0.4
    if sign in "¿¡«‹“„‚":  # open something
        return 1.0 if not before.isalpha() and not behind.isspace() else 0.1
    if sign == "’":
        inside = before.isalpha() and behind.isalpha()
        known = BEFORE_APOSTROPHE.search(text[max(0, at - 3) : at]) or BEHIND_APOSTROPHE.match(text, at + 1)
        return 1.0 if known else 0.2 if inside else 0.9
    if sign in "–—…•·":
        return 0.1 if before.isalpha() and behind.isalpha() and sign not in "…—" else 0.95
    return 0.9 if sign in WESTERN_SIGNS else 0.0
