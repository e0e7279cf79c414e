"""Every error as problem details (RFC 9457): ``type``, ``title``, ``status``, ``detail``, and where and what to do."""

import logging
import re
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from annotations import errors
from annotations.errors import RelatoError

log = logging.getLogger("service.api")

STATUS: dict[type[RelatoError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 401,
    errors.Conflict: 409,
    errors.NotReady: 409,
    errors.TooFewTranscripts: 409,
    errors.ModelMismatch: 409,
    errors.BadInput: 422,
    errors.LabelStudioError: 502,
    errors.VaultLocked: 503,
}


class Problem(BaseModel):
    """RFC 9457 problem details. ``where`` and ``remedy`` are ours; ``errors`` lists the fields of a bad request."""

    type: str
    title: str
    status: int
    detail: str = ""
    where: str = ""
    remedy: str = ""
    errors: list[dict[str, Any]] = []


def problem_of(error: RelatoError) -> Problem:
    """The problem details of one of our errors.

    >>> problem_of(errors.NotFound("no such study")).type
    '/problems/not-found'
    """
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    slug = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    title = (type(error).__doc__ or "").strip().splitlines()[0]
    return Problem(
        type=f"/problems/{slug}", title=title, status=status, detail=error.message, where=error.where, remedy=error.remedy
    )


def _response(problem: Problem, scheme: str = "Bearer") -> JSONResponse:
    headers = {"WWW-Authenticate": scheme} if problem.status == 401 else None
    return JSONResponse(problem.model_dump(), problem.status, headers=headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every error of the app as a problem."""

    @app.exception_handler(RelatoError)
    def _ours(request: Request, error: RelatoError) -> JSONResponse:
        return _response(problem_of(error), 'Basic realm="relato"' if request.url.path.startswith("/ml/") else "Bearer")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        return _response(Problem(type="about:blank", title=HTTPStatus(error.status_code).phrase, status=error.status_code))

    @app.exception_handler(RequestValidationError)
    def _request(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [{"where": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
        return _response(
            Problem(type="/problems/bad-request", title="The request does not fit the schema.", status=422, errors=fields)
        )

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> JSONResponse:
        path = request.url.path
        told = "/v/…" if path.startswith("/v/") else path  # of the form of a ballot the address is the key
        log.error("unexpected error at %s %s", request.method, told, exc_info=error)
        return _response(Problem(type="about:blank", title="Internal Server Error", status=500, remedy="see the API's log"))
