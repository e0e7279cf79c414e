"""The review in SQL: projects, work items, annotations as last seen, and what came of them: codings, reviews, the log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, func, select, update
from sqlalchemy.orm import Session as Tx

from annotations.codings import Coding
from annotations.errors import NotFound
from annotations.rounds import DECIDING, Reviewed, Standing
from annotations.rounds import standing as standing_of
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


def save_project(tx: Tx, study_id: str, round_: int, coder_id: str, arm: str, frame_version: int, **values: Any) -> None:
    key = {"study_id": study_id, "round": round_, "coder_id": coder_id, "arm": arm, "frame_version": frame_version}
    upsert(tx, ReviewProjectRow, [{**key, **values}])


def projects(tx: Tx, study_id: str) -> list[ReviewProjectRow]:
    query = select(ReviewProjectRow).where(ReviewProjectRow.study_id == study_id)
    by = (ReviewProjectRow.round, ReviewProjectRow.coder_id, ReviewProjectRow.arm, ReviewProjectRow.frame_version)
    return list(tx.scalars(query.order_by(*by)))


def project(tx: Tx, study_id: str, round_: int, coder_id: str, arm: str, frame_version: int) -> ReviewProjectRow | None:
    """The project; with frame version 0 the newest one of this round, coder and arm."""
    if frame_version:
        return tx.get(ReviewProjectRow, (study_id, round_, coder_id, arm, frame_version))
    found = [p for p in projects(tx, study_id) if (p.round, p.coder_id, p.arm) == (round_, coder_id, arm)]
    return found[-1] if found else None


def move_cursor(tx: Tx, study_id: str, round_: int, coder_id: str, arm: str, frame_version: int, cursor: str) -> None:
    row = project(tx, study_id, round_, coder_id, arm, frame_version)
    if row is None:
        raise NotFound(f"no {arm} project of coder {coder_id!r} in round {round_}")
    row.cursor = cursor


def set_account(tx: Tx, study_id: str, round_: int, coder_id: str, arm: str, frame_version: int, account_id: int) -> None:
    row = project(tx, study_id, round_, coder_id, arm, frame_version)
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
    arm: str = "",
    frame_version: int = 0,
    states: Sequence[str] = (),
    ids: Sequence[str] | None = None,
) -> list[WorkItemRow]:
    """Work items, in order of their ids. ``frame_version``: those whose task is, or will be, in a project of this version."""
    these = _these(study_id, round_, coder_id, arm, frame_version, states)
    query = select(WorkItemRow).where(these).order_by(WorkItemRow.id)
    return list(tx.scalars(query if ids is None else query.where(WorkItemRow.id.in_(ids))))


class ItemFacts(NamedTuple):
    """What is asked of many work items at once: without what their tasks show, and without objects of rows, which take five times
    as long."""

    id: str
    segment_id: str
    state: str
    batch: str
    task_id: int | None
    model_version: str


def item_facts(
    tx: Tx,
    study_id: str,
    *,
    round_: int | None = None,
    coder_id: str = "",
    arm: str = "",
    frame_version: int = 0,
    states: Sequence[str] = (),
) -> list[ItemFacts]:
    """As ``work_items``."""
    query = select(*(WorkItemRow.__table__.c[name] for name in ItemFacts._fields))
    these = _these(study_id, round_, coder_id, arm, frame_version, states)
    return [ItemFacts._make(row) for row in tx.execute(query.where(these).order_by(WorkItemRow.id))]


def _these(
    study_id: str, round_: int | None, coder_id: str, arm: str, frame_version: int, states: Sequence[str]
) -> ColumnElement[bool]:
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (round_ is not None, WorkItemRow.round == round_),
        (coder_id, WorkItemRow.coder_id == coder_id),
        (arm, WorkItemRow.arm == arm),
        (frame_version, WorkItemRow.frame_version.in_((0, frame_version))),
        (states, WorkItemRow.state.in_(states)),
    ]
    return and_(WorkItemRow.study_id == study_id, *(condition for wanted, condition in asked if wanted))


def looked_at_again(tx: Tx, study_id: str, round_: int, coder_id: str, arm: str) -> bool:
    """Whether anything was put before somebody again, or before the supervisor (``WorkItemRow.why``)."""
    these = _these(study_id, round_, coder_id, arm, 0, ())
    return tx.scalar(select(WorkItemRow.id).where(these, WorkItemRow.why != "").limit(1)) is not None


def work_item(tx: Tx, study_id: str, item_id: str) -> WorkItemRow | None:
    return tx.get(WorkItemRow, (study_id, item_id))


def set_items(tx: Tx, study_id: str, item_ids: Sequence[str], **values: Any) -> None:
    query = update(WorkItemRow).where(WorkItemRow.study_id == study_id, WorkItemRow.id.in_(item_ids))
    tx.execute(query.values(**values))


def record_pushed(tx: Tx, study_id: str, task_ids: Mapping[str, int]) -> None:
    """Note the task of each work item. An item that was reviewed meanwhile keeps its state."""
    if not task_ids:
        return
    table = WorkItemRow.__table__
    here = (table.c.study_id == study_id) & (table.c.id == bindparam("item"))
    state = case(((table.c.state == "pending") | (table.c.state == "lost"), "pushed"), else_=table.c.state)
    noted = update(WorkItemRow.__table__).where(here).values(task_id=bindparam("task"), state=state)  # type: ignore[arg-type]
    tx.connection().execute(noted, [{"item": item_id, "task": task_id} for item_id, task_id in task_ids.items()])


def annotations_of(tx: Tx, study_id: str, item_id: str) -> dict[int, AnnotationRow]:
    query = select(AnnotationRow).where(AnnotationRow.study_id == study_id, AnnotationRow.work_item_id == item_id)
    return {row.annotation_id: row for row in tx.scalars(query)}


def annotations_of_items(tx: Tx, study_id: str, item_ids: Sequence[str]) -> dict[str, dict[int, AnnotationRow]]:
    """Annotations as last seen, of many work items at once."""
    query = select(AnnotationRow).where(AnnotationRow.study_id == study_id, AnnotationRow.work_item_id.in_(item_ids))
    found: dict[str, dict[int, AnnotationRow]] = {}
    for row in tx.scalars(query):
        found.setdefault(row.work_item_id, {})[row.annotation_id] = row
    return found


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
    save_annotations(tx, study_id, [{**key, "seen_at": seen_at, "deleted": deleted, "body": dict(body)}])


def save_annotations(tx: Tx, study_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep annotations as they were seen."""
    upsert(tx, AnnotationRow, [{**row, "study_id": study_id} for row in rows])


def codings_of(tx: Tx, study_id: str, segment_id: str, coder_id: str, round_: int) -> list[CodingRow]:
    return codings_of_segments(tx, study_id, [segment_id], coder_id, round_).get(segment_id, [])


def codings_of_segments(
    tx: Tx, study_id: str, segment_ids: Collection[str], coder_id: str, round_: int
) -> dict[str, list[CodingRow]]:
    """The codings of one coder in one round, by segment."""
    found: dict[str, list[CodingRow]] = {}
    for row in tx.scalars(select(CodingRow).where(_codings_here(study_id, segment_ids, coder_id, round_))):
        found.setdefault(row.segment_id, []).append(row)
    return found


def replace_codings(tx: Tx, study_id: str, segment_id: str, coder_id: str, round_: int, codings: Sequence[Coding]) -> None:
    """Let exactly these codings stand for the segment, coder and round. Those that stood already keep their time."""
    replace_codings_of(tx, study_id, coder_id, round_, {segment_id: codings})


def replace_codings_of(tx: Tx, study_id: str, coder_id: str, round_: int, codings: Mapping[str, Sequence[Coding]]) -> None:
    """Let exactly these codings stand, by segment, for this coder and round. Those that stood already keep their time."""
    if not codings:
        return
    before = codings_of_segments(tx, study_id, list(codings), coder_id, round_)
    stood = {(row.segment_id, row.kind, row.target, row.stance): row.at for rows in before.values() for row in rows}
    tx.execute(delete(CodingRow).where(_codings_here(study_id, list(codings), coder_id, round_)))
    rows = [
        {
            "study_id": study_id,
            "segment_id": c.segment_id,
            "coder_id": c.coder_id,
            "round": c.round,
            "kind": c.kind,
            "target": c.target,
            "stance": c.stance,
            "from_suggestion": c.from_suggestion,
            "frame_version": c.frame_version,
            "at": stood.get((c.segment_id, c.kind, c.target, c.stance), c.at),
        }
        for of_segment in codings.values()
        for c in of_segment
    ]
    upsert(tx, CodingRow, rows)


def _codings_here(study_id: str, segment_ids: Collection[str], coder_id: str, round_: int) -> ColumnElement[bool]:
    here = (CodingRow.study_id == study_id) & CodingRow.segment_id.in_(segment_ids)
    return here & (CodingRow.coder_id == coder_id) & (CodingRow.round == round_)


def codings(tx: Tx, study_id: str, *, round_: int | None = None, segment_ids: Collection[str] | None = None) -> list[Coding]:
    """Every coder's codings in every round as they last were, in order of segment, coder and round. ``standing``: which count."""
    query = select(CodingRow).where(CodingRow.study_id == study_id)
    if segment_ids is not None:
        query = query.where(CodingRow.segment_id.in_(segment_ids))
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


def reviewed(tx: Tx, study_id: str, *, segment_ids: Collection[str] | None = None) -> set[Reviewed]:
    """Which segments were reviewed by whom, in which round and how."""
    columns = (WorkItemRow.segment_id, WorkItemRow.coder_id, WorkItemRow.round, WorkItemRow.arm)
    query = select(*columns).where(WorkItemRow.study_id == study_id, WorkItemRow.state == "reviewed")
    query = query if segment_ids is None else query.where(WorkItemRow.segment_id.in_(segment_ids))
    return {(s, c, r, a) for s, c, r, a in tx.execute(query)}  # type: ignore[misc]  # written from an Arm


def standing(tx: Tx, study_id: str, *, before: int = 0, segment_ids: Collection[str] | None = None) -> dict[str, Standing]:
    """What counts now for every segment that was reviewed; ``before`` a round: what counted when it began."""
    wanted = {one for one in reviewed(tx, study_id, segment_ids=segment_ids) if not before or one[2] < before}
    return standing_of(codings(tx, study_id, segment_ids=segment_ids), wanted)


def replace_reviews(tx: Tx, study_id: str, item_id: str, model_version: str, reviews: Sequence[Mapping[str, str]]) -> None:
    """Let exactly these reviews stand; one that names its own ``model_version`` keeps it."""
    replace_reviews_of(tx, study_id, {item_id: (model_version, reviews)})


def replace_reviews_of(tx: Tx, study_id: str, found: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]]) -> None:
    """Let exactly these reviews stand, by work item, each with the version of the model; as ``replace_reviews``."""
    if not found:
        return
    tx.execute(delete(ReviewRow).where(ReviewRow.study_id == study_id, ReviewRow.work_item_id.in_(list(found))))
    rows = [
        {"study_id": study_id, "work_item_id": item_id, "number": number, "model_version": version, **review}
        for item_id, (version, reviews) in found.items()
        for number, review in enumerate(reviews, 1)
    ]
    upsert(tx, ReviewRow, rows)


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
    save_notes(tx, study_id, {item_id: body})


def save_notes(tx: Tx, study_id: str, bodies: Mapping[str, Mapping[str, Any] | None]) -> None:
    """As ``save_note``, of many work items."""
    if not bodies:
        return
    tx.execute(delete(SegmentNoteRow).where(SegmentNoteRow.study_id == study_id, SegmentNoteRow.work_item_id.in_(list(bodies))))
    rows = [{"study_id": study_id, "work_item_id": i, "body": dict(body)} for i, body in bodies.items() if body is not None]
    upsert(tx, SegmentNoteRow, rows)


def memos(tx: Tx, study_id: str, segment_id: str, round_: int) -> list[tuple[str, str]]:
    """Coder and memo of everybody who has coded the segment in the round; not the supervisor's."""
    query = (
        select(WorkItemRow.coder_id, SegmentNoteRow.body)
        .outerjoin(
            SegmentNoteRow,
            (SegmentNoteRow.study_id == WorkItemRow.study_id) & (SegmentNoteRow.work_item_id == WorkItemRow.id),
        )
        .where(WorkItemRow.study_id == study_id, WorkItemRow.segment_id == segment_id, WorkItemRow.round == round_)
        .where(WorkItemRow.state == "reviewed", WorkItemRow.arm.not_in(DECIDING))
        .order_by(WorkItemRow.coder_id)
    )
    return [(coder_id, (body or {}).get("memo", "")) for coder_id, body in tx.execute(query)]


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
    reason: str = ""


def append_log(tx: Tx, study_id: str, entries: Sequence[LogEntry]) -> None:
    """Append acts; an act that is on the log already (same source) is not appended again."""
    at = now()
    upsert(tx, LogRow, [{"study_id": study_id, "at": at, **_values(e)} for e in entries], replace=False)


def _values(entry: LogEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in LogEntry.__slots__}


def log(tx: Tx, study_id: str, *, segment_id: str = "", after: int = 0, limit: int | None = None) -> list[LogRow]:
    query = select(LogRow).where(LogRow.study_id == study_id, LogRow.seq > after).order_by(LogRow.seq).limit(limit)
    return list(tx.scalars(query.where(LogRow.segment_id == segment_id) if segment_id else query))


def counts(tx: Tx, study_id: str) -> dict[str, int]:
    """How many work items are in each state, and how many acts, reviews and codings there are."""
    states = select(WorkItemRow.state, func.count()).where(WorkItemRow.study_id == study_id).group_by(WorkItemRow.state)
    found = {f"items_{state}": count for state, count in tx.execute(states)}
    for name, table in (("reviews", ReviewRow), ("codings", CodingRow), ("log", LogRow)):
        found[name] = tx.scalar(select(func.count()).select_from(table).where(table.study_id == study_id)) or 0
    return found
