"""One act after the other is put into the register; an act that cannot follow those before it is refused, and named."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from annotations.changes.register_records import (
    ChangeAct,
    Cited,
    Counted,
    Described,
    ElementRemoved,
    ElementSaid,
    Entered,
    Entry,
    Link,
    Linked,
    Merged,
    Override,
    PriorityEvidence,
    Restated,
    Split,
    StatementVersion,
    Status,
    Step,
    Unlinked,
    body_of,
    where,
)
from annotations.errors import BadInput, Conflict, NotFound
from annotations.studies import Change

FROM: Mapping[str, tuple[Status, ...]] = {
    "pursued": ("candidate",),
    "dropped": ("candidate", "pursued"),
    "reopened": ("pursued", "dropped", "merged"),
    "restated": ("candidate", "pursued", "dropped"),
    "described": ("candidate", "pursued", "dropped"),
}
"""The status that a change may have for an act to be possible; for the acts that are not here it must be current."""


class Folding:
    """The register while it is put together."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.steps: list[Step] = []
        self.linked: list[tuple[int, Link]] = []
        self.counting: list[tuple[int, str, str, Override | None]] = []
        self.said: list[tuple[int, str, ElementSaid, str]] = []
        self.cited: list[tuple[int, PriorityEvidence]] = []

    def add(self, act: ChangeAct) -> None:
        """Raises what ``annotations.changes.register.fold`` does."""
        body = body_of(act)
        if isinstance(body, Entered):
            self._enter(act, body)
            return
        entry = self._entry(act.change_id, act)
        allowed = FROM.get(act.act, ("candidate", "pursued"))
        if entry.status not in allowed:
            raise Conflict(
                f"{act.change_id} is {_told(entry)}",
                where=where(act),
                remedy="reopen it first" if "candidate" in allowed else "nothing is to be taken back",
            )
        self.entries[act.change_id] = replace(entry, acts=(*entry.acts, act))
        _HANDLERS[act.act](self, act, body)

    def _entry(self, change_id: str, act: ChangeAct) -> Entry:
        if change_id not in self.entries:
            known = ", ".join(self.entries) or "none has been entered"
            raise NotFound(f"there is no change {change_id!r} in the register", where=where(act), remedy=f"use one of {known}")
        return self.entries[change_id]

    def _current(self, change_id: str, act: ChangeAct) -> Entry:
        """The other change of a merge or split."""
        entry = self._entry(change_id, act)
        if change_id == act.change_id:
            raise BadInput(f"{change_id} with itself", where=where(act), remedy="name another change")
        if not entry.is_current:
            raise Conflict(f"{change_id} is {_told(entry)}", where=where(act), remedy="reopen it first, or name another change")
        return entry

    def _enter(self, act: ChangeAct, body: Entered) -> None:
        earlier = self.entries.get(act.change_id)
        if earlier is not None:
            raise Conflict(
                f"{act.change_id} has been in the register since {earlier.entered_at:%Y-%m-%d}, and ids are never used twice",
                where=where(act),
                remedy="enter it under another id",
            )
        change = Change(id=act.change_id, **_parts(body))
        first = StatementVersion(1, act.at, act.by, body.title, body.statement, act.reason)
        self.entries[act.change_id] = Entry(change, "candidate", "", "", (first,), act.at, (act,))

    def _restate(self, act: ChangeAct, body: Restated) -> None:
        entry = self.entries[act.change_id]
        version = StatementVersion(len(entry.statements) + 1, act.at, act.by, body.title, body.statement, act.reason)
        change = replace(entry.change, title=body.title, statement=body.statement)
        self.entries[act.change_id] = replace(entry, change=change, statements=(*entry.statements, version))

    def _describe(self, act: ChangeAct, body: Described) -> None:
        entry = self.entries[act.change_id]
        given = {name: value for name, value in _parts(body).items() if value is not None}
        self.entries[act.change_id] = replace(entry, change=replace(entry.change, **given))

    def _decide(self, act: ChangeAct, body: object) -> None:
        entry = self.entries[act.change_id]
        status: Status = {"pursued": "pursued", "dropped": "dropped"}.get(act.act, "candidate")  # type: ignore[assignment]
        if entry.status == "merged":  # the merge is undone: what was said of it counts for itself again
            self.steps = [step for step in self.steps if step.change_id != act.change_id or step.segments is not None]
        self.entries[act.change_id] = replace(entry, status=status, merged_into="")

    def _merge(self, act: ChangeAct, body: Merged) -> None:
        target = self._current(body.into, act)
        self.entries[body.into] = replace(target, acts=(*target.acts, act))
        self.entries[act.change_id] = replace(self.entries[act.change_id], status="merged", merged_into=body.into)
        self.steps.append(Step(act.number, act.change_id, body.into))

    def _split(self, act: ChangeAct, body: Split) -> None:
        given = [segment_id for segments in body.parts.values() for segment_id in segments]
        if not body.parts or not all(body.parts.values()) or len(set(given)) < len(given):
            raise BadInput("every part has segments, and no segment is in two", where=where(act), remedy="say which go where")
        for part, segments in body.parts.items():
            target = self._current(part, act)
            entered = target.acts[0]  # for this split, right before it
            is_new = len(target.acts) == 1 and entered.by == act.by and entered.number >= act.number - len(body.parts)
            split_from = act.change_id if is_new else target.split_from
            self.entries[part] = replace(target, split_from=split_from, acts=(*target.acts, act))
            self.steps.append(Step(act.number, act.change_id, part, frozenset(segments)))

    def _link(self, act: ChangeAct, body: Linked) -> None:
        if not body.segments:
            raise BadInput("no segment is named", where=where(act), remedy="name at least one segment")
        again = set(body.segments)
        self.steps = [
            replace(step, segments=step.segments - again)
            if step.change_id == act.change_id and not step.into and step.segments is not None
            else step
            for step in self.steps
        ]
        self.linked += [
            (act.number, Link(act.change_id, segment_id, stance, act.by, act.at, act.reason))
            for segment_id, stance in body.segments.items()
        ]

    def _unlink(self, act: ChangeAct, body: Unlinked) -> None:
        if not body.segments:
            raise BadInput("no segment is named", where=where(act), remedy="name at least one segment")
        self.steps.append(Step(act.number, act.change_id, "", frozenset(body.segments)))

    def _count(self, act: ChangeAct, body: Counted) -> None:
        override = None if body.counts is None else Override(body.session, body.counts, act.by, act.at, act.reason)
        self.counting.append((act.number, act.change_id, body.session, override))

    def _say(self, act: ChangeAct, body: ElementSaid) -> None:
        self.said = [one for one in self.said if one[2].id != body.id]  # entered again: it is worded anew
        self.said.append((act.number, act.change_id, body, act.by))

    def _unsay(self, act: ChangeAct, body: ElementRemoved) -> None:
        if not any(said.id == body.id for _, _, said, _ in self.said):
            raise NotFound(
                f"{act.change_id} has no element {body.id!r}", where=where(act), remedy="look at `relato changes show`"
            )
        self.said = [one for one in self.said if one[2].id != body.id]

    def _cite(self, act: ChangeAct, body: Cited) -> None:
        if body.renamed_from:
            was = act.change_id, body.renamed_from
            self.cited = [
                (number, replace(one, priority=body.priority) if (one.change_id, one.priority) == was else one)
                for number, one in self.cited
            ]
            return
        made = PriorityEvidence(act.change_id, body.priority, body.segments, act.by, act.at, act.reason)
        self.cited.append((act.number, made))


def _parts(body: Any) -> dict[str, Any]:
    return asdict(body)


def _told(entry: Entry) -> str:
    return f"merged into {entry.merged_into}" if entry.status == "merged" else entry.status


_HANDLERS: Mapping[str, Callable[[Folding, ChangeAct, Any], None]] = {
    "restated": Folding._restate,
    "described": Folding._describe,
    "pursued": Folding._decide,
    "dropped": Folding._decide,
    "reopened": Folding._decide,
    "merged": Folding._merge,
    "split": Folding._split,
    "linked": Folding._link,
    "unlinked": Folding._unlink,
    "counted": Folding._count,
    "element": Folding._say,
    "element_removed": Folding._unsay,
    "cited": Folding._cite,
}
