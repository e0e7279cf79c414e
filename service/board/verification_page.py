"""Verification by a third party: how every change stands, the decision whether it is needed, and what verifiers answered."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.validation.records import MODES
from annotations.validation.verification import AGREEMENT_WORDS, Agreement, Said
from annotations.verification_questions import wording_of
from service.api.deps import TheWork
from service.board.forms import Posted, text_in
from service.board.pages import Poster, Reader, go, link, page
from service.board.validation_page import SHARED
from service.storage import studies
from service.workflows import validation

router = APIRouter(prefix="/{study_id}/validation/verification")
Text = Annotated[str, Form()]


@router.get("")
def show(request: Request, study_id: str, work: TheWork, reader: Reader) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    said_c = {one.change_id: one.counts["C"] for one in validation.votes(work, study.id) if one.counts["C"]}
    questions = validation.questions_of(work, study.id)
    return page(
        request, "verification.html", study=study, tab="validation", stand=validation.verifications_of(work, study.id),
        titles={one.id: one.title for one in study.changes}, questions=questions, said_c=said_c,
        wording=wording_of(questions), agreements=AGREEMENT_WORDS, modes=MODES, **SHARED,
    )  # fmt: skip


@router.post("/{change_id}/decide")
def decide(
    study_id: str, change_id: str, work: TheWork, reader: Poster, act: Annotated[Literal["needed", "not_required", "cannot", "can"], Form()],
    reason: Text = "",
) -> Response:  # fmt: skip
    """Whether it has to be verified; whether it stays in the ranking."""
    if act == "cannot":
        validation.cannot_validate(work, study_id=study_id, by=reader.name, change_id=change_id, reason=reason)
    elif act == "can":
        validation.can_be_validated(work, study_id=study_id, by=reader.name, change_id=change_id, reason=reason)
    else:
        validation.decide_verification(work, study_id=study_id, by=reader.name, change_id=change_id, state=act, reason=reason)
    return go(link(study_id, "validation", "verification", segment=change_id))


@router.post("/{change_id}/verify")
def verify(study_id: str, change_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """What a verifier answered."""
    answers = []
    for question in validation.questions_of(work, study_id):
        given = text_in(posted, f"agreement:{question.id}")
        agreement = next((one for one in get_args(Agreement) if one == given), None)
        answers.append(Said(question.id, agreement, text_in(posted, f"comment:{question.id}")))
    validation.verify(
        work, study_id=study_id, by=reader.name, change_id=change_id, verifier=text_in(posted, "verifier"),
        independence=text_in(posted, "independence"), answers=answers, mode=text_in(posted, "mode"), language=text_in(posted, "language"),
        wording=text_in(posted, "wording"),
    )  # fmt: skip
    return go(link(study_id, "validation", "verification", segment=change_id))
