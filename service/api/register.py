"""Sessions, people, contacts and the tables of the sample. What names people goes in and never comes out here."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Response, UploadFile
from pydantic import BaseModel

from annotations.contacts import Contact
from annotations.errors import BadRegister, NotFound
from annotations.sample_table_text import as_csv, as_rows
from annotations.sample_tables import Counts, Several, TableName, counts_of, sample_table
from annotations.sessions import CaptureRule, Consent, Register, Respondent, Session
from annotations.studies import Study
from service.api.deps import TheWork
from service.api.paging import After, Limit, Page, page
from service.api.uploads import keep
from service.storage import studies
from service.workflows.registering import register_people
from service.workflows.work import Work

T = TypeVar("T")
router = APIRouter(prefix="/studies/{study_id}", tags=["register"])
Language = Annotated[str, Query(description="Language of the headings: es or en; else the study's first")]
SeveralDomains = Annotated[Several, Query(description="Of several domains: a row of that combination, or with the first named")]


class RegisterSchema(BaseModel):
    """Four counts that are never mixed, and the sessions in which consent is not as it should be.

    `closed`: nothing of them may be kept. `refused`: somebody does not consent, or no longer does. `undocumented`: nobody noted it.
    """

    counts: Counts
    closed: list[str]
    refused: list[str]
    undocumented: list[str]


class SessionSchema(BaseModel):
    """A session, the rule that led to a recording or to notes, and how many took part."""

    id: str
    session: Session
    capture_rule: CaptureRule
    participants: int


class RespondentSchema(BaseModel):
    """A person who took part or was to; `wave`: how many referrals led there; `named_by`: the respondents who named them."""

    id: str
    respondent: Respondent
    wave: int
    named_by: list[str]


class ContactSchema(BaseModel):
    """Somebody who could be asked, and who came of it; how to reach them is in the vault."""

    id: str
    contact: Contact
    wave: int
    respondents: list[str]


class ParticipationSchema(BaseModel):
    """One person in one session and what they agreed to. The label is left out: it may be a name."""

    id: str
    session_id: str
    respondent_id: str
    domains: list[str]
    consent: Consent
    holds: bool
    left: bool


class CellSchema(BaseModel):
    """A number and the ids behind it: of one row, of one value of a group of columns, or of both; of all where neither is given."""

    row: list[str] | None = None
    dimension: str | None = None
    column: list[str] | None = None
    n: int
    ids: list[str]


class SampleTableSchema(BaseModel):
    """`rows` is the table as it reads, with headings and totals; `cells` are its numbers, totals among them, with what they count."""

    name: str
    unit: str
    by: str
    across: list[str]
    rows: list[list[str | int]]
    cells: list[CellSchema]


class RegisteredSchema(BaseModel):
    """What is registered now. `sealed`: names and the like put in the vault. `refused`: imported sessions that may not be shown.
    `to_withdraw`: people whose consent has ended and whose words are still kept, until they are withdrawn.
    """

    study: str
    contacts: int
    respondents: int
    participants: int
    sessions: int
    sealed: int
    refused: list[str]
    to_withdraw: list[str]


@router.get("/register")
def get_register(study_id: str, work: TheWork) -> RegisterSchema:
    """How many contacts, people, participants and sessions, and where consent is missing."""
    _, register = _known(work, study_id)
    return RegisterSchema(
        counts=counts_of(register),
        closed=sorted(register.closed()),
        refused=sorted(register.refused()),
        undocumented=sorted(register.undocumented()),
    )


@router.put("/register")
def replace_register(
    study_id: str,
    work: TheWork,
    sessions: UploadFile | None = None,
    roster: UploadFile | None = None,
    contacts: UploadFile | None = None,
) -> RegisteredSchema:
    """Put uploaded tables (CSV or XLSX) in the place of the present ones: sessions with their roster, contacts, or all."""
    return _upload(work, study_id, sessions, roster, contacts, whole=True)


@router.post("/register")
def add_to_register(
    study_id: str,
    work: TheWork,
    sessions: UploadFile | None = None,
    roster: UploadFile | None = None,
    contacts: UploadFile | None = None,
) -> RegisteredSchema:
    """Add what uploaded tables (CSV or XLSX) tell; what they do not name stays."""
    return _upload(work, study_id, sessions, roster, contacts, whole=False)


@router.get("/sessions")
def list_sessions(study_id: str, work: TheWork, limit: Limit = 100, after: After = "") -> Page[SessionSchema]:
    """Sessions in order of date."""
    _, register = _known(work, study_id)
    here: dict[str, int] = {}
    for part in register.participants():
        here[part.session_id] = here.get(part.session_id, 0) + 1
    found = _after(register.sessions, [s.id for s in register.sessions], limit, after)
    return page(
        [
            SessionSchema(id=s.id, session=s, capture_rule=register.capture_rule(s.id), participants=here.get(s.id, 0))
            for s in found
        ],
        limit,
        lambda one: one.id,
    )


@router.get("/respondents")
def list_respondents(study_id: str, work: TheWork, limit: Limit = 100, after: After = "") -> Page[RespondentSchema]:
    """People of the roster, by their ids."""
    _, register = _known(work, study_id)
    waves, named = register.waves(), register.named_by()
    found = _after(register.respondents, [r.id for r in register.respondents], limit, after)
    people = [RespondentSchema(id=r.id, respondent=r, wave=waves[r.id], named_by=sorted(named[r.id])) for r in found]
    return page(people, limit, lambda one: one.id)


@router.get("/contacts")
def list_contacts(study_id: str, work: TheWork, limit: Limit = 100, after: After = "") -> Page[ContactSchema]:
    """Whom the study was told of, by their ids."""
    _, register = _known(work, study_id)
    waves, came = register.waves(), dict[str, list[str]]()
    for person in register.respondents:
        came.setdefault(person.contact, []).append(person.id)
    found = _after(register.contacts, [c.id for c in register.contacts], limit, after)
    contacts = [ContactSchema(id=c.id, contact=c, wave=waves[c.id], respondents=came.get(c.id, [])) for c in found]
    return page(contacts, limit, lambda one: one.id)


@router.get("/participations")
def list_participations(
    study_id: str, work: TheWork, session: str = "", respondent: str = "", limit: Limit = 100, after: After = ""
) -> Page[ParticipationSchema]:
    """Who takes part in what, and what they agreed to; of one session or one person when asked."""
    _, register = _known(work, study_id)
    stayed = set(register.stayed())
    wanted = [p for p in register.participations if session in ("", p.session_id) and respondent in ("", p.respondent_id)]
    parts = [
        ParticipationSchema(
            id=f"{p.session_id}/{p.respondent_id}",
            session_id=p.session_id,
            respondent_id=p.respondent_id,
            domains=list(p.domains),
            consent=p.consent,
            holds=p.consent.holds,
            left=p not in stayed,
        )
        for p in wanted
    ]
    return page(_after(parts, [p.id for p in parts], limit, after), limit, lambda one: one.id)


@router.get("/samples/{table}.csv", response_class=Response)
def get_sample_csv(
    study_id: str,
    table: TableName,
    work: TheWork,
    language: Language = "",
    several: SeveralDomains = "together",
    percentages: bool = False,
) -> Response:
    """A table of the sample as CSV (UTF-8), with totals."""
    study, register = _known(work, study_id)
    made = sample_table(register, table, domains=[domain.id for domain in study.domains], several=several)
    text = as_csv(made, study, language or study.languages[0], percentages=percentages)
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8")


@router.get("/samples/{table}")
def get_sample(
    study_id: str, table: TableName, work: TheWork, language: Language = "", several: SeveralDomains = "together"
) -> SampleTableSchema:
    """A table of the sample, with the ids behind every number."""
    study, register = _known(work, study_id)
    made = sample_table(register, table, domains=[domain.id for domain in study.domains], several=several)
    places = [(group, value) for group, values in enumerate(made.columns) for value in values]
    cells = [_cell(made.ids()), *(_cell(made.ids(row), row=row) for row in made.rows)]
    cells += [_cell(made.ids(None, group, value), dimension=made.across[group], column=value) for group, value in places]
    cells += [
        _cell(ids, row=row, dimension=made.across[group], column=value) for (row, group, value), ids in made.cells().items()
    ]
    rows = as_rows(made, study, language or study.languages[0])
    return SampleTableSchema(name=made.name, unit=made.unit, by=made.by, across=list(made.across), rows=rows, cells=cells)


def _cell(
    ids: Sequence[str], *, row: Sequence[str] | None = None, dimension: str | None = None, column: Sequence[str] | None = None
) -> CellSchema:
    def listed(value: Sequence[str] | None) -> list[str] | None:
        return None if value is None else list(value)

    return CellSchema(row=listed(row), dimension=dimension, column=listed(column), n=len(ids), ids=list(ids))


def _known(work: Work, study_id: str) -> tuple[Study, Register]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, studies.register(tx, study.id)


def _after(items: Sequence[T], ids: Sequence[str], limit: int, after: str) -> Sequence[T]:
    """One item more than fit on the page that begins behind ``after``. Raises NotFound."""
    if after and after not in ids:
        raise NotFound(f"there is no {after!r} in this list", remedy="give `next` of the page before")
    start = ids.index(after) + 1 if after else 0
    return items[start : start + limit + 1]


def _upload(
    work: Work,
    study_id: str,
    sessions: UploadFile | None,
    roster: UploadFile | None,
    contacts: UploadFile | None,
    *,
    whole: bool,
) -> RegisteredSchema:
    """Read the tables at once; they are gone from the disk when the answer is given, whatever it is."""
    given = {"sessions": sessions, "roster": roster, "contacts": contacts}
    files = {name: file for name, file in given.items() if file is not None}
    for name, file in files.items():
        suffix = Path(file.filename or "").suffix.lower()
        file.filename = name + (suffix if suffix in (".csv", ".xlsx") else "")
    folder = keep(work.settings, list(files.values()))
    try:
        paths = {name: folder / (file.filename or "") for name, file in files.items()}
        outcome = register_people(work, study_id=study_id, **paths, whole=whole)
    except BadRegister as problem:
        where = problem.where.removeprefix(f"{folder}/")
        raise BadRegister(problem.message, where=where, remedy=problem.remedy) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return RegisteredSchema(**outcome)
