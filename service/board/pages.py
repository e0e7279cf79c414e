"""How a page is made: who reads it, in which language, from which template."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from annotations import languages
from annotations.errors import RelatoError
from service.api.deps import TheWork
from service.board import words
from service.board.security import check_form, check_origin, form_token
from service.storage import signed_in

FOLDER = Path(__file__).parent
SIGNED_IN, LANGUAGE = "relato_board", "relato_language"
TABS = (
    "",
    "sessions",
    "changes",
    "candidates",
    "stories",
    "data",
    "validation",
    "ranking",
    "curves",
    "figures",
    "plan",
    "matrices",
    "agreement",
    "models",
    "jobs",
)
"""The pages of a study in the order of the menu; only those that are there are shown."""


class NotSignedIn(RelatoError):
    """Nobody is signed in."""


@dataclass(frozen=True)
class Person:
    """Who is signed in, and the language that they read."""

    name: str
    language: str
    session: str = field(repr=False)


def _reader(request: Request, work: TheWork) -> Person:
    token = request.cookies.get(SIGNED_IN, "")
    with work.store.read() as tx:
        name = signed_in.session_name(tx, token) if token else None
    if name is None:
        raise NotSignedIn("sign in")
    person = Person(name, language_of(request), token)
    request.state.reader = person
    return person


Reader = Annotated[Person, Depends(_reader)]
"""Whoever reads a page; nobody who is not signed in gets that far."""


def _poster(request: Request, reader: Reader, csrf: Annotated[str, Form()] = "") -> Person:
    check_origin(request)
    check_form(reader.session, csrf)
    return reader


Poster = Annotated[Person, Depends(_poster)]
"""Whoever sends a form of ours: every form has ``{{ ui.csrf() }}`` in it."""


def language_of(request: Request) -> str:
    cookie, accepted = request.cookies.get(LANGUAGE, ""), request.headers.get("accept-language", "")
    return words.asked_language(request.query_params.get("lang", ""), cookie, accepted)


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """The page of a template. ``study`` in the context gives it the study's menu, ``tab`` says where in it we are."""
    language = language_of(request)
    reader: Person | None = getattr(request.state, "reader", None)
    base: dict[str, Any] = {
        "status_code": status,
        "language": language, "reader": reader, "study": None, "tab": None, "query": "",
        "csrf_token": form_token(reader.session) if reader else "", "tabs": request.app.state.tabs,
        "other_languages": [(name, words.NAMES[name], _in_language(request, name)) for name in words.LANGUAGES if name != language],
    }  # fmt: skip
    answer = HTMLResponse(environment().get_template(template).render(base | context), status_code=status)
    if request.query_params.get("lang") in words.LANGUAGES:
        keep_cookie(request, answer, LANGUAGE, language, days=365)
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


def keep_cookie(request: Request, answer: Response, name: str, value: str, *, days: int) -> None:
    """A cookie of the board alone: no script reads it, no other site has it sent."""
    answer.set_cookie(
        name, value, max_age=days * 86_400, path="/board", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )


def go(address: str) -> Response:
    """After a form: on to a page, so that going back or reloading does not send it again."""
    return RedirectResponse(address, status_code=303)


def _in_language(request: Request, language: str) -> str:
    query = [(key, value) for key, value in parse_qsl(request.url.query) if key != "lang"]
    return f"{request.url.path}?{urlencode([*query, ('lang', language)])}"


@cache
def environment() -> Environment:
    """The templates: everything put into them is escaped, and what is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": _t, "asset": asset, "link": link}
    made.filters |= {
        "told": _told,
        "number": _number,
        "share": _share,
        "day": _day,
        "clock": _clock,
        "decimal": _decimal,
        "code": _code,
    }
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of the package; it changes with the file, so that browsers may keep it for ever."""
    return f"/board/-/static/{name}?v={hashlib.sha256((FOLDER / 'static' / name).read_bytes()).hexdigest()[:12]}"


def link(study_id: str, *parts: str, **query: object) -> str:
    """The address of a page of a study; ``segment`` is the place on the page, parameters that are empty are left out.

    >>> link("water", "sessions", "S 1", segment="S1.001"), link("water", "segments", code="a&b", session="")
    ('/board/water/sessions/S%201#S1.001', '/board/water/segments?code=a%26b')
    """
    place = query.pop("segment", "")
    path = "/".join(["/board", *(quote(part, safe="") for part in (study_id, *parts))])
    asked = urlencode({key: value for key, value in query.items() if value not in ("", None)}, doseq=True)
    return path + (f"?{asked}" if asked else "") + (f"#{quote(str(place))}" if place else "")


def _language(context: Context) -> str:
    return str(context["language"])


@pass_context
def _t(context: Context, key: str, **values: object) -> str:
    return words.say(_language(context), key, **values)


@pass_context
def _told(context: Context, value: Mapping[str, str]) -> str:
    return languages.in_language(value, _language(context))


@pass_context
def _number(context: Context, value: int) -> str:
    return words.number(value, _language(context))


@pass_context
def _share(context: Context, value: float | None) -> str:
    return words.share(value, _language(context))


@pass_context
def _day(context: Context, value: date | str | None) -> str:
    return words.day(value, _language(context))


@pass_context
def _clock(context: Context, value: datetime | str | None) -> str:
    return words.clock(value, _language(context))


def _decimal(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{round(value, digits) + 0.0:.{digits}f}"


def _code(text: str) -> Markup:
    """What stands between backticks is to be typed as it is."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
