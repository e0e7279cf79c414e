"""Searching the words of segments: an index on each database, of folded words, so that case and accents do not matter.

Only words that are shown are in it: a segment that is masked anew is indexed anew, and one that is taken back leaves it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, delete, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as Tx

from annotations.disclosure.folding import searchable_words
from annotations.searches import Search
from annotations.transcripts import Segment
from service.storage.tables import CodingRow, Json, Row, SegmentRow, TranscriptRow, WorkItemRow

PART = 500
_segment = TypeAdapter(Segment)


class SearchableRow(Row):
    """The folded words of a segment. ``number`` is its place in the index that the database itself keeps of them."""

    __tablename__ = "searchable"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    study_id: Mapped[str]
    segment_id: Mapped[str]
    words: Mapped[str]
    __table_args__ = (
        UniqueConstraint("study_id", "segment_id"),
        ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"], ondelete="CASCADE"),
    )


def index(tx: Tx, study_id: str, segments: Sequence[Segment]) -> None:
    """Let these segments be found by their words as they are now."""
    forget(tx, study_id, [s.id for s in segments])
    rows = [{"study_id": study_id, "segment_id": s.id, "words": searchable_words(s.text)} for s in segments]
    if rows:
        tx.execute(insert(SearchableRow), rows)


def forget(tx: Tx, study_id: str, segment_ids: Collection[str]) -> None:
    """Let these segments not be found any more."""
    ids = list(segment_ids)
    tx.flush()
    for start in range(0, len(ids), PART):
        here = (SearchableRow.study_id == study_id) & SearchableRow.segment_id.in_(ids[start : start + PART])
        tx.execute(delete(SearchableRow).where(here))


def found(
    tx: Tx, study_id: str, search: Search, *, session_id: str = "", reviewed: bool | None = None, limit: int, offset: int = 0
) -> tuple[int, list[str]]:
    """How many segments are found, and the ids of a page of them, the best first; of equally good ones in order.

    ``session_id``: only of this session. ``reviewed``: only what somebody has reviewed, or what nobody has.
    """
    sqlite = tx.get_bind().dialect.name == "sqlite"
    matching, rank = (
        (_FTS5, "bm25(segment_words)") if sqlite else (_TSVECTOR, "-ts_rank_cd(to_tsvector('simple', s.words), q.query)")
    )
    where = f"{matching} AND s.study_id = :study" + (f" AND EXISTS ({_OF_SESSION})" if session_id else "")
    where += {True: f" AND EXISTS ({_REVIEWED})", False: f" AND NOT EXISTS ({_REVIEWED})", None: ""}[reviewed]
    values = {"study": study_id, "session": session_id, "query": search.fts5 if sqlite else search.tsquery}
    total = tx.execute(text(f"SELECT count(*) FROM {where}"), values).scalar() or 0
    page = f"SELECT s.segment_id FROM {where} ORDER BY {rank}, s.segment_id LIMIT :limit OFFSET :offset"
    return total, list(tx.scalars(text(page), {**values, "limit": limit, "offset": offset}))


# CROSS JOIN: first the index, then the rows it names; by itself SQLite 3.40 asks the index once for every row (600 times slower)
_FTS5 = "segment_words CROSS JOIN searchable s ON s.number = segment_words.rowid WHERE segment_words MATCH :query"
_TSVECTOR = "searchable s, to_tsquery('simple', :query) AS q(query) WHERE to_tsvector('simple', s.words) @@ q.query"
_OF_SESSION = "SELECT 1 FROM segment g WHERE g.study_id = s.study_id AND g.id = s.segment_id AND g.session_id = :session"
_REVIEWED = "SELECT 1 FROM work_item w WHERE w.study_id = s.study_id AND w.segment_id = s.segment_id AND w.state = 'reviewed'"


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have done with a segment: who has reviewed it, and with what they have coded it (kind and target)."""

    reviewed_by: tuple[str, ...] = ()
    coded: tuple[tuple[str, str], ...] = ()


def standings(tx: Tx, study_id: str, segment_ids: Collection[str]) -> dict[str, Standing]:
    """Of a page of segments, by id; those that nobody has reviewed have an empty one."""
    ids = list(segment_ids)
    by = select(WorkItemRow.segment_id, WorkItemRow.coder_id).where(
        WorkItemRow.study_id == study_id, WorkItemRow.segment_id.in_(ids), WorkItemRow.state == "reviewed"
    )
    coded = select(CodingRow.segment_id, CodingRow.kind, CodingRow.target).where(
        CodingRow.study_id == study_id, CodingRow.segment_id.in_(ids)
    )
    people: dict[str, set[str]] = {id_: set() for id_ in ids}
    codes: dict[str, set[tuple[str, str]]] = {id_: set() for id_ in ids}
    for segment_id, coder_id in tx.execute(by):
        people[segment_id].add(coder_id)
    for segment_id, kind, target in tx.execute(coded):
        codes[segment_id].add((kind, target))
    return {id_: Standing(tuple(sorted(people[id_])), tuple(sorted(codes[id_]))) for id_ in ids}


def reviewed_ids(tx: Tx, study_id: str) -> set[str]:
    """Ids of the segments that somebody has reviewed."""
    here = (WorkItemRow.study_id == study_id) & (WorkItemRow.state == "reviewed")
    return set(tx.scalars(select(WorkItemRow.segment_id).where(here).distinct()))


def words_of_segments(tx: Tx, study_id: str) -> list[tuple[str, str, str]]:
    """The id, the session and the words of every segment that is not retired, in order."""
    here = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    query = select(SegmentRow.id, SegmentRow.session_id, SegmentRow.body).where(here)
    query = query.order_by(SegmentRow.session_id, SegmentRow.start)
    return [(id_, session_id, _words(body)) for id_, session_id, body in tx.execute(query)]


def _words(body: Json) -> str:
    """What was said, without making a record of all that is not: there are many."""
    return _segment.validate_python(body).words if body.get("marks") else str(body["text"])


def texts_stamp(tx: Tx, study_id: str) -> str:
    """Something that is another whenever the text of a segment is."""
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    segments = tx.scalar(select(func.count()).select_from(SegmentRow).where(live))
    newest = tx.scalar(select(func.max(TranscriptRow.imported_at)).where(TranscriptRow.study_id == study_id))
    return f"{segments}@{newest}"
