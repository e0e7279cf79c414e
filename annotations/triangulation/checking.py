"""The numbers of a claim against the numbers of series. What is found is a proposal, shown beside the verdict that a person gives.

A number is compared where it is sure to count what the series counts: percent with percent, ``40 of 60`` with percent, money with money,
things with a series that names them. Where that is not sure both numbers are told and nothing is concluded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotations.triangulation.claims import Claim, Direction, Move, Said, When, read_claim
from annotations.triangulation.numbers import STOP, Number, Unit, folded
from annotations.triangulation.periods import Period, period_of
from annotations.triangulation.records import DataPoint
from annotations.triangulation.series import Series, counted_of, series_of

FindingKind = Literal[
    "agrees", "differs", "not_in_series", "unit_differs", "direction_agrees", "direction_differs", "change_agrees", "change_differs",
    "denominator_differs", "denominators_change", "sources_disagree", "other_place", "nothing_to_check",
]  # fmt: skip
Speaks = Literal["for", "against", "note"]
NEAR = 0.05
"""What *about* and *nearly* leave open, as a share of the number."""
_RATIO_UNITS = frozenset({"ratio", "proporción", "proporcion", "share", "fraction", "fracción"})
_MONEY_UNIT = re.compile(r"[$€£]|\b(?:pesos?|d[oó]lar(?:es)?|dollars?|euros?|soles|quetzales|MXN|USD|EUR)\b", re.IGNORECASE)
_PERCENT_UNIT = re.compile(r"%|per\s?cent|por ?ciento|porcentaje|pct", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Finding:
    """One thing that the check found.

    ``speaks``: for the claim, against it, or neither. ``start``/``end``: where in the claim it is said; ``quoted``, those words.
    ``points``: with which it was compared. ``values``: what they say, with their periods, as they are to be read; ``period``: the one that
    the claim names. ``because`` sorts the notes: why a number was not compared.
    """

    kind: FindingKind
    speaks: Speaks
    series: str
    indicator: str
    unit: str
    place: str
    points: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()
    start: int = 0
    end: int = 0
    quoted: str = ""
    way: Direction | Literal[""] = ""
    places: tuple[str, ...] = ()
    because: Literal["", "period", "finer", "counts_unclear"] = ""
    listed: tuple[str, ...] = field(default=())


def check_claim(
    claim: str, language: str, attached: Sequence[DataPoint], known: Sequence[DataPoint] = (), places: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Everything that the check has to say of a claim.

    Parameters
    ----------
    attached : the points that were put beside the claim. A number without a period is compared with these alone.
    known : all points of the study: a number with a period is compared with the whole series of the attached points.
    places : where the change is located; a series of another place is told, since its numbers are of others.
    """
    read = read_claim(claim, language)
    ids = {point.id for point in attached}
    every = series_of({point.id: point for point in (*known, *attached)}.values())
    chosen = [one for one in every if any(point.id in ids for point in one.points)]
    findings: list[Finding] = []
    for said in read.said:
        told = [found for one in chosen for found in _said(read, said, one, ids)]
        # with several series a number belongs to the one that it fits: where it agrees with one, it does not differ from another
        if any(found.kind == "agrees" for found in told):
            told = [found for found in told if found.kind not in ("differs", "not_in_series", "unit_differs")]
        findings += told
    for one in chosen:
        findings += _moved(read, one, ids)
        findings += _warnings(one, places)
    if not read.said and not read.moves:
        findings += [_finding(one, "nothing_to_check", "note") for one in chosen]
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: ("against", "for", "note").index(found.speaks)))


def unit_of(series: Series) -> Unit:
    """What a series counts, in the words for numbers of claims."""
    if counts_shares(series.unit):
        return "percent"
    return "money" if _MONEY_UNIT.search(series.unit) else "counted"


def counts_shares(unit: str) -> bool:
    """Whether a unit is a share of something: percent, or a ratio."""
    return bool(_PERCENT_UNIT.search(unit)) or unit.strip().casefold() in _RATIO_UNITS


@dataclass(frozen=True)
class Stated:
    """A number of a claim in the unit of a series, to be drawn into it: ``when`` is empty where the claim names no period."""

    value: float
    quoted: str
    when: Period | None


def stated_in(claim: str, language: str, series: Series) -> tuple[Stated, ...]:
    """The numbers of a claim that can be drawn into a chart of the series: levels in its unit, no changes."""
    read, unit, found = read_claim(claim, language), unit_of(series), []
    for said in read.said:
        number = said.number
        alike = number.unit in ("bare", unit) and (number.unit != "counted" or _named_alike(number, series))
        share = number.share is not None and unit == "percent"
        if said.role != "by" and (share or (alike and number.of is None)):
            words = claim[number.start : number.end]
            found.append(Stated(_stated(number, unit), words, said.when.period if said.when and not said.when.open else None))
    return tuple(found)


def value_of(series: Series, point: DataPoint) -> float:
    """Ratios in percent, everything else as it is."""
    return point.value * 100 if series.unit.strip().casefold() in _RATIO_UNITS else point.value


def _said(claim: Claim, said: Said, series: Series, attached: set[str]) -> Iterator[Finding]:
    if said.role == "by":
        yield from _changed_by(claim, said, series, attached)
        return
    number, unit = said.number, unit_of(series)
    where = {"start": number.start, "end": number.end, "quoted": claim.text[number.start : number.end]}
    points, because = _points_at(series, said.when, attached)
    if not points:
        near = _near(series, said.when)
        yield _finding(series, "not_in_series", "note", near, because=because or "period", **where)
        return
    compared = [
        (point, expected) for point in points for expected in [_expected(series, point, number, unit)] if expected is not None
    ]
    if not compared:
        yield _finding(series, "unit_differs", "note", points, **where)
        return
    if agreeing := [point for point, expected in compared if _fits(number, _stated(number, unit), expected)]:
        yield _finding(series, "agrees", "for", agreeing, **where)
        yield from _denominator(series, number, agreeing, where)
    elif not _is_sure(claim, said, series):
        yield _finding(series, "not_in_series", "note", points, because="counts_unclear", **where)
    else:
        yield _finding(series, "differs", "against", points, **where)


def _stated(number: Number, unit: Unit) -> float:
    """What of the number is compared: of ``40 of 60`` the share with a percentage, the 40 with a count."""
    return number.share if number.share is not None and unit == "percent" else number.value


def _expected(series: Series, point: DataPoint, number: Number, unit: Unit) -> float | None:
    """What the point says in the unit of the number; None where the two count different things."""
    value = value_of(series, point)
    if number.of is not None:
        return value
    if number.unit == "bare" or number.unit == unit:
        return value
    if number.unit == "percent" and unit == "counted" and (whole := counted_of(point.denominator)):
        return 100 * value / whole
    return None


def _fits(number: Number, said: float, value: float) -> bool:
    readings = [said] if number.other is None or number.of is not None else [said, number.other]
    step = 0.5 if number.of is not None and said != number.value else number.step
    return any(_close(number, one, value, step) for one in readings)


def _close(number: Number, said: float, value: float, step: float) -> bool:
    slack = abs(said) * NEAR + 1e-9
    match number.hedge:
        case "over":
            return value > said
        case "under":
            return value < said
        case "at_least":
            return value >= said - 1e-9
        case "at_most":
            return value <= said + 1e-9
        case "nearly":
            return said - slack <= value <= said + step
        case "about":
            return abs(said - value) <= max(slack, step)
    return abs(said - value) <= step + 1e-9


def _points_at(series: Series, when: When | None, attached: set[str]) -> tuple[list[DataPoint], Literal["", "period", "finer"]]:
    """The points that speak of that time; the attached ones where no time is named."""
    if when is None:
        return [point for point in series.points if point.id in attached], ""
    periods = {point.id: period_of(point.period) for point in series.points}
    exact = [point for point in series.points if periods[point.id] == when.period]
    if exact:
        return exact, ""
    if when.open == "since":
        return [point for point in series.points if periods[point.id].start >= when.period.start], "period"
    if when.open == "until":
        return [point for point in series.points if periods[point.id].end <= when.period.end], "period"
    holding = [point for point in series.points if periods[point.id].holds(when.period)]
    if holding:  # March 2022, of a series by year
        return holding, ""
    finer = any(when.period.holds(period) for period in periods.values())
    return [], "finer" if finer else "period"


def _near(series: Series, when: When | None) -> list[DataPoint]:
    """What there is instead: within the period, else the nearest before and after it."""
    if when is None:
        return list(series.points)
    inside = [point for point in series.points if when.period.holds(period_of(point.period))]
    before = [point for point in series.points if period_of(point.period).end < when.period.start]
    after = [point for point in series.points if period_of(point.period).start > when.period.end]
    return inside or [*before[-1:], *after[:1]]


def _denominator(series: Series, number: Number, points: Sequence[DataPoint], where: dict[str, object]) -> Iterator[Finding]:
    """``264 of 308`` where the source counted of another number."""
    known = [(point, whole) for point in points if (whole := counted_of(point.denominator)) is not None]
    if number.of is not None and known and all(abs(whole - number.of) > number.step for _, whole in known):
        listed = tuple(dict.fromkeys(point.denominator for point, _ in known))
        yield _finding(series, "denominator_differs", "note", [point for point, _ in known], listed=listed, **where)


def _is_sure(claim: Claim, said: Said, series: Series) -> bool:
    """Whether a number counts what the series counts. In speech, spelled-out numbers without a unit are years, hours, ages as well."""
    number = said.number
    if number.unit == "bare" and number.of is None and said.role == "level":
        return any(sign.isdigit() for sign in claim.text[number.start : number.end])
    return number.unit != "counted" or _named_alike(number, series)


def _named_alike(number: Number, series: Series) -> bool:
    told = " ".join((series.unit, series.indicator, *series.denominators))
    kindred = {folded(word) for word in _WORD.findall(told) if word.casefold() not in STOP}
    return any(folded(word) in kindred for word in number.counts)


def _changed_by(claim: Claim, said: Said, series: Series, attached: set[str]) -> Iterator[Finding]:
    """*Fell by 19 points*, *rose 20 percent*: against the difference of the series in that time."""
    assert said.move is not None
    number, unit = said.number, unit_of(series)
    where = {"start": said.move.start, "end": number.end, "quoted": claim.text[min(said.move.start, number.start) : number.end]}
    ends = _ends(claim, said.move, series, attached)
    if ends is None:
        yield _finding(series, "not_in_series", "note", _near(series, said.when), because="period", **where)
        return
    expected = _differences(number, unit, *(value_of(series, point) for point in ends))
    if not expected:
        yield _finding(series, "unit_differs", "note", ends, **where)
    elif number.unit == "counted" and not _named_alike(number, series):
        yield _finding(series, "not_in_series", "note", ends, because="counts_unclear", **where)
    else:
        fits = any(_fits(number, number.value, one) for one in expected)
        yield _finding(series, "change_agrees" if fits else "change_differs", "for" if fits else "against", ends, **where)


def _differences(number: Number, unit: Unit, first: float, last: float) -> list[float]:
    """How far apart two values are, in the ways in which the number may mean it: *by 20 percent* of a percentage may mean points."""
    straight, relative = abs(last - first), [abs(100 * (last - first) / first)] if first else []
    if number.unit == "points":
        return [straight] if unit == "percent" else []
    if number.unit == "percent":
        return [straight, *relative] if unit == "percent" else relative
    return [straight] if number.unit in ("bare", unit) else []


def _moved(claim: Claim, series: Series, attached: set[str]) -> Iterator[Finding]:
    """Which way the series went where the claim says which way; *doubled* also by how much."""
    for move in claim.moves:
        own = [said for said in claim.said if said.move == move]
        if own and not any(_comparable(said.number, series) for said in own):
            continue  # the word is about a number of another kind
        ends = _ends(claim, move, series, attached)
        if ends is None:
            continue
        first, last = (value_of(series, point) for point in ends)
        went: Direction = "same" if first == last else "up" if last > first else "down"
        agrees = (went == move.way) != move.denied
        if move.times is not None and not move.denied and first:
            fits = agrees and abs(last / first - move.times) <= NEAR * move.times
            kind: FindingKind = "change_agrees" if fits else "change_differs"
        else:
            fits, kind = agrees, "direction_agrees" if agrees else "direction_differs"
        where = {"start": move.start, "end": move.end, "quoted": claim.text[move.start : move.end], "way": went}
        yield _finding(series, kind, "for" if fits else "against", ends, **where)


def _comparable(number: Number, series: Series) -> bool:
    unit = unit_of(series)
    return number.unit in ("bare", unit, "points") or number.of is not None or (number.unit == "percent" and unit == "counted")


def _ends(claim: Claim, move: Move, series: Series, attached: set[str]) -> tuple[DataPoint, DataPoint] | None:
    """The points between which a movement is judged: as the claim says when; else the first and last of the attached ones, else all."""
    beside = claim.beside(move)
    since = {one.period for one in beside if one.open == "since"}
    at_numbers = {said.when.period for said in claim.said if said.move == move and said.when and said.role in ("from", "to")}
    named = sorted(at_numbers | since if at_numbers else {one.period for one in beside})
    at = [(point, period_of(point.period)) for point in series.points]
    if len(named) >= 2:
        return _apart([_at(at, named[0]), _at(at, named[-1])])
    if len(named) == 1:
        here = _at(at, named[0])
        earlier = [point for point, period in at if period.end < named[0].start]
        later = [point for point, period in at if period.start > named[0].end]
        if named[0] in since:
            return _apart([here or (earlier[-1] if earlier else None), later[-1] if later else None])
        return _apart([earlier[-1] if earlier else None, here])
    mine = [point for point, _ in at if point.id in attached]
    return _apart([mine[0], mine[-1]] if len(mine) > 1 else [at[0][0], at[-1][0]])


def _at(points: Sequence[tuple[DataPoint, Period]], period: Period) -> DataPoint | None:
    return next((point for point, own in points if own == period), None) or next(
        (point for point, own in points if own.holds(period)), None
    )


def _apart(ends: Sequence[DataPoint | None]) -> tuple[DataPoint, DataPoint] | None:
    first, last = ends
    if first is None or last is None or period_of(first.period) == period_of(last.period):
        return None
    return first, last


def _warnings(series: Series, places: Sequence[str]) -> Iterator[Finding]:
    if series.denominators_change:
        yield _finding(series, "denominators_change", "note", series.points, listed=series.denominators)
    for period in series.sources_disagree:
        yield _finding(series, "sources_disagree", "note", [point for point in series.points if point.period == period])
    if places and series.place and not any(_same_place(series.place, one) for one in places):
        yield _finding(series, "other_place", "note", places=tuple(places))


def _same_place(first: str, second: str) -> bool:
    return " ".join(first.casefold().split()) == " ".join(second.casefold().split())


def _finding(series: Series, kind: FindingKind, speaks: Speaks, points: Sequence[DataPoint] = (), **more: object) -> Finding:
    values = tuple((point.period, value_of(series, point)) for point in points)
    ids = tuple(point.id for point in points)
    return Finding(kind, speaks, series.id, series.indicator, series.unit, series.place, ids, values, **more)  # type: ignore[arg-type]
