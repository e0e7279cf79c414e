"""Rounds of review: who codes what and how, what is carried from one round to the next, and which codings count now."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from annotations.codings import PLANTED, Coding, Kind, Stance
from annotations.studies import ReviewRule, RoundRule

__all__ = [
    "Arm",
    "Assignment",
    "Carried",
    "Condition",
    "ReviewRound",
    "ReviewRule",
    "Reviewed",
    "RoundRule",
    "Standing",
    "carried_from",
    "condition_of",
    "is_drawn",
    "lot",
    "standing",
]  # fmt: skip

Arm = Literal["assisted", "blind", "revision", "adjudication"]
Condition = Literal["shown", "withheld", "planted"]
DECIDING: tuple[Arm, ...] = ("adjudication", "revision")
Reviewed = tuple[str, str, int, Arm]
"""Segment, coder, round, arm."""


@dataclass(frozen=True)
class Assignment:
    """One coder codes one session in one round, in this arm."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    round: int
    session_id: str
    coder_id: str
    arm: Arm


@dataclass(frozen=True)
class ReviewRound:
    """A round as it was opened: the rule does not change any more."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    rule: RoundRule
    stratify_by: tuple[str, ...]
    seed: int
    frame_version: int
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def number(self) -> int:
        return self.rule.number


@dataclass(frozen=True)
class Carried:
    """What stood for a segment after the round before; ``by``: coder ids, ``decided``: by the supervisor."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: Kind
    target: str
    stance: Stance | None
    by: tuple[str, ...]
    round: int
    decided: bool


@dataclass(frozen=True)
class Standing:
    """The codings of one segment that count now, and how they came to.

    *single*: one coder has reviewed it. *agreed*: several have, and say the same; the codings of the first stand for all. *open*:
    they differ and nobody has decided; the codings of all are here. *decided*: the supervisor has. ``by``: whose reviews these are.
    """

    codings: tuple[Coding, ...]
    how: Literal["single", "agreed", "open", "decided"]
    by: tuple[str, ...] = ()
    round: int = 1

    @property
    def of_each(self) -> tuple[Coding, ...]:
        """The codings once for everybody who made them, where they are agreed."""
        if self.how != "agreed":
            return self.codings
        return tuple(replace(coding, coder_id=coder_id) for coder_id in self.by for coding in self.codings)


def lot(*parts: object) -> float:
    """A number in [0, 1) that belongs to these words for ever.

    >>> lot(1, "r1/S1.001/ana") == lot(1, "r1/S1.001/ana")
    True
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def condition_of(rule: RoundRule, seed: int, item_id: str) -> Condition:
    """Whether the suggestions of an assisted work item are shown as they are. Belongs to the item for ever."""
    number = lot("condition", seed, item_id)
    if number < rule.withheld:
        return "withheld"
    return "planted" if number < rule.withheld + rule.planted else "shown"


def is_drawn(rule: RoundRule, seed: int, segment_id: str) -> bool:
    """Whether the supervisor sees this segment of the round anyway."""
    return lot("drawn", seed, rule.number, segment_id) < rule.drawn


def standing(codings: Iterable[Coding], reviewed: Collection[Reviewed]) -> dict[str, Standing]:
    """What counts now for every segment that somebody has reviewed; codings that are not of a review in ``reviewed`` do not.

    The newest round counts that has anything reviewed for the segment; in it the supervisor's decision if there is one,
    adjudication before revision, else what the coders say.
    """
    said: dict[tuple[str, str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        said[coding.segment_id, coding.coder_id, coding.round].append(coding)
    reviews: dict[str, list[Reviewed]] = defaultdict(list)
    for one in reviewed:
        reviews[one[0]].append(one)
    return {segment_id: _standing_of(reviews[segment_id], said) for segment_id in sorted(reviews)}


def _standing_of(reviews: Sequence[Reviewed], said: Mapping[tuple[str, str, int], Sequence[Coding]]) -> Standing:
    newest = max(round_ for _, _, round_, _ in reviews)
    here = sorted((coder_id, segment_id, arm) for segment_id, coder_id, round_, arm in reviews if round_ == newest)
    for deciding in DECIDING:
        if decisions := [one for one in here if one[2] == deciding]:
            here = decisions
            break
    by = tuple(coder_id for coder_id, _, _ in here)
    sides = [tuple(said.get((segment_id, coder_id, newest), ())) for coder_id, segment_id, _ in here]
    if len({frozenset((c.kind, c.target, c.stance) for c in side) for side in sides}) > 1:
        return Standing(tuple(coding for side in sides for coding in side), "open", by, newest)
    if here[0][2] in DECIDING:
        return Standing(sides[0], "decided", by, newest)
    own = {(c.kind, c.target): c for side in sides for c in side if c.from_suggestion != PLANTED}  # of those who were not led
    return Standing(
        tuple(c if c.from_suggestion != PLANTED else own.get((c.kind, c.target), c) for c in sides[0]),
        "agreed" if len(sides) > 1 else "single", by, newest,
    )  # fmt: skip


def carried_from(stood: Standing) -> tuple[Carried, ...]:
    """What the next round shows of what stood. Of codings about which coders differ, each with those who made it.

    What somebody took that was known to be wrong is not: prefilled, it would count from now on.
    """
    by: dict[tuple[Kind, str, Stance | None], tuple[str, ...]] = {}
    for c in (c for c in stood.codings if c.from_suggestion != PLANTED):
        key = (c.kind, c.target, c.stance)
        by[key] = (*by.get(key, ()), c.coder_id)
    everybody = stood.how != "open"
    return tuple(
        Carried(*key, stood.by if everybody else coders, stood.round, stood.how == "decided")
        for key, coders in sorted(by.items(), key=lambda one: (one[0][0], one[0][1], one[0][2] or ""))
    )
