"""How a page of the form is made: in which language, from which template."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from annotations.errors import RelatoError
from annotations.languages import base, in_language
from annotations.validation.form_words import FORM_WORDS, VOTE_WORDS, told
from service.ballots.words import WORDS
from service.board.words import LANGUAGES, NAMES, asked_language
from service.workflows.validation_ballots import LinkStanding

FOLDER = Path(__file__).parent


class LinkClosed(RelatoError):
    """The link was given, and does not serve any more."""

    def __init__(self, state: LinkStanding) -> None:
        self.state = state
        super().__init__()


def reading_language(request: Request, known: Sequence[str], before: str = "") -> str:
    """In which of the languages that are ``known`` somebody reads: as the address says, as before, as the browser prefers, else the first."""
    accepted = asked_language("", "", request.headers.get("accept-language", ""))
    for wanted in (request.query_params.get("lang", ""), before, accepted):
        for language in known:
            if wanted and wanted in (language, base(language)):
                return language
    return known[0] if known else accepted


def page(request: Request, template: str, *, status: int = 200, language: str = "", **context: Any) -> Response:
    """The page of a template. ``language``: that of what is read, else the browser's of those that we speak."""
    language = language or reading_language(request, LANGUAGES)
    html = environment().get_template(template).render({"language": language, **context})
    return HTMLResponse(html, status_code=status, headers={"Vary": "Accept-Language"})


def go(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def language_name(language: str) -> str:
    return NAMES.get(base(language), language)


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
    made.globals |= {"t": _t, "asset": asset, "votes": VOTE_WORDS, "named": language_name}
    made.filters |= {"told": _told, "ours": _ours}
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of the package; it changes with the file."""
    return f"/v/-/static/{name}?v={hashlib.sha256((FOLDER / 'static' / name).read_bytes()).hexdigest()[:12]}"


@pass_context
def _t(context: Context, key: str, **values: object) -> str:
    said = told((WORDS.get(key) or FORM_WORDS[key]), str(context["language"]))
    return said.format(**values) if values else said


@pass_context
def _ours(context: Context, words: Mapping[str, str]) -> str:
    """Words of the form."""
    return told(words, str(context["language"]))


@pass_context
def _told(context: Context, words: Mapping[str, str]) -> str:
    """Words of the study."""
    return in_language(words, str(context["language"]))
