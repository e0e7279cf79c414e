"""The register of changes: computed by folding the acts of people, in order. Nothing is ever overwritten, and no id is used twice.

Where a coding counts *now* is found by following its change through the acts: what was merged, what was split, what was unlinked.
The acts and the codings stay as they were made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from annotations.changes.register_folding import Folding
from annotations.changes.register_records import (
    BODIES,
    ELEMENTS,
    STANCES,
    ChangeAct,
    Element,
    ElementReport,
    ElementSaid,
    Entry,
    Link,
    Override,
    PriorityEvidence,
    StatementVersion,
    Status,
    Step,
)
from annotations.codings import Coding, Stance
from annotations.studies import Change

__all__ = [
    "BODIES",
    "ELEMENTS",
    "STANCES",
    "ChangeAct",
    "ChangeRegister",
    "Element",
    "ElementReport",
    "Entry",
    "Link",
    "Override",
    "PriorityEvidence",
    "StatementVersion",
    "Status",
    "Step",
    "counted",
    "fold",
    "sides",
]


@dataclass(frozen=True)
class ChangeRegister:
    """The register as it stands after the acts it was folded from. The first four hold what its methods look up, by act number."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    linked: tuple[tuple[int, Link], ...] = ()
    counting: tuple[tuple[int, str, str, Override | None], ...] = ()
    said: tuple[tuple[int, str, ElementSaid, str], ...] = ()
    cited: tuple[tuple[int, PriorityEvidence], ...] = ()

    def current(self) -> tuple[Change, ...]:
        """Neither dropped nor merged, in order of entering."""
        return tuple(entry.change for entry in self.entries.values() if entry.is_current)

    def resolve(self, change_id: str, segment_id: str) -> str:
        """The current change that a coding of ``segment_id`` with ``change_id`` counts for, empty when it counts for none."""
        return self._known(self._follow(change_id, segment_id, 0))

    def links(self) -> tuple[Link, ...]:
        """What people say on the board, addressed to current changes; of two about the same the later one."""
        return self._links

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        latest: dict[tuple[str, str], Link] = {}
        for number, link in self.linked:
            now = self._known(self._follow(link.change_id, link.segment_id, number))
            if now:
                latest.pop((now, link.segment_id), None)
                latest[now, link.segment_id] = replace(link, change_id=now)
        return tuple(latest.values())

    def overrides(self, change_id: str) -> dict[str, Override]:
        """By session. Those of a change that was merged go with it; of two about one session the later one holds."""
        latest: dict[str, Override] = {}
        for number, change, session_id, override in self.counting:
            if self._follow(change, None, number) == change_id:
                latest.pop(session_id, None)
                if override is not None:
                    latest[session_id] = override
        return latest

    def elements(self, change_id: str) -> tuple[ElementReport, ...]:
        """What people entered of the elements of a change, in order; it goes where its segments go."""
        found = []
        for number, change, said, by in self.said:
            if not said.value:  # whose words it held has withdrawn
                continue
            kept = tuple(one for one in said.segments if self._follow(change, one, number) == change_id)
            if kept or (not said.segments and self._follow(change, None, number) == change_id):
                found.append(ElementReport(said.session, said.element, said.value, said.order, kept, by, said.id))
        return tuple(found)

    def evidence(self, change_id: str) -> tuple[PriorityEvidence, ...]:
        """The passages that are cited for the priorities that a change belongs to now; they go where their segments go, and of two acts
        on one priority the later one holds."""
        entry = self.entries.get(change_id)
        latest: dict[str, PriorityEvidence] = {}
        for number, one in self.cited:
            kept = tuple(id_ for id_ in one.segment_ids if self._follow(one.change_id, id_, number) == change_id)
            if kept or one.change_id == change_id:
                latest[one.priority] = replace(one, change_id=change_id, segment_ids=kept)
        wanted = entry.change.priorities if entry else ()
        return tuple(latest[name] for name in wanted if name in latest and latest[name].segment_ids)

    def _known(self, change_id: str) -> str:
        entry = self.entries.get(change_id)
        return change_id if entry is not None and entry.is_current else ""

    def _follow(self, change_id: str, segment_id: str | None, after: int) -> str:
        """Where it leads through the acts after number ``after``; without a segment only merges move it."""
        while True:
            steps = (step for step in self._steps_of.get(change_id, ()) if step.number > after)
            step = next((one for one in steps if one.segments is None or segment_id in one.segments), None)
            if step is None:
                return change_id
            change_id, after = step.into, step.number

    @cached_property
    def _steps_of(self) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.change_id, []).append(step)
        return found


def fold(acts: Iterable[ChangeAct], until: datetime | None = None) -> ChangeRegister:
    """The register after ``acts``, in order of their number, up to the first that was made after ``until``.

    Raises
    ------
    BadInput : an act that is none, or that says something else than its kind of act does.
    NotFound : an act on a change that was never entered.
    Conflict : an act that cannot follow those before it: an id entered twice, a dropped change merged. ``where`` names the act.
    """
    folding = Folding()
    for act in sorted(acts, key=lambda act: act.number):
        if until is not None and act.at > until:
            break
        folding.add(act)
    return ChangeRegister(
        MappingProxyType(dict(folding.entries)),
        tuple(folding.steps),
        tuple(folding.linked),
        tuple(folding.counting),
        tuple(folding.said),
        tuple(folding.cited),
    )


def counted(codings: Iterable[Coding], register: ChangeRegister) -> tuple[Coding, ...]:
    """The codings with those of kind "change" addressed to the change they count for now; the ones that count for none are left out.

    Codings of other kinds stay as they are; so do all as long as nobody has entered a change in the register.
    """
    if not register.entries:
        return tuple(codings)
    where: dict[tuple[str, str], str] = {}
    found = []
    for coding in codings:
        if coding.kind == "change":
            key = coding.target, coding.segment_id
            if key not in where:
                where[key] = register.resolve(*key)
            if not where[key]:
                continue
            if where[key] != coding.target:
                coding = replace(coding, target=where[key])
        found.append(coding)
    return tuple(found)


def sides(links: Iterable[Link]) -> dict[str, dict[str, Stance]]:
    """The links by change, then segment."""
    found: dict[str, dict[str, Stance]] = {}
    for link in links:
        found.setdefault(link.change_id, {})[link.segment_id] = link.stance
    return found
