"""Rounds of review: who codes what, what the supervisor decides, what stands, and everything that ever happened to a segment."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from annotations.codings import Coding
from annotations.rounds import Assignment, ReviewRound
from service.api.deps import TheWork
from service.api.paging import After, Limit, Page, page
from service.storage import review, studies
from service.storage import rounds as kept
from service.workflows import deciding, histories, rounds

router = APIRouter(prefix="/studies/{study_id}", tags=["rounds"])
Number = Annotated[int, Path(ge=1, le=1_000_000)]


class CloseSchema(BaseModel):
    """`unfinished`: close it although work is left."""

    model_config = ConfigDict(extra="forbid")

    unfinished: bool = False


class ReviseSchema(BaseModel):
    """What to put before the supervisor."""

    model_config = ConfigDict(extra="forbid")

    flagged: bool = True
    asked: bool = True
    drawn: bool = True


class StandingSchema(BaseModel):
    """What counts now for one segment, whose review it is, and how it came to be."""

    segment_id: str
    how: Literal["single", "agreed", "open", "decided"]
    round: int
    by: list[str]
    codings: list[Coding]


@router.get("/rounds")
def list_rounds(study_id: str, work: TheWork) -> list[ReviewRound]:
    """The rounds that were opened, each with the rule it was opened under."""
    with work.store.read() as tx:
        return kept.rounds(tx, studies.study(tx, study_id).id)


@router.get("/rounds/status")
def get_round_status(study_id: str, work: TheWork) -> dict[str, Any]:
    """How far every round is, and how the codings of its segments stand."""
    return rounds.round_status(work, study_id=study_id)


@router.get("/rounds/{number}/plan")
def get_round_plan(study_id: str, number: Number, work: TheWork) -> dict[str, Any]:
    """What opening the round would do, or did. Nothing is done."""
    return rounds.plan_round(work, study_id=study_id, round_=number)


@router.get("/rounds/{number}/assignments")
def list_assignments(study_id: str, number: Number, work: TheWork) -> list[Assignment]:
    """Who codes what in the round."""
    with work.store.read() as tx:
        return kept.assignments(tx, studies.study(tx, study_id).id, round_=number)


@router.post("/rounds/{number}/open")
def open_round(study_id: str, number: Number, work: TheWork) -> dict[str, Any]:
    """Draw who codes what and open the round. 409 when it was opened before."""
    return rounds.open_round(work, study_id=study_id, round_=number)


@router.post("/rounds/{number}/close")
def close_round(study_id: str, number: Number, work: TheWork, body: CloseSchema) -> dict[str, Any]:
    """Close the round. 409 when work is left."""
    return rounds.close_round(work, study_id=study_id, round_=number, unfinished=body.unfinished)


@router.post("/rounds/{number}/revise")
def revise_round(study_id: str, number: Number, work: TheWork, body: ReviseSchema) -> dict[str, Any]:
    """Put segments before the supervisor that coders flagged, that are asked about, or that are drawn."""
    return deciding.revise(work, study_id=study_id, round_=number, flagged=body.flagged, asked=body.asked, drawn=body.drawn)


@router.post("/rounds/{number}/adjudicate")
def adjudicate_round(study_id: str, number: Number, work: TheWork) -> dict[str, Any]:
    """Put the segments before the supervisor that several people coded differently."""
    return deciding.adjudicate(work, study_id=study_id, round_=number)


@router.get("/standing")
def list_standing(study_id: str, work: TheWork, limit: Limit = 100, after: After = "") -> Page[StandingSchema]:
    """The codings that count now, segment by segment."""
    with work.store.read() as tx:
        stood = review.standing(tx, studies.study(tx, study_id).id)
    ids = [segment_id for segment_id in sorted(stood) if segment_id > after][: limit + 1]
    found = [StandingSchema.model_validate({"segment_id": i, **asdict(stood[i])}) for i in ids]
    return page(found, limit, lambda one: one.segment_id)


@router.get("/segments/{segment_id}/history")
def get_history(study_id: str, segment_id: str, work: TheWork, language: str = "", everything: bool = False) -> dict[str, Any]:
    """Everything that ever happened to the segment's codings, in words, with reasons, and how it stands."""
    return histories.history(work, study_id=study_id, segment_id=segment_id, language=language, everything=everything)
