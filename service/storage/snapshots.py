"""What was computed from all of a study, kept with the stamp of what it was computed from. A page reads it and computes nothing."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Tx

from service.storage.change_tables import SnapshotRow
from service.storage.stamps import STAMP, stamp
from service.storage.transactions import now, upsert

__all__ = ["BORDERS", "Snapshot", "forget", "forgotten", "get", "is_fresh", "made", "names", "save", "stamp"]

BORDERS = "borders"
"""Kept beside the snapshots, but read from the study's file and never computed: it is not among their names and not forgotten."""


FORGOTTEN = "forgotten"
"""Kept beside them too: another stamp each time that all of them were forgotten. What was read before is not to be kept after it."""


@dataclass(frozen=True)
class Snapshot:
    """``stamp``: of the study when it was computed; it is out of date when the study has another one now."""

    body: dict[str, Any]
    stamp: str
    at: datetime


def save(tx: Tx, study_id: str, name: str, body: Mapping[str, Any], stamp: str) -> None:
    """Keep what was computed, in the place of what was computed before. ``stamp``: taken before anything was read for it."""
    upsert(tx, SnapshotRow, [{"study_id": study_id, "name": name, "body": dict(body), "stamp": stamp, "at": now()}])


def get(tx: Tx, study_id: str, name: str) -> Snapshot | None:
    """The snapshot of this name, whether or not it is up to date; None when it was never made."""
    here = (SnapshotRow.study_id == study_id) & (SnapshotRow.name == name)
    row = tx.execute(select(SnapshotRow.body, SnapshotRow.stamp, SnapshotRow.at).where(here)).first()
    return Snapshot(*row) if row else None


def made(tx: Tx, study_id: str, name: str) -> tuple[str, datetime] | None:
    """Of which stamp the snapshot is and when it was made; its body stays closed. None when it never was."""
    here = (SnapshotRow.study_id == study_id) & (SnapshotRow.name == name)
    row = tx.execute(select(SnapshotRow.stamp, SnapshotRow.at).where(here)).first()
    return (row[0], row[1]) if row else None


def is_fresh(tx: Tx, study_id: str, name: str) -> bool:
    """Whether it was made, and nothing was written to the study since; its body stays closed."""
    here = (SnapshotRow.study_id == study_id) & (SnapshotRow.name == name)
    made = tx.scalar(select(SnapshotRow.stamp).where(here))
    return made is not None and made == stamp(tx, study_id)


def names(tx: Tx, study_id: str) -> list[str]:
    """Of the snapshots that there are, in order."""
    here = (SnapshotRow.study_id == study_id) & SnapshotRow.name.not_in((STAMP, BORDERS, FORGOTTEN))
    return list(tx.scalars(select(SnapshotRow.name).where(here).order_by(SnapshotRow.name)))


def forget(tx: Tx, study_id: str, names: Collection[str] | None = None) -> None:
    """Delete these snapshots, or all of them: words that were in them must go."""
    here = (SnapshotRow.study_id == study_id) & SnapshotRow.name.not_in((STAMP, BORDERS, FORGOTTEN))
    tx.execute(delete(SnapshotRow).where(here if names is None else here & SnapshotRow.name.in_(names)))
    if names is None:
        save(tx, study_id, FORGOTTEN, {}, uuid.uuid4().hex)


def forgotten(tx: Tx, study_id: str) -> str:
    """Another value after every time that all snapshots were forgotten: compare it before what was computed meanwhile is kept."""
    here = (SnapshotRow.study_id == study_id) & (SnapshotRow.name == FORGOTTEN)
    return tx.scalar(select(SnapshotRow.stamp).where(here)) or ""
