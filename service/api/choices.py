"""What to review next, how much suggestions miss, and the supervisor's questions."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from annotations.label_questions import Answer, Answered
from service.api.deps import TheWork
from service.storage import choices, questions, studies
from service.workflows import acting, choosing, estimating, questioning

router = APIRouter(prefix="/studies/{study_id}", tags=["choices"])


class PlaceSchema(BaseModel):
    """A place in the queue, and why the segment is there, in words."""

    place: int
    segment: str
    strategy: Literal["uncertainty", "diversity", "rare", "random"]
    why: str


class DrawSchema(BaseModel):
    """Whether a segment was drawn for the random share, and with what probability it could be."""

    segment_id: str
    share: float
    drawn: bool


class QuestionSchema(BaseModel):
    """A reviewed label that looks wrong: `missing` or `doubtful`. `score` in log-odds for the label as it stands."""

    id: str
    segment_id: str
    target: str
    direction: Literal["missing", "doubtful"]
    state: Literal["open", "answered", "stale"]
    score: float
    asked_at: datetime
    answer: str
    note: str
    answered_by: str
    answered_at: datetime | None


class AnswerSchema(BaseModel):
    """The answer to one question; no label changes by it."""

    model_config = ConfigDict(extra="forbid")

    answer: Answer
    by: Annotated[str, Field(min_length=1)]
    note: Annotated[str, Field(max_length=5_000)] = ""


@router.get("/queue")
def list_queue(
    study_id: str, work: TheWork, coder: str = "", language: str = "", limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[PlaceSchema]:
    """What is next in the present model's queue, of those still to be reviewed."""
    found = choosing.queue_in_words(work, study_id=study_id, coder_id=coder, language=language, limit=limit)
    return [PlaceSchema.model_validate(place) for place in found]


@router.get("/draws")
def list_draws(study_id: str, work: TheWork) -> list[DrawSchema]:
    """The random draws; each is made once."""
    with work.store.read() as tx:
        found = choices.draws(tx, studies.study(tx, study_id).id)
    return [DrawSchema(segment_id=i, share=draw.share, drawn=draw.drawn) for i, draw in found.items()]


@router.get("/review-status")
def get_review_status(study_id: str, work: TheWork, language: str = "en") -> dict[str, Any]:
    """How far the review is, and the recall of the suggestions on segments drawn at random, each with its interval."""
    return estimating.review_status(work, study_id=study_id, language=language)


@router.get("/review-acts")
def get_review_acts(
    study_id: str, work: TheWork, language: str = "", round: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> dict[str, Any]:
    """What coders did with suggestions, time per segment, and how far coders follow what they are shown; of one round, or all (0)."""
    return acting.review_acts(work, study_id=study_id, language=language, round_=round)


@router.get("/questions")
def list_questions(
    study_id: str, work: TheWork, state: Literal["open", "answered", "stale"] | None = None
) -> list[QuestionSchema]:
    """The questions to the supervisor, the most doubtful first. They hold no words of the segments."""
    with work.store.read() as tx:
        rows = questions.questions(tx, studies.study(tx, study_id).id, states=(state,) if state else ())
        return [QuestionSchema.model_validate(row, from_attributes=True) for row in rows]


@router.post("/questions/{question_id}/answer")
def answer_question(study_id: str, question_id: str, work: TheWork, body: AnswerSchema) -> QuestionSchema:
    """Keep the supervisor's answer. A later one takes its place."""
    given = Answered(question_id, body.answer, body.note)
    questioning.answer(work, study_id=study_id, by=body.by, answers=[given])
    with work.store.read() as tx:
        rows = questions.questions(tx, studies.study(tx, study_id).id)
        return next(QuestionSchema.model_validate(row, from_attributes=True) for row in rows if row.id == question_id)
