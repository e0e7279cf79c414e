"""Whom the study was told of, and who told it: a contact is not a respondent, and may lead to none or to several of them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pydantic import ConfigDict

from annotations.errors import BadRegister


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who could be asked, known by a pseudonymous id; how to reach them lies in the vault and nowhere else.

    ``source``: where the study has them from, in its own words (partner, snowball …). ``referred_by``: the contact or respondent who
    named them. ``changes``: the changes that they were said to know of. ``outcome``: what came of asking, in the study's own words
    (interviewed, refused, no answer …), on the day ``outcome_on``; what came to nothing is data on the limits of the sample.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    domains: tuple[str, ...] = ()
    source: str = ""
    sex: str = ""
    place: str = ""
    affiliation: str = ""
    project: str = ""
    referred_by: str = ""
    changes: tuple[str, ...] = ()
    outcome: str = ""
    outcome_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """How the study came to somebody: named by somebody (a contact or a respondent), or through a contact, or by itself."""

    referred_by: str = ""
    contact: str = ""


def circle(origins: Mapping[str, Origin]) -> tuple[str, ...]:
    """Ids that lead back to the first one of them; empty when there is no such circle.

    >>> circle({"R1": Origin("R2"), "R2": Origin("R1")}) in {("R1", "R2"), ("R2", "R1")}
    True
    >>> circle({"C1": Origin("R1"), "R1": Origin("R9")})
    ()
    """
    try:
        _in_order(origins)
    except CycleError as problem:
        return tuple(problem.args[1][1:])
    return ()


def waves(origins: Mapping[str, Origin]) -> dict[str, int]:
    """How many referrals lead from a first contact to each id. Who came through a contact is of that contact's wave.

    Raises
    ------
    BadRegister : the referrals go in a circle.

    >>> waves({"C1": Origin(), "R1": Origin(contact="C1"), "C2": Origin("R1"), "R2": Origin(contact="C2"), "R3": Origin("R2")})
    {'C1': 0, 'R1': 0, 'C2': 1, 'R2': 1, 'R3': 2}
    """
    ring = circle(origins)
    if ring:
        raise BadRegister(f"the referrals go in a circle: {', '.join(ring)}", remedy="correct who named whom")
    found: dict[str, int] = {}
    for one in _in_order(origins):
        origin = origins.get(one, Origin())
        found[one] = found[origin.referred_by] + 1 if origin.referred_by else found.get(origin.contact, 0)
    return {one: found[one] for one in origins}


def _in_order(origins: Mapping[str, Origin]) -> list[str]:
    before = {one: {origin.referred_by, origin.contact} - {""} for one, origin in origins.items()}
    return list(TopologicalSorter(before).static_order())
