"""Where a coding comes from: back through renames, merges and splits to what the coder chose, when, under which version."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from annotations.codeframe import FrameChange

CHOSE = ("accepted", "changed", "added", "kept", "decided")


class Logged(Protocol):
    """A line of the log, as far as it is needed here."""

    @property
    def act(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def suggested(self) -> str: ...
    @property
    def frame_version(self) -> int: ...
    @property
    def at(self) -> datetime: ...


Line = TypeVar("Line", bound=Logged)


def origins(lines: Sequence[Line], code: str, changes: Iterable[FrameChange] = ()) -> list[Line]:
    """The lines that led to a coding with this code, oldest first.

    Parameters
    ----------
    lines : the log of one segment, coder and round, oldest first. Of what was withdrawn or chosen anew the last time counts.
    changes : those of the frame; with them a part of what was split leads back to the whole.
    """
    came_of: dict[str, set[str]] = {}
    for change in changes:
        if change.kind == "split":
            for part in change.into:
                came_of.setdefault(part, set()).update(change.codes)
    wanted, found = {code}, []
    for line in reversed(lines):
        if line.kind != "code":
            continue
        if line.act == "migrated":
            whole = {old for part in wanted for old in came_of.get(part, ())}
            if line.target in wanted or (line.target in ("", line.suggested) and line.suggested in whole):
                found.append(line)
                wanted.add(line.suggested)
        elif line.act in CHOSE and line.target in wanted:
            found.append(line)
    return found[::-1]
