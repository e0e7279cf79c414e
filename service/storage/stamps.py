"""The stamp of a study: another one after every transaction that wrote anything from which something is computed.

Counting what there is would take longer than the pages that ask (60,000 segments: 40 ms for the states of the work items alone), and
counts may come out as before. So it is noted when it is written: every statement that inserts into, updates or deletes from one of
``WATCHED`` and touches a row leaves a mark on its connection, and the transaction gives the studies concerned a new stamp right
before it is committed. A stamp is drawn by lot, not counted: a database put back from a backup has its old stamps again, with its old
contents.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as Tx

from service.storage.change_tables import ChangeActRow, SnapshotRow
from service.storage.choice_tables import QuestionRow
from service.storage.round_tables import AssignmentRow, ReviewRoundRow
from service.storage.tables import (
    CodeFrameRow,
    CodingRow,
    ContactRow,
    LogRow,
    ParticipationRow,
    RespondentRow,
    ReviewRow,
    Row,
    SegmentNoteRow,
    SegmentRow,
    SessionRow,
    StudyRow,
    TranscriptRow,
    WorkItemRow,
)

WATCHED: tuple[type[Row], ...] = (
    StudyRow, CodeFrameRow, SessionRow, RespondentRow, ParticipationRow, ContactRow, TranscriptRow, SegmentRow, WorkItemRow, CodingRow,
    ReviewRow, SegmentNoteRow, LogRow, AssignmentRow, ReviewRoundRow, QuestionRow, ChangeActRow,
)  # fmt: skip
STAMP = "stamp"
_TOUCHED = "studies that were touched"
_names = frozenset(row.__tablename__ for row in WATCHED)


def stamp(tx: Tx, study_id: str) -> str:
    """The stamp that the study has now; empty as long as nothing was written to it since there are stamps."""
    here = (SnapshotRow.study_id == study_id) & (SnapshotRow.name == STAMP)
    return tx.scalar(select(SnapshotRow.stamp).where(here)) or ""


def watch(engine: Engine) -> None:
    """Have every statement of the engine looked at."""
    event.listen(engine, "begin", _begin)
    event.listen(engine, "after_cursor_execute", _look)


def give_stamps(tx: Tx) -> None:
    """Give the studies that this transaction has touched a new stamp: the last thing before it is committed."""
    tx.flush()
    connection = tx.connection()
    touched = connection.info.get(_TOUCHED)
    if not touched:
        return
    studies = set(tx.scalars(select(StudyRow.id)))
    row = {"name": STAMP, "stamp": uuid.uuid4().hex, "body": {}, "at": datetime.now(UTC)}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(SnapshotRow.__table__)
    renewed = {"stamp": statement.excluded.stamp, "at": statement.excluded.at}
    rows = [{**row, "study_id": id_} for id_ in sorted(studies if None in touched else studies & touched)]
    if rows:
        connection.execute(statement.on_conflict_do_update(index_elements=["study_id", "name"], set_=renewed), rows)


def _begin(connection: Connection) -> None:
    connection.info.pop(_TOUCHED, None)


def _look(connection: Connection, cursor: Any, _statement: str, _parameters: Any, context: Any, executemany: bool) -> None:
    """Mark the connection with the studies whose rows the statement has touched; with None where it does not say which."""
    if not (context.isinsert or context.isupdate or context.isdelete) or context.compiled is None:
        return
    table = context.compiled.statement.table
    if table.name not in _names or (cursor.rowcount == 0 and not executemany):
        return
    key = "id" if table.name == StudyRow.__tablename__ else "study_id"
    found = {
        value
        for parameters in context.compiled_parameters
        for name, value in parameters.items()
        if name == key or "study_id" in name
    }
    connection.info.setdefault(_TOUCHED, set()).update(found or {None})
