"""Where the sessions that speak of a change agree on it and where they do not: element by element, minority versions kept.

Sessions agree on an element when they share a value of it, so that naming more than another session is no disagreement. What was
only proposed from the text (``ElementReport.by`` empty) is shown with the rest and says so; it never makes sessions differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from pydantic import ConfigDict

from annotations.changes.elements import folded, leading, said
from annotations.changes.observation_records import Observation, in_time
from annotations.changes.register_records import ELEMENTS, Element, ElementReport
from annotations.studies import Change

Agreement = Literal["agreed", "divided", "one_session", "silent"]


@dataclass(frozen=True)
class ElementValue:
    """What some sessions say of an element. ``proposed``: nobody has entered it, it was only read off the text. ``leading``: no other
    value is given by more sessions, and at least two give it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    value: str
    sessions: tuple[str, ...]
    segment_ids: tuple[str, ...]
    proposed: bool
    leading: bool


@dataclass(frozen=True)
class ElementConvergence:
    """One element over all sessions that speak of the change, those that deny it too.

    ``agreed``: sessions that give a leading value. ``divided``: those that give others only. ``silent``: those that say nothing of it.
    Proposals are among the values, and not in ``state``, ``agreed`` and ``divided`` as soon as anybody has entered anything.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    element: Element
    state: Agreement
    values: tuple[ElementValue, ...]
    agreed: tuple[str, ...]
    divided: tuple[str, ...]
    silent: tuple[str, ...]
    proposed: bool = False


@dataclass(frozen=True)
class OrderDispute:
    """Two contributions that some sessions tell in one order and others in the other."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    first: str
    second: str
    sessions: tuple[str, ...]
    sessions_reversed: tuple[str, ...]


@dataclass(frozen=True)
class Convergence:
    """``supports``, ``differs``, ``denies``: sessions by their relation to the change, counted or not."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    supports: tuple[str, ...]
    differs: tuple[str, ...]
    denies: tuple[str, ...]
    elements: tuple[ElementConvergence, ...]
    orders: tuple[OrderDispute, ...] = ()


def convergence(change: Change, observations: Sequence[Observation], reports: Sequence[ElementReport]) -> Convergence:
    """Where the sessions agree, element by element. ``reports``: what people entered of them, and proposals; of other sessions they
    are passed over."""
    ordered = sorted(observations, key=in_time)
    sessions = [o.session_id for o in ordered]
    known = [report for report in reports if report.session_id in set(sessions)]
    related = {
        relation: tuple(o.session_id for o in ordered if o.relation == relation) for relation in ("supports", "differs", "denies")
    }
    elements = tuple(_element(element, sessions, [r for r in known if r.element == element]) for element in ELEMENTS)
    return Convergence(change.id, related["supports"], related["differs"], related["denies"], elements, _orders(sessions, known))


def _element(element: Element, sessions: Sequence[str], reports: Sequence[ElementReport]) -> ElementConvergence:
    entered = [report for report in reports if report.by]
    judged = entered or reports
    values = said(judged, element)
    lead = leading(values)
    agreed = tuple(s for s in sessions if s in values and values[s] & lead)
    divided = tuple(s for s in sessions if s in values and not values[s] & lead and len(values) > 1)
    return ElementConvergence(
        element,
        _state(list(values.values())),
        _values(sessions, reports, lead),
        agreed,
        divided,
        tuple(s for s in sessions if s not in values),
        proposed=bool(reports) and not entered,
    )


def _state(values: Sequence[frozenset[str]]) -> Agreement:
    if len(values) < 2:
        return "one_session" if values else "silent"
    return "divided" if any(not a & b for a, b in combinations(set(values), 2)) else "agreed"


def _values(sessions: Sequence[str], reports: Sequence[ElementReport], lead: frozenset[str]) -> tuple[ElementValue, ...]:
    """Every value, those that more sessions give first, then in order of time. It is worded as it was first entered."""
    place = {session_id: number for number, session_id in enumerate(sessions)}
    by_value: dict[str, list[ElementReport]] = {}
    for report in sorted(reports, key=lambda r: (not r.by, place[r.session_id])):
        by_value.setdefault(folded(report.value), []).append(report)
    found = []
    for value, of_value in by_value.items():
        giving = tuple(sorted({r.session_id for r in of_value}, key=place.__getitem__))
        segments = tuple(dict.fromkeys(s for r in of_value for s in r.segment_ids))
        found.append(ElementValue(of_value[0].value, giving, segments, not any(r.by for r in of_value), value in lead))
    return tuple(sorted(found, key=lambda v: (-len(v.sessions), place[v.sessions[0]], folded(v.value))))


def _orders(sessions: Sequence[str], reports: Sequence[ElementReport]) -> tuple[OrderDispute, ...]:
    """Pairs of contributions that people told in both orders; what nobody entered an order of says nothing."""
    told: dict[tuple[str, str], list[str]] = {}
    wording: dict[str, str] = {}
    for session_id in sessions:
        own = [r for r in reports if r.session_id == session_id and r.element == "contribution" and r.by and r.order]
        for report in own:
            wording.setdefault(folded(report.value), report.value)
        places: dict[str, int] = {}
        for report in sorted(own, key=lambda r: r.order):
            places.setdefault(folded(report.value), report.order)
        for (a, first), (b, second) in combinations(places.items(), 2):
            if first < second:
                told.setdefault((a, b), []).append(session_id)
    return tuple(
        OrderDispute(wording[a], wording[b], tuple(found), tuple(told[b, a]))
        for (a, b), found in told.items()
        if a < b and (b, a) in told
    )
