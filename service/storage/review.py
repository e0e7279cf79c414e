"""The review in SQL: projects, work items, annotations as last seen, and what came of them: codings, reviews, the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Tx

from annotations.codings import Coding
from annotations.errors import NotFound
from service.storage.tables import (
    AnnotationRow,
    CodingRow,
    LogRow,
    ReviewProjectRow,
    ReviewRow,
    SegmentNoteRow,
    WorkItemRow,
)
from service.storage.transactions import now, upsert


def save_project(tx: Tx, study_id: str, round_: int, coder_id: str, **values: Any) -> None:
    upsert(tx, ReviewProjectRow, [{"study_id": study_id, "round": round_, "coder_id": coder_id, **values}])


def projects(tx: Tx, study_id: str) -> list[ReviewProjectRow]:
    query = select(ReviewProjectRow).where(ReviewProjectRow.study_id == study_id)
    return list(tx.scalars(query.order_by(ReviewProjectRow.round, ReviewProjectRow.coder_id)))


def project(tx: Tx, study_id: str, round_: int, coder_id: str) -> ReviewProjectRow | None:
    return tx.get(ReviewProjectRow, (study_id, round_, coder_id))


def move_cursor(tx: Tx, study_id: str, round_: int, coder_id: str, cursor: str) -> None:
    row = tx.get(ReviewProjectRow, (study_id, round_, coder_id))
    if row is None:
        raise NotFound(f"no project of coder {coder_id!r} in round {round_}")
    row.cursor = cursor


def set_account(tx: Tx, study_id: str, round_: int, coder_id: str, account_id: int) -> None:
    row = tx.get(ReviewProjectRow, (study_id, round_, coder_id))
    if row is not None:
        row.account_id = account_id


def add_work_items(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """Enter work items that do not exist yet; the others stay as they are."""
    upsert(tx, WorkItemRow, rows, replace=False)


def work_items(
    tx: Tx,
    study_id: str,
    *,
    round_: int | None = None,
    coder_id: str = "",
    states: Sequence[str] = (),
    ids: Sequence[str] | None = None,
) -> list[WorkItemRow]:
    query = select(WorkItemRow).where(WorkItemRow.study_id == study_id).order_by(WorkItemRow.id)
    if round_ is not None:
        query = query.where(WorkItemRow.round == round_)
    if coder_id:
        query = query.where(WorkItemRow.coder_id == coder_id)
    if states:
        query = query.where(WorkItemRow.state.in_(states))
    if ids is not None:
        query = query.where(WorkItemRow.id.in_(ids))
    return list(tx.scalars(query))


def work_item(tx: Tx, study_id: str, item_id: str) -> WorkItemRow | None:
    return tx.get(WorkItemRow, (study_id, item_id))


def set_items(tx: Tx, study_id: str, item_ids: Sequence[str], **values: Any) -> None:
    query = update(WorkItemRow).where(WorkItemRow.study_id == study_id, WorkItemRow.id.in_(item_ids))
    tx.execute(query.values(**values))


def record_pushed(tx: Tx, study_id: str, task_ids: Mapping[str, int]) -> None:
    """Note the task of each work item. An item that was reviewed meanwhile keeps its state."""
    for item_id, task_id in task_ids.items():
        row = tx.get(WorkItemRow, (study_id, item_id))
        if row is not None:
            row.task_id = task_id
            row.state = "pushed" if row.state in ("pending", "lost") else row.state


def annotations_of(tx: Tx, study_id: str, item_id: str) -> dict[int, AnnotationRow]:
    query = select(AnnotationRow).where(AnnotationRow.study_id == study_id, AnnotationRow.work_item_id == item_id)
    return {row.annotation_id: row for row in tx.scalars(query)}


def annotation_index(tx: Tx, study_id: str, round_: int, coder_id: str) -> dict[str, dict[int, str]]:
    """Live annotations as last seen: work item id → {annotation id: its updated_at}."""
    query = (
        select(AnnotationRow)
        .join(WorkItemRow, (WorkItemRow.study_id == AnnotationRow.study_id) & (WorkItemRow.id == AnnotationRow.work_item_id))
        .where(AnnotationRow.study_id == study_id, WorkItemRow.round == round_, WorkItemRow.coder_id == coder_id)
        .where(AnnotationRow.deleted.is_(False))
    )
    found: dict[str, dict[int, str]] = {}
    for row in tx.scalars(query):
        found.setdefault(row.work_item_id, {})[row.annotation_id] = row.seen_at
    return found


def save_annotation(
    tx: Tx, study_id: str, item_id: str, annotation_id: int, *, seen_at: str, deleted: bool, body: Mapping[str, Any]
) -> None:
    key = {"study_id": study_id, "work_item_id": item_id, "annotation_id": annotation_id}
    upsert(tx, AnnotationRow, [{**key, "seen_at": seen_at, "deleted": deleted, "body": dict(body)}])


def codings_of(tx: Tx, study_id: str, segment_id: str, coder_id: str, round_: int) -> list[CodingRow]:
    return list(
        tx.scalars(
            select(CodingRow).where(
                CodingRow.study_id == study_id,
                CodingRow.segment_id == segment_id,
                CodingRow.coder_id == coder_id,
                CodingRow.round == round_,
            )
        )
    )


def replace_codings(tx: Tx, study_id: str, segment_id: str, coder_id: str, round_: int, codings: Sequence[Coding]) -> None:
    """Let exactly these codings stand for the segment, coder and round. Those that stood already keep their time."""
    stood = {(row.kind, row.target, row.stance): row.at for row in codings_of(tx, study_id, segment_id, coder_id, round_)}
    tx.execute(
        delete(CodingRow).where(
            CodingRow.study_id == study_id,
            CodingRow.segment_id == segment_id,
            CodingRow.coder_id == coder_id,
            CodingRow.round == round_,
        )
    )
    for c in codings:
        at = stood.get((c.kind, c.target, c.stance), c.at)
        key = {"study_id": study_id, "segment_id": c.segment_id, "coder_id": c.coder_id, "round": c.round}
        what = {"kind": c.kind, "target": c.target, "stance": c.stance, "from_suggestion": c.from_suggestion}
        upsert(tx, CodingRow, [{**key, **what, "frame_version": c.frame_version, "at": at}])


def codings(tx: Tx, study_id: str, *, round_: int | None = None) -> list[Coding]:
    """The codings that stand, in order of segment, coder and round."""
    query = select(CodingRow).where(CodingRow.study_id == study_id)
    if round_ is not None:
        query = query.where(CodingRow.round == round_)
    query = query.order_by(CodingRow.segment_id, CodingRow.coder_id, CodingRow.round, CodingRow.kind, CodingRow.target)
    return [
        Coding(
            segment_id=row.segment_id,
            coder_id=row.coder_id,
            kind=row.kind,  # type: ignore[arg-type]  # written from a Coding
            target=row.target,
            round=row.round,
            frame_version=row.frame_version,
            at=row.at,
            stance=row.stance,  # type: ignore[arg-type]
            from_suggestion=row.from_suggestion,
        )
        for row in tx.scalars(query)
    ]


def replace_reviews(tx: Tx, study_id: str, item_id: str, model_version: str, reviews: Sequence[Mapping[str, str]]) -> None:
    tx.execute(delete(ReviewRow).where(ReviewRow.study_id == study_id, ReviewRow.work_item_id == item_id))
    key = {"study_id": study_id, "work_item_id": item_id, "model_version": model_version}
    upsert(tx, ReviewRow, [{**key, "number": number, **review} for number, review in enumerate(reviews, 1)])


def reviews(tx: Tx, study_id: str, *, segment_ids: Sequence[str] | None = None) -> list[tuple[WorkItemRow, ReviewRow]]:
    query = (
        select(WorkItemRow, ReviewRow)
        .join(ReviewRow, (ReviewRow.study_id == WorkItemRow.study_id) & (ReviewRow.work_item_id == WorkItemRow.id))
        .where(WorkItemRow.study_id == study_id)
        .order_by(WorkItemRow.id, ReviewRow.number)
    )
    if segment_ids is not None:
        query = query.where(WorkItemRow.segment_id.in_(segment_ids))
    return [(item, review) for item, review in tx.execute(query)]


def save_note(tx: Tx, study_id: str, item_id: str, body: Mapping[str, Any] | None) -> None:
    """Keep spans, flags and memo of a work item; ``None`` takes them away."""
    tx.execute(delete(SegmentNoteRow).where(SegmentNoteRow.study_id == study_id, SegmentNoteRow.work_item_id == item_id))
    if body is not None:
        upsert(tx, SegmentNoteRow, [{"study_id": study_id, "work_item_id": item_id, "body": dict(body)}])


def notes(tx: Tx, study_id: str) -> list[tuple[WorkItemRow, dict[str, Any]]]:
    query = (
        select(WorkItemRow, SegmentNoteRow.body)
        .join(SegmentNoteRow, (SegmentNoteRow.study_id == WorkItemRow.study_id) & (SegmentNoteRow.work_item_id == WorkItemRow.id))
        .where(WorkItemRow.study_id == study_id)
        .order_by(WorkItemRow.id)
    )
    return [(item, body) for item, body in tx.execute(query)]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act on the log."""

    coder_id: str
    segment_id: str
    round: int
    frame_version: int
    act: str
    kind: str
    target: str
    suggested: str
    stance: str
    model_version: str
    source: str


def append_log(tx: Tx, study_id: str, entries: Sequence[LogEntry]) -> None:
    """Append acts; an act that is on the log already (same source) is not appended again."""
    at = now()
    upsert(tx, LogRow, [{"study_id": study_id, "at": at, **_values(e)} for e in entries], replace=False)


def _values(entry: LogEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in LogEntry.__slots__}


def log(tx: Tx, study_id: str, *, after: int = 0, limit: int | None = None) -> list[LogRow]:
    query = select(LogRow).where(LogRow.study_id == study_id, LogRow.seq > after).order_by(LogRow.seq).limit(limit)
    return list(tx.scalars(query))


def counts(tx: Tx, study_id: str) -> dict[str, int]:
    """How many work items are in each state, and how many acts, reviews and codings there are."""
    states = select(WorkItemRow.state, func.count()).where(WorkItemRow.study_id == study_id).group_by(WorkItemRow.state)
    found = {f"items_{state}": count for state, count in tx.execute(states)}
    for name, table in (("reviews", ReviewRow), ("codings", CodingRow), ("log", LogRow)):
        found[name] = tx.scalar(select(func.count()).select_from(table).where(table.study_id == study_id)) or 0
    return found
