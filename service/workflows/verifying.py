"""Verification by third parties, and the changes that a person takes out of the ranking since they cannot be validated."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Literal

from annotations.errors import BadInput, Conflict
from annotations.studies import Study
from annotations.validation.answering import clean
from annotations.validation.verification import AGREEMENTS, Said, Verification, verifications
from annotations.verification_questions import QUESTIONS, VerificationQuestion, asked_of, wording_of
from service.storage import ballots, changes, stories, studies
from service.storage.act_logs import acts
from service.workflows.change_checks import entry
from service.workflows.silencing import silence
from service.workflows.validation_acts import Acting, acting
from service.workflows.work import Work


def cannot_validate(work: Work, *, study_id: str, by: str, change_id: str, reason: str) -> Verification:
    """The change leaves the ranking, whatever ballots say of it, and waits for verification. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, by, reason, why=True) as doing:
        entry(changes.register(doing.tx, doing.study.id), change_id)
        if change_id in doing.stands().left_ranking:
            raise Conflict(f"{change_id} has left the ranking already", remedy="nothing is to be done")
        doing.done("cannot_validate", change_id)
        return _stands(doing, change_id)


def can_be_validated(work: Work, *, study_id: str, by: str, change_id: str, reason: str) -> Verification:
    """Take ``cannot_validate`` back. Raises BadInput, Conflict."""
    with acting(work, study_id, by, reason, why=True) as doing:
        if change_id not in doing.stands().left_ranking:
            raise Conflict(f"{change_id} has not left the ranking", remedy="nothing is to be done")
        doing.done("can_be_validated", change_id)
        return _stands(doing, change_id)


def decide_verification(
    work: Work, *, study_id: str, by: str, change_id: str, state: Literal["needed", "not_required"], reason: str
) -> Verification:
    """Whether somebody outside has to verify the story, and why, or why not. Raises BadInput, NotFound."""
    if state not in ("needed", "not_required"):
        raise BadInput(
            f"{state!r} cannot be decided", remedy="say needed or not_required; done is what a verifier's answers make it"
        )
    with acting(work, study_id, by, reason, why=True) as doing:
        entry(changes.register(doing.tx, doing.study.id), change_id)
        doing.done(f"verification_{state}", change_id)
        return _stands(doing, change_id)


def verify(
    work: Work,
    *,
    study_id: str,
    by: str,
    change_id: str,
    verifier: str,
    independence: str,
    answers: Sequence[Said],
    mode: str = "",
    language: str = "",
    wording: str = "",
) -> Verification:
    """Enter what a verifier answered about the story as it stands.

    Parameters
    ----------
    verifier : who they are, by what they do, or an id of the team's own; not a name. independence : how it is known that they neither
        told of the change, nor validated it, nor asked about it. wording : of the questions that were asked, as ``wording_of`` has it;
        not looked at when empty. With each answer the wording of its question is kept.

    Raises
    ------
    BadInput : nobody is named, nothing answered, or not what has to be. Conflict : the verifier is a respondent, a validator or one of the
    study's coders; the questions were worded anew since.
    """
    with acting(work, study_id, by) as doing:
        study, tx = doing.study, doing.tx
        found = entry(changes.register(tx, study.id), change_id)
        verifier, independence = clean(verifier), clean(independence)
        _check_independent(doing, verifier, independence)
        told = [replace(one, comment=doing.hide(clean(one.comment))) for one in answers]
        questions = _check_answers(study, told, wording)
        text = stories.latest(tx, study.id, change_id)
        body = {
            "verifier": doing.hide(verifier), "independence": doing.hide(independence), "mode": clean(mode), "language": clean(language),
            "answers": [asdict(one) for one in told],
            "questions": [{"id": one.id, "section": one.section, "text": dict(one.text)} for one in questions], "statement_number": found.statements[-1].number,
            "story_number": text.number if text else 0,
        }  # fmt: skip
        doing.done("verified", change_id, body)
        return _stands(doing, change_id)


def verifications_of(work: Work, study_id: str) -> list[Verification]:
    """How every current change stands, in the order of the register."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = verifications(ballots.acts_shown(tx, study.id, silence(tx, study)), [one.id for one in study.changes])
    return list(found.values())


def questions_of(work: Work, study_id: str) -> tuple[VerificationQuestion, ...]:
    """The study's own questions; else the method's about the sections that the study's template has, and about the change itself."""
    with work.store.read() as tx:
        return _questions(studies.study(tx, study_id))


def _questions(study: Study) -> tuple[VerificationQuestion, ...]:
    return asked_of(study.validation.questions, [one.id for one in study.sections])


def _stands(doing: Acting, change_id: str) -> Verification:
    return verifications(acts(doing.tx, doing.study.id, "validation"), [change_id])[change_id]


def _check_independent(doing: Acting, verifier: str, independence: str) -> None:
    if not verifier or not independence:
        raise BadInput(
            "it is not said who verified, or how it is known that they are independent",
            remedy="say what they are, and that they took no part in interviews, answers or validation",
        )
    study, register = doing.study, studies.register(doing.tx, doing.study.id)
    asked = {one.id for one in doing.stands().validators.values()}
    known = {
        "a respondent": {one.id for one in register.respondents},
        "a validator": asked,
        "one of the study's team": {word for coder in study.coders for word in (coder.id, coder.name, coder.email)},
    }
    for what, ids in known.items():
        if verifier.casefold() in {one.casefold() for one in ids}:
            raise Conflict(f"{verifier} is {what}", remedy="a verifier took no part in the study: ask somebody else")


def _check_answers(study: Study, answers: Sequence[Said], wording: str) -> list[VerificationQuestion]:
    """The questions that are answered. Those of the method can all be, whatever sections the study's template has."""
    if wording and wording != wording_of(_questions(study)):
        raise Conflict("the questions were worded anew meanwhile", remedy="look at them again, and at what was answered")
    asked = study.validation.questions or QUESTIONS
    known = [one.id for one in asked]
    for one in answers:
        if one.question not in known:
            raise BadInput(f"there is no question {one.question!r}", remedy=f"use {', '.join(known)}")
        if one.agreement is not None and one.agreement not in AGREEMENTS:
            raise BadInput(f"{one.agreement!r} is no answer", where=one.question, remedy=f"use {', '.join(AGREEMENTS)}")
    if len({one.question for one in answers}) < len(answers):
        raise BadInput("one question is answered twice", remedy="give one answer for each question")
    if not any(one.agreement for one in answers):
        raise BadInput("no question is answered", remedy=f"answer {', '.join(known)}, or those of them that they can speak to")
    said = {one.question: one for one in answers}
    for question in asked:
        answer = said.get(question.id, Said(question.id))
        if not question.optional and not (answer.agreement or answer.comment):
            raise BadInput(f"{question.id!r} is not answered", remedy="answer it, or comment why they cannot say")
    return [one for one in asked if one.id in said]
