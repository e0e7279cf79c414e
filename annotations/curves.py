"""How much new each further session brought: the records of the saturation of the code frame, the snapshot "curves".

A *curve* is one part of the material (``Slice``) read at one level of the frame. It has what happened in the order of collection,
what would have happened in other orders, every rule of Guest, Namey and Chen's grid, and what may be unheard still. There is no
field that says yes: one corpus is saturated early, late or never, by level, rule and order.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ConfigDict

SliceKind = Literal["all", "family", "domain", "group", "place", "language"]


@dataclass(frozen=True)
class Slice:
    """A part of the material.

    ``family``: codes of one family. ``domain``: segments coded with a domain of change. ``group``: words of people of one category of
    the roster. ``place``: of sessions. ``language``: of segments. ``name`` is words by language; show ``id`` where it is empty.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: SliceKind = "all"
    id: str = ""
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One session, in order of collection: ``codes`` in it, those that no session before had, and how many are known with it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    date: datetime.date | None
    codes: int
    new_codes: tuple[str, ...]
    known: int

    @property
    def new(self) -> int:
        return len(self.new_codes)


@dataclass(frozen=True)
class Band:
    """Codes known after 1, 2, … sessions (each of length T) over random orders of the same sessions.

    ``low`` and ``high`` hold the stated share of orders at each number of sessions; ``expected`` is the mean of all orders there are,
    exactly (the rarefaction curve), without drawing.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    low: tuple[int, ...] = ()
    median: tuple[float, ...] = ()
    high: tuple[int, ...] = ()
    expected: tuple[float, ...] = ()


@dataclass(frozen=True)
class Stop:
    """One rule of the grid: where it would have stopped. Numbers are sessions before the run: 6 with a run of 2 is written "6+2".

    ``in_order``: in the order of collection, ``None`` when it never does. ``never``: the share of random orders in which it never
    does, with its interval ``never_low`` to ``never_high`` as orders are drawn; the others are of the orders in which it does.
    ``possible``: there are at least ``base + run`` sessions and a code in them; nothing else is said otherwise.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    base: int
    run: int
    threshold: float
    possible: bool
    in_order: int | None = None
    never: float | None = None
    never_low: float | None = None
    never_high: float | None = None
    earliest: int | None = None
    median: float | None = None
    latest: int | None = None

    @property
    def written(self) -> str:
        """As the method writes it, empty when it never stops.

        >>> Stop(4, 2, 0.05, True, in_order=6).written
        '6+2'
        """
        return "" if self.in_order is None else f"{self.in_order}+{self.run}"


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; ``None`` where there is too little for one."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Unheard:
    """What further sessions like these may bring.

    ``codes``: how many codes all such sessions together would report, at least (Chao2): it has a ``low`` and never a ``high``. ``coverage``: the share of what one further session
    reports that is known by now. ``next_expected``: codes that it would bring which nobody has reported, on average (Good and Turing).
    ``next_at_most``: it would bring no more than so many, in ``next_confidence`` of cases at least, whatever the codes are, if it is
    drawn like the others; ``None`` when there are too few sessions to say so.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    codes: Interval
    coverage: Interval
    next_expected: float | None = None
    next_at_most: int | None = None
    next_confidence: float = 0.9


@dataclass(frozen=True)
class Curve:
    """One slice at one level of the frame. ``level`` 1 is the families; the last one, ``deepest``, the codes that are applied.

    ``codes_in_frame`` at this level (and in this family); ``codes`` of them were applied. ``in_sessions``: how many codes are in 1, 2, …
    T sessions, length T. ``most``: codes with the number of sessions they are in, the most frequent first, all of them.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    slice: Slice
    level: int
    deepest: bool
    codes_in_frame: int
    codes: int
    points: tuple[Point, ...]
    band: Band
    grid: tuple[Stop, ...]
    in_sessions: tuple[int, ...]
    most: tuple[tuple[str, int], ...]
    unheard: Unheard

    @property
    def outside(self) -> int:
        """After how many of its sessions the order of collection lies outside of the band: were it random, after few or none."""
        return sum(not low <= p.known <= high for p, low, high in zip(self.points, self.band.low, self.band.high, strict=True))

    def in_at_least(self, sessions: int) -> int:
        """Codes that so many sessions or more have."""
        return sum(self.in_sessions[max(sessions, 1) - 1 :])


@dataclass(frozen=True)
class Curves:
    """Every curve of a study; what they were computed with.

    ``sessions``: those that count, in order of collection (by date; without one last). ``undated``: those of them without a date.
    ``unreviewed``: sessions that nobody has read whole, left out. ``orders`` drawn with ``seed``; ``confidence`` of bands and intervals.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    sessions: tuple[str, ...]
    undated: tuple[str, ...]
    unreviewed: tuple[str, ...]
    levels: int
    orders: int
    seed: int
    confidence: float
    curves: tuple[Curve, ...]

    def of(self, level: int = 0, kind: SliceKind = "all", id: str = "") -> Curve | None:
        """The curve of one slice at one level; level 0 is the deepest."""
        return next(
            (
                c
                for c in self.curves
                if c.slice.kind == kind and c.slice.id == id and (c.deepest if level == 0 else c.level == level)
            ),
            None,
        )

    def only(self, curves: Iterable[Curve]) -> "Curves":
        """The same with some of its curves."""
        return replace(self, curves=tuple(curves))
