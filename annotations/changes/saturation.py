"""Has a change been reported often enough, by people who do not depend on each other, to be written up?

A verdict is a proposal: it names the sessions behind every number, the rule that gave it, and how much it owes to the rule's
parameters and to the order in which the sessions were held. A person decides what to pursue.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import ConfigDict

from annotations.changes.observations import Observation, in_time
from annotations.studies import Change, ChangeKind, SaturationRule, Words

State = Literal["candidate", "needs_sessions", "saturated"]
ORDERS = 2000


@dataclass(frozen=True)
class Missing:
    """What the rule still asks for, and where it may be found: imported sessions that nobody has reviewed yet."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    independent: int
    categories: int
    unreviewed: tuple[str, ...] = ()


@dataclass(frozen=True)
class WithMinimum:
    """The verdict had the rule asked for ``minimum_independent`` sessions."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    minimum_independent: int
    state: State
    reached_on: datetime.date | None
    reached_with: str


@dataclass(frozen=True)
class OrderRange:
    """Sessions needed until the rule was met, had the reviewed sessions been held in another order: over ``orders`` random orders,
    the 5 % quantile, the median and the 95 % quantile."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    low: int
    middle: int
    high: int
    orders: int


@dataclass(frozen=True)
class Verdict:
    """What the study's rule says of one change. Every count stands beside the sessions that make it.

    ``against_ratio``: independent sessions against, of all independent ones, in [0, 1]. ``contested``: it is above the rule's.
    ``reached_on``, ``reached_with``: the session that completed both minimums, in order of date (no date when it has none).
    ``sessions_divided``: counting sessions that hold the other stance too. ``sessions_merged``: one with another session that
    counts. ``agreed_for``: of ``independent_for``, those that every coder who reviewed the session read so. ``order_range`` is None
    as long as the rule is not met. ``few``: the rule is met with fewer independent sessions than the study asks to be warned under.
    ``sessions_overridden``: where a person decided whether it counts; ``sessions_differing``: report the change and say otherwise on
    some element.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    title: Words
    kind: ChangeKind
    state: State
    contested: bool
    independent_for: int
    agreed_for: int
    independent_against: int
    prompted: int
    against_ratio: float
    sessions_for: tuple[str, ...]
    sessions_against: tuple[str, ...]
    sessions_prompted: tuple[str, ...]
    sessions_merged: tuple[str, ...]
    sessions_undocumented: tuple[str, ...]
    sessions_divided: tuple[str, ...]
    categories: tuple[str, ...]
    reached_on: datetime.date | None
    reached_with: str
    missing: Missing
    rule: SaturationRule
    sensitivity: tuple[WithMinimum, ...]
    order_range: OrderRange | None
    sessions_total: int
    sessions_reviewed: int
    few: bool = False
    sessions_overridden: tuple[str, ...] = ()
    sessions_differing: tuple[str, ...] = ()


def verdict(
    change: Change,
    observations: Sequence[Observation],
    rule: SaturationRule,
    *,
    sessions_total: int,
    sessions_reviewed: int,
    unreviewed: Sequence[str] = (),
) -> Verdict:
    """Apply ``rule`` to the observations of ``change``.

    Parameters
    ----------
    sessions_total, sessions_reviewed : imported sessions, and those that somebody has reviewed; ``unreviewed``: ids of the others.
    """
    ordered = sorted(observations, key=in_time)
    counted = [o for o in ordered if o.independent]
    sides = {side: [o for o in counted if o.stance == side] for side in ("for", "against")}
    state, completing = judge(sides["for"], rule)
    prompted = _sessions(o for o in ordered if o.prompted and o.why_not in ("", "prompted"))
    return Verdict(
        change_id=change.id,
        title=change.title,
        kind=change.kind,
        state=state,
        contested=against_ratio(counted) > rule.maximum_against_ratio,
        independent_for=len(sides["for"]),
        agreed_for=sum(o.coders_for == o.coders_reviewed for o in sides["for"]),
        independent_against=len(sides["against"]),
        prompted=len(prompted),
        against_ratio=against_ratio(counted),
        sessions_for=_sessions(sides["for"]),
        sessions_against=_sessions(sides["against"]),
        sessions_prompted=prompted,
        sessions_merged=_sessions(o for o in ordered if o.counts_with),
        sessions_undocumented=_sessions(o for o in ordered if o.why_not == "undocumented"),
        sessions_divided=_sessions(o for o in counted if o.dissent),
        categories=_categories(sides["for"]),
        reached_on=completing.date if completing else None,
        reached_with=completing.session_id if completing else "",
        missing=_missing(sides["for"], rule, unreviewed),
        rule=rule,
        sensitivity=_sensitivity(sides["for"], rule),
        order_range=order_range(ordered, rule, sessions=sessions_reviewed) if completing else None,
        sessions_total=sessions_total,
        sessions_reviewed=sessions_reviewed,
        few=state == "saturated" and len(sides["for"]) < rule.warn_under,
        sessions_overridden=_overridden(ordered),
        sessions_differing=_sessions(o for o in ordered if o.relation == "differs"),
    )


def _overridden(ordered: Iterable[Observation]) -> tuple[str, ...]:
    return _sessions(o for o in ordered if o.overridden and o.why_not != "undocumented")


def against_ratio(counted: Sequence[Observation]) -> float:
    """Of the observations that count, the share that is against, in [0, 1]."""
    return sum(o.stance == "against" for o in counted) / len(counted) if counted else 0.0


def _sessions(observations: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(o.session_id for o in observations)


def _categories(observations: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(sorted({category for o in observations for category in o.categories}))


def _varied(counted: Sequence[Observation], rule: SaturationRule) -> bool:
    """Whether enough kinds of people are among them; one kind is always there, even where the roster names none."""
    return rule.minimum_categories <= 1 or len(_categories(counted)) >= rule.minimum_categories


def judge(counted: Sequence[Observation], rule: SaturationRule) -> tuple[State, Observation | None]:
    """The state, and the observation that completed the rule, from the counting observations for, in order of time."""
    for number, observation in enumerate(counted, start=1):
        if number >= rule.minimum_independent and _varied(counted[:number], rule):
            return "saturated", observation
    return ("candidate" if len(counted) <= 1 else "needs_sessions"), None


def _missing(counted: Sequence[Observation], rule: SaturationRule, unreviewed: Sequence[str]) -> Missing:
    return Missing(
        independent=max(0, rule.minimum_independent - len(counted)),
        categories=0 if _varied(counted, rule) else rule.minimum_categories - len(_categories(counted)),
        unreviewed=tuple(unreviewed),
    )


def _sensitivity(counted: Sequence[Observation], rule: SaturationRule) -> tuple[WithMinimum, ...]:
    lines = []
    for minimum in range(max(1, rule.minimum_independent - 1), rule.minimum_independent + 3):
        state, completing = judge(counted, replace(rule, minimum_independent=minimum))
        lines.append(
            WithMinimum(minimum, state, completing.date if completing else None, completing.session_id if completing else "")
        )
    return tuple(lines)


def order_range(
    observations: Sequence[Observation], rule: SaturationRule, *, sessions: int, orders: int = ORDERS, seed: int = 0
) -> OrderRange | None:
    """How many sessions it takes to meet ``rule`` when the same sessions are held in random order; None when they never do.

    Sessions that count as one are there with the first of them, and with the categories of all of them. Without such groups and
    without categories the number is negative hypergeometric; with them it is drawn: ``orders`` seeded permutations.

    Parameters
    ----------
    sessions : reviewed sessions, those that say nothing of the change included.
    """
    counting = [o for o in observations if o.independent and o.stance == "for"]
    if not judge(sorted(counting, key=in_time), rule)[1]:
        return None
    groups = [[o] + [other for other in observations if other.counts_with == o.session_id] for o in counting]
    members = sum(len(group) for group in groups)
    places = np.tile(np.arange(1, max(sessions, members) + 1), (orders, 1))
    drawn = np.split(
        np.random.default_rng(seed).permuted(places, axis=1)[:, :members], np.cumsum([len(g) for g in groups])[:-1], 1
    )
    first = np.stack([positions.min(axis=1) for positions in drawn], axis=1)  # (orders, groups)
    needed = np.sort(first, axis=1)[:, rule.minimum_independent - 1]
    if rule.minimum_categories > 1:
        names = _categories(o for group in groups for o in group)
        has = [[name in _categories(group) for group in groups] for name in names]
        heard = np.stack([first[:, np.array(row)].min(axis=1) for row in has], axis=1)  # (orders, categories)
        needed = np.maximum(needed, np.sort(heard, axis=1)[:, rule.minimum_categories - 1])
    low, middle, high = (int(q) for q in np.quantile(needed, [0.05, 0.5, 0.95], method="inverted_cdf"))
    return OrderRange(low, middle, high, orders)
