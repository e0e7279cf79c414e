"""What people did about stories, statistics and validation, in SQL: logs that are appended to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from annotations.stories.records import PersonsAct
from service.storage.story_tables import ActRow
from service.storage.tables import StudyRow
from service.storage.transactions import now

Log = Literal["story", "validation"]


def acts(tx: Tx, study_id: str, log: Log, subject: str = "") -> list[PersonsAct]:
    """The acts of a log in order, or those on one subject."""
    if "\0" in subject:  # no id, and no database asks for it
        return []
    query = select(ActRow).where(ActRow.study_id == study_id, ActRow.log == log).order_by(ActRow.number)
    return [_act(row) for row in tx.scalars(query.where(ActRow.subject == subject) if subject else query)]


def append(
    tx: Tx,
    study_id: str,
    log: Log,
    by: str,
    act: str,
    subject: str,
    body: Mapping[str, Any],
    reason: str = "",
    *,
    check: Callable[[Sequence[PersonsAct]], object] | None = None,
) -> PersonsAct:
    """Write down one act and return it, with the study locked: two at once come one after the other. ``check`` is given the log with
    the new act in it and raises what is wrong with it; then nothing is written."""
    tx.execute(select(StudyRow.id).where(StudyRow.id == study_id).with_for_update())
    earlier = acts(tx, study_id, log)
    at = max([now(), *(one.at for one in earlier[-1:])])  # a clock that was set back does not change the order
    made = PersonsAct(len(earlier) + 1, at, by, act, subject, dict(body), reason)
    if check is not None:
        check([*earlier, made])
    tx.add(
        ActRow(
            study_id=study_id, log=log, number=made.number, at=at, by=by, act=act, subject=subject, body=dict(body), reason=reason
        )
    )
    tx.flush()
    return made


def _act(row: ActRow) -> PersonsAct:
    return PersonsAct(row.number, row.at, row.by, row.act, row.subject, row.body, row.reason)
