"""The past of a change's saturation, read in two ways that need not agree.

*As held by then*: what the sessions held up to a day say, as they are coded today and by today's rule. *As recorded then*: the last
verdict that was computed by the end of that day, with the codings and the rule of that time. The second is what people knew.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.changes.independence import Ties, count_once
from annotations.changes.observation_records import Observation
from annotations.changes.saturation import State, against_ratio, judge
from annotations.sessions import Register
from annotations.studies import SaturationRule


@dataclass(frozen=True)
class Step:
    """What the sessions held until the end of ``date`` come to. ``sessions``: those held on that day that speak of the change."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    date: datetime.date
    sessions: tuple[str, ...]
    independent_for: int
    independent_against: int
    state: State
    contested: bool


@dataclass(frozen=True)
class Recorded:
    """A verdict as it was kept: ``number`` in the log of the change's verdicts. ``minimum_independent``: of the rule of that time."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    at: datetime.datetime
    independent_for: int
    independent_against: int
    state: State
    contested: bool
    minimum_independent: int
    reached_on: datetime.date | None


@dataclass(frozen=True)
class History:
    """Both readings, in order of time. Sessions without a date are in no step: nobody knows when they were held."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    held: tuple[Step, ...]
    recorded: tuple[Recorded, ...]
    undated: tuple[str, ...] = ()


def history(
    change_id: str, observations: Sequence[Observation], register: Register, rule: SaturationRule, recorded: Sequence[Recorded]
) -> History:
    """Both readings of a change. ``recorded``: its verdicts as they were kept."""
    undated = tuple(sorted(o.session_id for o in observations if o.date is None))
    return History(change_id, held(observations, register, rule), tuple(sorted(recorded, key=lambda r: r.number)), undated)


def held(observations: Sequence[Observation], register: Register, rule: SaturationRule) -> tuple[Step, ...]:
    """One step per day on which a session that speaks of the change was held. Who depends on whom is counted anew for every day: a
    session that ties two others together takes away from what they were before it."""
    ties = Ties.of(observations, register)
    found = []
    for day in sorted({o.date for o in observations if o.date}):
        by_then = count_once([o for o in observations if o.date and o.date <= day], ties, rule)
        counted = [o for o in by_then if o.independent]
        side = [o for o in counted if o.stance == "for"]
        found.append(
            Step(
                date=day,
                sessions=tuple(o.session_id for o in by_then if o.date == day),
                independent_for=len(side),
                independent_against=len(counted) - len(side),
                state=judge(side, rule)[0],
                contested=against_ratio(counted) > rule.maximum_against_ratio,
            )
        )
    return tuple(found)


def held_on(history: History, day: datetime.date) -> Step | None:
    """What the sessions held until the end of the day come to; None before the first that speaks of the change."""
    return next((step for step in reversed(history.held) if step.date <= day), None)


def recorded_on(history: History, day: datetime.date) -> Recorded | None:
    """The verdict that held at the end of the day (UTC); None when there was none yet."""
    return next((one for one in reversed(history.recorded) if one.at.date() <= day), None)


def held_since(history: History, day: datetime.date) -> datetime.date | None:
    """Since when it was saturated on that day, without a break; None when it was not."""
    since = None
    for step in history.held:
        if step.date <= day:
            since = (since or step.date) if step.state == "saturated" else None
    return since


def recorded_since(history: History, day: datetime.date) -> datetime.date | None:
    """Since when the verdicts of that time said that it was saturated, without a break; None when they did not."""
    since = None
    for one in history.recorded:
        if one.at.date() <= day:
            since = (since or one.at.date()) if one.state == "saturated" else None
    return since
