"""What was computed of a study, read: each with the moment it was computed and whether anything was written since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from annotations.changes.assessments import ChangeDetail, Changes
from service.storage import snapshots
from service.storage.transactions import Tx

Body = TypeVar("Body")
CHANGES = "changes"
KEPT = 64  # bodies in memory at most
_opened: dict[tuple[str, str], tuple[str, datetime, Any]] = {}
_changes: TypeAdapter[Changes] = TypeAdapter(Changes)
_detail: TypeAdapter[ChangeDetail] = TypeAdapter(ChangeDetail)


@dataclass(frozen=True)
class Read(Generic[Body]):
    """``fresh``: nothing was written to the study since it was computed."""

    body: Body
    at: datetime
    fresh: bool


def change_name(change_id: str) -> str:
    return f"change:{change_id}"


def changes(tx: Tx, study_id: str) -> Read[Changes] | None:
    """Every change with its verdict; None as long as nothing was computed (`relato saturation`)."""
    return _read(tx, study_id, CHANGES, _changes)


def change(tx: Tx, study_id: str, change_id: str) -> Read[ChangeDetail] | None:
    """Everything about one change."""
    return _read(tx, study_id, change_name(change_id), _detail)


def opened(tx: Tx, study_id: str, name: str, read: Callable[[Any], Body]) -> Read[Body] | None:
    """A snapshot as ``read`` makes it of its body, which is half of what a page takes: the last one is kept in memory while it is the
    one that is stored. None when there is none.
    """
    made, key = snapshots.made(tx, study_id, name), (study_id, name)
    if made is None:
        _opened.pop(key, None)  # it was forgotten, perhaps with somebody's words
        return None
    stamp, at = made
    kept = _opened.get(key)
    if kept is None or kept[:2] != made:
        found = snapshots.get(tx, study_id, name)
        kept = (stamp, at, read(found.body if found else {}))
        for old in list(_opened)[: max(0, len(_opened) - KEPT + 1)]:
            _opened.pop(old, None)
        if stamp:  # drawn by lot: no other study, nor the same one put back from a backup, has it
            _opened[key] = kept
    return Read(kept[2], at, stamp == snapshots.stamp(tx, study_id))


def _read(tx: Tx, study_id: str, name: str, adapter: TypeAdapter[Body]) -> Read[Body] | None:
    return opened(tx, study_id, name, adapter.validate_python)
