"""The acts of people on the register of changes, in SQL; the register is folded from them."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from annotations.changes.register import ChangeAct, ChangeRegister, fold
from service.storage import snapshots
from service.storage.change_tables import ChangeActRow
from service.storage.tables import StudyRow
from service.storage.transactions import now

KEPT = 8
"""Registers in memory: every page asks for its study's, and folding a thousand acts takes longer than most pages."""
_folded: dict[tuple[str, str], ChangeRegister] = {}


def acts(tx: Tx, study_id: str) -> list[ChangeAct]:
    """All acts of the study, in order."""
    query = select(ChangeActRow).where(ChangeActRow.study_id == study_id).order_by(ChangeActRow.number)
    return [_act(row) for row in tx.scalars(query)]


def append(tx: Tx, study_id: str, by: str, act: str, change_id: str, body: Mapping[str, Any], reason: str) -> ChangeAct:
    """Write down one act and return it. It is checked against all before it, with the study locked: raises what ``fold`` does."""
    tx.execute(select(StudyRow.id).where(StudyRow.id == study_id).with_for_update())
    earlier = acts(tx, study_id)
    at = max([now(), *(one.at for one in earlier[-1:])])  # a clock that was set back does not change the order
    made = ChangeAct(len(earlier) + 1, at, by, act, change_id, dict(body), reason)
    fold([*earlier, made])
    tx.add(
        ChangeActRow(
            study_id=study_id, number=made.number, at=at, by=by, act=act, change_id=change_id, body=dict(body), reason=reason
        )
    )
    tx.flush()
    return made


def register(tx: Tx, study_id: str, until: datetime | None = None) -> ChangeRegister:
    """The register as it is, or as it was at ``until``."""
    if until is not None or tx.get_bind().get_execution_options().get("writes"):
        return fold(acts(tx, study_id), until)
    stamp = snapshots.stamp(tx, study_id)  # another one after everything that is written to the study
    key = study_id, stamp
    kept = _folded.get(key) if stamp else None
    if kept is None:
        kept = fold(acts(tx, study_id))
        mine = [old for old in list(_folded) if old[0] == study_id]  # what was withdrawn does not stay
        for old in (*mine, *list(_folded)[: 1 - KEPT]):
            _folded.pop(old, None)
        _folded[key] = kept
    return kept


def last_number(tx: Tx, study_id: str) -> int:
    """How many acts there are."""
    return tx.scalar(select(func.max(ChangeActRow.number)).where(ChangeActRow.study_id == study_id)) or 0


def silence(tx: Tx, study_id: str, segment_ids: Collection[str]) -> int:
    """Take out of the acts what may quote words that are withdrawn; how many acts that concerns. Who did what to which segment stays.

    Reasons that speak of these segments go, and what was entered of elements in them; also of elements and counts of their sessions
    that name no segment, since it is not sure whose words they are. One reason may stand at several acts: who enters a change with its
    segments gives one for both.
    """
    gone, sessions = set(segment_ids), {segment_id.rsplit(".", 1)[0] for segment_id in segment_ids}
    rows = list(tx.scalars(select(ChangeActRow).where(ChangeActRow.study_id == study_id)))
    about = [
        row for row in rows if gone & (named := _segments_of(row.body)) or (not named and row.body.get("session") in sessions)
    ]
    reasons = {row.reason for row in about} - {""}
    silenced = [row for row in rows if row in about or row.reason in reasons]
    for row in silenced:
        row.reason = ""
    for row in about:
        if row.act == "element":
            row.body = {**row.body, "value": ""}
    return len(silenced)


def reword(tx: Tx, study_id: str, word: Callable[[str], str]) -> int:
    """Put what people wrote of reasons and entered of elements through ``word``; how many acts changed. What was computed from them is
    forgotten. Titles and statements are the team's own words.
    """
    changed = 0
    for row in tx.scalars(select(ChangeActRow).where(ChangeActRow.study_id == study_id, ChangeActRow.reason != "")):
        if word(row.reason) != row.reason:
            row.reason, changed = word(row.reason), changed + 1
    for row in tx.scalars(select(ChangeActRow).where(ChangeActRow.study_id == study_id, ChangeActRow.act == "element")):
        if word(row.body["value"]) != row.body["value"]:
            row.body, changed = {**row.body, "value": word(row.body["value"])}, changed + 1
    if changed:
        snapshots.forget(tx, study_id)
    return changed


def _segments_of(body: Mapping[str, Any]) -> set[str]:
    parts = body.get("parts", {}).values()
    return {*body.get("segments", ()), *(segment_id for part in parts for segment_id in part)}


def _act(row: ChangeActRow) -> ChangeAct:
    return ChangeAct(row.number, row.at, row.by, row.act, row.change_id, row.body, row.reason)
