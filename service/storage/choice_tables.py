"""The tables round what to review next: the random draws, the queue, the supervisor's questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables import Json, Row


class DrawRow(Row):
    """Whether a segment was drawn for the random share; written once, before anybody reviews it.

    ``share`` is the probability with which it could be drawn: 0.0 where it had been reviewed before there were draws.
    """

    __tablename__ = "draw"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[float]
    share: Mapped[float]
    drawn: Mapped[bool]
    at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),)


class QueuedRow(Row):
    """The place of a segment in the queue that was made with a model, and why it is there."""

    __tablename__ = "queued"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    strategy: Mapped[str]
    targets: Mapped[list[Any]]
    __table_args__ = (ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),)


class QuestionRow(Row):
    """A reviewed label that looks wrong, as a question to the supervisor. ``labels`` is the state of the labels it was asked about."""

    __tablename__ = "question"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str]
    target: Mapped[str]
    direction: Mapped[str]  # missing | doubtful
    state: Mapped[str]  # open → answered; stale when it no longer looks wrong or the labels changed
    score: Mapped[float]
    labels: Mapped[str]
    body: Mapped[Json]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),
        Index("ix_question_state", "study_id", "state"),
    )
