"""The board as an application of its own: its pages, its files, its errors. ``service.app`` mounts it under ``/board``."""

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from annotations.errors import RelatoError
from service.api.errors import problem_of
from service.board import (
    agreement_page,
    ballot_page,
    candidates_page,
    change_page,
    change_posts,
    changes_page,
    curves_page,
    data_page,
    figures_page,
    jobs_page,
    models_page,
    overview,
    plan_pages,
    problems,
    ranking_page,
    refilling,
    search_page,
    segments_page,
    signing_in,
    story_judging,
    story_page,
    story_posts,
    story_sections_page,
    story_versions,
    studies_page,
    transcript_page,
    validation_page,
    validation_posts,
    verification_page,
)
from service.board.pages import FOLDER, TABS, NotSignedIn, environment, language_of, page
from service.board.security import FOREVER, HOME, Guarded
from service.jobs.queue import Jobs
from service.workflows.work import Work

log = logging.getLogger("service.board")
REPAIRABLE = (404, 409, 422)
"""After these what was sent can be mended and sent again."""
WRITTEN = 40
"""Signs from which on what was typed is shown again where its form is gone."""
PAGES = (
    overview,
    jobs_page,
    transcript_page,
    plan_pages,
    segments_page,
    agreement_page,
    models_page,
    changes_page,
    change_page,
    change_posts,
    figures_page,
    candidates_page,
    curves_page,
    data_page,
    search_page,
    story_sections_page,
    story_page,
    story_versions,
    story_posts,
    story_judging,
    validation_page,
    validation_posts,
    ballot_page,
    verification_page,
    ranking_page,
)
"""The modules whose ``router`` is part of the board."""


class _Files(StaticFiles):
    """Files of the package, under addresses that change with them."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        answer.headers["Cache-Control"] = FOREVER
        return answer


def board(work: Work, jobs: Jobs) -> ASGIApp:
    """The board over the same database and queue as the API."""
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    made.state.work, made.state.jobs = work, jobs
    made.mount("/-/static", _Files(directory=FOLDER / "static"))
    for module in (signing_in, studies_page, *PAGES):
        made.include_router(module.router)
    paths = {getattr(route, "path", "") for module in PAGES for route in module.router.routes}
    made.state.tabs = [tab for tab in TABS if f"/{{study_id}}{'/' if tab else ''}{tab}" in paths]
    made.add_exception_handler(NotSignedIn, signing_in.to_sign_in)
    made.add_exception_handler(RelatoError, _ours)
    made.add_exception_handler(HTTPException, _http)
    made.add_exception_handler(RequestValidationError, _invalid)
    made.add_exception_handler(Exception, _unexpected)
    return Guarded(made)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RelatoError)
    problem = problem_of(error)
    return await _told(request, problem.status, problem.detail, problem.where, problem.remedy)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error_page(request, error.status_code)


async def _invalid(request: Request, _error: Exception) -> Response:
    return await _told(request, 422)


async def _told(request: Request, status: int, detail: str = "", where: str = "", remedy: str = "") -> Response:
    """The page of the form again, with what was typed; a page of its own for what was not a form of ours."""
    if request.method == "POST" and status in REPAIRABLE:
        said = environment().get_template("problem.html").render(_problem(request, detail, remedy))
        html, posted = await refilling.read_again(request, refilling.page_of(request)), await refilling.posted_of(request)
        filled = refilling.refilled(html, request.url.path, posted, said) if html else None
        if filled:
            return HTMLResponse(filled, status)
        typed = [text for texts in posted.values() for text in texts if len(text) >= WRITTEN]
        return _error_page(request, status, detail, where, remedy, typed)
    return _error_page(request, status, detail, where, remedy)


def _problem(request: Request, detail: str = "", remedy: str = "") -> dict[str, str]:
    language = language_of(request)
    said, todo = problems.in_language(detail, language), problems.in_language(remedy, language)
    return {
        "language": language,
        "detail": said.text,
        "tongue": said.language,
        "remedy": todo.text,
        "remedy_tongue": todo.language,
    }


def _error_page(
    request: Request, status: int, detail: str = "", where: str = "", remedy: str = "", typed: Sequence[str] = ()
) -> Response:
    """``typed``: what somebody wrote into a form that is not on the page any more, so that they can copy it."""
    back = refilling.page_of(request)
    known = _problem(request, detail, remedy)
    return page(request, "error.html", status=status, where=where, back=back if back != HOME else "", typed=typed, **known)


def _unexpected(request: Request, error: Exception) -> Response:
    """Says nothing of what happened: errors quote what they could not read."""
    log.error("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    return _error_page(request, 500)
