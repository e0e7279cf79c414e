"""Studies, code frames and registers in SQL."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Tx

from annotations.codeframe import CodeFrame
from annotations.contacts import Contact
from annotations.errors import Conflict, NotFound
from annotations.sessions import Participation, Register, Respondent, Session
from annotations.studies import Study
from service.storage import changes
from service.storage.tables import (
    CodeFrameRow,
    ContactRow,
    ParticipationRow,
    RespondentRow,
    SessionRow,
    StudyRow,
    TranscriptRow,
)
from service.storage.transactions import now, upsert

_study = TypeAdapter(Study)
_frame = TypeAdapter(CodeFrame)
_session = TypeAdapter(Session)
_respondent = TypeAdapter(Respondent)
_participation = TypeAdapter(Participation)
_contact = TypeAdapter(Contact)


def save_study(tx: Tx, study: Study) -> None:
    upsert(tx, StudyRow, [{"id": study.id, "body": _study.dump_python(study, mode="json"), "loaded_at": now()}])


def studies(tx: Tx) -> list[Study]:
    """Every study, with its changes as the register of changes has them now."""
    return [_with_register(tx, row) for row in tx.scalars(select(StudyRow).order_by(StudyRow.id))]


def as_loaded(tx: Tx, study_id: str) -> Study | None:
    """The study as its file said when it was loaded last: the register of changes has moved on since."""
    body = tx.scalar(select(StudyRow.body).where(StudyRow.id == study_id))
    return None if body is None else _study.validate_python(body)


def _with_register(tx: Tx, row: StudyRow) -> Study:
    """Nothing of the file's changes as soon as anybody has entered one in the register; loading enters them."""
    study, register = _study.validate_python(row.body), changes.register(tx, row.id)
    return replace(study, changes=register.current()) if register.entries else study


def study(tx: Tx, study_id: str) -> Study:
    """The study; with an empty id the only one there is. Raises NotFound."""
    if not study_id:
        found = studies(tx)
        if len(found) == 1:
            return found[0]
        names = ", ".join(s.id for s in found) or "none is loaded"
        raise NotFound(f"say which study: {names}", remedy="use --study ID, or load one with `relato study load study.yaml`")
    row = tx.get(StudyRow, study_id)
    if row is None:
        raise NotFound(f"there is no study {study_id!r}", remedy="load it with `relato study load study.yaml`")
    return _with_register(tx, row)


def lock(tx: Tx, study_id: str) -> None:
    """Wait until no other transaction holds the study; on SQLite a writing transaction is alone anyway."""
    tx.execute(select(StudyRow.id).where(StudyRow.id == study_id).with_for_update())


def save_frame(tx: Tx, study_id: str, frame: CodeFrame) -> bool:
    """Keep this version of the frame; True when it is new. A version, once kept, never changes: raises Conflict."""
    body = _frame.dump_python(frame, mode="json")
    row = tx.get(CodeFrameRow, (study_id, frame.version))
    if row is not None and _frame.validate_python(row.body) == frame:
        return False
    if row is not None:
        raise Conflict(
            f"version {frame.version} of the code frame is already in use with other content",
            where=f"study {study_id}",
            remedy=f"give the changed frame version: {frame.version + 1}",
        )
    tx.add(CodeFrameRow(study_id=study_id, version=frame.version, body=body, loaded_at=now()))
    tx.flush()
    return True


def frame(tx: Tx, study_id: str, version: int | None = None) -> CodeFrame:
    """The given version of the code frame, else the newest. Raises NotFound."""
    query = select(CodeFrameRow).where(CodeFrameRow.study_id == study_id).order_by(CodeFrameRow.version.desc())
    if version is not None:
        query = query.where(CodeFrameRow.version == version)
    row = tx.scalars(query.limit(1)).first()
    if row is None:
        raise NotFound(f"study {study_id!r} has no code frame{'' if version is None else f' version {version}'}")
    return _frame.validate_python(row.body)


def frames(tx: Tx, study_id: str) -> list[CodeFrame]:
    """Every version of the code frame, in order."""
    query = select(CodeFrameRow.body).where(CodeFrameRow.study_id == study_id).order_by(CodeFrameRow.version)
    return [_frame.validate_python(body) for body in tx.scalars(query)]


def save_register(tx: Tx, study_id: str, register: Register) -> None:
    """Replace people, contacts and participations; sessions are added or updated, never removed while they have a transcript.

    ``register.personal`` is not kept here: that is the vault's (``service.storage.people``).
    """
    tx.execute(delete(ContactRow).where(ContactRow.study_id == study_id))
    tx.execute(delete(ParticipationRow).where(ParticipationRow.study_id == study_id))
    tx.execute(delete(RespondentRow).where(RespondentRow.study_id == study_id))
    with_text = select(TranscriptRow.session_id).where(TranscriptRow.study_id == study_id)
    kept = {s.id for s in register.sessions}
    tx.execute(
        delete(SessionRow).where(SessionRow.study_id == study_id, SessionRow.id.not_in(kept), SessionRow.id.not_in(with_text))
    )
    _save(tx, study_id, SessionRow, [{"id": s.id, "body": _session.dump_python(s, mode="json")} for s in register.sessions])
    _save(
        tx, study_id, RespondentRow, [{"id": r.id, "body": _respondent.dump_python(r, mode="json")} for r in register.respondents]
    )
    _save(tx, study_id, ContactRow, [{"id": c.id, "body": _contact.dump_python(c, mode="json")} for c in register.contacts])
    rows = [
        {"session_id": p.session_id, "respondent_id": p.respondent_id, "body": _participation.dump_python(p, mode="json")}
        for p in register.participations
    ]
    _save(tx, study_id, ParticipationRow, rows)


def add_session(tx: Tx, study_id: str, session: Session) -> None:
    _save(tx, study_id, SessionRow, [{"id": session.id, "body": _session.dump_python(session, mode="json")}])


def _save(tx: Tx, study_id: str, table: Any, rows: list[dict[str, Any]]) -> None:
    upsert(tx, table, [{"study_id": study_id, **row} for row in rows])


def register(tx: Tx, study_id: str) -> Register:
    """The whole register of the study, sessions in order of date, then id."""

    def bodies(table: Any) -> list[Any]:
        return list(tx.scalars(select(table.body).where(table.study_id == study_id)))

    sessions = [_session.validate_python(body) for body in bodies(SessionRow)]
    return Register(
        sessions=tuple(sorted(sessions, key=lambda s: (str(s.date or "9999"), s.id))),
        respondents=tuple(sorted((_respondent.validate_python(b) for b in bodies(RespondentRow)), key=lambda r: r.id)),
        participations=tuple(
            sorted(
                (_participation.validate_python(b) for b in bodies(ParticipationRow)),
                key=lambda p: (p.session_id, p.respondent_id),
            )
        ),
        contacts=tuple(sorted((_contact.validate_python(body) for body in bodies(ContactRow)), key=lambda c: c.id)),
    )
