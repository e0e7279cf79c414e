"""Whatever holds words that people wrote beside their codings, in SQL."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from annotations.rounds import DECIDING
from service.storage import ballots, candidates, changes, data_points
from service.storage.tables import AnnotationRow, LogRow, SegmentNoteRow, WorkItemRow

Body = Mapping[str, Any]


def rewrite(tx: Tx, study_id: str, word: Callable[[str], str], annotation: Callable[[Body], dict[str, Any]]) -> int:
    """Put every memo and every reason through ``word``, every stored annotation through ``annotation``; how many rows changed."""
    changed = 0
    for note in tx.scalars(select(SegmentNoteRow).where(SegmentNoteRow.study_id == study_id)):
        memo = note.body.get("memo", "")
        if memo and word(memo) != memo:
            note.body, changed = {**note.body, "memo": word(memo)}, changed + 1
    for row in tx.scalars(select(AnnotationRow).where(AnnotationRow.study_id == study_id)):
        if (new := annotation(row.body)) != row.body:
            row.body, changed = new, changed + 1
    for act in tx.scalars(select(LogRow).where(LogRow.study_id == study_id, LogRow.reason != "")):
        if word(act.reason) != act.reason:
            act.reason, changed = word(act.reason), changed + 1
    changed += changes.reword(tx, study_id, word) + candidates.reword(tx, study_id, word)
    changed += ballots.reword(tx, study_id, word) + data_points.reword(tx, study_id, word)
    deciding = select(WorkItemRow).where(WorkItemRow.study_id == study_id, WorkItemRow.arm.in_(DECIDING))
    for item in tx.scalars(deciding.where(WorkItemRow.state != "pushed")):  # what is out is made anew, as the memos have changed
        sides = [{**side, "memo": word(side["memo"])} for side in item.carried]
        if sides != item.carried:
            item.carried, changed = sides, changed + 1
    return changed
