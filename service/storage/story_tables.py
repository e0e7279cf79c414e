"""The tables of stories as people work on them, of statistics, and of validation."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables import Json, Row


class StoryTextRow(Row):
    """One version of a story's text: never changed, but where somebody withdraws what they said."""

    __tablename__ = "story_text"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    change_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class ActRow(Row):
    """What a person did about stories, statistics (``log`` story) or validation: appended to, never changed."""

    __tablename__ = "act"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    log: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    body: Mapped[Json]
    reason: Mapped[str]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]), Index("ix_act_subject", "study_id", "log", "subject"))


class DataPointRow(Row):
    """A number from outside the interviews. A correction is another point; ``replaced_by`` then names it."""

    __tablename__ = "data_point"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    at: Mapped[datetime]
    by: Mapped[str]
    file: Mapped[str] = mapped_column(server_default="")
    replaced_by: Mapped[str] = mapped_column(server_default="")
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class BallotRow(Row):
    """The answers of a validator, as far as they have come; once sent they stay."""

    __tablename__ = "ballot"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    form_id: Mapped[str]
    domain: Mapped[str]
    validator_id: Mapped[str]  # the first of them
    state: Mapped[str]  # open, sent, void
    body: Mapped[Json]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]), Index("ix_ballot_validator", "study_id", "validator_id"))


class BallotLinkRow(Row):
    """A link that lets one validator fill in one form, until the ballot is sent. Kept as its hash only."""

    __tablename__ = "ballot_link"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    study_id: Mapped[str]
    validator_id: Mapped[str]
    form_id: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked: Mapped[bool]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)
