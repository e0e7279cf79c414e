"""Data points as series: one indicator, in one unit, of one place, through time; and what stands in the way of comparing its points."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from annotations.triangulation.names import NAMED, name_in
from annotations.triangulation.periods import Period, period_of
from annotations.triangulation.records import DataPoint

_NUMBER = re.compile(r"\d[\d\s.,']*")


@dataclass(frozen=True)
class Series:
    """The points of one indicator, unit and place, by period. Two sources may give a number for one period: both stay."""

    id: str
    indicator: str
    unit: str
    place: str
    points: tuple[DataPoint, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point.source for point in self.points))

    @property
    def denominators(self) -> tuple[str, ...]:
        """Of what the points are counted, each once. More than one: the points are not of the same people or things."""
        return tuple(dict.fromkeys(" ".join(point.denominator.split()) for point in self.points))

    @property
    def denominators_change(self) -> bool:
        return len(self.denominators) > 1

    @property
    def sources_disagree(self) -> tuple[str, ...]:
        """Periods for which the sources give different numbers."""
        values: dict[str, set[float]] = {}
        for point in self.points:
            values.setdefault(point.period, set()).add(point.value)
        return tuple(period for period, found in values.items() if len(found) > 1)


def series_of(points: Iterable[DataPoint]) -> tuple[Series, ...]:
    """All points as series, in the order of indicator, place and unit; the points of each by period."""
    found: dict[tuple[str, str, str], list[DataPoint]] = {}
    for point in points:
        found.setdefault((point.indicator, point.place, point.unit), []).append(point)
    return tuple(
        Series(series_id(indicator, unit, place), indicator, unit, place, tuple(sorted(found[key], key=_when)))
        for key in sorted(found)
        for indicator, place, unit in [key]
    )


def series_id(indicator: str, unit: str, place: str) -> str:
    """The same for the same indicator, unit and place, in every study."""
    return hashlib.sha256(f"{indicator}\x1f{unit}\x1f{place}".encode()).hexdigest()[:10]


def told_in(of: Series, language: str) -> Series:
    """The series with its words in a language, where they are given in it; its numbers and its id as they are."""
    indicator, unit, place = (_called(of, name, language) for name in ("indicator", "unit", "place"))
    return Series(of.id, indicator, unit, place, tuple(_told_in(one, language) for one in of.points))


def _told_in(point: DataPoint, language: str) -> DataPoint:
    words: dict[str, Any] = {name: name_in(point, name, language) for name in NAMED}
    return replace(point, **words)


def _called(of: Series, name: str, language: str) -> str:
    """By the first point that is named so; a file may give the words once."""
    given = (name_in(one, name, language) for one in of.points if one.names.get(name))
    own: str = getattr(of, name)
    return next((words for words in given if words != own), own)


def counted_of(denominator: str) -> float | None:
    """The number in a denominator: ``412 households`` → 412; None where it says none or is not sure to be one."""
    found = _NUMBER.match(denominator.strip())
    digits = re.sub(r"[\s',.]", "", found[0]) if found else ""
    return float(digits) if digits else None


def _when(point: DataPoint) -> tuple[Period, str]:
    return period_of(point.period), point.source
