"""Days and months in a text, however they are written, in Spanish and English."""

import datetime
import re
from collections.abc import Iterator

from annotations.changes.story_years import MONTHS
from annotations.disclosure.folding import fold, fold_in_place

_MONTH: dict[str, int] = {}
for _names in MONTHS.values():
    for _number, _name in enumerate(_names, start=1):
        _MONTH |= {fold(_name): _number, fold(_name)[:3]: _number, fold(_name)[:4]: _number}
_MONTH |= {"setiembre": 9, "set": 9, "sept": 9}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = re.compile(r"\d[\d/.-]\d")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d\d?)[-/.](\d\d?)[-/.]((?:19|20)?\d\d)(?![\d/-])")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|o|°)?[ -]+(?:de[ ]+|of[ ]+)?({_NAMES})\.?,?[ -]+(?:del?[ ]+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b({_NAMES})\.?[ ]+(\d\d?)(?:st|nd|rd|th)?,?[ ]+((?:19|20)\d\d)(?!\d)")
_MONTH_ONLY = re.compile(rf"(?<![\w-])({_NAMES})\.?,?[ ]+(?:del?[ ]+)?((?:19|20)\d\d)(?!\d)")


def days_in(text: str) -> Iterator[tuple[int, int, datetime.date]]:
    """Start, end and day. What can be read as day/month and as month/day is given as both.

    >>> [str(day) for _, _, day in days_in("El 3 de marzo de 2024, March 5th, 2024, 2024-03-07 y 08/03/2024")]
    ['2024-03-07', '2024-03-03', '2024-03-05', '2024-03-08', '2024-08-03']
    """
    if not _YEAR.search(text):
        return
    plain = fold_in_place(text)
    for match in _ISO.finditer(plain):
        yield from _day(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _DAY_FIRST.finditer(plain):
        yield from _day(match, int(match[3]), _MONTH[match[2]], int(match[1]))
    for match in _MONTH_FIRST.finditer(plain):
        yield from _day(match, int(match[3]), _MONTH[match[1]], int(match[2]))
    for match in _NUMERIC.finditer(plain):
        a, b, year = int(match[1]), int(match[2]), int(match[3])
        year += 0 if year > 99 else 1900 if year > 30 else 2000
        yield from _day(match, year, b, a)
        if a != b:
            yield from _day(match, year, a, b)


def months_in(text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Start, end, and (year, month) of months that are named without a day.

    >>> [month for _, _, month in months_in("en marzo de 2024; 12 April 2024")]
    [(2024, 3)]
    """
    if not _YEAR.search(text):
        return
    plain = fold_in_place(text)
    days = [match.span() for pattern in (_DAY_FIRST, _MONTH_FIRST) for match in pattern.finditer(plain)]
    for match in _MONTH_ONLY.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in days):
            yield match.start(), match.end(), (int(match[2]), _MONTH[match[1]])


def _day(match: re.Match[str], year: int, month: int, day: int) -> Iterator[tuple[int, int, datetime.date]]:
    if 1 <= month <= 12 and 1 <= day <= 31 and year > 0:
        try:
            yield match.start(), match.end(), datetime.date(year, month, day)
        except ValueError:  # the thirtieth of February
            return
