"""What a new version of the code frame touches, in SQL: codings of earlier versions, annotations that no longer speak."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Tx

from service.storage.tables import AnnotationRow, CodingRow, LogRow

SOME = 500  # ids in one query


def earlier_versions(tx: Tx, study_id: str, version: int) -> list[int]:
    """The versions before this one under which codings stand."""
    query = select(CodingRow.frame_version).where(CodingRow.study_id == study_id, CodingRow.frame_version < version)
    return sorted(tx.scalars(query.distinct()))


def codings_with(tx: Tx, study_id: str, version: int, codes: Collection[str]) -> list[CodingRow]:
    """The codings with these codes that stand under a version."""
    here = (CodingRow.study_id == study_id) & (CodingRow.frame_version == version) & (CodingRow.kind == "code")
    wanted, found = sorted(codes), []
    for start in range(0, len(wanted), SOME):
        query = select(CodingRow).where(here, CodingRow.target.in_(wanted[start : start + SOME]))
        found += list(tx.scalars(query.order_by(CodingRow.segment_id, CodingRow.coder_id, CodingRow.round, CodingRow.target)))
    return found


def raise_version(tx: Tx, study_id: str, old: int, new: int) -> None:
    """Codings of which nothing changes stand under the new version."""
    query = update(CodingRow).where(CodingRow.study_id == study_id, CodingRow.frame_version == old)
    tx.execute(query.values(frame_version=new).execution_options(synchronize_session=False))
    tx.expire_all()


def codes_that_were(tx: Tx, study_id: str, segment_ids: Collection[str]) -> dict[str, set[tuple[str, int, str]]]:
    """By segment, the codings that a change of the frame concerned: who had chosen what in which round, before the change."""
    wanted, found = sorted(segment_ids), dict[str, set[tuple[str, int, str]]]()
    for start in range(0, len(wanted), SOME):
        here = (LogRow.study_id == study_id) & (LogRow.act == "migrated") & LogRow.segment_id.in_(wanted[start : start + SOME])
        for segment_id, *who in tx.execute(
            select(LogRow.segment_id, LogRow.coder_id, LogRow.round, LogRow.suggested).where(here)
        ):
            found.setdefault(segment_id, set()).add(tuple(who))  # type: ignore[arg-type]  # three of them
    return found


def no_longer_speak(tx: Tx, study_id: str, work_item_ids: Sequence[str]) -> None:
    """What was answered to these work items is kept and no longer read: they are put anew. An answer that comes again is."""
    for start in range(0, len(work_item_ids), SOME):
        part = work_item_ids[start : start + SOME]
        for row in tx.scalars(
            select(AnnotationRow).where(AnnotationRow.study_id == study_id, AnnotationRow.work_item_id.in_(part))
        ):
            row.body = {**row.body, "ours": False}
