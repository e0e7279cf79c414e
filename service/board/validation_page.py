"""Validation of a domain: who is asked, by which forms and links, what came back, and how many answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.errors import NotFound
from annotations.studies import Study
from annotations.validation.answering import languages_of
from annotations.validation.records import Form, Validator
from annotations.validation.state import CONTACT_KINDS, Contacted
from annotations.validation.words import CHOSEN_WORDS, CONTACT_WORDS, MODE_WORDS, NOT_SHOWN_WORDS
from service.api.deps import TheWork
from service.board.naming import category_names
from service.board.pages import Reader, page
from service.storage import studies
from service.storage.ballots import Kept, Link
from service.workflows import validation
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/validation")
SHARED: dict[str, Any] = {
    "chosen_words": CHOSEN_WORDS,
    "contact_words": CONTACT_WORDS,
    "mode_words": MODE_WORDS,
    "not_shown_words": NOT_SHOWN_WORDS,
}
"""Words that tables of the report use too."""


@dataclass(frozen=True)
class Asked:
    """One validator, and what has happened with them."""

    person: Validator
    contacts: tuple[Contacted, ...]
    link: Link | None
    ballot: Kept | None
    due: bool

    @property
    def standing(self) -> str:
        """In one word: answered, begun, refused and so on by what was noted last, link, nothing."""
        if self.ballot:
            return "answered" if self.ballot.state == "sent" else "begun"
        if self.contacts:
            return self.contacts[-1].what
        return "link" if self.link and self.link.state == "open" else "nothing"


@router.get("")
def show(request: Request, study_id: str, work: TheWork, reader: Reader, domain: str = "") -> Response:
    """One domain at a time, the first of the study when none is named."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        respondents = sorted(one.id for one in studies.register(tx, study.id).respondents)
    domains = validation.domains_of(work, study.id)
    chosen = _domain(study, domains, domain)
    forms = [form for form in validation.forms_of(work, study.id) if form.domain == chosen]
    ids = {form.id for form in forms}
    return page(
        request, "validation.html", study=study, tab="validation", domain=chosen, domains=domains,
        people=_asked(work, study, chosen, forms), forms=forms[::-1], newest=forms[-1] if forms else None,
        draws=[one for one in validation.draws_of(work, study.id) if one.domain == chosen],
        kept=[one for one in validation.ballots_of(work, study.id) if one.ballot.form_id in ids],
        votes=[one for one in validation.votes(work, study.id) if one.form_id in ids], languages=languages_of,
        response=validation.response_table(work, study.id, reader.language), titles=_titles(forms), respondents=respondents,
        left_out=next((one for one in validation.left_out_of(work, study.id, now=False) if one.domain == chosen), None),
        categories=category_names(study), occasions=study.occasions, contact_kinds=CONTACT_KINDS, **SHARED,
    )  # fmt: skip


def _domain(study: Study, domains: Mapping[str, object], domain: str) -> str:
    """Raises NotFound."""
    known = list(domains)
    if domain and domain not in known:
        raise NotFound(f"there is no domain {domain!r}", where=study.id, remedy=f"use one of {', '.join(known)}")
    return domain or (known[0] if known else "")


def _asked(work: Work, study: Study, domain: str, forms: list[Form]) -> list[Asked]:
    """Who is asked about the domain, with the link and the ballot on the newest form that they have one of."""
    contacts, links = validation.contacts_of(work, study.id), validation.links_of(work, study.id)
    kept, due = validation.ballots_of(work, study.id), {one.validator_id for one in validation.reminders_due(work, study.id)}
    place = {form.id: number for number, form in enumerate(forms)}
    found = []
    for one in validation.people_of(work, study.id):
        if one.domain == domain:
            theirs = [k for k in kept if one.id in k.ballot.validators and k.state != "void" and k.ballot.form_id in place]
            found.append(
                Asked(
                    one,
                    tuple(contact for contact in contacts if contact.validator_id == one.id),
                    next((link for link in reversed(links) if link.validator_id == one.id), None),
                    max(theirs, key=lambda k: (k.state == "sent", place[k.ballot.form_id]), default=None),
                    one.id in due,
                )
            )
    return found


def _titles(forms: list[Form]) -> dict[str, object]:
    return {one.change_id: one.title for form in forms for one in form.wordings}
