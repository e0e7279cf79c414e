"""What no longer holds: tasks that show outdated text, codings of segments that are gone, everything of words withdrawn."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Tx

from annotations.moving import moved
from service.storage import changes, review, search, snapshots
from service.storage.choice_tables import QuestionRow
from service.storage.private_tables import RemovalRow
from service.storage.tables import (
    AnnotationRow,
    CodingRow,
    LogRow,
    ReviewRow,
    SegmentNoteRow,
    SegmentRow,
    SuggestedRow,
    SuggestionRow,
    WorkItemRow,
)
from service.storage.transactions import now, upsert


def take_out(tx: Tx, study_id: str, segment_ids: Collection[str]) -> None:
    """Have the tasks of these segments removed from Label Studio: they show what no longer holds.

    A task that nobody has answered is made anew by the next send; what people answered stands, without a task.
    """
    for item in _items_of(tx, study_id, segment_ids):
        _remove_task(tx, item)
        if item.state in ("pending", "pushed", "lost"):  # also pending: a send may have died before it noted the task
            item.state, item.batch = "pending", uuid.uuid4().hex


def send_again(tx: Tx, item: WorkItemRow, *, begun: bool) -> None:
    """Have the task of a work item that nobody has answered made anew, as it shows what no longer holds. The old one is removed at
    once, or, where somebody has ``begun`` it, when that has been carried over.
    """
    row = review.project(tx, item.study_id, item.round, item.coder_id, item.arm, item.frame_version)
    if begun and row is not None and item.task_id is not None:
        move_away(tx, item.study_id, [(row.label_studio_id, item.task_id, item.id)])
        item.task_id = None
    else:
        _remove_task(tx, item)
    item.state, item.batch = "pending", ""


def retire(tx: Tx, study_id: str, segment_ids: Collection[str]) -> None:
    """Take back what stands for segments that are no more: their codings stay in the log, their tasks leave Label Studio."""
    for item in _items_of(tx, study_id, segment_ids):
        standing = review.codings_of(tx, study_id, item.segment_id, item.coder_id, item.round)
        entries = [
            review.LogEntry(
                item.coder_id, item.segment_id, item.round, c.frame_version, "retired", c.kind, c.target, "", c.stance or "",
                item.model_version, f"retired {now().isoformat()}",
            )
            for c in standing
        ]  # fmt: skip
        review.append_log(tx, study_id, entries)
        review.replace_codings(tx, study_id, item.segment_id, item.coder_id, item.round, [])
        review.replace_reviews(tx, study_id, item.id, item.model_version, [])
        review.save_note(tx, study_id, item.id, None)
        _deleted(tx, AnnotationRow, (AnnotationRow.study_id == study_id) & (AnnotationRow.work_item_id == item.id))
        _remove_task(tx, item)
        item.state, item.carried = "retired", []
    _silence_log(tx, study_id, segment_ids)


def erase(tx: Tx, study_id: str, segment_ids: Collection[str]) -> dict[str, int]:
    """Delete everything that was made of these segments and holds or may hold their words; what that was, in numbers.

    The log stays: it says who coded what when, and no words any more.
    """
    _silence_log(tx, study_id, segment_ids)
    items = _items_of(tx, study_id, segment_ids)
    ids = [item.id for item in items]
    erased = {"tasks": sum(item.task_id is not None for item in items)}
    for item in items:
        _remove_task(tx, item)
    tx.flush()
    for table in (AnnotationRow, ReviewRow, SegmentNoteRow):
        here = (table.study_id == study_id) & table.work_item_id.in_(ids)
        erased[table.__tablename__] = _deleted(tx, table, here)
    for other in (CodingRow, WorkItemRow, SuggestedRow, SuggestionRow, QuestionRow):  # an answer's note may quote
        here = (other.study_id == study_id) & other.segment_id.in_(segment_ids)
        erased[other.__tablename__] = _deleted(tx, other, here)
    here = (SegmentRow.study_id == study_id) & SegmentRow.id.in_(segment_ids)
    for row in tx.scalars(select(SegmentRow).where(here)):
        silence(row)
    search.forget(tx, study_id, segment_ids)
    changes.silence(tx, study_id, segment_ids)
    snapshots.forget(tx, study_id)  # they may quote
    return {**erased, "segment": len(set(segment_ids))}


def _silence_log(tx: Tx, study_id: str, segment_ids: Collection[str]) -> None:
    """Take the reasons of decisions off the log: they may quote."""
    here = (LogRow.study_id == study_id) & LogRow.segment_id.in_(segment_ids) & (LogRow.reason != "")
    tx.execute(update(LogRow).where(here).values(reason=""))


def silence(row: SegmentRow) -> None:
    """Take a segment back: its id and its log stay, its words do not."""
    row.retired = True
    row.body = {**row.body, "text": "", "speaker": "", "question": "", "before": "", "after": "", "marks": []}


def _deleted(tx: Tx, table: Any, here: Any) -> int:
    found = tx.scalar(select(func.count()).select_from(table).where(here)) or 0
    tx.execute(delete(table).where(here))
    return found


def _items_of(tx: Tx, study_id: str, segment_ids: Collection[str]) -> list[WorkItemRow]:
    query = select(WorkItemRow).where(WorkItemRow.study_id == study_id, WorkItemRow.segment_id.in_(segment_ids))
    return list(tx.scalars(query.order_by(WorkItemRow.id)))


def _remove_task(tx: Tx, item: WorkItemRow) -> None:
    row = review.project(tx, item.study_id, item.round, item.coder_id, item.arm, item.frame_version)
    if row is not None and item.task_id is not None:
        remove(tx, item.study_id, row.label_studio_id, item.task_id, item.id)
    item.task_id = None
    no_longer_moving(tx, item.study_id, [item.id])  # what may not be shown goes at once, with what was begun in it


def remove(tx: Tx, study_id: str, label_studio_id: int, task_id: int, work_item_id: str) -> None:
    """Have a task removed from Label Studio that no work item knows."""
    removal = {"study_id": study_id, "label_studio_id": label_studio_id, "task_id": task_id}
    upsert(tx, RemovalRow, [{**removal, "work_item_id": work_item_id, "moving": False}])


def move_away(tx: Tx, study_id: str, tasks: Collection[tuple[int, int, str]]) -> None:
    """Have tasks (project, task, work item) of an earlier version of the code frame removed, not before ``no_longer_moving``."""
    names = ("label_studio_id", "task_id", "work_item_id")
    rows = [dict(zip(names, task, strict=True)) for task in tasks]
    upsert(tx, RemovalRow, [{"study_id": study_id, **row, "moving": True} for row in rows])


def moving(tx: Tx, study_id: str) -> list[RemovalRow]:
    """Tasks of an earlier version of the code frame whose drafts have still to be carried to the new ones."""
    query = select(RemovalRow).where(RemovalRow.study_id == study_id, RemovalRow.moving)
    return list(tx.scalars(query.order_by(RemovalRow.label_studio_id, RemovalRow.task_id)))


def no_longer_moving(tx: Tx, study_id: str, work_item_ids: Collection[str]) -> None:
    """Nothing more is to be carried from the old tasks of these work items: they are removed as any other."""
    here = (RemovalRow.study_id == study_id) & RemovalRow.work_item_id.in_(work_item_ids)
    tx.execute(update(RemovalRow).where(here).values(moving=False))


def removals(tx: Tx, study_id: str) -> list[RemovalRow]:
    """Tasks that are still to be removed from Label Studio, now."""
    query = select(RemovalRow).where(RemovalRow.study_id == study_id, RemovalRow.moving.is_(False))
    return list(tx.scalars(query.order_by(RemovalRow.label_studio_id, RemovalRow.task_id)))


def leaving(tx: Tx, study_id: str, label_studio_id: int, task_id: int) -> bool:
    """Whether this task waits for its removal."""
    return tx.get(RemovalRow, (study_id, label_studio_id, task_id)) is not None


def leaving_of(tx: Tx, study_id: str, label_studio_id: int) -> set[int]:
    """The tasks of a project that wait for their removal."""
    here = (RemovalRow.study_id == study_id) & (RemovalRow.label_studio_id == label_studio_id)
    return set(tx.scalars(select(RemovalRow.task_id).where(here)))


def removed(tx: Tx, study_id: str, label_studio_id: int, task_ids: Collection[int]) -> None:
    """Note that these tasks are no longer in Label Studio."""
    here = (RemovalRow.study_id == study_id) & (RemovalRow.label_studio_id == label_studio_id)
    tx.execute(delete(RemovalRow).where(here, RemovalRow.task_id.in_(task_ids)))


def move_spans(tx: Tx, study_id: str, segment_id: str, old: str, new: str) -> None:
    """Move what coders marked in a segment to where its words are now; what is gone altogether is dropped."""
    items = [item.id for item in _items_of(tx, study_id, [segment_id])]
    here = (AnnotationRow.study_id == study_id) & AnnotationRow.work_item_id.in_(items)
    for row in tx.scalars(select(AnnotationRow).where(here)):
        row.body = _without_stretches(row.body)
    notes = select(SegmentNoteRow).where(SegmentNoteRow.study_id == study_id, SegmentNoteRow.work_item_id.in_(items))
    for note in tx.scalars(notes):
        spans = []
        for span in note.body.get("spans", ()):
            start, end = moved(old, new, span["start"], span["end"])
            if start < end:
                spans.append({**span, "start": start, "end": end, "text": new[start:end]})
        note.body = {**note.body, "spans": spans}


def _without_stretches(annotation: dict[str, Any]) -> dict[str, Any]:
    """An annotation as Label Studio gave it, without the words of what is marked in it: its offsets say where they are."""
    parts = []
    for part in annotation.get("result") or []:
        value = part.get("value") or {}
        parts.append({**part, "value": {k: v for k, v in value.items() if k != "text" or "start" not in value}})
    return {**annotation, "result": parts}
