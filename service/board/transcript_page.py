"""A transcript: turn by turn, its segments with what people and machines say of them."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from annotations.codings import Stance
from service.api.deps import TheJobs, TheWork
from service.board.change_acts import after_act
from service.board.naming import category_names, name, names_of
from service.board.pages import Poster, Reader, go, link, page
from service.workflows import changes
from service.workflows.transcript_reading import reading

router = APIRouter(prefix="/{study_id}")


@router.get("/sessions/{session_id}")
def transcript(request: Request, study_id: str, session_id: str, work: TheWork, reader: Reader, report: str = "") -> Response:
    """``report``: the segment beside which there is a form to say that it reports or denies a change."""
    read = reading(work, study_id=study_id, session_id=session_id)
    names = names_of(read.study, read.frame, read.register)

    def called(kind: str, target: str) -> object:
        return name(names, kind, target)

    return page(
        request, "transcript.html", study=read.study, tab="sessions", read=read, report=report, called=called,
        categories=category_names(read.study), current=read.register.current(),
    )  # fmt: skip


@router.post("/sessions/{session_id}/report")
def report(
    study_id: str,
    session_id: str,
    work: TheWork,
    jobs: TheJobs,
    reader: Poster,
    segment: Annotated[str, Form()],
    change: Annotated[str, Form()],
    stance: Annotated[Stance, Form()] = "for",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """A person says that a segment reports a change, or denies it."""
    changes.link(work, study_id=study_id, by=reader.name, change_id=change, segments={segment: stance}, reason=reason)
    after_act(work, jobs, study_id, change)
    return go(link(study_id, "sessions", session_id, segment=segment))
