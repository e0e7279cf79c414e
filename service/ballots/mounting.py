"""The form as an application of its own: ``service.app`` mounts it under ``/v``. Its errors tell nothing about any study."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from annotations.errors import BadInput, Conflict, NotReady, RelatoError, VaultLocked
from service.ballots import form_pages
from service.ballots.pages import FOLDER, LinkClosed, page
from service.board.security import FOREVER, HEADERS, POLICY, Guarded
from service.workflows.work import Work

log = logging.getLogger("service.ballots")
CLOSED = 410
NOBODYS = HEADERS | {
    "Content-Security-Policy": POLICY.replace("img-src 'self' data:; ", ""),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""As on the board, and the address, which is the key, is told to nobody."""


class _Files(StaticFiles):
    """Files of the package, under addresses that change with them: a telephone asks for them once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        answer.headers["Cache-Control"] = FOREVER
        return answer


def ballots(work: Work) -> ASGIApp:
    """The form over the database of ``work``."""
    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    made.state.work = work
    made.mount("/-/static", _Files(directory=FOLDER / "static"))
    made.include_router(form_pages.router)
    made.add_exception_handler(LinkClosed, _closed)
    made.add_exception_handler(RelatoError, _ours)
    made.add_exception_handler(HTTPException, _http)
    made.add_exception_handler(RequestValidationError, _not_understood)
    made.add_exception_handler(Exception, _unexpected)
    return Guarded(made, NOBODYS)


def _closed(request: Request, error: Exception) -> Response:
    assert isinstance(error, LinkClosed)
    return page(request, "closed.html", status=CLOSED, state=error.state)


def _ours(request: Request, error: Exception) -> Response:
    """What was not understood can be mended; anything else is a link that is none. Neither says what."""
    if isinstance(error, BadInput):
        return _not_understood(request, error)
    if isinstance(error, NotReady):
        return page(request, "closed.html", status=503, state="unready")
    if isinstance(error, VaultLocked):  # nothing can be looked through for names, and so nothing is kept
        log.error("the validation form cannot be answered: %s", error)
        return page(request, "closed.html", status=503, state="broken")
    if isinstance(error, Conflict):  # it was used, or taken back, between two steps of ours
        return page(request, "closed.html", status=CLOSED, state="revoked")
    return page(request, "closed.html", status=404, state="unknown")


def _not_understood(request: Request, _error: Exception) -> Response:
    return page(request, "closed.html", status=422, state="wrong")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page(request, "closed.html", status=error.status_code, state="unknown")


def _unexpected(request: Request, error: Exception) -> Response:
    """Not even the address is logged: it is the key."""
    log.error("unexpected error of the validation form", exc_info=error)
    return page(request, "closed.html", status=500, state="broken")
