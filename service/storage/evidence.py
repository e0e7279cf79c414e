"""All that is needed to say what people have read, in few queries and without objects of rows: a study may have 60,000 segments."""

from collections.abc import Collection
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session as Tx

from annotations.codings import Coding
from annotations.rounds import DECIDING
from annotations.transcripts import Segment
from service.storage.tables import CodingRow, SegmentNoteRow, SegmentRow, WorkItemRow

_segments = TypeAdapter(tuple[Segment, ...])


class Reviewed(NamedTuple):
    """One work item that somebody has reviewed. ``arm`` is an ``annotations.rounds.Arm``."""

    session_id: str
    segment_id: str
    coder_id: str
    round: int
    arm: str


class Finished(NamedTuple):
    """A coder who has reviewed or skipped all of their segments of a session in a round."""

    session_id: str
    round: int
    coder_id: str


def imported(tx: Tx, study_id: str) -> list[str]:
    """The sessions that have segments, in order."""
    query = select(SegmentRow.session_id).where(SegmentRow.study_id == study_id, SegmentRow.retired.is_(False)).distinct()
    return sorted(tx.scalars(query))


def segments(tx: Tx, study_id: str, sessions: Collection[str] | None = None) -> tuple[Segment, ...]:
    """Of all sessions or of these, in order of session and place; without retired ones."""
    query = select(SegmentRow.body).where(SegmentRow.study_id == study_id, SegmentRow.retired.is_(False))
    if sessions is not None:
        query = query.where(SegmentRow.session_id.in_(sessions))
    return _segments.validate_python(tuple(tx.scalars(query.order_by(SegmentRow.session_id, SegmentRow.start))))


def finished(tx: Tx, study_id: str) -> list[Finished]:
    """Who has finished what, not counting what the supervisor decides: what is half read is no evidence yet."""
    undone = func.sum(case((WorkItemRow.state.in_(("reviewed", "skipped")), 0), else_=1))
    by = (SegmentRow.session_id, WorkItemRow.round, WorkItemRow.coder_id)
    query = (
        select(*by)
        .join(SegmentRow, _its_segment(WorkItemRow))
        .where(WorkItemRow.study_id == study_id, WorkItemRow.state != "retired", WorkItemRow.arm.not_in(DECIDING))
        .group_by(*by)
        .having(undone == 0)
    )
    return [Finished._make(row) for row in tx.execute(query)]


def reviewed(tx: Tx, study_id: str, sessions: Collection[str] | None = None) -> list[Reviewed]:
    """What was reviewed, in all sessions or in these."""
    query = select(*_COLUMNS).join(SegmentRow, _its_segment(WorkItemRow))
    query = query.where(WorkItemRow.study_id == study_id, WorkItemRow.state == "reviewed")
    if sessions is not None:
        query = query.where(SegmentRow.session_id.in_(sessions))
    return [Reviewed._make(row) for row in tx.execute(query)]


def notes(tx: Tx, study_id: str, sessions: Collection[str] | None = None) -> list[tuple[Reviewed, dict[str, Any]]]:
    """Spans and flags of what has any, whether or not it counts as reviewed now."""
    query = (
        select(*_COLUMNS, SegmentNoteRow.body)
        .join(SegmentRow, _its_segment(WorkItemRow))
        .join(SegmentNoteRow, and_(SegmentNoteRow.study_id == study_id, SegmentNoteRow.work_item_id == WorkItemRow.id))
        .where(WorkItemRow.study_id == study_id, or_(*(SegmentNoteRow.body[of].as_string() != "[]" for of in ("spans", "flags"))))
        .order_by(WorkItemRow.id)
    )
    if sessions is not None:
        query = query.where(SegmentRow.session_id.in_(sessions))
    return [(Reviewed._make(row), body) for *row, body in tx.execute(query)]


def codings(tx: Tx, study_id: str, sessions: Collection[str] | None = None) -> list[Coding]:
    """Every coder's codings in every round as they last were, in order of segment, coder and round."""
    columns = (
        *(CodingRow.segment_id, CodingRow.coder_id, CodingRow.kind, CodingRow.target, CodingRow.round),
        *(CodingRow.frame_version, CodingRow.at, CodingRow.stance, CodingRow.from_suggestion),
    )
    query = select(*columns).where(CodingRow.study_id == study_id)
    if sessions is not None:
        query = query.join(SegmentRow, _its_segment(CodingRow)).where(SegmentRow.session_id.in_(sessions))
    by = (CodingRow.segment_id, CodingRow.coder_id, CodingRow.round, CodingRow.kind, CodingRow.target)
    return [Coding(*row) for row in tx.execute(query.order_by(*by))]  # type: ignore[arg-type]  # written from a Coding


def sessions_of(tx: Tx, study_id: str, segment_ids: Collection[str]) -> set[str]:
    """The sessions that these segments are of."""
    here = (SegmentRow.study_id == study_id) & SegmentRow.id.in_(segment_ids)
    return set(tx.scalars(select(SegmentRow.session_id).where(here).distinct()))


def sessions_about(tx: Tx, study_id: str, change_ids: Collection[str]) -> set[str]:
    """The sessions in which anybody ever coded one of these changes, as it was coded."""
    query = (
        select(SegmentRow.session_id)
        .join(CodingRow, _its_segment(CodingRow))
        .where(CodingRow.study_id == study_id, CodingRow.kind == "change", CodingRow.target.in_(change_ids))
    )
    return set(tx.scalars(query.distinct()))


_COLUMNS = (SegmentRow.session_id, WorkItemRow.segment_id, WorkItemRow.coder_id, WorkItemRow.round, WorkItemRow.arm)


def _its_segment(table: type[CodingRow] | type[WorkItemRow]) -> ColumnElement[bool]:
    return and_(SegmentRow.study_id == table.study_id, SegmentRow.id == table.segment_id, SegmentRow.retired.is_(False))
