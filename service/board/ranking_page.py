"""What comes of the ballots: standings by domain and group, who differs, and why changes are ranked high, with the review of suggestions."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from annotations.errors import BadInput
from annotations.ranking.records import Unranked
from service.api.deps import TheWork
from service.board.forms import Posted, text_in, words_in
from service.board.naming import category_names
from service.board.pages import Poster, Reader, go, link, page
from service.storage import studies
from service.workflows import criteria, ranking

router = APIRouter(prefix="/{study_id}/ranking")
PAGE = 25
Text = Annotated[str, Form()]
DECISIONS: dict[str, Callable[..., Any]] = {
    "accept": criteria.accept, "reject": criteria.reject, "add": criteria.add, "remove": criteria.remove,
}  # fmt: skip


@router.get("")
def show(
    request: Request, study_id: str, work: TheWork, reader: Reader, unranked: Unranked = "last", frequency: bool = False
) -> Response:
    """``unranked``: how ballots are read that rank only some; ``frequency``: how often criteria were named, not only by whom."""
    study, _, totals = ranking.results(work, study_id, unranked=unranked)
    return page(
        request, "ranking.html", study=study, tab="ranking", totals=totals, unranked=unranked, frequency=frequency,
        tables=ranking.result_tables(work, study.id, reader.language, unranked=unranked),
        criteria_tables=ranking.criteria_tables(work, study.id, reader.language, frequency=frequency),
    )  # fmt: skip


@router.get("/criteria")
def review(
    request: Request, study_id: str, work: TheWork, reader: Reader, domain: str = "", only: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """The reasons, a page at a time, with what people found in them and what a machine proposes. ``only``: those nobody has looked at."""
    study, known = criteria.vocabulary(work, study_id)
    found = [one for one in criteria.reasons(work, study.id, domain) if only != "open" or one.open or not one.reviewed]
    return page(
        request, "criteria.html", study=study, tab="ranking", found=found[(number - 1) * PAGE : number * PAGE], total=len(found),
        known=known, number=number, pages=max(1, -(-len(found) // PAGE)), domain=domain, only=only,
        domains={one.id: one.name for one in study.domains}, categories=category_names(study), titles=ranking.titles(work, study.id),
    )  # fmt: skip


@router.post("/criteria")
def decide(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """One decision about one reason."""
    ballot, change, act = (text_in(posted, name) for name in ("ballot", "change", "act"))
    given = {"study_id": study_id, "by": reader.name, "ballot_id": ballot, "change_id": change, "why": text_in(posted, "reason")}
    if act == "none":
        criteria.none(work, **given)
    elif act in DECISIONS:
        DECISIONS[act](work, criterion=text_in(posted, "criterion"), **given)
    else:
        raise BadInput(f"{act[:20]!r} cannot be decided", remedy=f"use one of {', '.join([*DECISIONS, 'none'])}")
    at = {"domain": text_in(posted, "domain"), "only": text_in(posted, "only"), "page": text_in(posted, "page")}
    return go(link(study_id, "ranking", "criteria", **at, segment=f"r-{ballot}-{change}"))


@router.post("/criteria/suggest")
def suggest(study_id: str, work: TheWork, reader: Poster) -> Response:
    criteria.suggest(work, study_id=study_id)
    return go(link(study_id, "ranking", "criteria"))


@router.post("/criteria/name")
def name(study_id: str, work: TheWork, reader: Poster, posted: Posted) -> Response:
    """A criterion that the study did not have."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    criteria.name_criterion(
        work, study_id=study.id, by=reader.name, criterion_id=text_in(posted, "criterion"), name=words_in(posted, "name", study),
        definition=words_in(posted, "definition", study), why=text_in(posted, "reason"),
    )  # fmt: skip
    return go(link(study.id, "ranking", "criteria"))
