"""Ballots: filled in through a link, step by step, or entered by somebody who asked by telephone, in a workshop or on paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Literal

from pydantic import ConfigDict

from annotations.errors import BadInput, Conflict, NotFound
from annotations.validation.answering import MIXED, empty, languages_of, merged, missing
from annotations.validation.form_fields import Fields, answers_in
from annotations.validation.records import MODES, Answer, Ballot, Form, Mode, Validator
from annotations.validation.saving import Collision, Page, fingerprint_of, weighed, written
from annotations.validation.state import Validation
from service.storage import ballots, studies
from service.storage.act_logs import append
from service.storage.ballots import Kept, Link
from service.storage.transactions import Tx, now
from service.workflows.memos import hiding
from service.workflows.silencing import silence
from service.workflows.validation_acts import acting, form_of, standing, validator_of
from service.workflows.work import Work

LinkStanding = Literal["open", "used", "expired", "revoked", "unknown"]


@dataclass(frozen=True)
class Opened:
    """What a link opens. Of a link that is not open nothing is told but its state; ``ballot`` is None until it is begun."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    state: LinkStanding
    study_id: str = ""
    validator: Validator | None = None
    form: Form | None = None
    ballot: Ballot | None = None
    languages: tuple[str, ...] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Saved:
    """What came of the save of a page. ``late``: a later one of the same page is kept already, so that this one changed nothing."""

    ballot: Ballot
    collisions: tuple[Collision, ...] = ()
    late: bool = False


def look_up(work: Work, token: str) -> Opened:
    """What the link opens now. Nothing is written."""
    with work.store.read() as tx:
        link = ballots.link(tx, token)
        if link is None or link.state != "open":
            return Opened(link.state if link else "unknown")
        found = standing(tx, studies.study(tx, link.study_id))
        if link.validator_id in ballots.withdrawn(tx, link.study_id, found):
            return Opened("revoked")
        form, validator = found.forms[link.form_id], found.validators[link.validator_id]
        ballot = _open_ballot(tx, link)
    return Opened("open", link.study_id, validator, form, ballot, languages_of(form), link.expires_at)


def begin(work: Work, token: str, *, language: str) -> Ballot:
    """Begin the ballot of a link, or go on with the one that was begun, in this language. Raises NotFound, Conflict, BadInput."""
    with work.store.begin() as tx:
        link, form, validator = _opened(tx, token)
        _check_language(form, language)
        ballot = _open_ballot(tx, link) or _new(tx, link.study_id, form, [validator], "web", language, 1)
        return ballots.save(tx, link.study_id, replace(ballot, language=language), "open").ballot


def save_answers(work: Work, token: str, answers: Sequence[Answer]) -> Ballot:
    """Keep these answers in the place of what was answered of the same changes; others stay. Raises NotFound, Conflict, BadInput."""
    with work.store.begin() as tx:
        link, form, _ = _opened(tx, token)
        ballot = _begun(tx, link)
        hide = hiding(work.settings, tx, studies.study(tx, link.study_id))
        told = [replace(one, comment=hide(one.comment), reason=hide(one.reason)) for one in answers]
        ballot = replace(ballot, answers=merged(form, ballot.answers, told))
        return ballots.save(tx, link.study_id, ballot, "open").ballot


def save_page(work: Work, token: str, posted: Fields, page: Page) -> Saved:
    """Keep what a page of the form holds, but not over what another page, or a later save of this one, has written since.

    Raises NotFound, Conflict, BadInput.
    """
    with work.store.begin() as tx:
        link, form, _ = _opened(tx, token)
        ballot = _begun(tx, link)
        saves = ballots.saves_of(tx, link.study_id, ballot.id)
        if saves.late(page):
            return Saved(ballot, late=True)
        answers, collisions = weighed(saves, page, ballot.answers, answers_in(posted, form, ballot.answers))
        hide = hiding(work.settings, tx, studies.study(tx, link.study_id))
        told = [replace(one, comment=hide(one.comment), reason=hide(one.reason)) for one in answers if one not in ballot.answers]
        after = merged(form, ballot.answers, told)
        if (fields := written(ballot.answers, after)) or page.number:
            ballot = replace(ballot, answers=after)
            ballots.save(tx, link.study_id, ballot, "open", saves.after(page, fields))
        return Saved(ballot, collisions)


def send(work: Work, token: str, seen: str = "") -> Ballot:
    """Send the ballot: from now on it counts, and the link is used. Raises NotFound, Conflict (something is missing).

    ``seen``: the fingerprint of the ballot as it was looked at before; where it is another one now it is not sent, and has no ``sent_at``.
    """
    with work.store.begin() as tx:
        link, form, validator = _opened(tx, token)
        ballot = _begun(tx, link)
        if seen and seen != fingerprint_of(ballot.answers):
            return ballot
        _check_complete(form, ballot)
        _check_first(tx, link.study_id, form, [validator])
        ballot = replace(ballot, sent_at=now())
        _count(tx, link.study_id, ballot)
        append(tx, link.study_id, "validation", validator.id, "ballot_sent", ballot.id, {"form_id": form.id, "mode": ballot.mode})
        return ballot


def enter(
    work: Work,
    *,
    study_id: str,
    by: str,
    form_id: str,
    validators: Sequence[str],
    mode: Mode,
    language: str,
    answers: Sequence[Answer],
    people: int = 0,
    on: date | None = None,
    reason: str = "",
) -> Ballot:
    """Enter a ballot that was given by telephone, in person, in a workshop or on paper; it counts at once.

    Parameters
    ----------
    validators : several who answered together are one ballot. people : how many they were, when not all of them are named; at least
        as many as there are validators. on : the day on which they answered, today when None.

    Raises
    ------
    BadInput, NotFound : an answer that cannot be given. Conflict : a change without a vote, or somebody who has sent a ballot on this form.
    """
    if mode not in MODES or mode == "web":
        raise BadInput(f"{mode!r} is not entered", remedy=f"use {', '.join(one for one in MODES if one != 'web')}")
    if not validators or len(set(validators)) < len(validators):
        raise BadInput("nobody answered, or one of them is named twice", remedy="name each validator once")
    if people and people < len(validators):
        raise BadInput(f"{people} people cannot be {len(validators)} validators", remedy="give how many they were, all together")
    with acting(work, study_id, by, reason) as doing:
        found, tx = doing.stands(), doing.tx
        form = form_of(found, form_id)
        who = [validator_of(found, one) for one in validators]
        _check_asked(found, form, who, ballots.withdrawn(tx, doing.study.id, found))
        _check_language(form, language)
        _check_first(tx, doing.study.id, form, who)
        told = [replace(one, comment=doing.hide(one.comment), reason=doing.hide(one.reason)) for one in answers]
        ballot = _new(tx, doing.study.id, form, who, mode, language, people or len(who))
        ballot = replace(
            ballot, answers=merged(form, ballot.answers, told, strict=True), sent_at=_moment(on), entered_by=doing.by
        )
        _check_complete(form, ballot)
        _count(tx, doing.study.id, ballot)
        body = {"form_id": form.id, "mode": mode, "validators": list(validators), "people": ballot.people}
        doing.done("ballot_entered", ballot.id, body)
        return ballot


def void(work: Work, *, study_id: str, by: str, ballot_id: str, reason: str) -> Ballot:
    """The ballot does not count, and stays readable; its validators can answer again. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, by, reason, why=True) as doing:
        found = ballots.kept(doing.tx, doing.study.id, ids=[ballot_id])
        if not found:
            raise NotFound(f"there is no ballot {ballot_id!r}", remedy="look with `relato validate ballots`")
        if found[0].state == "void":
            raise Conflict(f"{ballot_id} is void already", remedy="nothing is to be done")
        ballots.save(doing.tx, doing.study.id, found[0].ballot, "void")
        doing.done("ballot_void", ballot_id)
        return found[0].ballot


def ballots_of(work: Work, study_id: str) -> list[Kept]:
    """Every ballot, also those begun and not sent, and void ones; without what people whose consent has ended wrote or are quoted with."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        hush, left = silence(tx, study), ballots.withdrawn(tx, study.id, ballots.validation(tx, study.id))
        kept = ballots.kept(tx, study.id)
        return [replace(one, ballot=ballots.answers_shown(one.ballot, hush, left)) for one in kept]


def _opened(tx: Tx, token: str) -> tuple[Link, Form, Validator]:
    """Raises NotFound: nobody was given this link; Conflict: it is used, revoked or has expired."""
    link = ballots.link(tx, token)
    if link is None:
        raise NotFound("there is no such link", remedy="open it exactly as it was given")
    studies.lock(tx, link.study_id)
    link = ballots.link(tx, token) or link  # somebody may have been there while we waited
    found = ballots.validation(tx, link.study_id)
    state = "revoked" if link.validator_id in ballots.withdrawn(tx, link.study_id, found) else link.state
    if state != "open":
        said = {"used": "has been used", "expired": "has expired", "revoked": "was closed"}[state]
        raise Conflict(f"the link {said}", remedy="ask who gave it for another one")
    return link, found.forms[link.form_id], found.validators[link.validator_id]


def _open_ballot(tx: Tx, link: Link) -> Ballot | None:
    here = ballots.kept(tx, link.study_id, form_id=link.form_id, state="open")
    return next((one.ballot for one in here if one.ballot.validators == (link.validator_id,)), None)


def _begun(tx: Tx, link: Link) -> Ballot:
    ballot = _open_ballot(tx, link)
    if ballot is None:
        raise Conflict("the ballot is not begun", remedy="begin it with a language")
    return ballot


def _new(tx: Tx, study_id: str, form: Form, who: Sequence[Validator], mode: Mode, language: str, people: int) -> Ballot:
    groups = {one.category for one in who}
    return Ballot(
        id=ballots.new_id(tx, study_id),
        form_id=form.id,
        domain=form.domain,
        validators=tuple(one.id for one in who),
        group=groups.pop() if len(groups) == 1 else MIXED,
        mode=mode,
        language=language,
        answers=empty(form),
        people=people,
        interested=any(one.interested for one in who),
    )


def _count(tx: Tx, study_id: str, ballot: Ballot) -> None:
    """The ballot counts from now on: its links are used, and what was begun by one of them beside it and never sent is void."""
    ballots.save(tx, study_id, ballot, "sent")
    ballots.use(tx, study_id, ballot.validators, ballot.form_id)
    for one in ballots.kept(tx, study_id, form_id=ballot.form_id, state="open"):
        if set(one.ballot.validators) <= set(ballot.validators):
            ballots.save(tx, study_id, one.ballot, "void")


def _check_asked(found: Validation, form: Form, who: Sequence[Validator], withdrawn: Collection[str]) -> None:
    for one in who:
        if one.id in withdrawn:
            raise Conflict(f"{one.id} has withdrawn", remedy="enter nothing of theirs")
        if one.domain != form.domain:
            raise BadInput(f"{one.id} is asked about {one.domain}, the form is about {form.domain}", remedy="use their form")
        if one.id in found.gone:
            raise Conflict(f"{one.id} is not asked any more: drawn once, and not in the later draw", remedy="add them on purpose")


def _check_language(form: Form, language: str) -> None:
    known = languages_of(form)
    if language not in known:
        raise BadInput(
            f"the form {form.id} is not worded in {language!r}",
            remedy=f"use {', '.join(known)}" if known else "word its changes first",
        )


def _check_complete(form: Form, ballot: Ballot) -> None:
    if left := [one.change_id for one in missing(form, ballot.answers)]:
        raise Conflict(f"nothing is said of {', '.join(left)}", remedy="vote A, B or C for each change")


def _check_first(tx: Tx, study_id: str, form: Form, who: Sequence[Validator]) -> None:
    here = {one.id for one in who}
    for one in ballots.kept(tx, study_id, form_id=form.id, state="sent"):
        if here & set(one.ballot.validators):
            again = ", ".join(sorted(here & set(one.ballot.validators)))
            raise Conflict(
                f"{again} answered this form already, with {one.ballot.id}",
                remedy="declare that ballot void first, with a reason",
            )


def _moment(on: date | None) -> datetime:
    """The moment that stands for a day: noon of it, now when it is today."""
    at = now()
    if on is None or on == at.date():
        return at
    if on > at.date():
        raise BadInput(f"{on} is still to come", remedy="give the day on which they answered")
    return datetime.combine(on, time(12), UTC)
