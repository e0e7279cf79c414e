"""What machines suggested and what people decided."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from annotations.codings import Coding, Mark, Suggestion
from service.api.deps import TheWork
from service.api.paging import After, Limit, Page, page
from service.storage import machines, review, studies
from service.workflows.suggesting import suggest_text

router = APIRouter(prefix="/studies/{study_id}", tags=["review"])
SegmentIds = Annotated[list[str] | None, Query(description="Only these segments")]


class TextSchema(BaseModel):
    """A text to suggest codes for; it is not kept."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    language: str = ""
    question: Annotated[str, Field(max_length=5_000)] = ""


class ReviewSchema(BaseModel):
    """What a coder did to one suggestion, or added beside them."""

    segment_id: str
    coder_id: str
    round: int
    kind: str
    act: str
    suggested: str
    target: str
    model_version: str


class LookedAtSchema(BaseModel):
    """What a model found of a whole segment: how uncertain it was, whether it is unlike anything seen, and hints. No coding."""

    segment_id: str
    model_version: str
    uncertainty: float
    strange: bool
    marks: list[Mark]


class LogSchema(BaseModel):
    """One act on the coding log."""

    seq: int
    at: datetime
    coder_id: str
    segment_id: str
    round: int
    frame_version: int
    act: str
    kind: str
    target: str
    suggested: str
    stance: str
    model_version: str
    source: str
    reason: str


@router.get("/suggestions")
def list_suggestions(study_id: str, work: TheWork, segment: SegmentIds = None, model: str = "") -> list[Suggestion]:
    """Suggestions of the present model, or of the one asked for, best first."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        champion = machines.champion(tx, study.id)
        version = machines.model(tx, study.id, model).version if model else champion.version if champion else ""
        found = machines.suggestions(tx, study.id, model_version=version, segment_ids=segment)
    return [suggestion for of_segment in found.values() for suggestion in of_segment]


@router.get("/looked-at")
def list_looked_at(study_id: str, work: TheWork, model: str = "", limit: Limit = 100, after: After = "") -> Page[LookedAtSchema]:
    """What the present model, or the one asked for, found of whole segments: uncertain, strange, marks."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        champion = machines.champion(tx, study.id)
        version = machines.model(tx, study.id, model).version if model else champion.version if champion else ""
        rows = machines.looked_at(tx, study.id, version, after=after, limit=limit + 1)
        found = [LookedAtSchema.model_validate(row, from_attributes=True) for row in rows]
    return page(found, limit, lambda row: row.segment_id)


@router.post("/suggestions")
def suggest_for_text(study_id: str, work: TheWork, body: TextSchema) -> list[Suggestion]:
    """Suggestions for the text in the request, by the present model. Nothing of it is kept."""
    return suggest_text(work, study_id=study_id, text=body.text, language=body.language, question=body.question)


@router.get("/reviews")
def list_reviews(study_id: str, work: TheWork, segment: SegmentIds = None) -> list[ReviewSchema]:
    """What coders did to suggestions, as it stands."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return [
            ReviewSchema(
                segment_id=item.segment_id,
                coder_id=item.coder_id,
                round=item.round,
                kind=row.kind,
                act=row.act,
                suggested=row.suggested,
                target=row.target,
                model_version=row.model_version,
            )
            for item, row in review.reviews(tx, study.id, segment_ids=segment)
        ]


@router.get("/codings")
def list_codings(study_id: str, work: TheWork) -> list[Coding]:
    """The codings that stand."""
    with work.store.read() as tx:
        return review.codings(tx, studies.study(tx, study_id).id)


@router.get("/log")
def list_log(
    study_id: str, work: TheWork, limit: Limit = 100, after: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> Page[LogSchema]:
    """The coding log: every act, in order."""
    with work.store.read() as tx:
        rows = review.log(tx, studies.study(tx, study_id).id, after=after, limit=limit + 1)
        found = [LogSchema.model_validate(row, from_attributes=True) for row in rows]
    return page(found, limit, lambda row: str(row.seq))
