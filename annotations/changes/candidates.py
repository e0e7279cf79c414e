"""Changes that a machine proposes from what was said: each with its segments, for a person to enter, to join to a change or to dismiss.

A candidate is no change. Nothing counts for it, and nothing of the register rests on it until a person says so.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict

from annotations.studies import Words

CandidateState = Literal["open", "entered", "merged", "dismissed", "gone"]
"""*open*: nobody has decided; *entered* as a change of its own; *merged*: joined to a change that there was; *dismissed* by a person;
*gone*: not proposed any more, because its segments are coded with a change by now, or coded otherwise."""
SAME_RATIO = 0.5
"""A proposal keeps its id when it shares at least this share of the segments of the smaller of the two."""


@dataclass(frozen=True)
class Near:
    """A change of the register whose segments are like those of the candidate; ``likeness`` is the mean over pairs, in [-1, 1]."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    likeness: float


@dataclass(frozen=True)
class Decision:
    """What a person did with a candidate, and why; ``change_id``: the change it was entered as or joined to."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    state: CandidateState
    by: str
    at: datetime.datetime
    reason: str = ""
    change_id: str = ""


@dataclass(frozen=True)
class Candidate:
    """``segments`` of ``sessions`` that seem to report one change; each segment is in one candidate of origin ``segments`` at most.

    ``origin``: *segments*, a group of segments that are alike; *frame*, the segments of one code of the frame, which no group has
    most of. ``title``: made of the names of codes and places, of no words that anybody said. ``what``, ``who``: codes with the number
    of segments; ``where``: places (named, else the session's); ``when``: years that are named; ``domains``: as coded; most frequent
    first. ``closest``: the segments nearest to the others. ``suggested``: how many segments nobody has reviewed. ``cohesion``: how
    alike they are on average. ``beside``: the candidate that this one says the other thing of, by the code ``differs_by``.
    ``decisions``: all that people ever did with it, in order.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    origin: Literal["segments", "frame"]
    title: Words
    segments: tuple[str, ...]
    sessions: tuple[str, ...]
    languages: tuple[str, ...] = ()
    domain: str = ""
    domains: Mapping[str, int] = field(default_factory=dict)
    what: Mapping[str, int] = field(default_factory=dict)
    who: Mapping[str, int] = field(default_factory=dict)
    where: Mapping[str, int] = field(default_factory=dict)
    when: Mapping[str, int] = field(default_factory=dict)
    first: datetime.date | None = None
    last: datetime.date | None = None
    closest: tuple[str, ...] = ()
    suggested: int = 0
    cohesion: float = 1.0
    beside: str = ""
    differs_by: str = ""
    near: tuple[Near, ...] = ()
    decisions: tuple[Decision, ...] = ()


def same_as_before(now: Sequence[Collection[str]], before: Mapping[str, Collection[str]]) -> list[str]:
    """For each set of segments of ``now`` the id of the proposal of ``before`` that it goes on, empty when it is new.

    The pair that shares most segments is decided first; every id goes on once.

    >>> same_as_before([["a", "b", "c"], ["x"]], {"K1": ["a", "b"], "K2": ["c", "d", "e"]})
    ['K1', '']
    """
    pairs = []
    held: dict[str, list[str]] = {}
    for id_, segments in before.items():
        for segment in segments:
            held.setdefault(segment, []).append(id_)
    for at, segments in enumerate(now):
        shared: dict[str, int] = {}
        for segment in segments:
            for id_ in held.get(segment, ()):
                shared[id_] = shared.get(id_, 0) + 1
        for id_, number in shared.items():
            if number >= SAME_RATIO * min(len(segments), len(before[id_])):
                pairs.append((-number, at, id_))
    found, taken = [""] * len(now), set()
    for _, at, id_ in sorted(pairs):
        if not found[at] and id_ not in taken:
            found[at] = id_
            taken.add(id_)
    return found


def next_ids(known: Collection[str], count: int) -> list[str]:
    """``count`` ids that were never given: K001, K002 …

    >>> next_ids(["K001", "K007"], 2)
    ['K008', 'K009']
    """
    last = max((int(id_[1:]) for id_ in known if id_[1:].isdecimal()), default=0)
    return [f"K{number:03d}" for number in range(last + 1, last + 1 + count)]
