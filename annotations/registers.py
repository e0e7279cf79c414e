"""Sessions, people, consent and contacts from the field's tables, refused whole when they contradict each other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TypeVar, get_args

from annotations.contacts import Contact, Origin, circle
from annotations.errors import BadRegister
from annotations.readers.roles import key_of
from annotations.register_tables import UNACCENTED, Row, read_table
from annotations.sessions import Capture, Consent, Method, Participation, Personal, Register, Respondent, Session

V = TypeVar("V")
SESSION_COLUMNS = (
    *("session", "date", "method", "mode", "place", "language", "capture", "instrument", "prompted"),
    *("instrument_version", "domains", "minutes", "clarifies"),
)
ROSTER_COLUMNS = (
    *("respondent", "session", "label", "category", "sex", "place", "affiliation", "referred_by", "contact", "domains"),
    *("consent", "consent_recording", "consent_how", "consent_date", "withdrawn_on"),
)
CONTACT_COLUMNS = (
    *("contact", "domains", "source", "sex", "place", "affiliation", "project", "referred_by", "changes"),
    *("outcome", "outcome_date"),
)
REQUIRED_OF_SESSION = ("session", "date", "method", "capture")
REQUIRED_OF_ROSTER = ("respondent", "session", "label", "consent", "consent_recording")
REQUIRED_OF_CONTACT = ("contact", "source")
SESSION_SHEETS = frozenset({"sessions", "sesiones"})
ROSTER_SHEETS = frozenset({"roster", "participants", "participantes", "respondents", "respondentes"})
CONTACT_SHEETS = frozenset({"contacts", "contactos"})
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


def read_register(
    sessions: Path | None,
    roster: Path | None,
    *,
    contacts: Path | None = None,
    known: Collection[str] = (),
    domains: Collection[str] = (),
) -> Register:
    """Read the tables, each a CSV file or an Excel workbook; one workbook may hold all of them, in sheets of their names.

    Parameters
    ----------
    sessions : one row per session. roster : one row per person and session. contacts : one row per contact. A table that is not
        given is one without rows; a session of the roster must have its row in the table of sessions.
    known : ids of respondents and contacts already registered, whom ``referred_by`` and ``contact`` may name too.
    domains : ids of the study's domains; when given, no others may be named.

    Returns
    -------
    The register. What names people is apart from it in ``personal``, to be sealed in the vault.

    Raises
    ------
    BadRegister : anything that is not as it should be, with file and line; nothing is read then.
    """
    session_rows = _rows(sessions, SESSION_COLUMNS, REQUIRED_OF_SESSION, SESSION_SHEETS)
    roster_rows = _rows(roster, ROSTER_COLUMNS, REQUIRED_OF_ROSTER, ROSTER_SHEETS, personal=True)
    contact_rows = _rows(contacts, CONTACT_COLUMNS, REQUIRED_OF_CONTACT, CONTACT_SHEETS, personal=True)
    found = _once(session_rows, "session", [_session(row, domains) for row in session_rows])
    placed = [(row, _participation(row, found, domains)) for row in roster_rows]
    people = _respondents(roster_rows)
    named = _once(contact_rows, "contact", [_contact(row, domains) for row in contact_rows])
    _check_ids(contact_rows, roster_rows, people, named, known, contacts)
    _check_circles(people, named, (*contact_rows, *roster_rows))
    _check_clarified(session_rows, found)
    for session in found.values():
        of_session = [(row, part) for row, part in placed if part.session_id == session.id]
        _check_people(session, of_session)
        _check_recording(session, of_session)
    personal = _personal(roster_rows, "respondent") | _personal(contact_rows, "contact")
    parts = tuple(part for _, part in placed)
    return Register(tuple(found.values()), tuple(people.values()), parts, tuple(named.values()), tuple(personal))


def _rows(
    path: Path | None, columns: Collection[str], required: Collection[str], sheets: Collection[str], *, personal: bool = False
) -> list[Row]:
    return read_table(path, columns=columns, required=required, sheets=sheets, personal=personal) if path else []


def _once(rows: Sequence[Row], column: str, records: Sequence[V]) -> dict[str, V]:
    """The record of each row by its id."""
    found: dict[str, V] = {}
    for row, record in zip(rows, records, strict=True):
        if row.id(column) in found:
            raise BadRegister(
                f"the {column} {row.id(column)!r} is given twice", where=row.where, remedy="remove or merge one of the rows"
            )
        found[row.id(column)] = record
    return found


def _session(row: Row, domains: Collection[str]) -> Session:
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
        instrument_version=row.text("instrument_version"),
        domains=row.ids("domains", domains),
        minutes=row.number("minutes"),
        clarifies=row.id("clarifies") if row.text("clarifies") else "",
    )


def _contact(row: Row, domains: Collection[str]) -> Contact:
    return Contact(
        id=row.person("contact"),
        domains=row.ids("domains", domains),
        source=row.text("source"),
        sex=row.text("sex"),
        place=row.text("place"),
        affiliation=row.text("affiliation"),
        project=row.text("project"),
        referred_by=row.person_or_nobody("referred_by"),
        changes=row.ids("changes"),
        outcome=row.text("outcome"),
        outcome_on=row.day("outcome_date"),
    )


def _one_of(values: Mapping[str, V], column: str, row: Row) -> V:
    written = row.text(column)
    value = values.get("_".join(written.casefold().translate(UNACCENTED).replace("-", " ").split()).replace("__", "_"))
    if value is None:
        raise BadRegister(
            f"{column} {written!r} is not known", where=row.where, remedy=f"use one of {', '.join(filter(None, values))}"
        )
    return value


def _participation(row: Row, sessions: Mapping[str, Session], domains: Collection[str]) -> Participation:
    session_id = row.id("session")
    if session_id not in sessions:
        raise BadRegister(
            f"the session {session_id!r} has no row in the table of sessions",
            where=row.where,
            remedy="add it there, or correct it",
        )
    consent = Consent(
        take_part=row.yes_or_no("consent"),
        record=row.yes_or_no("consent_recording"),
        how=row.text("consent_how"),
        given_on=row.day("consent_date"),
        withdrawn_on=row.day("withdrawn_on"),
    )
    if consent.given_on and consent.withdrawn_on and consent.withdrawn_on < consent.given_on:
        raise BadRegister(
            f"consent was withdrawn on {consent.withdrawn_on}, before it was given on {consent.given_on}",
            where=row.where,
            remedy="correct one of the days",
        )
    return Participation(session_id, row.person("respondent"), row.text("label"), consent, row.ids("domains", domains))


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


def _check_ids(
    contact_rows: Sequence[Row],
    roster_rows: Sequence[Row],
    people: Collection[str],
    contacts: Collection[str],
    known: Collection[str],
    told: Path | None,
) -> None:
    """Whoever is named as somebody's origin is there; the ids of contacts and of respondents are apart, so that it is clear who."""
    everybody = {*people, *contacts, *known}
    for row in contact_rows:
        if row.id("contact") in people:
            raise BadRegister(
                f"{row.id('contact')!r} is a respondent of the roster",
                where=row.where,
                remedy="give contacts ids of their own, and say in the column contact of the roster who came from whom",
            )
    for row, own in [*((row, "contact") for row in contact_rows), *((row, "respondent") for row in roster_rows)]:
        named = row.person_or_nobody("referred_by")
        if named and (named not in everybody or named == row.id(own)):
            raise BadRegister(
                f"referred_by {named!r} is nobody else of the roster or the contacts",
                where=row.where,
                remedy="use the id of the respondent or contact who named this person, or leave it empty",
            )
        through = row.person_or_nobody("contact")
        if own == "respondent" and through and (through in people or (told and through not in {*contacts, *known})):
            raise BadRegister(
                f"{through!r} is no contact", where=row.where, remedy="use an id of the table of contacts, or leave it empty"
            )


def _check_circles(people: Mapping[str, Respondent], contacts: Mapping[str, Contact], rows: Sequence[Row]) -> None:
    origins = {contact.id: Origin(contact.referred_by) for contact in contacts.values()}
    origins |= {person.id: Origin(person.referred_by, person.contact) for person in people.values()}
    ring = circle(origins)
    if ring:
        where = next((row.where for row in rows if (row.text("respondent") or row.text("contact")) in ring), "")
        raise BadRegister(
            f"the referrals go in a circle: {', '.join(ring)}",
            where=where,
            remedy="correct who named whom, or who came from whom",
        )


def _check_clarified(rows: Sequence[Row], sessions: Mapping[str, Session]) -> None:
    """What a session goes back to is another session, of the table, that does not go back to one itself."""
    for row in rows:
        clarified = sessions[row.id("session")].clarifies
        if clarified and (clarified == row.id("session") or clarified not in sessions or sessions[clarified].clarifies):
            raise BadRegister(
                f"clarifies {clarified!r} is no other session of the table, or one that only clarifies another itself",
                where=row.where,
                remedy="use the id of the session whose statements were gone back to, or leave it empty",
            )


def _personal(rows: Sequence[Row], owner: str) -> dict[Personal, None]:
    """What names people, once each, in the order of the table."""
    return {Personal(row.id(owner), kind, value): None for row in rows for kind, value in row.personal}


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
