"""The draw: which respondents are asked whether the stories of a domain are right. By lot, spread over strata, and the same again
with the same seed."""

import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from annotations.errors import BadStudy
from annotations.sessions import Method, Register, Respondent
from annotations.validation.state import Stratum

DRAWN_FROM: tuple[Method, ...] = ("individual", "collective", "focus_group", "unknown")
"""A survey with a closed list is a sample of its own: its people are asked on an occasion, or added on purpose."""
TRAITS = ("category", "place", "sex")


@dataclass(frozen=True)
class Sample:
    """Who was drawn, in order of their ids, and how many of each stratum."""

    drawn: tuple[str, ...]
    strata: tuple[Stratum, ...]


def frame(
    register: Register,
    domain: str,
    *,
    methods: Collection[str] = DRAWN_FROM,
    documented: bool = True,
    spoke_of: Collection[str] = (),
) -> tuple[Respondent, ...]:
    """The respondents who can be drawn for a domain, in order of their ids.

    Who was in a session of these methods that was held for the domain; or, where nobody noted what a session was held for, one in which
    it was spoken of (``spoke_of``: session ids). Who withdrew anywhere is never asked again. ``documented``: consent has to be known.
    """
    sessions = {s.id: s for s in register.sessions if s.method in methods}
    withdrawn = {p.respondent_id for p in register.participations if p.consent.withdrawn_on}
    asked = set()
    for p in register.stayed():
        session = sessions.get(p.session_id)
        agreed = p.consent.holds if documented else not p.consent.refused
        if session is None or not agreed or p.respondent_id in withdrawn:
            continue
        told = p.domains or session.domains
        if domain in told or (not told and session.id in spoke_of):
            asked.add(p.respondent_id)
    return tuple(sorted((r for r in register.respondents if r.id in asked), key=lambda r: r.id))


def stratum_of(person: Respondent, stratify_by: Sequence[str]) -> str:
    """The stratum of a person: its traits, one after the other; a dash for what is not known. Raises BadStudy."""
    if unknown := [one for one in stratify_by if one not in TRAITS]:
        raise BadStudy(
            f"people cannot be spread over {', '.join(unknown)}",
            where="validation.stratify_by",
            remedy=f"use {', '.join(TRAITS)}",
        )
    return " / ".join(getattr(person, one) or "-" for one in stratify_by)


def draw(
    people: Sequence[Respondent], size: int, *, seed: int, stratify_by: Sequence[str] = (), already: Collection[str] = ()
) -> Sample:
    """Draw ``size`` people, each stratum with its share of them.

    Shares are rounded by largest remainder (Hamilton), the larger stratum first where remainders are equal, then by name. Of each stratum
    people are drawn without replacement, by one generator, from their ids in order. ``already``: those who stay from an earlier draw;
    they count towards the size and their stratum, also where there are more of them than its share. Everybody is drawn when there are no
    more than ``size``.

    Source of the rule: Hamilton's method, as in proportional allocation of a stratified sample (Cochran 1977, 5.5).
    """
    members: dict[str, list[str]] = defaultdict(list)
    for person in sorted(people, key=lambda one: one.id):
        members[stratum_of(person, stratify_by)].append(person.id)
    kept = {name: [one for one in ids if one in already] for name, ids in members.items()}
    wanted = allotted({name: len(ids) for name, ids in members.items()}, size, {name: len(ids) for name, ids in kept.items()})
    lots = random.Random(seed)
    drawn: dict[str, list[str]] = {}
    for name in sorted(members):
        free = [one for one in members[name] if one not in already]
        drawn[name] = kept[name] + lots.sample(free, wanted[name] - len(kept[name]))
    strata = tuple(Stratum(name, len(members[name]), len(drawn[name])) for name in sorted(members))
    return Sample(tuple(sorted(one for ids in drawn.values() for one in ids)), strata)


def allotted(frame_sizes: Mapping[str, int], size: int, at_least: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many of each stratum. Never more than it has, never fewer than ``at_least``.

    >>> allotted({"a": 6, "b": 3, "c": 1}, 5)
    {'a': 3, 'b': 2, 'c': 0}
    >>> allotted({"a": 6, "b": 3, "c": 1}, 5, {"c": 1})
    {'a': 3, 'b': 1, 'c': 1}
    """
    floor_of = {name: (at_least or {}).get(name, 0) for name in frame_sizes}
    total = sum(frame_sizes.values())
    size = min(max(size, sum(floor_of.values())), total)
    if not total:
        return dict.fromkeys(frame_sizes, 0)
    quota = {name: size * count / total for name, count in frame_sizes.items()}
    given = {name: max(floor(quota[name] + 1e-9), floor_of[name]) for name in frame_sizes}
    while sum(given.values()) < size:
        open_ = [name for name in given if given[name] < frame_sizes[name]]
        best = min(open_, key=lambda name: (-round(quota[name] - given[name], 9), -frame_sizes[name], name))
        given[best] += 1
    while sum(given.values()) > size:
        over = [name for name in given if given[name] > floor_of[name]]
        worst = min(over, key=lambda name: (round(quota[name] - given[name], 9), frame_sizes[name], name))
        given[worst] -= 1
    return given
