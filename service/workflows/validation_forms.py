"""The forms: what is put to people about a domain, worded as the register and the stories stand, and the links to them."""

import csv
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from annotations.answer_sheets import safe
from annotations.changes.register import ChangeRegister
from annotations.errors import BadInput, Conflict, NotFound
from annotations.stories.silence import Silence
from annotations.studies import Change, Study
from annotations.validation.answering import languages_of
from annotations.validation.records import Form, Wording
from annotations.validation.state import Validation
from annotations.validation.state import form_of as form_in
from annotations.validation.summaries import summary_of
from service.storage import ballots, changes, stories, studies
from service.storage.ballots import Link
from service.storage.transactions import Tx, now
from service.workflows.past import histories
from service.workflows.silencing import silence
from service.workflows.validatable import LeftOut, kept_out, why
from service.workflows.validation_acts import acting, check_domain, form_of, standing, validator_of
from service.workflows.validation_people import today
from service.workflows.work import Work

_form = TypeAdapter(Form)
Parts = Mapping[str, Sequence[Mapping[str, Any]]]
"""By change, the sentences of its summary with what each cites."""


def make_form(work: Work, *, study_id: str, domain: str, by: str, occasion: str = "") -> Form:
    """The form of a domain as the register stands now; the form that there is when nothing on it has changed.

    On it are the changes of the domain that were saturated by today, or before the day of the occasion, and did not leave the ranking; the
    others stand in ``not_shown`` with why: ``not_saturated``, ``cannot_validate``.

    Raises
    ------
    Conflict : there is nothing to put on it, or no language in which all of it is worded. NotFound : no such domain or occasion.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    check_domain(study, domain)
    day = _day(study, occasion)
    pasts = {change.id: past for change, past in histories(work, study.id)}
    with acting(work, study.id, by) as doing:
        tx, found = doing.tx, doing.stands()
        here = [one for one in studies.study(tx, study.id).changes if one.domain == domain]
        out = kept_out(studies.study(tx, study.id), domain, pasts, found, day)
        shown = [one for one in here if one.id not in out]
        if not shown:
            raise Conflict(
                f"no change of {domain} can be put to people: {why(LeftOut(domain, tuple(out.items())))}",
                remedy="wait until one is saturated (`relato saturation`)",
            )
        register = changes.register(tx, study.id)
        hush = silence(tx, study)
        told = [_wording(tx, study, register, one, hush) for one in shown]
        parts = {wording.change_id: summary for wording, summary in told}
        number = 1 + sum(one.domain == domain for one in found.forms.values())
        form = Form(f"{domain}-{number}", domain, number, tuple(one for one, _ in told), tuple(out.items()), occasion)
        body = {"form": _form.dump_python(form, mode="json"), "parts": parts}
        if not languages_of(form):
            raise Conflict(
                f"no language has the statements of all of {', '.join(one.id for one in shown)}",
                remedy="word them in one language: `relato changes restate`",
            )
        if (last := _last(found, domain, occasion)) and _same(last, body):
            return last
        doing.done("form_made", form.id, body)
        return doing.stands().forms[form.id]


def forms_of(work: Work, study_id: str) -> list[Form]:
    """Every form that was ever made, in order."""
    with work.store.read() as tx:
        return list(standing(tx, studies.study(tx, study_id)).forms.values())


def form(work: Work, study_id: str, form_id: str) -> Form:
    """Raises NotFound."""
    with work.store.read() as tx:
        return form_of(standing(tx, studies.study(tx, study_id)), form_id)


def new_link(work: Work, *, study_id: str, by: str, validator_id: str, form_id: str, days: int = 30) -> str:
    """A link for one validator to one form, open for so many days or until the ballot is sent: its secret part, that is told only now.

    An earlier link of theirs to this form is closed; what they answered there stays. Raises BadInput, Conflict, NotFound.
    """
    return _links(work, study_id, by, form_id, [validator_id], days)[validator_id]


def links_sheet(
    work: Work, *, study_id: str, by: str, form_id: str, base_url: str, validators: Sequence[str] = (), days: int = 30
) -> bytes:
    """New links to a form, as a CSV table of validators, respondents and links, for those named or everybody of the domain who has not
    answered it. To be kept like the roster: who has a link can answer for its validator.
    """
    wanted = list(validators) or _without_answer(work, study_id, form_id)
    tokens = _links(work, study_id, by, form_id, wanted, days)
    with work.store.read() as tx:
        people = ballots.validation(tx, studies.study(tx, study_id).id).validators
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet)
    table.writerow(["validator", "respondent", "category", "link"])
    for one in wanted:
        person = people[one]
        table.writerow([safe(c) for c in (one, person.respondent_id, person.category, link_address(base_url, tokens[one]))])
    return sheet.getvalue().encode("utf-8-sig")


def link_address(base_url: str, token: str) -> str:
    """Where the form of a link is served."""
    return f"{base_url.rstrip('/')}/v/{token}"


def revoke_link(work: Work, *, study_id: str, by: str, validator_id: str, form_id: str, reason: str = "") -> int:
    """Close the open links of a validator to a form; how many. Raises NotFound."""
    with acting(work, study_id, by, reason) as doing:
        found = doing.stands()
        validator_of(found, validator_id)
        form_of(found, form_id)
        closed = ballots.revoke(doing.tx, doing.study.id, validator_id, form_id)
        if closed:
            doing.done("link_revoked", validator_id, {"form_id": form_id})
        return closed


def links_of(work: Work, study_id: str) -> list[Link]:
    """Every link that was made, and whether it is open, used, expired or closed."""
    with work.store.read() as tx:
        return ballots.links(tx, studies.study(tx, study_id).id)


def _links(work: Work, study_id: str, by: str, form_id: str, wanted: Sequence[str], days: int) -> dict[str, str]:
    if days < 1:
        raise BadInput(f"a link cannot be open for {days} days", remedy="give 1 or more")
    made = {}
    with acting(work, study_id, by) as doing:
        found, study = doing.stands(), doing.study
        form = form_of(found, form_id)
        answered = _answered(doing.tx, study.id, form_id)
        withdrawn = ballots.withdrawn(doing.tx, study.id, found)
        for one in wanted:
            validator = validator_of(found, one)
            if validator.domain != form.domain or one in found.gone:
                raise Conflict(f"{one} is not asked about {form.domain}", remedy="use a form of their domain")
            if one in withdrawn:
                raise Conflict(f"{one} has withdrawn", remedy="ask them nothing more")
            if one in answered:
                raise Conflict(f"{one} has answered this form", remedy="declare their ballot void first, with a reason")
            made[one] = secrets.token_urlsafe(24)
            until = now() + timedelta(days=days)
            ballots.add_link(doing.tx, study.id, made[one], one, form_id, until)
            doing.done("link_made", one, {"form_id": form_id, "expires_at": until.isoformat()})
    return made


def _without_answer(work: Work, study_id: str, form_id: str) -> list[str]:
    with work.store.read() as tx:
        study_id = studies.study(tx, study_id).id
        found = ballots.validation(tx, study_id)
        done = _answered(tx, study_id, form_id) | ballots.withdrawn(tx, study_id, found)
        return [one.id for one in found.of_domain(form_of(found, form_id).domain) if one.id not in done]


def _answered(tx: Tx, study_id: str, form_id: str) -> set[str]:
    return {v for kept in ballots.kept(tx, study_id, form_id=form_id, state="sent") for v in kept.ballot.validators}


def _day(study: Study, occasion: str) -> date:
    """The last day whose sessions count: what is put before people on a day was written before it."""
    if not occasion:
        return today()
    for one in study.occasions:
        if one.id == occasion:
            return one.date - timedelta(days=1)
    known = ", ".join(one.id for one in study.occasions)
    raise NotFound(f"there is no occasion {occasion!r}", remedy=f"use one of {known}" if known else "write it in the study first")


def _wording(
    tx: Tx, study: Study, register: ChangeRegister, change: Change, hush: Silence
) -> tuple[Wording, list[dict[str, Any]]]:
    told = stories.latest(tx, study.id, change.id)
    parts = [
        {"section": part.section, "text": part.text, "cites": list(part.cites)}
        for part in (summary_of(hush.of_text(told.text)) if told else ())
        if not set(part.cites) & hush.ids
    ]
    number = register.entries[change.id].statements[-1].number
    return Wording(change.id, change.kind, change.title, change.statement, {}, number, told.number if told else 0), parts


def _last(found: Validation, domain: str, occasion: str) -> Form | None:
    here = [one for one in found.forms.values() if (one.domain, one.occasion) == (domain, occasion)]
    return here[-1] if here else None


def _same(last: Form, body: Mapping[str, Any]) -> bool:
    return replace(form_in(body), id=last.id, number=last.number) == last
