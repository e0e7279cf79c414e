"""What every route is given: the work (settings, store), the jobs, and the check of the API key."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from annotations.errors import NotAllowed
from service.jobs.queue import Jobs
from service.storage import access
from service.workflows.work import Work

_bearer = HTTPBearer(auto_error=False, description="An API key made with `relato key new`")


def _work(request: Request) -> Work:
    return cast(Work, request.app.state.work)


def _jobs(request: Request) -> Jobs:
    return cast(Jobs, request.app.state.jobs)


def require_key(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> None:
    """Let the request through when it carries a valid API key; raises NotAllowed."""
    with _work(request).store.read() as tx:
        if given is None or access.key_name(tx, given.credentials) is None:
            raise NotAllowed


TheWork = Annotated[Work, Depends(_work)]
TheJobs = Annotated[Jobs, Depends(_jobs)]
