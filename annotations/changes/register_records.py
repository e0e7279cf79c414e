"""The records of the register of changes: what a person did to it, and what it holds once all of that is put together.

Import them from ``annotations.changes.register``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from annotations.codings import Stance
from annotations.errors import BadInput
from annotations.studies import Change, ChangeKind, Words

Status = Literal["candidate", "pursued", "dropped", "merged"]
Element = Literal["who", "what", "when", "where", "why", "contribution"]
ELEMENTS: tuple[Element, ...] = ("who", "what", "when", "where", "why", "contribution")
STANCES: tuple[Stance, ...] = ("for", "against")


@dataclass(frozen=True)
class ChangeAct:
    """What a person did to the register: ``act`` to ``change_id``, with what that act says (``body``) and why.

    ``number`` counts the acts of the study from 1. ``act`` is one of ``BODIES``, which says what its body holds.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    at: datetime
    by: str
    act: str
    change_id: str
    body: Mapping[str, Any]
    reason: str


@dataclass(frozen=True)
class StatementVersion:
    """How a change was worded from ``at`` on, until the next version. ``number`` counts from 1."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: int
    at: datetime
    by: str
    title: Words
    statement: Words
    reason: str


@dataclass(frozen=True)
class Link:
    """A person says that a segment reports a change or denies it: like a supervisor's decision, all coders of the session have it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    segment_id: str
    stance: Stance
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class PriorityEvidence:
    """The passages with which a person says that a change serves a priority, and why. Without them the link is only asserted."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    priority: str
    segment_ids: tuple[str, ...]
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Override:
    """A person says that a session counts for a change, or does not, whatever the rule says."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    counts: bool
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ElementReport:
    """What one session says of one element of a change. ``order``: of a contribution, which came first (from 1; 0: not said).

    ``by`` is empty when it was computed from the text, which makes it a proposal. ``id`` is given to what people say, so that it
    can be taken back.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    session_id: str
    element: Element
    value: str
    order: int = 0
    segment_ids: tuple[str, ...] = ()
    by: str = ""
    id: str = ""


@dataclass(frozen=True)
class Entry:
    """A change and what became of it.

    ``change`` is worded as the last of ``statements``. ``merged_into``: the change it counts for, when its status is merged.
    ``split_from``: the change it was made from. ``acts``: all that concern it, in order, also as the other side of a merge or split.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change: Change
    status: Status
    merged_into: str
    split_from: str
    statements: tuple[StatementVersion, ...]
    entered_at: datetime
    acts: tuple[ChangeAct, ...]

    @property
    def is_current(self) -> bool:
        return self.status in ("candidate", "pursued")


@dataclass(frozen=True)
class Step:
    """Where what a segment says of ``change_id`` counts from act ``number`` on: ``into`` another change, or nowhere (empty).

    ``segments``: for these segments only; None: for all, the change was merged.
    """

    number: int
    change_id: str
    into: str
    segments: frozenset[str] | None = None


@dataclass(frozen=True)
class Entered:
    __pydantic_config__ = ConfigDict(extra="forbid")

    domain: str
    title: Words
    statement: Words
    kind: ChangeKind = "change"
    secondary_domains: tuple[str, ...] = ()
    contributed: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Restated:
    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Words
    statement: Words


@dataclass(frozen=True)
class Described:
    """What is None stays as it is."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: ChangeKind | None = None
    domain: str | None = None
    secondary_domains: tuple[str, ...] | None = None
    contributed: tuple[str, ...] | None = None
    addressed: tuple[str, ...] | None = None
    priorities: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Decided:
    """Pursued, dropped or reopened: nothing more is said."""

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Merged:
    __pydantic_config__ = ConfigDict(extra="forbid")

    into: str


@dataclass(frozen=True)
class Split:
    """``parts``: the segments that report another change instead, by that change."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    parts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Linked:
    __pydantic_config__ = ConfigDict(extra="forbid")

    segments: Mapping[str, Stance]


@dataclass(frozen=True)
class Unlinked:
    __pydantic_config__ = ConfigDict(extra="forbid")

    segments: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """``counts`` is None: as the rule says, again."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    session: str
    counts: bool | None


@dataclass(frozen=True)
class ElementSaid:
    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    session: str
    element: Element
    value: str
    order: int = 0
    segments: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ElementRemoved:
    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str


@dataclass(frozen=True)
class Cited:
    """``segments``: the passages that say that the change serves the priority, instead of those before; none: they are taken back.
    ``renamed_from``: the code that it had in the frame before; who cited what then stays."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    priority: str
    segments: tuple[str, ...] = ()
    renamed_from: str = ""


Body = (
    Entered | Restated | Described | Decided | Merged | Split | Linked | Unlinked | Counted | ElementSaid | ElementRemoved | Cited
)
BODIES: Mapping[str, TypeAdapter[Any]] = {
    "entered": TypeAdapter(Entered),
    "restated": TypeAdapter(Restated),
    "described": TypeAdapter(Described),
    "pursued": TypeAdapter(Decided),
    "dropped": TypeAdapter(Decided),
    "reopened": TypeAdapter(Decided),
    "merged": TypeAdapter(Merged),
    "split": TypeAdapter(Split),
    "linked": TypeAdapter(Linked),
    "unlinked": TypeAdapter(Unlinked),
    "counted": TypeAdapter(Counted),
    "element": TypeAdapter(ElementSaid),
    "element_removed": TypeAdapter(ElementRemoved),
    "cited": TypeAdapter(Cited),
}


def body_of(act: ChangeAct) -> Body:
    """What the act says. Raises BadInput when it is no act of the register, or says something else."""
    adapter = BODIES.get(act.act)
    if adapter is None:
        raise BadInput(f"{act.act!r} is no act of the register of changes", where=where(act), remedy=f"use {', '.join(BODIES)}")
    try:
        body: Body = adapter.validate_python(dict(act.body))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise BadInput(f"{act.act}: {place}: {first['msg']}", where=where(act)) from error
    return body


def where(act: ChangeAct) -> str:
    """
    >>> from datetime import UTC
    >>> where(ChangeAct(3, datetime(2026, 5, 2, tzinfo=UTC), "ines", "dropped", "CH07", {}, "seen once"))
    'act 3 (dropped CH07)'
    """
    return f"act {act.number} ({act.act} {act.change_id})"
