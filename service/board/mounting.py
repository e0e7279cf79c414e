"""The board as an application of its own: its pages, its files, its errors. ``service.app`` mounts it under ``/board``."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from annotations.errors import RelatoError
from service.api.errors import problem_of
from service.board import (
    agreement_page,
    candidates_page,
    change_page,
    change_posts,
    changes_page,
    curves_page,
    figures_page,
    jobs_page,
    models_page,
    overview,
    plan_pages,
    search_page,
    segments_page,
    signing_in,
    studies_page,
    transcript_page,
)
from service.board.pages import FOLDER, TABS, NotSignedIn, page
from service.board.security import FOREVER, Guarded
from service.jobs.queue import Jobs
from service.workflows.work import Work

log = logging.getLogger("service.board")
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
    search_page,
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


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RelatoError)
    problem = problem_of(error)
    return page(request, "error.html", status=problem.status, detail=problem.detail, where=problem.where, remedy=problem.remedy)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page(request, "error.html", status=error.status_code, detail="", where="", remedy="")


def _invalid(request: Request, _error: Exception) -> Response:
    return page(request, "error.html", status=422, detail="", where="", remedy="")


def _unexpected(request: Request, error: Exception) -> Response:
    """Says nothing of what happened: errors quote what they could not read."""
    log.error("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    return page(request, "error.html", status=500, detail="", where="", remedy="")
