"""The list of segments behind a number, with who said each and where; each leads to its place in its transcript."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from annotations.analysis_words import Naming
from annotations.codings import Coding
from annotations.studies import Study
from service.api.deps import TheWork
from service.board import words
from service.board.behind import UNKNOWN, Asked, behind
from service.board.pages import Reader, link, page
from service.storage import studies

router = APIRouter(prefix="/{study_id}")
NAMED = ("change", "code", "domain", "section", "priority", "place", "method", "category")
OURS = ("stance", "state", "act", "arm", "kind", "counts")


@router.get("/segments")
def segments(request: Request, study_id: str, asked: Annotated[Asked, Query()], work: TheWork, reader: Reader) -> Response:
    with work.store.read() as tx:
        study, frame = studies.study(tx, study_id), studies.frame(tx, study_id)
    found = behind(work, study, asked)
    naming = Naming(study, frame, reader.language)
    context: dict[str, Any] = {
        "filters": list(_filters(asked, study, naming)),
        "rows": [(one, list(_said(one.codings, naming))) for one in found.quoted],
        "before": link(study.id, "segments", **asked.filters, page=asked.page - 1) if asked.page > 1 else "",
        "next": link(study.id, "segments", **asked.filters, page=asked.page + 1) if asked.page < found.pages else "",
    }
    return page(request, "segments.html", study=study, found=found, asked=asked, naming=naming, w=naming.word, **context)


def _filters(asked: Asked, study: Study, naming: Naming) -> Iterator[tuple[str, str, str]]:
    """Each filter: its name, its value in words, and the address of the list without it."""
    for name, value in asked.filters.items():
        for one in value if isinstance(value, tuple) else (value,):
            left = {**asked.filters, name: tuple(v for v in value if v != one) if isinstance(value, tuple) else ""}
            yield name, _named(name, one, study, naming), link(study.id, "segments", **left)


def _named(name: str, value: Any, study: Study, naming: Naming) -> str:
    if value == UNKNOWN:
        return naming.word("nobody")
    if name in NAMED:
        return naming.value(name, value)
    if name == "project":
        return next((naming.text(one.name) for one in study.projects if one.id == value), value)
    if name == "coder":
        return next((one.name for one in study.coders if one.id == value), value)
    if name == "day":
        return words.day(value, naming.tag)
    if name == "ids":
        return str(len(value.split(",")))
    known = name in OURS and f"of_{value}" in words.all_words()
    return words.say(naming.tag, f"of_{value}") if known else str(value)


def _said(codings: Iterable[Coding], naming: Naming) -> Iterator[tuple[str, str, str, str]]:
    """What people say of a segment, once: kind, target, its name, and who says so."""
    by: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for coding in codings:
        by[coding.kind, coding.target, coding.stance or ""].append(coding.coder_id)
    coders = {coder.id: coder.name for coder in naming.study.coders}
    for (kind, target, stance), who in sorted(by.items()):
        named = naming.value(kind, target) + (f" ({naming.word(stance)})" if stance else "")
        yield kind, target, named, ", ".join(coders.get(one, one) for one in dict.fromkeys(who))
