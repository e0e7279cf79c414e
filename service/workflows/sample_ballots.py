"""relato ranking enter: ballots that somebody wrote down in a YAML file, entered one after the other. The sample study has such a file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict

from annotations.errors import BadInput
from annotations.validation.records import Answer, Ballot, Validator, Vote
from annotations.yaml_files import read_yaml
from service.storage import ballots
from service.workflows import validation
from service.workflows.work import Outcome, Work

FILE = "ballots.yaml"
ADDED = "wrote a ballot that is entered from {file}, and had not been drawn"


@dataclass(frozen=True)
class WrittenAnswer:
    """As ``annotations.validation.records.Answer``, by change."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    vote: Vote
    rank: int = 0
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True)
class WrittenBallot:
    """``people``: ids of the respondents who answered, together when they are several; ``count``: how many they were, where not all are named.

    ``occasion``: on the form of which it was; ``on``: the day, today when it is not given.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    domain: str
    mode: Literal["telephone", "workshop", "paper"]
    language: str
    answers: Mapping[str, WrittenAnswer]
    people: tuple[str, ...]
    count: int = 0
    occasion: str = ""
    on: datetime.date | None = None


@dataclass(frozen=True)
class WrittenBallots:
    """The whole file."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballots: tuple[WrittenBallot, ...] = field(default_factory=tuple)


def enter_ballots(work: Work, *, study_id: str, file: Path, by: str) -> Outcome:
    """Enter the ballots of a file that are not entered yet, on the newest form of their domain and occasion; a form that is missing is
    made, and so is the draw.

    Who answered and was not drawn is added on purpose, or to the occasion. Killed in the middle, it goes on with the next ballot: who has
    answered a form is not entered again.

    Raises
    ------
    BadInput : the file, with its line, before anything is entered. Conflict, NotFound : a ballot that cannot be entered; earlier ones stay.
    """
    written = read_yaml(file, WrittenBallots, BadInput).ballots
    if nobody := [number for number, one in enumerate(written, 1) if not one.people]:
        raise BadInput("nobody answered this ballot", where=f"{file}: ballot {nobody[0]}", remedy="name the respondents who did")
    domains = dict.fromkeys(one.domain for one in written)
    drawn = {one.domain for one in validation.draws_of(work, study_id)}
    for domain in domains:
        if domain not in drawn:
            validation.draw(work, study_id=study_id, by=by, domain=domain)
    entered, known = 0, 0
    for number, one in enumerate(written, 1):
        work.progress("ballots", number - 1, len(written))
        if _enter(work, study_id, one, by, file) is None:
            known += 1
        else:
            entered += 1
    work.progress("ballots", len(written), len(written))
    return {"study": study_id, "entered": entered, "entered_before": known}


def _enter(work: Work, study_id: str, one: WrittenBallot, by: str, file: Path) -> Ballot | None:
    """None: it was entered before."""
    form_id = _form(work, study_id, one, by)
    who = [_validator(work, study_id, one, person, by, file) for person in one.people]
    with work.store.read() as tx:
        sent = ballots.kept(tx, study_id, form_id=form_id, state="sent")
    if {v for kept in sent for v in kept.ballot.validators} & {person.id for person in who}:
        return None
    return validation.enter(
        work, study_id=study_id, by=by, form_id=form_id, validators=[person.id for person in who], mode=one.mode,
        language=one.language, people=one.count, on=one.on,
        answers=[Answer(change, a.vote, a.comment, a.rank, a.reason) for change, a in one.answers.items()],
    )  # fmt: skip


def _form(work: Work, study_id: str, one: WrittenBallot, by: str) -> str:
    """The newest form with exactly the changes that the ballot answers; made where there is none."""
    here = [
        form
        for form in validation.forms_of(work, study_id)
        if form.domain == one.domain
        and form.occasion == one.occasion
        and {w.change_id for w in form.wordings} == set(one.answers)
    ]
    if here:
        return here[-1].id
    return validation.make_form(work, study_id=study_id, domain=one.domain, by=by, occasion=one.occasion).id


def _validator(work: Work, study_id: str, one: WrittenBallot, person: str, by: str, file: Path) -> Validator:
    known = [v for v in validation.people_of(work, study_id) if v.domain == one.domain and v.respondent_id == person]
    if known:
        return known[0]
    if one.occasion:
        return validation.add_occasion(
            work, study_id=study_id, by=by, domain=one.domain, occasion=one.occasion, respondent_id=person
        )
    why = ADDED.format(file=file.name)
    return validation.add_purposive(work, study_id=study_id, by=by, domain=one.domain, respondent_id=person, reason=why)
