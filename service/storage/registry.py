"""What became of each model, in SQL: entered, promoted, stepped down, gone back from; by whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Tx

from service.storage.tables import ModelEventRow, ModelRow
from service.storage.transactions import now

Event = Literal["entered", "kept", "asked", "promoted", "stepped_down", "rolled_back", "restored", "pruned"]
NO_REASON: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class By:
    """Who did it: a job, by its verb, or a person, by their id."""

    actor: Literal["job", "person"]
    id: str


SUGGESTING = By("job", "suggest")
RETRAINING = By("job", "retrain")


def happened(tx: Tx, study_id: str, version: str, event: Event, by: By, reason: Mapping[str, str] = NO_REASON) -> None:
    """Write an event down."""
    tx.add(
        ModelEventRow(
            study_id=study_id, version=version, event=event, actor=by.actor, by=by.id, reason=dict(reason), at=now()
        )
    )  # fmt: skip
    tx.flush()


def events(tx: Tx, study_id: str, version: str = "") -> list[ModelEventRow]:
    """Of a study, or of one of its models, oldest first."""
    query = select(ModelEventRow).where(ModelEventRow.study_id == study_id).order_by(ModelEventRow.seq)
    return list(tx.scalars(query.where(ModelEventRow.version == version) if version else query))


def make_champion(tx: Tx, study_id: str, version: str, by: By, reason: Mapping[str, str] = NO_REASON) -> None:
    """Suggestions are made with it from now on; the champion before it steps down. Nothing happens when it is the champion."""
    _crown(tx, study_id, version, by, reason, came="promoted", went="stepped_down")


def go_back(tx: Tx, study_id: str, version: str, by: By, reason: Mapping[str, str]) -> None:
    """An earlier champion is the champion again."""
    _crown(tx, study_id, version, by, reason, came="restored", went="rolled_back")


def _crown(tx: Tx, study_id: str, version: str, by: By, reason: Mapping[str, str], *, came: Event, went: Event) -> None:
    before = tx.scalars(select(ModelRow.version).where(ModelRow.study_id == study_id, ModelRow.champion)).first()
    if before == version:
        return
    mine = ModelRow.study_id == study_id
    tx.execute(update(ModelRow).where(mine).values(champion=False).execution_options(synchronize_session=False))
    tx.execute(
        update(ModelRow)
        .where(mine, ModelRow.version == version)
        .values(champion=True)
        .execution_options(synchronize_session=False)
    )
    tx.expire_all()
    if before is not None:
        happened(tx, study_id, before, went, by, reason)
    happened(tx, study_id, version, came, by, reason)


def earlier_champions(tx: Tx, study_id: str) -> list[str]:
    """Versions that one may go back to, the latest first: those that stood before the champion was promoted, but for those that
    were themselves gone back from."""
    told = events(tx, study_id)
    champion = tx.scalars(select(ModelRow.version).where(ModelRow.study_id == study_id, ModelRow.champion)).first()
    risen = [e.seq for e in told if e.version == champion and e.event == "promoted"]
    before = [e for e in told if risen and e.seq < risen[-1]]
    left = {e.version: e.seq for e in told if e.event == "rolled_back"}
    found = [e.version for e in reversed(before) if e.event in ("promoted", "restored") and e.seq > left.get(e.version, 0)]
    return [version for version in dict.fromkeys(found) if version != champion]


def was_gone_back_to(tx: Tx, study_id: str, version: str) -> bool:
    """Whether it is a person who put it there, by going back."""
    rises = [e.event for e in events(tx, study_id, version) if e.event in ("promoted", "restored")]
    return bool(rises) and rises[-1] == "restored"


def once_champions(tx: Tx, study_id: str) -> set[str]:
    return {e.version for e in events(tx, study_id) if e.event in ("promoted", "restored")}
