"""Sessions, people and consent from the field's two tables, refused whole when they contradict each other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TypeVar, get_args

from annotations.errors import BadRegister
from annotations.readers.roles import key_of
from annotations.register_tables import UNACCENTED, Row, read_table
from annotations.sessions import Capture, Consent, Method, Participation, Register, Respondent, Session

V = TypeVar("V")
SESSION_COLUMNS = ("session", "date", "method", "mode", "place", "language", "capture", "instrument", "prompted")
ROSTER_COLUMNS = (
    *("respondent", "session", "label", "category", "sex", "place", "affiliation", "referred_by"),
    *("consent", "consent_recording", "consent_how"),
)
REQUIRED_OF_SESSION = ("session", "date", "method", "capture")
REQUIRED_OF_ROSTER = ("respondent", "session", "label", "consent", "consent_recording")
METHODS: dict[str, Method] = {
    **{method: method for method in get_args(Method)},
    "colectiva": "collective",
    "colectivo": "collective",
    "grupo_focal": "focus_group",
    "encuesta": "survey",
    "": "unknown",
}
CAPTURES: dict[str, Capture] = {
    **{capture: capture for capture in get_args(Capture)},
    "grabacion": "recording",
    "notas": "notes",
    "": "unknown",
}


def read_register(sessions_csv: Path, roster_csv: Path, *, known: Collection[str] = ()) -> Register:
    """Read both tables.

    Parameters
    ----------
    sessions_csv : one row per session. roster_csv : one row per person and session.
    known : ids of respondents already registered, whom ``referred_by`` may name too.

    Raises
    ------
    BadRegister : anything that is not as it should be, with file and line; nothing is read then.
    """
    session_rows = read_table(sessions_csv, columns=SESSION_COLUMNS, required=REQUIRED_OF_SESSION)
    roster_rows = read_table(roster_csv, columns=ROSTER_COLUMNS, required=REQUIRED_OF_ROSTER)
    sessions: dict[str, Session] = {}
    for row in session_rows:
        session = _session(row)
        if session.id in sessions:
            raise BadRegister(
                f"the session {session.id!r} is given twice", where=row.where, remedy="remove or merge one of the rows"
            )
        sessions[session.id] = session
    placed = [(row, _participation(row, sessions)) for row in roster_rows]
    respondents = _respondents(roster_rows)
    _check_referrals(roster_rows, {*respondents, *known})
    for session in sessions.values():
        of_session = [(row, part) for row, part in placed if part.session_id == session.id]
        _check_people(session, of_session)
        _check_recording(session, of_session)
    return Register(tuple(sessions.values()), tuple(respondents.values()), tuple(part for _, part in placed))


def _session(row: Row) -> Session:
    return Session(
        id=row.id("session"),
        date=row.day("date"),
        method=_one_of(METHODS, "method", row),
        mode=row.text("mode"),
        place=row.text("place"),
        language=row.text("language"),
        capture=_one_of(CAPTURES, "capture", row),
        instrument=row.text("instrument"),
        prompted=bool(row.yes_or_no("prompted")),
    )


def _one_of(values: Mapping[str, V], column: str, row: Row) -> V:
    written = row.text(column)
    value = values.get("_".join(written.casefold().translate(UNACCENTED).replace("-", " ").split()).replace("__", "_"))
    if value is None:
        raise BadRegister(
            f"{column} {written!r} is not known", where=row.where, remedy=f"use one of {', '.join(filter(None, values))}"
        )
    return value


def _participation(row: Row, sessions: Mapping[str, Session]) -> Participation:
    session_id = row.id("session")
    if session_id not in sessions:
        raise BadRegister(
            f"the session {session_id!r} has no row in the table of sessions",
            where=row.where,
            remedy="add it there, or correct it",
        )
    consent = Consent(row.yes_or_no("consent"), row.yes_or_no("consent_recording"), row.text("consent_how"))
    return Participation(session_id, row.id("respondent"), row.text("label"), consent)


def _respondents(rows: Sequence[Row]) -> dict[str, Respondent]:
    """People by id; what one row leaves empty, another may fill."""
    told: dict[str, dict[str, tuple[str, str]]] = {}
    attributes = [field.name for field in fields(Respondent) if field.name != "id"]
    for row in rows:
        before = told.setdefault(row.id("respondent"), {})
        for name in attributes:
            value = row.text(name)
            earlier, where = before.get(name, ("", ""))
            if value and earlier and value != earlier:
                raise BadRegister(
                    f"{name} of {row.id('respondent')!r} is {value!r} here and {earlier!r} in {where}",
                    where=row.where,
                    remedy="give it the same value in every row of this person",
                )
            if value and not earlier:
                before[name] = (value, row.where)
    return {person: Respondent(person, **{name: value for name, (value, _) in facts.items()}) for person, facts in told.items()}


def _check_referrals(rows: Sequence[Row], people: Collection[str]) -> None:
    for row in rows:
        named = row.text("referred_by")
        if named and (named not in people or named == row.id("respondent")):
            raise BadRegister(
                f"referred_by {named!r} is nobody else of the roster",
                where=row.where,
                remedy="use the id of the respondent who named this person, or leave it empty",
            )


def _check_people(session: Session, placed: Sequence[tuple[Row, Participation]]) -> None:
    """One row per person; labels tell people apart, save where a focus group or notes name nobody."""
    seen: dict[str, str] = {}
    labels: dict[str, str] = {}
    for row, part in placed:
        if part.respondent_id in seen:
            raise BadRegister(
                f"{part.respondent_id!r} is twice in session {session.id!r}, first in {seen[part.respondent_id]}",
                where=row.where,
                remedy="keep one row per person and session",
            )
        seen[part.respondent_id] = row.where
        key = key_of(part.label)
        if not key and (session.method == "focus_group" or session.capture == "notes"):
            continue
        if key in labels:
            raise BadRegister(
                f"two people of session {session.id!r} have the label {part.label!r}, first in {labels[key]}",
                where=row.where,
                remedy="give each the label under which they speak in the transcript",
            )
        labels[key] = row.where


def _check_recording(session: Session, placed: Sequence[tuple[Row, Participation]]) -> None:
    """Who refuses to be recorded is not: an interview becomes notes; one of a focus group leaves, for two it becomes notes."""
    refusals = [(row, part) for row, part in placed if part.consent.record is False]
    if session.capture != "recording" or not refusals:
        return
    row, part = refusals[-1]
    if session.method == "focus_group" and len(refusals) == 1:
        if part.label:
            raise BadRegister(
                f"{part.respondent_id!r} refused to be recorded but has the label {part.label!r} in the recorded focus group",
                where=row.where,
                remedy="one who refuses leaves the group: remove the label if they left, or set capture to notes",
            )
        return
    raise BadRegister(
        f"session {session.id!r} is captured as a recording although {', '.join(p.respondent_id for _, p in refusals)} refused",
        where=row.where,
        remedy="set capture to notes, or correct consent_recording",
    )
