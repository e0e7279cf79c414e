"""Telephone numbers: written ones by the plans of numbers of the regions, spoken ones by rows of number words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.languages import base
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.words import Words, fold, words_of

_CANDIDATE = re.compile(r"(?<![\w@.,/$€£#-])(?:\+ ?)?\(?\d(?:[ .\-()\u00a0\u2009\u202f\u2011/]{0,2}\d){5,14}(?![\w@]|[.,/:-]\d)")
_CUE = re.compile(
    r"(?<!\w)(?:tel(?:[ée]fonos?|\.|s\.)?|cel(?:ular(?:es)?|\.)?|m[óo]vil|whats?app?|whats|wasap|phone|cell(?:phone)?|mobile|call|text|ll[áa]m(?:ame|eme|ar|enme|en|e)|marc(?:ar|a|[óo]|aba|ame)|m[áa]rqu\w{1,5}|m[áa]rcame|"
    r"extensi[óo]n|ext\.|n[úu]meros?|number|contacto|fono|fijo|fax)(?!\w)[^\n]{0,40}\Z",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:1[89]|20)\d\d(?:[ -]{1,3}(?:1[89]|20)\d\d)+\Z")
_DATES = re.compile(r"(?:\d{1,2}([./-])\d{1,2}\1\d{2,4}|(?:1[89]|20)\d\d([./-])\d{1,2}\2\d{1,2})\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+\Z")
_UNITS = "cero|uno|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|doble"
_TENS = (
    "diez|once|doce|trece|catorce|quince|diecis[ée]is|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintid[óo]s|veintitr[ée]s|veinticuatro|veinticinco|"
    "veintis[ée]is|veintisiete|veintiocho|veintinueve|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|ciento|cien|doscientos|trescientos|cuatrocientos|"
    "quinientos|seiscientos|setecientos|ochocientos|novecientos|"
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:{_UNITS}|{_TENS}|\d{{1,4}})(?:[ ,.\-–—]{{1,3}}(?:y |and )?(?:{_UNITS}|{_TENS}|\d{{1,4}})(?!\w)){{3,20}}",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(rf"(?<!\w)(?:{_UNITS}|{_TENS}|\d{{1,4}})(?!\w)", re.IGNORECASE)
_NUMBER_KEYS = frozenset(fold(re.sub(r"\[(\w)\w\]", r"\1", word)) for word in f"{_UNITS}|{_TENS}".split("|")) - {
    "un",
    "una",
    "oh",
}
NUMBER_WORDS = f"{_UNITS}|{_TENS}"
_OLD_PREFIX = re.compile(r"0(?:44|45|1)[ .-]?(?=\d)")
REACH, SPOKEN_REACH, SPOKEN_LENGTH = 70, 50, 300
SPOKEN_WORDS_ALONE, SPOKEN_WORDS_CUED = 7, 4


def regions_of(language: str) -> tuple[str, ...]:
    """Where a language is spoken as far as its numbers are tried; none for a language without a row here (``+`` numbers are found all the same).

    >>> "MX" in regions_of("es-GT"), regions_of("nah")
    (True, ())
    """
    rows = {
        "es": "MX US ES CO AR CL PE EC GT HN SV NI CR PA BO PY UY DO CU VE",
        "en": "US GB CA IE AU NZ IN ZA KE NG GH UG PH",
        "pt": "BR PT AO MZ",
        "fr": "FR BE CH CA SN CI CM",
    }
    return tuple(rows.get(base(language), "").split())


def phones(text: str, regions: Sequence[str], words: Words | None = None) -> Iterator[Mention]:
    """Numbers that are possible somewhere in ``regions``, or are said to be a telephone's."""
    for match in _CANDIDATE.finditer(text):
        written, digits = match.group(), re.sub(r"\D", "", match.group())
        if not 7 <= len(digits) <= 15 or _YEARS.match(written) or _DATES.match(written):
            continue
        cued = _CUE.search(text[max(0, match.start() - REACH) : match.start()]) is not None
        if not cued and (_THOUSANDS.match(written) or _rising(written)):
            continue
        if cued or (len(digits) >= 8 and _valid(written, digits, regions)):
            yield Mention(match.start(), match.end(), IdentityKind.PHONE, written, 0.9 if cued else 0.7, "phone")
    yield from _spoken(text, words_of(text) if words is None else words)


def _rising(written: str) -> bool:
    """Whether these are numbers in a row, not one: 20 21 22 23."""
    numbers = [int(group) for group in re.findall(r"\d+", written)]
    return len(numbers) > 2 and all(after - before == 1 for before, after in pairwise(numbers))


def _valid(written: str, digits: str, regions: Sequence[str]) -> bool:
    import phonenumbers

    # Mexican mobiles were dialled so until 2019, and are still told so
    written = _OLD_PREFIX.sub("", written, count=1) if "MX" in regions and len(digits) in (12, 13) else written
    international = written.startswith("+")
    if international and len(digits) >= 9:
        return True
    if not international and len(digits) < 9 and not re.search(r"\d[ .-]\d", written):
        return False
    for region in regions:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False


def _spoken(text: str, words: Words) -> Iterator[Mention]:
    """Rows of number words. The pattern is slow: it is tried only where such words stand close together."""
    starts = [words.starts[index] for index, key in enumerate(words.keys) if key in _NUMBER_KEYS]
    after = 0
    for start, third in zip(starts, starts[2:], strict=False):
        if start < after or third - start > SPOKEN_REACH:
            continue
        match = _SPOKEN.search(text, max(after, start - 1), start + SPOKEN_LENGTH)
        if match is None:
            continue
        after = match.end()
        if not re.search(r"[^\W\d_]", match.group()):
            continue
        said = len(_NUMBER_WORD.findall(match.group()))
        cued = _CUE.search(text[max(0, match.start() - REACH) : match.start()]) is not None
        if said >= (SPOKEN_WORDS_CUED if cued else SPOKEN_WORDS_ALONE) and not _counts(match.group()):
            yield Mention(match.start(), match.end(), IdentityKind.PHONE, match.group(), 0.85 if cued else 0.6, "spoken phone")


def _counts(words: str) -> bool:
    """Whether somebody counts: one two three.

    >>> _counts("uno, dos, tres, cuatro"), _counts("cinco cinco uno dos")
    (True, False)
    """
    keys = [word.lower() for word in _NUMBER_WORD.findall(words)]
    return any(keys[:3] == list(start) for start in (("uno", "dos", "tres"), ("one", "two", "three"), ("un", "dos", "tres")))
