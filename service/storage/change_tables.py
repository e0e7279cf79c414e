"""The tables of the register of changes, of what was computed, and of who is signed in at the board."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables import Json, Row


class ChangeActRow(Row):
    """What a person did to the register of changes: appended to, never changed. The register is computed from it."""

    __tablename__ = "change_act"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    act: Mapped[str]
    change_id: Mapped[str]
    body: Mapped[Json]
    reason: Mapped[str]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class CandidateRow(Row):
    """A change that a machine proposes, with its segments, until a person enters, merges or dismisses it. Never counted."""

    __tablename__ = "change_candidate"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    state: Mapped[str]  # open, entered, merged, dismissed, gone: proposed no more
    change_id: Mapped[str] = mapped_column(server_default="")
    proposed_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class SnapshotRow(Row):
    """Something that was computed from all of a study, and from what (``stamp``); a page reads it instead of computing it."""

    __tablename__ = "snapshot"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[str]
    body: Mapped[Json]
    at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class SignedInRow(Row):
    """A browser that is signed in at the board, under the name of an API key, or a link that lets one in once."""

    __tablename__ = "signed_in"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]  # session, link
    name: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
