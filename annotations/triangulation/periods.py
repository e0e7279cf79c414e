"""Periods as statistics write them: ``2021``, ``2021-03``, ``2021-03-15``, ``2024-Q1``, ``2024-S2``, ``2019/2020``."""

import calendar
import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from annotations.errors import BadInput

_YEAR = r"(?:1[89]|20|21)\d\d"
_WHOLE = re.compile(_YEAR)
_DAY = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)")
_MONTH = re.compile(rf"({_YEAR})-(\d\d)")
_PART = re.compile(rf"({_YEAR})[- ]?([QTHS])([1-4])|([QTHS])([1-4])[- /]({_YEAR})", re.IGNORECASE)
_RANGE = re.compile(rf"({_YEAR})\s*[/–-]\s*({_YEAR}|\d\d)")
REMEDY = "write a year, a month (2021-03), a quarter (2024-Q1), half a year (2024-S2), or years (2019/2020)"


class Period(NamedTuple):
    """The first and the last day."""

    start: datetime.date
    end: datetime.date

    def holds(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=4096)
def period_of(written: str) -> Period:
    """Raises BadInput for what is no period.

    >>> period_of("2024-Q1").end.isoformat(), period_of("2019/20").start.isoformat()
    ('2024-03-31', '2019-01-01')
    """
    text = " ".join(written.split())
    try:
        found = _read(text)
    except ValueError:
        found = None
    if found is None or found.start > found.end:
        raise BadInput(f"{text[:40]!r} is no period", remedy=REMEDY)
    return found


def _read(text: str) -> Period | None:
    if _WHOLE.fullmatch(text):
        return months(int(text), 1, 12)
    if day := _DAY.fullmatch(text):
        date = datetime.date(int(day[1]), int(day[2]), int(day[3]))
        return Period(date, date)
    if part := _PART.fullmatch(text):
        return _part(int(part[1] or part[6]), (part[2] or part[4]).upper(), int(part[3] or part[5]))
    if month := _MONTH.fullmatch(text):
        if 1 <= int(month[2]) <= 12:
            return months(int(month[1]), int(month[2]), int(month[2]))
        return _years(month[1], month[2])  # 2019-20
    if years := _RANGE.fullmatch(text):
        return _years(years[1], years[2])
    return None


def _years(first: str, last: str) -> Period:
    last = last if len(last) == 4 else first[:2] + last
    return Period(datetime.date(int(first), 1, 1), datetime.date(int(last), 12, 31))


def _part(year: int, kind: str, number: int) -> Period | None:
    size = 3 if kind in "QT" else 6
    return months(year, size * (number - 1) + 1, size * number) if size * number <= 12 else None


def months(year: int, first: int, last: int) -> Period:
    return Period(datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1]))
