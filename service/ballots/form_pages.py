"""The pages of the form, one for each stage: read and agree, rank, look again, send. Each saves what it held before it goes on.

To look at a page changes nothing: those who send links on look into them first. The address is the key, so a form needs no other proof of
where it comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.errors import NotFound, NotReady
from annotations.studies import Study, Words
from annotations.validation.answering import Remark, missing, rankable, remarks
from annotations.validation.form_fields import answers_in, top_without_reason
from annotations.validation.records import Answer, Ballot, Form, Wording
from annotations.validation.saving import Collision, fingerprint_of
from service.api.deps import TheWork
from service.ballots.page_marks import marks_of, page_in
from service.ballots.pages import LinkClosed, go, page, reading_language
from service.ballots.posted import Fields, Posted, text_in
from service.board import words
from service.board.words import asked_language
from service.storage import studies
from service.workflows import validation_ballots
from service.workflows.validation_ballots import Opened
from service.workflows.work import Work

router = APIRouter()
STAGES = ("agree", "rank", "review")


@dataclass(frozen=True)
class Shown:
    """The form of a link as its validator has it before them."""

    study: Study
    form: Form
    ballot: Ballot | None
    opened: Opened

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.ballot.answers if self.ballot else ()

    @property
    def domain(self) -> Words:
        return {domain.id: domain.name for domain in self.study.domains}.get(self.form.domain) or {"": self.form.domain}

    @property
    def unvoted(self) -> tuple[str, ...]:
        return tuple(one.change_id for one in missing(self.form, self.answers))

    @property
    def ranked(self) -> list[Wording]:
        """What can be ranked: what was voted A or B."""
        return [one for one in self.form.wordings if one.change_id in rankable(self.answers)]

    def remarked(self, what: Remark) -> tuple[str, ...]:
        return dict(remarks(self.answers)).get(what, ())

    def answer(self, change_id: str) -> Answer:
        return next((one for one in self.answers if one.change_id == change_id), Answer(change_id))


def _shown(work: Work, token: str) -> Shown:
    """Raises NotFound for a link that nobody was given, LinkClosed for one that was used, ran out or was taken back, NotReady."""
    opened = validation_ballots.look_up(work, token)
    if opened.state == "unknown" or (opened.state == "open" and opened.form is None):
        raise NotFound("there is no such link")
    if opened.form is None or opened.state != "open":
        raise LinkClosed(opened.state)
    if not opened.languages:
        raise NotReady("no language has all statements of the form", where=opened.form.id)
    with work.store.read() as tx:
        return Shown(studies.study(tx, opened.study_id), opened.form, opened.ballot, opened)


def _page(request: Request, token: str, stage: str, one: Shown, **context: Any) -> Response:
    language = reading_language(request, one.opened.languages, one.ballot.language if one.ballot else "")
    given: dict[str, Any] = {
        "one": one, "form": one.form, "study": one.study, "stage": stage, "address": f"/v/{token}", "asked": "",
        "until": words.day(one.opened.expires_at, asked_language(language, "", "")),
        "others": [other for other in one.opened.languages if other != language],
        "marks": marks_of(one.answers), "seen": fingerprint_of(one.answers), "collisions": (),
    }  # fmt: skip
    return page(request, f"{stage}.html", language=language, **given | context)


@router.get("/-/thanks")
def thanks(request: Request) -> Response:
    """The link is used now; this page has no key in its address."""
    return page(request, "closed.html", state="thanks")


@router.get("/{token}")
def begin_page(request: Request, token: str, work: TheWork) -> Response:
    """What it is about; who has begun comes back to where they were."""
    one = _shown(work, token)
    if not one.ballot:
        return _page(request, token, "begin", one)
    unranked = one.ranked and not any(answer.rank for answer in one.answers)
    return go(f"/v/{token}/{'agree' if one.unvoted else 'rank' if unranked else 'review'}")


@router.post("/{token}")
def begin(token: str, work: TheWork, posted: Posted) -> Response:
    one = _shown(work, token)
    language = text_in(posted, "language")
    known = one.opened.languages
    validation_ballots.begin(work, token, language=language if language in known else known[0])
    return go(f"/v/{token}")


@router.get("/{token}/{stage}")
def stage_page(request: Request, token: str, stage: str, work: TheWork, asked: str = "") -> Response:
    """``asked``: say what is missing on it, or that it was saved."""
    one = _shown(work, token)
    if stage not in STAGES:
        raise NotFound("there is no such page")
    if not one.ballot:
        return go(f"/v/{token}")
    if stage != "agree" and one.unvoted:
        return go(f"/v/{token}/agree?asked=missing")
    if stage == "rank" and not one.ranked:
        return go(f"/v/{token}/review")
    return _stage_page(request, token, stage, one, asked=asked)


def _stage_page(request: Request, token: str, stage: str, one: Shown, **context: Any) -> Response:
    return _page(
        request, token, stage, one, unvoted=one.unvoted, without_comment=one.remarked("c_without_comment"),
        unranked=one.remarked("not_ranked"), top_without_reason=top_without_reason(one.answers), **context,
    )  # fmt: skip


@router.post("/{token}/send")
def send(token: str, work: TheWork, posted: Posted) -> Response:
    """The whole ballot, unless another page changed it after it was looked at; from then on the link is used."""
    one = _shown(work, token)
    if not one.ballot or one.unvoted:
        return go(f"/v/{token}")
    sent = validation_ballots.send(work, token, text_in(posted, "seen"))
    return go(f"/v/-/thanks?lang={sent.language}" if sent.sent_at else f"/v/{token}/review?asked=changed")


@router.post("/{token}/{stage}")
def save(request: Request, token: str, stage: str, work: TheWork, posted: Posted) -> Response:
    """Save what the page held, but not over what another page wrote meanwhile; then on, back, or the same page in another language."""
    one = _shown(work, token)
    if stage not in STAGES:
        raise NotFound("there is no such page")
    if not one.ballot:
        return go(f"/v/{token}")
    wish, saved = text_in(posted, "go"), validation_ballots.save_page(work, token, posted, page_in(posted))
    if wish == "quiet":
        return Response(status_code=409 if saved.collisions else 204)
    if saved.collisions:
        return _collided(request, token, stage, replace(one, ballot=saved.ballot), posted, saved.collisions)
    language = text_in(posted, "lang")
    if language in one.opened.languages:
        validation_ballots.begin(work, token, language=language)
        return go(f"/v/{token}/{stage}")
    return go(f"/v/{token}/{_onward(_shown(work, token), stage, wish, bool(text_in(posted, 'asked')))}")


def _collided(request: Request, token: str, stage: str, one: Shown, posted: Fields, collisions: Sequence[Collision]) -> Response:
    """The page again, with both wordings of what two pages wrote: what this one held stands in its fields, and is saved when it is posted
    again, since the page has seen the other now."""
    here = {answer.change_id: answer for answer in answers_in(posted, one.form, one.answers)}
    fields = {(each.change_id, each.field) for each in collisions}
    told = [
        replace(kept, **{name: getattr(here[kept.change_id], name) for id_, name in fields if id_ == kept.change_id})
        for kept in one.answers
    ]
    given = {"asked": "elsewhere", "collisions": collisions, "marks": marks_of(one.answers), "status": 409}
    assert one.ballot is not None  # what two pages wrote is begun
    return _stage_page(request, token, stage, replace(one, ballot=replace(one.ballot, answers=tuple(told))), **given)


def _onward(one: Shown, stage: str, wish: str, asked: bool) -> str:
    """Where to after saving: the same page while a vote is missing, and once more to ask for what helps and need not be said."""
    if wish == "save":
        return f"{stage}?asked=saved"
    if wish == "back":
        return "agree"
    if stage == "agree":
        wanted = one.remarked("c_without_comment") and not asked
        return "agree?asked=missing" if one.unvoted or wanted else "rank"
    return "rank?asked=missing" if top_without_reason(one.answers) and not asked else "review"
