"""Transcripts and segments in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Tx

from annotations.errors import Conflict, NotFound
from annotations.transcripts import Segment, Transcript
from service.storage import candidates, machines, outdated, search
from service.storage.choice_tables import DrawRow, QueuedRow
from service.storage.tables import CodingRow, LogRow, SegmentRow, TranscriptRow, TranslationRow, WorkItemRow
from service.storage.transactions import now, upsert

_transcript = TypeAdapter(Transcript)
_segment = TypeAdapter(Segment)
_segments = TypeAdapter(list[Segment])


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a stored transcript without opening it."""

    source: str
    source_hash: str
    reading_key: str
    looked_at: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What keeping a transcript did to the segments of its session."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]


def kept(tx: Tx, study_id: str) -> dict[str, Kept]:
    """By session, for every session that has a transcript."""
    columns = (
        TranscriptRow.body["source"].as_string(),
        TranscriptRow.source_hash,
        TranscriptRow.reading_key,
        TranscriptRow.looked_at,
    )
    query = select(TranscriptRow.session_id, *columns).where(TranscriptRow.study_id == study_id)
    return {session_id: Kept(*values) for session_id, *values in tx.execute(query)}


def save_transcript(
    tx: Tx,
    study_id: str,
    transcript: Transcript,
    parts: Sequence[Segment],
    *,
    reading_key: str = "",
    looked_at: str = "",
    replace: bool = False,
) -> Saved:
    """Keep a transcript with its segments.

    A segment with the id of an earlier one takes its place; earlier ones whose id is not among ``parts`` are retired. Raises
    Conflict when either would touch what people have worked on, unless ``replace``: then tasks that show what no longer holds are
    taken out of Label Studio, marked stretches move with their words, and codings of retired segments stay in the log alone.
    """
    before = {s.id: s for s in segments(tx, study_id, session_id=transcript.session_id)}
    after = {s.id: s for s in parts}
    gone = [id_ for id_ in before if id_ not in after]
    changed = [id_ for id_, old in before.items() if id_ in after and old.text != after[id_].text]
    shown = [id_ for id_, old in before.items() if id_ in after and _shown(old) != _shown(after[id_])]
    if not replace and work_on(tx, study_id, [*gone, *changed]).any:
        raise Conflict(
            "the transcript has changed, and its segments are already out for review or coded",
            where=transcript.source,
            remedy="see what would be lost, then import it again with --replace "
            f"{transcript.session_id}, or put the earlier file back",
        )
    outdated.retire(tx, study_id, gone)
    for id_ in changed:
        outdated.move_spans(tx, study_id, id_, before[id_].text, after[id_].text)
    outdated.take_out(tx, study_id, {*shown, *machines.forget_reasons(tx, study_id, [*gone, *changed])} - set(gone))
    key = {"study_id": study_id, "session_id": transcript.session_id}
    body = _transcript.dump_python(transcript, mode="json")
    told = {"source_hash": transcript.source_hash, "reading_key": reading_key, "looked_at": looked_at, "imported_at": now()}
    upsert(tx, TranscriptRow, [{**key, "body": body, **told}])
    live = {**key, "retired": False}
    upsert(
        tx,
        SegmentRow,
        [{**live, "id": s.id, "number": s.number, "start": s.start, "body": _segment.dump_python(s, mode="json")} for s in parts],
    )
    for row in tx.scalars(select(SegmentRow).where(SegmentRow.study_id == study_id, SegmentRow.id.in_(gone))):
        outdated.silence(row)
    search.forget(tx, study_id, gone)
    candidates.forget(tx, study_id, gone)
    search.index(tx, study_id, parts)
    return Saved(tuple(id_ for id_ in after if id_ not in before), tuple(changed), tuple(gone))


def _shown(segment: Segment) -> tuple[str, ...]:
    """What a coder sees of it."""
    return segment.text, segment.speaker, segment.question, segment.before, segment.after


@dataclass(frozen=True, slots=True)
class WorkOn:
    """What people have done about some segments: codings that stand, and tasks that are out."""

    codings: int
    tasks: int

    @property
    def any(self) -> bool:
        return bool(self.codings or self.tasks)


def set_looked_at(tx: Tx, study_id: str, session_id: str, finder: str) -> None:
    """Note which finder has looked for names in a transcript."""
    row = tx.get(TranscriptRow, (study_id, session_id))
    if row is not None:
        row.looked_at = finder


def look_again(tx: Tx, study_id: str) -> None:
    """Have every transcript looked at again: more names are known."""
    tx.execute(update(TranscriptRow).where(TranscriptRow.study_id == study_id).values(looked_at=""))


def set_outdated(tx: Tx, study_id: str, session_ids: Collection[str], outdated: bool = True) -> None:
    """Note that what is known of names has still to be shown in these sessions, or that it is."""
    here = (TranscriptRow.study_id == study_id) & TranscriptRow.session_id.in_(session_ids)
    tx.execute(update(TranscriptRow).where(here).values(outdated=outdated))


def outdated_sessions(tx: Tx, study_id: str) -> list[str]:
    """Sessions in which a decision about a name has still to be shown."""
    here = (TranscriptRow.study_id == study_id) & TranscriptRow.outdated
    return list(tx.scalars(select(TranscriptRow.session_id).where(here).order_by(TranscriptRow.session_id)))


def work_on(tx: Tx, study_id: str, segment_ids: Sequence[str]) -> WorkOn:
    def count(table: type[CodingRow] | type[WorkItemRow]) -> int:
        here = (table.study_id == study_id) & table.segment_id.in_(segment_ids)
        return tx.scalar(select(func.count()).select_from(table).where(here)) or 0

    return WorkOn(count(CodingRow), count(WorkItemRow))


def highest_number(tx: Tx, study_id: str, session_id: str) -> int:
    """The highest number that a segment of the session ever had; 0 when it never had any. The log remembers erased ones."""
    here = (SegmentRow.study_id == study_id) & (SegmentRow.session_id == session_id)
    logged = LogRow.segment_id.startswith(f"{session_id}.", autoescape=True)
    past = tx.scalars(select(LogRow.segment_id).where(LogRow.study_id == study_id, logged).distinct())
    numbers = [int(segment_id.rsplit(".", 1)[1]) for segment_id in past]
    return max([*numbers, tx.scalar(select(func.max(SegmentRow.number)).where(here)) or 0])


def is_live(tx: Tx, study_id: str, segment_id: str) -> bool:
    """Whether there is such a segment, and its words have not been taken back."""
    row = tx.get(SegmentRow, (study_id, segment_id))
    return row is not None and not row.retired


def segment_ids(tx: Tx, study_id: str, session_id: str) -> list[str]:
    """Of every segment that the session ever had, retired ones included."""
    here = (SegmentRow.study_id == study_id) & (SegmentRow.session_id == session_id)
    return list(tx.scalars(select(SegmentRow.id).where(here)))


def erase_transcript(tx: Tx, study_id: str, session_id: str) -> None:
    """Delete a transcript with its translations, once everything that was made of its segments is erased."""
    gone = segment_ids(tx, study_id, session_id)
    for drawn in (DrawRow, QueuedRow):  # what was to be reviewed next: nothing of it is left to review
        tx.execute(delete(drawn).where(drawn.study_id == study_id, drawn.segment_id.in_(gone)))
    for table in (SegmentRow, TranslationRow, TranscriptRow):
        tx.execute(delete(table).where(table.study_id == study_id, table.session_id == session_id))


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
    """Segments in order of session and place, without retired ones: of one session, or those with these ids, or the next ``limit`` after an id."""
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    query = select(SegmentRow.body).where(live).order_by(SegmentRow.session_id, SegmentRow.start)
    if session_id:
        query = query.where(SegmentRow.session_id == session_id)
    if ids is not None:
        query = query.where(SegmentRow.id.in_(ids))
    if after:
        row = tx.get(SegmentRow, (study_id, after))
        if row is None:
            raise NotFound(f"there is no segment {after!r} to go on after")
        later = (SegmentRow.session_id > row.session_id) | (
            (SegmentRow.session_id == row.session_id) & (SegmentRow.start > row.start)
        )
        query = query.where(later)
    return _segments.validate_python(list(tx.scalars(query.limit(limit))))


def live(tx: Tx, study_id: str) -> list[tuple[str, str]]:
    """The id and the session of every segment, in order, without retired ones: all without opening any."""
    here = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    query = select(SegmentRow.id, SegmentRow.session_id).where(here).order_by(SegmentRow.session_id, SegmentRow.start)
    return [(segment_id, session_id) for segment_id, session_id in tx.execute(query)]


def segment_count(tx: Tx, study_id: str) -> int:
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    return tx.scalar(select(func.count()).select_from(SegmentRow).where(live)) or 0
