"""What was computed of a study, read: each with the moment it was computed and whether anything was written since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from annotations.changes.assessments import ChangeDetail, Changes
from service.storage import snapshots
from service.storage.transactions import Tx

Body = TypeVar("Body")
CHANGES = "changes"
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


def _read(tx: Tx, study_id: str, name: str, adapter: TypeAdapter[Body]) -> Read[Body] | None:
    found = snapshots.get(tx, study_id, name)
    if found is None:
        return None
    return Read(adapter.validate_python(found.body), found.at, found.stamp == snapshots.stamp(tx, study_id))
