"""What the board's overview counts, each with one statement: nothing of what anybody said is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.orm import Session as Tx

from annotations.codings import PLANTED
from service.storage.change_tables import CandidateRow
from service.storage.choice_tables import QuestionRow
from service.storage.private_tables import IdentityRow
from service.storage.tables import LogRow, SegmentRow, TranscriptRow, WorkItemRow

JUDGED = ("accepted", "changed", "rejected")
"""What a coder does with a suggestion that they were shown."""
ACTS = (*JUDGED, "added")


@dataclass(frozen=True, slots=True)
class Pile:
    """The work of one coder in one round, coded in one way: what they have done, skipped, and what waits for them."""

    coder: str
    round: int
    arm: str
    reviewed: int
    skipped: int
    waiting: int

    @property
    def total(self) -> int:
        return self.reviewed + self.skipped + self.waiting


@dataclass(frozen=True, slots=True)
class Day:
    """What coders who were shown suggestions did on one day (UTC). ``added``: what they coded and nobody had suggested."""

    day: date
    accepted: int = 0
    changed: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def judged(self) -> int:
        return self.accepted + self.changed + self.rejected

    @property
    def accepted_ratio(self) -> float | None:
        return self.accepted / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person to decide: names found in texts, proposed changes, labels that look wrong."""

    names: int
    candidates: int
    questions: int


def segments_by_session(tx: Tx, study_id: str) -> dict[str, int]:
    """How many segments each session with a transcript has."""
    live = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    rows = tx.execute(select(SegmentRow.session_id, func.count()).where(live).group_by(SegmentRow.session_id))
    found = {session_id: count for session_id, count in rows}
    have = tx.scalars(select(TranscriptRow.session_id).where(TranscriptRow.study_id == study_id))
    return {session_id: found.get(session_id, 0) for session_id in have}


def reviewed_by_session(tx: Tx, study_id: str) -> dict[str, int]:
    """How many segments of each session somebody has reviewed."""
    return _segments_with(tx, study_id, WorkItemRow.state == "reviewed")


def _segments_with(tx: Tx, study_id: str, state: ColumnElement[bool]) -> dict[str, int]:
    items = select(WorkItemRow.segment_id).where((WorkItemRow.study_id == study_id) & state).distinct().subquery()
    here = (SegmentRow.study_id == study_id) & (SegmentRow.id == items.c.segment_id) & SegmentRow.retired.is_(False)
    rows = tx.execute(select(SegmentRow.session_id, func.count()).join(items, here).group_by(SegmentRow.session_id))
    return {session_id: count for session_id, count in rows}


def piles(tx: Tx, study_id: str) -> list[Pile]:
    """Whose work there is, in order of coder, round and way of coding."""
    columns = (WorkItemRow.coder_id, WorkItemRow.round, WorkItemRow.arm, WorkItemRow.state)
    counts: dict[tuple[str, int, str], dict[str, int]] = {}
    for coder, round_, arm, state, count in tx.execute(
        select(*columns, func.count()).where(WorkItemRow.study_id == study_id).group_by(*columns)
    ):
        counts.setdefault((coder, round_, arm), {})[state] = count
    return [
        Pile(*key, of.get("reviewed", 0), of.get("skipped", 0), of.get("pending", 0) + of.get("pushed", 0))
        for key, of in sorted(counts.items())
        if of.keys() & {"reviewed", "skipped", "pending", "pushed"}
    ]


def days(tx: Tx, study_id: str, *, today: date, back: int = 14) -> list[Day]:
    """The last ``back`` days on which anybody did anything with suggestions, the newest first; today is always among them."""
    on = _day(tx)
    since = datetime.combine(today - timedelta(days=365), time(), UTC)
    shown = LogRow.model_version.not_in(("", PLANTED)) & LogRow.act.in_(ACTS)
    query = (
        select(on, LogRow.act, func.count())
        .where(LogRow.study_id == study_id, LogRow.at >= since, shown)
        .group_by(on, LogRow.act)
    )
    counts: dict[date, dict[str, int]] = {today: {}}
    for found, act, count in tx.execute(query):
        counts.setdefault(date.fromisoformat(str(found)), {})[act] = count
    return [Day(day, **of) for day, of in sorted(counts.items(), reverse=True)[:back]]


def _day(tx: Tx) -> ColumnElement[date]:
    if tx.get_bind().dialect.name == "sqlite":  # moments are kept there as text in UTC
        return func.date(LogRow.at)
    return cast(func.timezone("UTC", LogRow.at), Date)


def waiting(tx: Tx, study_id: str) -> Waiting:
    def count(table: type[IdentityRow] | type[CandidateRow] | type[QuestionRow], state: str) -> int:
        return tx.scalar(select(func.count()).where(table.study_id == study_id, table.state == state)) or 0

    return Waiting(count(IdentityRow, "proposed"), count(CandidateRow, "open"), count(QuestionRow, "open"))


def share_of(part: Mapping[str, int], whole: Mapping[str, int]) -> float | None:
    """The ratio of two counts by session; None of nothing.

    >>> share_of({"S1": 1}, {"S1": 3, "S2": 1}), share_of({}, {})
    (0.25, None)
    """
    total = sum(whole.values())
    return sum(part.values()) / total if total else None
