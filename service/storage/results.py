"""Verdicts and story drafts in SQL. Nothing is overwritten: what differs gets the next number."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from service.storage.tables import StoryRow, VerdictRow
from service.storage.transactions import now


def latest_verdict(tx: Tx, study_id: str, change_id: str) -> VerdictRow | None:
    query = select(VerdictRow).where(VerdictRow.study_id == study_id, VerdictRow.change_id == change_id)
    return tx.scalars(query.order_by(VerdictRow.number.desc()).limit(1)).first()


def verdicts(tx: Tx, study_id: str, change_id: str) -> list[VerdictRow]:
    """Every verdict of a change that was kept, oldest first."""
    query = select(VerdictRow).where(VerdictRow.study_id == study_id, VerdictRow.change_id == change_id)
    return list(tx.scalars(query.order_by(VerdictRow.number)))


def save_verdict(tx: Tx, study_id: str, change_id: str, body: Mapping[str, Any]) -> VerdictRow:
    """Keep the verdict if it differs from the last one; return the one that holds now."""
    last = latest_verdict(tx, study_id, change_id)
    if last is not None and last.body == body:
        return last
    number = last.number + 1 if last else 1
    row = VerdictRow(study_id=study_id, change_id=change_id, number=number, body=dict(body), at=now())
    tx.add(row)
    tx.flush()
    return row


def latest_story(tx: Tx, study_id: str, change_id: str) -> StoryRow | None:
    query = select(StoryRow).where(StoryRow.study_id == study_id, StoryRow.change_id == change_id)
    return tx.scalars(query.order_by(StoryRow.version.desc()).limit(1)).first()


def stories(tx: Tx, study_id: str, change_id: str = "") -> list[StoryRow]:
    """Every version of every draft, or of one change's, in order."""
    query = select(StoryRow).where(StoryRow.study_id == study_id).order_by(StoryRow.change_id, StoryRow.version)
    return list(tx.scalars(query.where(StoryRow.change_id == change_id) if change_id else query))


def save_story(tx: Tx, study_id: str, change_id: str, body: Mapping[str, Any]) -> tuple[StoryRow, bool]:
    """Keep the draft if it differs from the last version; return the one that holds now, and whether it is new."""
    last = latest_story(tx, study_id, change_id)
    if last is not None and last.body == body:
        return last, False
    version = last.version + 1 if last else 1
    row = StoryRow(study_id=study_id, change_id=change_id, version=version, body=dict(body), files={}, at=now())
    tx.add(row)
    tx.flush()
    return row, True


def set_story_files(tx: Tx, study_id: str, change_id: str, version: int, files: Mapping[str, str]) -> None:
    """Where the files of a draft are; nothing of one that was emptied."""
    row = tx.get(StoryRow, (study_id, change_id, version))
    if row is not None and row.body:
        row.files = dict(files)


def forget_stories(tx: Tx, study_id: str, segment_ids: Collection[str]) -> int:
    """Empty the drafts that cite any of these segments; how many. Their numbers stay taken."""
    rows = [row for row in stories(tx, study_id) if cites(row, segment_ids)]
    for row in rows:
        row.body, row.files = {}, {}
    return len(rows)


def cites(row: StoryRow, segment_ids: Collection[str]) -> bool:
    """Whether a draft cites any of these segments."""
    body = json.dumps(row.body) if segment_ids else ""
    return any(f'"{id_}"' in body for id_ in segment_ids)


def forget_named(tx: Tx, study_id: str, names: Collection[str]) -> int:
    """Empty the drafts in which one of these names stands as whole words; how many."""
    if not names:
        return 0
    any_of = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    rows = [row for row in stories(tx, study_id) if any_of.search(json.dumps(row.body, ensure_ascii=False))]
    for row in rows:
        row.body, row.files = {}, {}
    return len(rows)


def emptied(tx: Tx, study_id: str) -> list[tuple[str, int]]:
    """Change and version of the drafts that were emptied, whose files have to go."""
    return [(row.change_id, row.version) for row in stories(tx, study_id) if not row.body]
