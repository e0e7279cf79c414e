"""Ballots on the board: entering what was said by telephone, in a workshop or on paper; one ballot to read; the form to print."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.errors import BadInput, NotFound
from annotations.validation.answering import languages_of, remarks
from annotations.validation.corrections import OUTCOMES
from annotations.validation.form_fields import answers_in
from annotations.validation.form_words import FORM_WORDS, VOTE_WORDS
from annotations.validation.paper_form import PAPERS, paper_form
from annotations.validation.records import MODES, Validator
from annotations.validation.words import REMARK_WORDS
from service.api.deps import TheWork
from service.board.forms import Posted, chosen_in, text_in
from service.board.naming import category_names
from service.board.pages import Poster, Reader, go, link, page
from service.board.validation_page import SHARED
from service.board.validation_posts import day_in
from service.storage import studies
from service.workflows import validation
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/validation")
BY_HAND = tuple(mode for mode in MODES if mode != "web")


@router.get("/enter")
def entry(request: Request, study_id: str, work: TheWork, reader: Reader, form: str = "", language: str = "") -> Response:
    """The form to fill in for others; which form, when none is named."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    forms = validation.forms_of(work, study.id)
    chosen = validation.form(work, study.id, form) if form else None
    known = languages_of(chosen) if chosen else ()
    return page(
        request, "ballot_entry.html", study=study, tab="validation", forms=forms, form=chosen, languages=known, modes=BY_HAND,
        reading=language if language in known else reader.language if reader.language in known else known[0] if known else "",
        people=_waiting(work, study.id, chosen.domain, chosen.id) if chosen else [], categories=category_names(study),
        votes=VOTE_WORDS, form_words=FORM_WORDS, domains={one.id: one.name for one in study.domains}, **SHARED,
    )  # fmt: skip


def _waiting(work: Work, study_id: str, domain: str, form_id: str) -> list[Validator]:
    """Who is asked about the domain and has not sent a ballot on this form."""
    sent = [one.ballot for one in validation.ballots_of(work, study_id) if one.state == "sent" and one.ballot.form_id == form_id]
    answered = {who for ballot in sent for who in ballot.validators}
    return [one for one in validation.people_of(work, study_id) if one.domain == domain and one.id not in answered]


@router.post("/enter")
def enter(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """What one validator or several together answered, as it was said or written."""
    form = validation.form(work, study_id, text_in(posted, "form"))
    mode = next((one for one in BY_HAND if one == text_in(posted, "mode")), None)
    people = text_in(posted, "people") or "0"
    if mode is None or not (people.isascii() and people.isdecimal() and len(people) < 7):
        raise BadInput(
            "it is not said how they answered, or how many they were", remedy="choose how, and write how many with digits"
        )
    made = validation.enter(
        work, study_id=study_id, by=reader.name, form_id=form.id, validators=chosen_in(posted, "validator"), mode=mode,
        language=text_in(posted, "language"), answers=answers_in(posted, form), people=int(people), on=day_in(text_in(posted, "on")),
        reason=text_in(posted, "reason"),
    )  # fmt: skip
    return go(link(study_id, "validation", "ballots", made.id))


@router.get("/ballots/{ballot_id}")
def show(request: Request, study_id: str, ballot_id: str, work: TheWork, reader: Reader) -> Response:
    """What one ballot says, beside the wording that it was about."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    kept = next((one for one in validation.ballots_of(work, study.id) if one.ballot.id == ballot_id), None)
    if kept is None:
        raise NotFound(f"there is no ballot {ballot_id!r}", where=study.id, remedy="look at the list of ballots of its domain")
    return page(
        request, "ballot.html", study=study, tab="validation", kept=kept, ballot=kept.ballot, votes=VOTE_WORDS,
        form=validation.form(work, study.id, kept.ballot.form_id), categories=category_names(study), form_words=FORM_WORDS,
        answers={one.change_id: one for one in kept.ballot.answers}, remarks=remarks(kept.ballot.answers), remark_words=REMARK_WORDS,
        domains={one.id: one.name for one in study.domains}, outcomes=OUTCOMES,
        corrections=validation.corrections_of(work, study.id, ballot_id=ballot_id), **SHARED,
    )  # fmt: skip


@router.post("/ballots/{ballot_id}/correct")
def correct(study_id: str, ballot_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """A comment taken up as a factual correction, or what came of it."""
    change_id, story = text_in(posted, "change"), text_in(posted, "story") or "0"
    outcome = next((one for one in OUTCOMES if one == text_in(posted, "outcome")), None)
    if outcome is None or not (story.isascii() and story.isdecimal() and len(story) < 7):
        raise BadInput(
            "it is not said what came of it, or in which version", remedy="choose what, and write the version with digits"
        )
    validation.correct(
        work, study_id=study_id, by=reader.name, ballot_id=ballot_id, change_id=change_id, outcome=outcome, story=int(story),
        text=text_in(posted, "text"), reason=text_in(posted, "reason"),
    )  # fmt: skip
    return go(link(study_id, "validation", "ballots", ballot_id, segment=f"k-{ballot_id}-{change_id}"))


@router.post("/ballots/{ballot_id}/void")
def void(study_id: str, ballot_id: str, work: TheWork, reader: Poster, reason: Annotated[str, Form()] = "") -> Response:
    """It does not count, and stays readable."""
    validation.void(work, study_id=study_id, by=reader.name, ballot_id=ballot_id, reason=reason)
    return go(link(study_id, "validation", "ballots", ballot_id))


@router.get("/forms/{form_id}/paper.pdf")
def paper(
    study_id: str, form_id: str, work: TheWork, reader: Reader, language: str = "", validator: str = "", size: str = PAPERS[0]
) -> Response:
    """The form to print, in one of the languages that it is worded in."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    form = validation.form(work, study.id, form_id)
    known = languages_of(form)
    chosen = language or (reader.language if reader.language in known else known[0] if known else "")
    pdf = paper_form(form, study, chosen, code=validator[:40], paper=size)
    name = f"{form.id}-{chosen}.pdf"
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
