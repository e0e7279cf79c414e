"""The tables round what identifies people: the vault, who is named, who withdrew, what must leave Label Studio."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables import Json, Row


class VaultRow(Row):
    """What names people: encrypted with a key that is not in this database. ``scope`` says what ``id`` is the id of."""

    __tablename__ = "vault"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class IdentityRow(Row):
    """Somebody or something that is named, without the name. ``state``: proposed, confirmed or rejected by a person."""

    __tablename__ = "identity"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    body: Mapped[Json]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class NamedRow(Row):
    """How often an identity is named in a session."""

    __tablename__ = "named"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    identity_id: Mapped[str] = mapped_column(primary_key=True)
    mentions: Mapped[int]
    __table_args__ = (ForeignKeyConstraint(["study_id", "identity_id"], ["identity.study_id", "identity.id"]),)


class WithdrawalRow(Row):
    """That somebody withdrew and what was removed, in numbers; nothing of what was said."""

    __tablename__ = "withdrawal"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    respondent_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    by: Mapped[str]
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class RemovalRow(Row):
    """A Label Studio task whose text may no longer be shown. Written with the change, gone when the task is.

    ``moving``: it is of an earlier version of the code frame, and waits until what was begun in it lies in the new task.
    """

    __tablename__ = "removal"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    label_studio_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    work_item_id: Mapped[str]
    moving: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)
