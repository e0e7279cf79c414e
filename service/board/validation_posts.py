"""What people do about validation on its page: draw, add, make forms, give out links, note contacts. Each is one act by who is signed in."""

import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.errors import BadInput
from annotations.validation.state import ContactKind
from service.api.deps import TheWork
from service.board.forms import Posted, chosen_in, text_in
from service.board.pages import Poster, go, link, page
from service.storage import studies
from service.workflows import validation

router = APIRouter(prefix="/{study_id}/validation")
Text = Annotated[str, Form()]
CSV = "text/csv; charset=utf-8"


def _whole(written: str, what: str) -> int | None:
    """Raises BadInput for what is no whole number."""
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise BadInput(f"{written[:20]!r} is no number", remedy=f"write {what} with digits")
    return int(written)


def day_in(written: str) -> datetime.date | None:
    """Raises BadInput for what is no day."""
    try:
        return datetime.date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput(f"{written[:20]!r} is not a day", remedy="write it as year-month-day, such as 2024-02-12") from None


def _host(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


@router.post("/draw")
def draw(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """Draw by lot, or again with a reason."""
    domain, again = text_in(posted, "domain"), bool(text_in(posted, "again"))
    validation.draw(
        work, study_id=study_id, by=reader.name, domain=domain, size=_whole(text_in(posted, "size"), "how many"),
        seed=_whole(text_in(posted, "seed"), "the seed"), again=again, reason=text_in(posted, "reason"),
    )  # fmt: skip
    return go(link(study_id, "validation", domain=domain, segment="people"))


@router.post("/add")
def add(
    study_id: str, work: TheWork, reader: Poster, domain: Text, respondent: Text = "", category: Text = "", occasion: Text = "",
    reason: Text = "",
) -> Response:  # fmt: skip
    """Somebody on purpose, or who is there on an occasion."""
    if occasion:
        validation.add_occasion(
            work, study_id=study_id, by=reader.name, domain=domain, occasion=occasion, respondent_id=respondent, category=category,
            reason=reason,
        )  # fmt: skip
    else:
        validation.add_purposive(
            work, study_id=study_id, by=reader.name, domain=domain, respondent_id=respondent, category=category, reason=reason
        )
    return go(link(study_id, "validation", domain=domain, segment="people"))


@router.post("/forms")
def make_form(study_id: str, work: TheWork, reader: Poster, domain: Text, occasion: Text = "") -> Response:
    made = validation.make_form(work, study_id=study_id, domain=domain, by=reader.name, occasion=occasion)
    return go(link(study_id, "validation", domain=domain, segment=f"form-{made.id}"))


@router.post("/links")
def give_link(
    request: Request, study_id: str, work: TheWork, reader: Poster, validator: Text, form: Text, days: Text = "30"
) -> Response:
    """A link, told on this page and never again."""
    token = validation.new_link(
        work, study_id=study_id, by=reader.name, validator_id=validator, form_id=form, days=_whole(days, "the days") or 0
    )
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    address = validation.link_address(_host(request), token)
    domain = validation.form(work, study.id, form).domain
    return page(
        request, "validation_link.html", study=study, tab="validation", address=address, validator=validator, domain=domain
    )


@router.post("/links.csv")
def give_links(request: Request, study_id: str, work: TheWork, reader: Poster, form: Text, days: Text = "30") -> Response:
    """New links for everybody of the domain who has not answered, as a sheet."""
    sheet = validation.links_sheet(
        work, study_id=study_id, by=reader.name, form_id=form, base_url=_host(request), days=_whole(days, "the days") or 0
    )
    return Response(sheet, media_type=CSV, headers={"Content-Disposition": 'attachment; filename="links.csv"'})


@router.post("/links/revoke")
def revoke_links(study_id: str, work: TheWork, reader: Poster, validator: Text, form: Text, reason: Text = "") -> Response:
    validation.revoke_link(work, study_id=study_id, by=reader.name, validator_id=validator, form_id=form, reason=reason)
    return go(link(study_id, "validation", domain=validation.form(work, study_id, form).domain, segment=f"v-{validator}"))


@router.post("/contacts")
def note_contact(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """What was said to one or several of them, or what came of it."""
    what, who = text_in(posted, "what"), chosen_in(posted, "validator")
    kind: ContactKind | None = next((one for one in get_args(ContactKind) if one == what), None)
    if kind is None or not who:
        raise BadInput("it is not said who, or what was done", remedy="choose at least one person, and what was done")
    on = day_in(text_in(posted, "on"))
    for one in who:
        validation.contact(
            work, study_id=study_id, by=reader.name, validator_id=one, what=kind, channel=text_in(posted, "channel"), on=on,
            reason=text_in(posted, "reason"),
        )  # fmt: skip
    return go(link(study_id, "validation", domain=text_in(posted, "domain"), segment="people"))
