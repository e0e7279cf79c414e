"""Transcripts and segments in SQL."""

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session as Tx

from annotations.errors import Conflict, NotFound
from annotations.transcripts import Segment, Transcript
from service.storage.tables import CodingRow, SegmentRow, SuggestedRow, SuggestionRow, TranscriptRow, WorkItemRow
from service.storage.transactions import now, upsert

_transcript = TypeAdapter(Transcript)
_segment = TypeAdapter(Segment)


def source_hash(tx: Tx, study_id: str, session_id: str) -> str:
    """The hash of the file that the session's transcript was read from; empty when it has none."""
    row = tx.get(TranscriptRow, (study_id, session_id))
    return row.source_hash if row else ""


def save_transcript(tx: Tx, study_id: str, transcript: Transcript, segments: Sequence[Segment]) -> None:
    """Keep a transcript with its segments, replacing earlier ones that nobody has worked on. Raises Conflict."""
    session_id = transcript.session_id
    of_session = select(SegmentRow.id).where(SegmentRow.study_id == study_id, SegmentRow.session_id == session_id)
    worked_on = exists().where(WorkItemRow.study_id == study_id, WorkItemRow.segment_id.in_(of_session))
    coded = exists().where(CodingRow.study_id == study_id, CodingRow.segment_id.in_(of_session))
    if tx.scalar(select(worked_on)) or tx.scalar(select(coded)):
        raise Conflict(
            "the transcript has changed, and its segments are already out for review or coded",
            where=transcript.source,
            remedy=f"put the earlier file back, or give the new text a session of its own instead of {session_id}",
        )
    for table in (SuggestionRow, SuggestedRow):
        tx.execute(delete(table).where(table.study_id == study_id, table.segment_id.in_(of_session)))
    tx.execute(delete(SegmentRow).where(SegmentRow.study_id == study_id, SegmentRow.session_id == session_id))
    body = _transcript.dump_python(transcript, mode="json")
    key = {"study_id": study_id, "session_id": session_id}
    upsert(tx, TranscriptRow, [{**key, "body": body, "source_hash": transcript.source_hash, "imported_at": now()}])
    rows = [{**key, "id": s.id, "number": s.number, "body": _segment.dump_python(s, mode="json")} for s in segments]
    upsert(tx, SegmentRow, rows)


def transcript(tx: Tx, study_id: str, session_id: str) -> Transcript:
    row = tx.get(TranscriptRow, (study_id, session_id))
    if row is None:
        raise NotFound(f"there is no transcript of session {session_id!r} in study {study_id!r}")
    return _transcript.validate_python(row.body)


def transcript_ids(tx: Tx, study_id: str) -> list[str]:
    query = select(TranscriptRow.session_id).where(TranscriptRow.study_id == study_id)
    return list(tx.scalars(query.order_by(TranscriptRow.session_id)))


def segments(
    tx: Tx, study_id: str, *, session_id: str = "", ids: Sequence[str] | None = None, limit: int | None = None, after: str = ""
) -> list[Segment]:
    """Segments in order of session and number: of one session, or those with these ids, or the next ``limit`` after an id."""
    query = select(SegmentRow.body).where(SegmentRow.study_id == study_id).order_by(SegmentRow.session_id, SegmentRow.number)
    if session_id:
        query = query.where(SegmentRow.session_id == session_id)
    if ids is not None:
        query = query.where(SegmentRow.id.in_(ids))
    if after:
        row = tx.get(SegmentRow, (study_id, after))
        if row is None:
            raise NotFound(f"there is no segment {after!r} to go on after")
        later = (SegmentRow.session_id > row.session_id) | (
            (SegmentRow.session_id == row.session_id) & (SegmentRow.number > row.number)
        )
        query = query.where(later)
    return [_segment.validate_python(body) for body in tx.scalars(query.limit(limit))]


def segment_count(tx: Tx, study_id: str) -> int:
    return tx.scalar(select(func.count()).select_from(SegmentRow).where(SegmentRow.study_id == study_id)) or 0
