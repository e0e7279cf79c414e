"""Random draws and the queue in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from service.storage.choice_tables import DrawRow, QueuedRow
from service.storage.tables import SegmentRow
from service.storage.transactions import now, upsert


@dataclass(frozen=True, slots=True)
class Draw:
    """``share``: the probability with which the segment could be drawn; ``number`` in [0, 1) is what decided."""

    number: float
    share: float
    drawn: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """A place in the queue; ``targets`` are keys such as "code:water"."""

    segment_id: str
    place: int
    strategy: str
    targets: tuple[str, ...]


def record_draws(tx: Tx, study_id: str, draws: Mapping[str, Draw]) -> None:
    """Record the draws of segments that have none; a draw is never made again."""
    at = now()
    rows = [
        {"study_id": study_id, "segment_id": i, "number": d.number, "share": d.share, "drawn": d.drawn, "at": at}
        for i, d in draws.items()
    ]
    upsert(tx, DrawRow, rows, replace=False)


def draws(tx: Tx, study_id: str) -> dict[str, Draw]:
    """By segment, those that are no more included."""
    columns = (DrawRow.segment_id, DrawRow.number, DrawRow.share, DrawRow.drawn)
    query = select(*columns).where(DrawRow.study_id == study_id).order_by(DrawRow.segment_id)
    return {segment_id: Draw(number, share, drawn) for segment_id, number, share, drawn in tx.execute(query)}


def enqueue(tx: Tx, study_id: str, model_version: str, places: Sequence[Queued]) -> None:
    """Enter places; a segment that has one keeps it."""
    rows = [
        {
            "study_id": study_id,
            "segment_id": p.segment_id,
            "model_version": model_version,
            "place": p.place,
            "strategy": p.strategy,
            "targets": list(p.targets),
        }
        for p in places
    ]
    upsert(tx, QueuedRow, rows, replace=False)


def queued(tx: Tx, study_id: str, model_version: str) -> list[Queued]:
    """The queue of a model, first place first; segments that are no more are left out."""
    live = (SegmentRow.study_id == QueuedRow.study_id) & (SegmentRow.id == QueuedRow.segment_id) & SegmentRow.retired.is_(False)
    query = select(QueuedRow.segment_id, QueuedRow.place, QueuedRow.strategy, QueuedRow.targets).join(SegmentRow, live)
    query = query.where(QueuedRow.study_id == study_id, QueuedRow.model_version == model_version)
    rows = tx.execute(query.order_by(QueuedRow.place, QueuedRow.segment_id))
    return [Queued(segment_id, place, strategy, tuple(targets)) for segment_id, place, strategy, targets in rows]


def places(tx: Tx, study_id: str, model_version: str) -> dict[str, int]:
    """The place of every segment that has one in the queue of a model."""
    here = (QueuedRow.study_id == study_id) & (QueuedRow.model_version == model_version)
    return {segment_id: place for segment_id, place in tx.execute(select(QueuedRow.segment_id, QueuedRow.place).where(here))}


def next_place(tx: Tx, study_id: str, model_version: str) -> int:
    """The place behind the last one."""
    query = select(func.max(QueuedRow.place)).where(QueuedRow.study_id == study_id, QueuedRow.model_version == model_version)
    last = tx.scalar(query)
    return 0 if last is None else last + 1
