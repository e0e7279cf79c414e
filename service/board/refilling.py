"""After an error the page of the form comes again, with what was typed in it and what to do: nobody types anything twice.

It works on the page as it is sent, so that it holds for every form of the board, those to come too: the templates know nothing of it.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import Message

from service.board.security import HOME, here

FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
CHOICES = ("checkbox", "radio")
Posted = Mapping[str, Sequence[str]]
Attributes = list[tuple[str, str | None]]


async def posted_of(request: Request) -> dict[str, list[str]]:
    """What the form held, without its token."""
    found: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str) and name != "csrf":
            found.setdefault(name, []).append(value)
    return found


def page_of(request: Request) -> str:
    """The page of the board from which the form was sent, as the browser says; the board's first one when it does not."""
    referer = urlsplit(request.headers.get("referer", ""))
    if referer.netloc != request.url.netloc:
        return HOME
    return here(referer.path + (f"?{referer.query}" if referer.query else ""))


async def read_again(request: Request, address: str) -> str | None:
    """The page at an address of the board, for the same reader; None when there is no such page."""
    parts, status, body = urlsplit(address), 0, b""
    kept = ("type", "asgi", "http_version", "scheme", "client", "server", "root_path", "app", "app_root_path")
    headers = [(name, value) for name, value in request.scope["headers"] if name in (b"host", b"cookie", b"accept-language")]
    scope = {name: request.scope[name] for name in kept if name in request.scope} | {
        "method": "GET", "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "headers": headers,
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, body
        status = message.get("status", status)
        body += message.get("body", b"")

    await request.app(scope, receive, send)
    return body.decode() if status == 200 else None


def refilled(html: str, action: str, posted: Posted, problem: str) -> str | None:
    """The page with the form that was sent: open, filled in, the ``problem`` (markup) on top. None when it is not on the page."""
    for match in FORM.finditer(html):
        filler = _Filler(posted, problem)
        filler.feed(match[0])
        filler.close()
        if filler.action == action and filler.ours:
            before = html[: match.start()]
            opened = before.rfind("<details")
            if opened > before.rfind("</details>"):
                before = f"{before[:opened]}<details open{before[opened + len('<details') :]}"
            return before + "".join(filler.made) + html[match.end() :]
    return None


class _Filler(HTMLParser):
    """``ours``: what the form holds hidden is what was sent. ``made``: the form with what was sent in its fields."""

    def __init__(self, posted: Posted, problem: str) -> None:
        super().__init__(convert_charrefs=False)
        self.made: list[str] = []
        self.action, self.ours = "", True
        self._posted, self._problem = posted, problem
        self._select, self._hide = "", False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        name, raw = given.get("name") or "", self.get_starttag_text() or ""
        if tag == "form":
            self.action = given.get("action") or ""
            raw += self._problem
        elif tag == "input" and given.get("type") == "hidden":
            self.ours &= name == "csrf" or [given.get("value") or ""] == list(self._posted.get(name, ()))
        elif tag == "input" and given.get("type") in CHOICES:
            raw = _tag(tag, attrs, "checked", (given.get("value") or "on") in self._posted.get(name, ()))
        elif tag == "input" and name in self._posted:
            raw = _tag(tag, [*((key, value) for key, value in attrs if key != "value"), ("value", self._posted[name][0])])
        elif tag == "select":
            self._select = name
        elif tag == "option":
            raw = _tag(tag, attrs, "selected", (given.get("value") or "") in self._posted.get(self._select, ()))
        self.made.append(raw)
        if tag == "textarea" and name in self._posted:
            self.made.append("\n" + escape(self._posted[name][0]))
            self._hide = True

    def handle_endtag(self, tag: str) -> None:
        self._hide = self._hide and tag != "textarea"
        self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._hide:
            self.made.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _tag(tag: str, attrs: Attributes, flag: str = "", on: bool = False) -> str:
    """A start tag, with or without a flag such as ``checked``."""
    kept = [(name, value) for name, value in attrs if name != flag] + ([(flag, None)] if on else [])
    return (
        f"<{tag}{''.join(f' {name}' if value is None else f' {name}={chr(34)}{escape(value)}{chr(34)}' for name, value in kept)}>"
    )
