"""Signing in with an API key or with a link that serves once, and signing out.

The code of a link stands behind ``#``: browsers send that to nobody, so that it is in no log. A script of four lines puts it into the form;
who has no scripts pastes it.
"""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from service.api.deps import TheWork
from service.board.pages import SIGNED_IN, Poster, go, keep_cookie, page
from service.board.security import HOME, check_origin, here
from service.storage import access, signed_in
from service.storage.transactions import Tx

SIGN_IN = "/board/-/sign-in"
router = APIRouter(prefix="/-")


@router.get("/sign-in")
def ask(request: Request, next: str = HOME) -> Response:
    return page(request, "sign_in.html", next=here(next), wrong=False)


@router.post("/sign-in")
def enter(request: Request, work: TheWork, secret: Annotated[str, Form()] = "", next: Annotated[str, Form()] = HOME) -> Response:
    """A key of the API, or the code of a link, opens the board."""
    check_origin(request)
    with work.store.begin() as tx:
        name = _whose(tx, secret.strip())
        token = signed_in.new_session(tx, name) if name is not None else ""
    if not token:
        return page(request, "sign_in.html", status=401, next=here(next), wrong=True)
    answer = go(here(next))
    keep_cookie(request, answer, SIGNED_IN, token, days=signed_in.SESSION.days)
    return answer


@router.post("/sign-out")
def leave(request: Request, work: TheWork, reader: Poster) -> Response:
    with work.store.begin() as tx:
        signed_in.sign_out(tx, reader.session)
    answer = go(SIGN_IN)
    answer.delete_cookie(SIGNED_IN, path="/board", httponly=True, samesite="strict")
    return answer


def to_sign_in(request: Request, _error: Exception) -> Response:
    """Who is not signed in is asked to, and comes back to where they wanted to go.

    A link on another site's page is followed without our cookie (it is strict): the page that we then show asks once more, by itself.
    """
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "") if request.method == "GET" else HOME
    if "HX-Request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": SIGN_IN})
    if request.headers.get("sec-fetch-site") == "cross-site" and request.method == "GET":
        return page(request, "again.html", wanted=here(wanted))
    return go(f"{SIGN_IN}?next={quote(here(wanted), safe='')}")


def _whose(tx: Tx, secret: str) -> str | None:
    """Who comes in, as an id under which what they do is kept; None: nobody."""
    name = (access.key_name(tx, secret) or signed_in.use_link(tx, secret)) if secret else None
    return name and (re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[:40] or "key")
