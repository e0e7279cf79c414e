"""What keeps the board's pages and acts to those who may: headers of every answer, whose form a form is, where one may be sent on to."""

import hashlib
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotations.errors import NotAllowed

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"
HOME = "/board"


class Guarded:
    """An application all of whose answers, errors too, carry the headers. What is not a file of the package is kept by nobody."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str] = HEADERS) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                headers.setdefault("Cache-Control", "private, no-store")
            await send(message)

        await self._app(scope, receive, send_guarded)


def form_token(session: str) -> str:
    """What a form has to carry so that it is one of ours: made from the browser's own secret token, which no other site can read."""
    return hashlib.sha256(f"form:{session}".encode()).hexdigest()


def check_form(session: str, given: str) -> None:
    """Raises NotAllowed when a form was not made for this browser."""
    if not secrets.compare_digest(form_token(session).encode(), given.encode()):
        raise NotAllowed("the form is not of this page", remedy="open the page again and repeat")


def check_origin(request: Request) -> None:
    """Raises NotAllowed when a browser says that another site sent the form."""
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    foreign = site not in ("same-origin", "none") if site else bool(origin) and urlsplit(origin).netloc != request.url.netloc
    if foreign:
        raise NotAllowed("the form was sent from another site", remedy="open the board itself and repeat")


def here(address: str) -> str:
    """The address if it is one of the board, else the board's first page: nobody is sent elsewhere.

    >>> here("/board/water?lang=es"), here("//evil.example/board"), here("/board\\\\evil"), here("https://evil.example")
    ('/board/water?lang=es', '/board', '/board', '/board')
    """
    parts = urlsplit(address)
    ours = parts.path == HOME or parts.path.startswith(f"{HOME}/")
    plain = not parts.scheme and not parts.netloc and "\\" not in address and address.isprintable()
    return address if ours and plain else HOME
