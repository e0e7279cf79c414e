"""What people have coded, and what they still have to, is brought to the newest version of the code frame.

Nothing is overwritten: every coding that a change concerns is on the log as it was and as it stands, with the change's words. All of
it is one transaction, and whatever is of the newest version already is left alone, so that it can be done again at any time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from annotations.codeframe import CodeFrame, FrameChange
from annotations.codings import PLANTED, Coding, Kind, Stance
from annotations.frame_changes import Fate, changes_between, composed, fates, migrate_by
from annotations.frame_diff import change_in_words
from annotations.label_studio.decisions import Choice, Side
from annotations.rounds import DECIDING, Carried, Standing
from annotations.studies import Study
from service.storage import frames, outdated, questions, review, rounds, studies
from service.storage.review import LogEntry
from service.storage.tables import CodingRow, WorkItemRow
from service.storage.transactions import Tx
from service.workflows.shown import carried_of, sides_of, stored_carried, stored_sides
from service.workflows.work import Outcome, Work, chunks

MOVED = "moved"
SPLIT = "split"
"""Nobody has said yet which part of a code that was split holds here: in a closed round nobody is asked."""
Where = tuple[str, str, int]
"""Segment, coder, round."""


@dataclass
class Brought:
    """What was brought to the newest version: codings that a change concerned, work items to be looked at again, tasks that move."""

    codings: int = 0
    again: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)  # of closed rounds: they are seen again in the next one
    moved: list[str] = field(default_factory=list)

    def told(self) -> Outcome:
        return {"codings": self.codings, "again": self.again, "later": self.later, "moved": len(self.moved)}


def bring_forward(tx: Tx, study: Study) -> Brought:
    """Bring codings, work items and tasks to the newest version of the code frame. Does nothing when all of it is there."""
    known = studies.frames(tx, study.id)
    newest = known[-1]
    brought, again = Brought(), dict[Where, tuple[FrameChange, ...]]()
    ways = _ways(known)
    for version in frames.earlier_versions(tx, study.id, newest.version):
        before = next(frame for frame in known if frame.version == version)
        again |= _bring_codings(tx, study, before, newest, ways[version], brought)
        frames.raise_version(tx, study.id, version, newest.version)
    _bring_items(tx, study, newest, ways, again, brought)
    here = {f"code:{code}" for code in newest.by_id}
    asked = questions.questions(tx, study.id, states=("open",))
    unasked = [row.id for row in asked if row.target.startswith("code:") and row.target not in here]
    questions.set_stale(tx, study.id, unasked)
    return brought


def _ways(known: Sequence[CodeFrame]) -> dict[int, dict[str, Fate]]:
    """By earlier version, the fate of every code on the way to the newest one."""
    versions = [frame.version for frame in known]
    newest = versions[-1]
    steps = {version: changes_between(known, version, newest) for version in _line(known)}
    return {version: composed(fates(step) for step in steps[version]) if version in steps else {} for version in versions}


def _line(known: Sequence[CodeFrame]) -> list[int]:
    """The versions that led to the newest one, itself last."""
    by_version, line = {frame.version: frame for frame in known}, [known[-1].version]
    while earlier := [v for v in by_version if v < line[0]]:
        line.insert(0, by_version[line[0]].changed_from or max(earlier))
    return line


def _bring_codings(
    tx: Tx, study: Study, before: CodeFrame, newest: CodeFrame, way: Mapping[str, Fate], brought: Brought
) -> dict[Where, tuple[FrameChange, ...]]:
    """Rewrite the codings that a change concerns, with a line on the log for each; where a person must look again, and why."""
    concerned = frames.codings_with(tx, study.id, before.version, way)
    places = sorted({(row.coder_id, row.round) for row in concerned})
    again: dict[Where, tuple[FrameChange, ...]] = {}
    for coder_id, round_ in places:
        ids = sorted({row.segment_id for row in concerned if (row.coder_id, row.round) == (coder_id, round_)})
        for part in chunks(ids, frames.SOME):
            stand: dict[str, list[Coding]] = {}
            entries: list[LogEntry] = []
            for segment_id, rows in review.codings_of_segments(tx, study.id, part, coder_id, round_).items():
                old = [row for row in rows if row.frame_version == before.version]
                made = migrate_by({_choice(row) for row in old}, way)
                stand[segment_id] = _standing(rows, before.version, newest.version, way)
                entries += [_entry(row, way[row.target], study, before, newest) for row in old if _concerned(row, way)]
                if made.again:
                    again[segment_id, coder_id, round_] = made.again
            brought.codings += len(entries)
            review.append_log(tx, study.id, entries)
            review.replace_codings_of(tx, study.id, coder_id, round_, stand)
    return again


def _concerned(row: CodingRow, way: Mapping[str, Fate]) -> bool:
    return row.kind == "code" and row.target in way


def _standing(rows: Iterable[CodingRow], old: int, new: int, way: Mapping[str, Fate]) -> list[Coding]:
    """What stands of these codings; of several that became one the one that had its id already, else the earliest; one that
    was taken from what was known to be wrong only when it is the only one."""
    stand: dict[tuple[str, str], Coding] = {}
    found = [(way[row.target].to if row.frame_version == old and _concerned(row, way) else row.target, row) for row in rows]
    for target, row in sorted(found, key=lambda one: (one[1].from_suggestion == PLANTED, one[0] != one[1].target, one[1].at)):
        version = new if row.frame_version == old else row.frame_version
        if target:
            coding = Coding(
                row.segment_id, row.coder_id, cast(Kind, row.kind), target, row.round, version, row.at,
                cast(Stance | None, row.stance), row.from_suggestion,
            )  # fmt: skip
            stand.setdefault((row.kind, target), coding)
    return list(stand.values())


def _entry(row: CodingRow, fate: Fate, study: Study, before: CodeFrame, newest: CodeFrame) -> LogEntry:
    """What became of a coding: ``suggested`` is what stood, ``target`` what stands now, if anything."""
    words = [change_in_words(change, before, newest, study.languages[0]) for change in fate.changes]
    return LogEntry(
        row.coder_id, row.segment_id, row.round, newest.version, "migrated", "code", fate.to, row.target, "", "",
        f"frame:{before.version}>{newest.version}@r{row.round}@{row.at.isoformat()}", " ".join(words),
    )  # fmt: skip


def _choice(row: CodingRow) -> Choice:
    return Choice(cast(Kind, row.kind), row.target, cast(Stance | None, row.stance))


def _bring_items(
    tx: Tx,
    study: Study,
    newest: CodeFrame,
    ways: Mapping[int, Mapping[str, Fate]],
    again: Mapping[Where, tuple[FrameChange, ...]],
    brought: Brought,
) -> None:
    """Put anew what must be looked at again, and move what nobody has reviewed to the newest version. Closed rounds stay as they are."""
    closed = {one.number for one in rounds.rounds(tx, study.id) if one.closed_at is not None}
    projects = {(p.round, p.coder_id, p.arm, p.frame_version): p for p in review.projects(tx, study.id)}
    only = {(p.round, p.coder_id, p.arm): p.frame_version for p in reversed(list(projects.values()))}  # the first of each
    stood = _stood(tx, study, again)
    leaving, silent = [], []
    for item in review.work_items(tx, study.id):
        version = item.frame_version or only.get((item.round, item.coder_id, item.arm), 0)
        if item.frame_version == 0 and version:
            item.frame_version = version
        where = (item.segment_id, item.coder_id, item.round)
        if item.round in closed or item.state == "retired":
            brought.later += [item.id] if where in again else []
            if (
                item.state == "reviewed"
                and SPLIT not in item.why
                and any(change.kind == "split" for change in again.get(where, ()))
            ):
                item.why = f"{item.why}, {SPLIT}" if item.why else SPLIT
            continue
        if item.state == "reviewed":
            if where not in again:
                continue
            decides = item.arm in DECIDING
            item.carried = _sides(item, ways.get(version, {})) if decides else _carried_again(item, stood.get(where, ()))
            brought.again.append(item.id)
            silent.append(item.id)
        elif version == newest.version:
            continue
        else:
            project = projects.get((item.round, item.coder_id, item.arm, version))
            if item.task_id is not None and project is not None:
                leaving.append((project.label_studio_id, item.task_id, item.id))
            way = ways.get(version, {})
            item.carried = _sides(item, way) if item.arm in DECIDING else _carried(carried_of(item), way)
            brought.moved.append(item.id)
            silent += [item.id] if item.state == "skipped" else []
        _put_anew(item, newest.version)
    outdated.move_away(tx, study.id, leaving)
    frames.no_longer_speak(tx, study.id, silent)


def _put_anew(item: WorkItemRow, version: int) -> None:
    """Pending for the newest version: without a task, without suggestions that were made for another version."""
    if item.state == "reviewed" and MOVED not in item.why:
        item.why = f"{item.why}, {MOVED}" if item.why else MOVED
    item.state, item.batch, item.task_id = "pending", "", None
    item.frame_version, item.model_version, item.planted = version, "", []


def _stood(tx: Tx, study: Study, wanted: Collection[Where]) -> dict[Where, Sequence[CodingRow]]:
    """What stands in these places."""
    found: dict[Where, Sequence[CodingRow]] = {}
    for coder_id, round_ in sorted({(coder_id, round_) for _, coder_id, round_ in wanted}):
        ids = sorted(segment_id for segment_id, *by in wanted if tuple(by) == (coder_id, round_))
        for part in chunks(ids, frames.SOME):
            rows = review.codings_of_segments(tx, study.id, part, coder_id, round_)
            found |= {(segment_id, coder_id, round_): of_segment for segment_id, of_segment in rows.items()}
    return found


def _carried_again(item: WorkItemRow, rows: Iterable[CodingRow]) -> list[Any]:
    """What stood for the coder, as it stands now, to be shown when they look again; nothing is shown in a blind arm."""
    if item.arm == "blind":
        return []
    stood = sorted((row for row in rows if row.from_suggestion != PLANTED), key=lambda row: (row.kind, row.target))
    return stored_carried([Carried(*_choice(row), by=(item.coder_id,), round=item.round, decided=False) for row in stood])


def _carried(carried: Sequence[Carried], way: Mapping[str, Fate]) -> list[Any]:
    """What was carried over from the round before, under the newest version. Of several that became one, the first."""
    stand: dict[tuple[str, str, str], Carried] = {}
    for one in carried:
        for choice in migrate_by({Choice(one.kind, one.target, one.stance)}, way).choices:
            moved = Carried(*choice, by=one.by, round=one.round, decided=one.decided)
            stand.setdefault((choice.kind, choice.target, choice.stance or ""), moved)
    return stored_carried(list(stand.values()))


def carried_forward(tx: Tx, study: Study, item: WorkItemRow) -> list[Any]:
    """What was carried over into a work item that stayed with an earlier version, under the newest one."""
    return _carried(carried_of(item), way_from(tx, study.id, item.frame_version))


def sides_forward(tx: Tx, study: Study, item: WorkItemRow) -> list[Any]:
    """The sides as a supervisor was shown them, under the newest version."""
    return _sides(item, way_from(tx, study.id, item.frame_version))


def _sides(item: WorkItemRow, way: Mapping[str, Fate]) -> list[Any]:
    """What the coders said, as a supervisor sees it, under the newest version."""
    return stored_sides([Side(side.coder, migrate_by(side.choices, way).choices, side.memo) for side in sides_of(item)])


def settled(tx: Tx, study_id: str) -> dict[str, Standing]:
    """What stands, without the segments of which nobody has said yet which part of a split code holds: they teach nothing of it."""
    done = review.work_items(tx, study_id, states=("reviewed",))
    unclear = {(item.segment_id, item.round, item.coder_id) for item in done if SPLIT in item.why}
    return {i: one for i, one in review.standing(tx, study_id).items() if not unclear & {(i, one.round, who) for who in one.by}}


def way_from(tx: Tx, study_id: str, version: int) -> dict[str, Fate]:
    """What became of the codes of a version until the newest one."""
    known = studies.frames(tx, study_id)
    return _ways(known).get(version, {})


def bring_late_answers(work: Work, study: Study) -> None:
    """Bring forward what was answered in tasks of an earlier version after the frame had changed."""
    with work.store.read() as tx:
        known = studies.frames(tx, study.id)
        late = len(known) > 1 and bool(frames.earlier_versions(tx, study.id, known[-1].version))
    if late:
        with work.store.begin() as tx:
            studies.lock(tx, study.id)
            bring_forward(tx, study)
