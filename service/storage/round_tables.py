"""The tables of rounds: that they were opened, and who codes what in them."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables import Json, Row


class AssignmentRow(Row):
    """Who codes which session in which round, and how. Drawn once and never changed."""

    __tablename__ = "assignment"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    coder_id: Mapped[str] = mapped_column(primary_key=True)
    arm: Mapped[str]
    drawn_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class ReviewRoundRow(Row):
    """A round that was opened, with the rule as it was then."""

    __tablename__ = "review_round"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[Json]
    frame_version: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)
