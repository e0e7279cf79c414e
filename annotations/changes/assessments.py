"""The shapes of what is computed from all of a study and kept for whoever reads it: the snapshots "changes" and "change:<id>"."""

from dataclasses import dataclass

from pydantic import ConfigDict

from annotations.changes.convergence import Convergence
from annotations.changes.history import History
from annotations.changes.next_sessions import NextSessions
from annotations.changes.observations import Observation
from annotations.changes.rankable import Rankable
from annotations.changes.register import Element, Status
from annotations.changes.saturation import Verdict
from annotations.studies import Change


@dataclass(frozen=True)
class ChangeLine:
    """A change in the list of all. ``verdict`` is None for what was dropped or merged. ``divided``: elements on which sessions disagree.
    ``silent``: categories of the roster of whom no counting session reports it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change: Change
    status: Status
    merged_into: str
    verdict: Verdict | None
    divided: tuple[Element, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Snapshot "changes": every change that the register ever had, in order of entering."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    changes: tuple[ChangeLine, ...]

    @property
    def current(self) -> tuple[ChangeLine, ...]:
        """Without what was dropped or merged."""
        return tuple(line for line in self.changes if line.status not in ("dropped", "merged"))


@dataclass(frozen=True)
class ChangeDetail:
    """Snapshot "change:<id>": everything about one change. Without a verdict (dropped, merged) the rest is empty."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change: Change
    status: Status
    merged_into: str
    split_from: str
    verdict: Verdict | None
    observations: tuple[Observation, ...]
    convergence: Convergence | None
    next: NextSessions | None
    history: History | None
    rankable: tuple[Rankable, ...]
