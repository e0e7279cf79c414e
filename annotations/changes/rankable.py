"""Which changes could be put before whom on which occasion: only what was saturated by that day can be ranked."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.changes.history import History, held_on, held_since, recorded_since
from annotations.studies import Change, Occasion, Study


@dataclass(frozen=True)
class Rankable:
    """One change on one occasion. ``asked``: the occasion was for its domain. ``held``: it was saturated by the sessions held before
    that day, ``held_since`` when; ``recorded``: a verdict of that time says so, ``recorded_since`` when it was first recorded. Sessions
    of the day itself come too late: what is ranked was written before."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    occasion_id: str
    date: datetime.date
    change_id: str
    asked: bool
    held: bool
    held_since: datetime.date | None
    recorded: bool
    recorded_since: datetime.date | None
    independent_for: int
    contested: bool


def rankable(study: Study, changes: Sequence[Change], histories: Mapping[str, History]) -> tuple[Rankable, ...]:
    """Every occasion with every change, in the order of the study. ``histories``: by change."""
    occasions = sorted(study.occasions, key=lambda occasion: occasion.date)
    return tuple(_rankable(occasion, change, histories[change.id]) for occasion in occasions for change in changes)


def _rankable(occasion: Occasion, change: Change, past: History) -> Rankable:
    before = occasion.date - datetime.timedelta(days=1)
    step, held, recorded = held_on(past, before), held_since(past, before), recorded_since(past, before)
    return Rankable(
        occasion_id=occasion.id,
        date=occasion.date,
        change_id=change.id,
        asked=not occasion.domains or bool({change.domain, *change.secondary_domains} & set(occasion.domains)),
        held=held is not None,
        held_since=held,
        recorded=recorded is not None,
        recorded_since=recorded,
        independent_for=step.independent_for if step else 0,
        contested=bool(step and step.contested),
    )
