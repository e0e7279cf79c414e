"""Rounds and who codes what in them, in SQL."""

from collections.abc import Collection, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from annotations.errors import Conflict, NotFound
from annotations.rounds import Assignment, ReviewRound
from annotations.studies import RoundRule, Study
from service.storage.round_tables import AssignmentRow, ReviewRoundRow
from service.storage.tables import SegmentRow, WorkItemRow
from service.storage.transactions import now, upsert

_rule = TypeAdapter(RoundRule)


def rounds(tx: Tx, study_id: str, *, open_only: bool = False) -> list[ReviewRound]:
    """The rounds that were opened, in order."""
    query = select(ReviewRoundRow).where(ReviewRoundRow.study_id == study_id).order_by(ReviewRoundRow.number)
    found = [_record(row) for row in tx.scalars(query)]
    return [one for one in found if one.closed_at is None or not open_only]


def between_rounds(tx: Tx, study: Study) -> bool:
    """Whether the study is coded in rounds, and none of them is open."""
    known = rounds(tx, study.id)
    return bool(known or study.review.rounds) and all(one.closed_at is not None for one in known)


def find(tx: Tx, study_id: str, number: int) -> ReviewRound:
    """A round that was opened. Raises NotFound."""
    row = tx.get(ReviewRoundRow, (study_id, number))
    if row is None:
        raise NotFound(f"round {number} of study {study_id} was not opened", remedy=f"open it with `relato round open {number}`")
    return _record(row)


def open_round(
    tx: Tx, study_id: str, rule: RoundRule, *, stratify_by: Sequence[str], seed: int, frame_version: int
) -> ReviewRound:
    """Open a round under this rule, which holds for it from now on. Raises Conflict when it was opened before."""
    if tx.get(ReviewRoundRow, (study_id, rule.number)) is not None:
        raise Conflict(
            f"round {rule.number} of study {study_id} was opened before",
            remedy="a round is opened once: its rule and its draw stay as they are",
        )
    body = {"rule": _rule.dump_python(rule, mode="json"), "stratify_by": list(stratify_by), "seed": seed}
    key = {"study_id": study_id, "number": rule.number}
    upsert(tx, ReviewRoundRow, [{**key, "rule": body, "frame_version": frame_version, "opened_at": now(), "closed_at": None}])
    return find(tx, study_id, rule.number)


def close_round(tx: Tx, study_id: str, number: int) -> None:
    """Close a round. One that is closed already stays as it is."""
    find(tx, study_id, number)
    row = tx.get_one(ReviewRoundRow, (study_id, number))
    row.closed_at = row.closed_at or now()


def assignments(tx: Tx, study_id: str, *, round_: int | None = None) -> list[Assignment]:
    """Who codes what, in order of round, coder and session."""
    query = select(AssignmentRow).where(AssignmentRow.study_id == study_id)
    if round_ is not None:
        query = query.where(AssignmentRow.round == round_)
    query = query.order_by(AssignmentRow.round, AssignmentRow.coder_id, AssignmentRow.session_id)
    return [Assignment(row.round, row.session_id, row.coder_id, row.arm) for row in tx.scalars(query)]  # type: ignore[arg-type]


def add_assignments(tx: Tx, study_id: str, drawn: Collection[Assignment]) -> None:
    """Enter assignments; one that is there stays as it is."""
    at = now()
    rows: list[dict[str, Any]] = [
        {"study_id": study_id, "round": a.round, "session_id": a.session_id, "coder_id": a.coder_id, "arm": a.arm, "drawn_at": at}
        for a in drawn
    ]
    upsert(tx, AssignmentRow, rows, replace=False)


def not_entered(tx: Tx, study_id: str) -> set[str]:
    """Segments that somebody is to code in an open round, and that no work item was entered for yet."""
    here = (ReviewRoundRow.study_id == AssignmentRow.study_id) & (ReviewRoundRow.number == AssignmentRow.round)
    live = (SegmentRow.study_id == AssignmentRow.study_id) & (SegmentRow.session_id == AssignmentRow.session_id)
    query = (
        select(SegmentRow.id, AssignmentRow.round, AssignmentRow.coder_id)
        .join(ReviewRoundRow, here)
        .join(SegmentRow, live & SegmentRow.retired.is_(False))
        .where(AssignmentRow.study_id == study_id, ReviewRoundRow.closed_at.is_(None))
    )
    columns = (WorkItemRow.segment_id, WorkItemRow.round, WorkItemRow.coder_id)
    entered = {(s, r, c) for s, r, c in tx.execute(select(*columns).where(WorkItemRow.study_id == study_id))}
    return {s for s, r, c in tx.execute(query) if (s, r, c) not in entered}


def _record(row: ReviewRoundRow) -> ReviewRound:
    return ReviewRound(
        rule=_rule.validate_python(row.rule["rule"]),
        stratify_by=tuple(row.rule["stratify_by"]),
        seed=row.rule["seed"],
        frame_version=row.frame_version,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
