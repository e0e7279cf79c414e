"""The supervisor's questions in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from annotations.errors import NotFound
from service.storage.choice_tables import QuestionRow
from service.storage.tables import SegmentRow
from service.storage.transactions import now, upsert


def questions(tx: Tx, study_id: str, *, states: Sequence[str] = ()) -> list[QuestionRow]:
    """The questions about segments that are still there, the most doubtful first."""
    live = (
        (SegmentRow.study_id == QuestionRow.study_id) & (SegmentRow.id == QuestionRow.segment_id) & SegmentRow.retired.is_(False)
    )
    query = select(QuestionRow).join(SegmentRow, live).where(QuestionRow.study_id == study_id)
    if states:
        query = query.where(QuestionRow.state.in_(states))
    return list(tx.scalars(query.order_by(QuestionRow.score, QuestionRow.id)))


def ask(tx: Tx, study_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put questions, or put them anew: what was answered to one before is forgotten, so give only those to be asked."""
    fresh = {"state": "open", "asked_at": now(), "answer": "", "note": "", "answered_by": "", "answered_at": None}
    upsert(tx, QuestionRow, [{"study_id": study_id, **row, **fresh} for row in rows])


def set_stale(tx: Tx, study_id: str, ids: Sequence[str]) -> None:
    """Open questions that need no answer any more."""
    for row in questions(tx, study_id, states=("open",)):
        if row.id in set(ids):
            row.state = "stale"


def answer(
    tx: Tx, study_id: str, question_id: str, *, answer: str, by: str, note: str, at: datetime | None = None
) -> QuestionRow:
    """Keep an answer; a later one takes its place. Raises NotFound."""
    row = tx.get(QuestionRow, (study_id, question_id))
    if row is None:
        raise NotFound(f"there is no question {question_id!r}", remedy="list them with `relato questions list`")
    row.state, row.answer, row.note, row.answered_by, row.answered_at = "answered", answer, note, by, at or now()
    return row
