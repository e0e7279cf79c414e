"""On the page of a story: somebody judges the change under a rubric, or takes a judgement back."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from service.api.deps import TheWork
from service.board.forms import Posted, ids_in, text_in
from service.board.pages import Poster, go, link
from service.workflows import judging

router = APIRouter(prefix="/{study_id}/stories/{change_id}")


@router.post("/judge/{rubric_id}")
def judge(
    study_id: str, change_id: str, rubric_id: str, work: TheWork, reader: Poster, posted: Posted,
    version: Annotated[int, Form()], level: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """A level, with the reason and the segments it rests on, of the version that is on the page."""
    judging.judge(
        work, study_id=study_id, change_id=change_id, by=reader.name, rubric=rubric_id, level=level, reason=reason,
        segments=ids_in(posted, "segments"), version=version,
    )  # fmt: skip
    return go(link(study_id, "stories", change_id, text=text_in(posted, "text"), segment=f"rubric-{rubric_id}"))


@router.post("/judgements/{judgement_id}/take-back")
def take_back(
    study_id: str, change_id: str, judgement_id: str, work: TheWork, reader: Poster, posted: Posted,
    reason: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """It does not count any more."""
    made = judging.take_back(work, study_id=study_id, change_id=change_id, by=reader.name, judgement=judgement_id, reason=reason)
    return go(link(study_id, "stories", change_id, text=text_in(posted, "text"), segment=f"rubric-{made.rubric}"))
