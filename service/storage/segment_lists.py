"""Which segments lie behind a number, where that is asked of the work and the log; and what stands about a few of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session as Tx

from annotations.codings import PLANTED
from annotations.rounds import Standing, standing
from annotations.sessions import Session
from annotations.transcripts import Segment
from service.storage import review
from service.storage.tables import LogRow, RespondentRow, SegmentRow, SessionRow, WorkItemRow

WAITING = ("pending", "pushed")
_segments = TypeAdapter(list[Segment])
_sessions = TypeAdapter(list[Session])


def worked_on(
    tx: Tx, study_id: str, *, coder: str = "", round_: int = 0, arm: str = "", states: Collection[str] = ()
) -> set[str]:
    """Segments of work items that are not retired: of a coder, a round, a way of coding, in one of these states."""
    table = WorkItemRow
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (coder, table.coder_id == coder),
        (round_, table.round == round_),
        (arm, table.arm == arm),
        (states, table.state.in_(states)),
    ]
    here = (table.study_id == study_id) & (table.state != "retired")
    return set(tx.scalars(select(table.segment_id).where(here, *(condition for given, condition in asked if given))))


def live(tx: Tx, study_id: str, segment_ids: Collection[str]) -> set[str]:
    """Those of these segments that there are."""
    here = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    return set(tx.scalars(select(SegmentRow.id).where(here, SegmentRow.id.in_(segment_ids))))


def acted_on(tx: Tx, study_id: str, *, act: str = "", kind: str = "", day: date | None = None, coder: str = "") -> dict[str, int]:
    """Segments about which a coder who was shown suggestions did this act, with this kind of code, on this day (UTC); how often."""
    table = LogRow
    there = (SegmentRow.study_id == table.study_id) & (SegmentRow.id == table.segment_id) & SegmentRow.retired.is_(False)
    query = select(table.segment_id, func.count()).join(SegmentRow, there).group_by(table.segment_id)
    query = query.where(table.study_id == study_id, table.model_version.not_in(("", PLANTED)))
    asked = [(act, table.act == act), (kind, table.kind == kind), (coder, table.coder_id == coder)]
    query = query.where(*(condition for given, condition in asked if given))
    if day is not None:
        begin = datetime.combine(day, time(), UTC)
        query = query.where(table.at >= begin, table.at < begin + timedelta(days=1))
    return {segment_id: count for segment_id, count in tx.execute(query)}


def unreviewed(tx: Tx, study_id: str) -> set[str]:
    """Segments that nobody has reviewed."""
    done = (WorkItemRow.study_id == study_id) & (WorkItemRow.segment_id == SegmentRow.id) & (WorkItemRow.state == "reviewed")
    here = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False) & ~exists().where(done)
    return set(tx.scalars(select(SegmentRow.id).where(here)))


@dataclass(frozen=True)
class Whereabouts:
    """Where sessions were held and how, and what kind of respondents there are: ids to place, method, category."""

    places: Mapping[str, str]
    methods: Mapping[str, str]
    categories: Mapping[str, str]


def whereabouts(tx: Tx, study_id: str) -> Whereabouts:
    """Of the whole register, without opening any record of it."""
    where = select(SessionRow.id, SessionRow.body["place"].as_string(), SessionRow.body["method"].as_string())
    held = list(tx.execute(where.where(SessionRow.study_id == study_id)))
    who = select(RespondentRow.id, RespondentRow.body["category"].as_string()).where(RespondentRow.study_id == study_id)
    categories = {person: category or "" for person, category in tx.execute(who)}
    return Whereabouts({id_: place or "" for id_, place, _ in held}, {id_: method or "" for id_, _, method in held}, categories)


def sessions_of(tx: Tx, study_id: str, session_ids: Collection[str]) -> dict[str, Session]:
    """These sessions, as far as they are registered."""
    here = (SessionRow.study_id == study_id) & SessionRow.id.in_(session_ids)
    return {one.id: one for one in _sessions.validate_python(list(tx.scalars(select(SessionRow.body).where(here))))}


def page_of(tx: Tx, study_id: str, *, sessions: Collection[str] | None, limit: int, offset: int) -> tuple[int, list[Segment]]:
    """How many segments these sessions have, all when None, and one page of them, in order."""
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    if sessions is not None:
        live &= SegmentRow.session_id.in_(sessions)
    total = tx.scalar(select(func.count()).select_from(SegmentRow).where(live)) or 0
    query = select(SegmentRow.body).where(live).order_by(SegmentRow.session_id, SegmentRow.start)
    return total, _segments.validate_python(list(tx.scalars(query.limit(limit).offset(offset))))


def standing_of(tx: Tx, study_id: str, segment_ids: Sequence[str]) -> dict[str, Standing]:
    """What people say of a few segments, whether or not their coders have finished the session."""
    columns = (WorkItemRow.segment_id, WorkItemRow.coder_id, WorkItemRow.round, WorkItemRow.arm)
    here = (WorkItemRow.study_id == study_id) & WorkItemRow.segment_id.in_(segment_ids) & (WorkItemRow.state == "reviewed")
    reviewed = {(segment_id, coder, round_, arm) for segment_id, coder, round_, arm in tx.execute(select(*columns).where(here))}
    return standing(review.codings(tx, study_id, segment_ids=segment_ids), reviewed)  # type: ignore[arg-type]  # written from an Arm
