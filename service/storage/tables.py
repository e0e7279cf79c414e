"""The tables. A table class is a *row*; the records of the field live in ``annotations``.

Every row of a study is keyed by the study first. Records that are read and written whole are stored as JSON ``body``.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, in UTC on both databases: SQLite gives back no time zone by itself."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Row(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime, Json: JSON, list[Any]: JSON, str: Text}


class StudyRow(Row):
    __tablename__ = "study"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    loaded_at: Mapped[datetime]


class CodeFrameRow(Row):
    __tablename__ = "code_frame"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]
    loaded_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class SessionRow(Row):
    __tablename__ = "session"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class RespondentRow(Row):
    __tablename__ = "respondent"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class ParticipationRow(Row):
    __tablename__ = "participation"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    respondent_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "session_id"], ["session.study_id", "session.id"]),
        ForeignKeyConstraint(["study_id", "respondent_id"], ["respondent.study_id", "respondent.id"]),
    )


class ContactRow(Row):
    """Somebody who could be asked. A contact is not a respondent; what names them lies in the vault."""

    __tablename__ = "contact"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class TranscriptRow(Row):
    """The masked text. ``reading_key``: what it was read with; ``looked_at``: the finder that has looked for names in it;
    ``outdated``: a decision about a name in it has still to be shown.
    """

    __tablename__ = "transcript"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    source_hash: Mapped[str]
    imported_at: Mapped[datetime]
    reading_key: Mapped[str] = mapped_column(server_default="")
    looked_at: Mapped[str] = mapped_column(server_default="")
    outdated: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (ForeignKeyConstraint(["study_id", "session_id"], ["session.study_id", "session.id"]),)


class TranslationRow(Row):
    """A translation of a session, aligned with the turns of its original; masked like the original."""

    __tablename__ = "translation"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    source_hash: Mapped[str]
    imported_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id", "session_id"], ["transcript.study_id", "transcript.session_id"]),)


class SegmentRow(Row):
    """The id is never reused: a segment that a new version of the transcript no longer has is ``retired``, and stays."""

    __tablename__ = "segment"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str]
    number: Mapped[int]
    body: Mapped[Json]
    start: Mapped[int] = mapped_column(server_default="0")
    retired: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "session_id"], ["transcript.study_id", "transcript.session_id"]),
        Index("ix_segment_session", "study_id", "session_id", "start"),
    )


class ModelRow(Row):
    """One fitted machine. ``champion``: suggestions are made with it."""

    __tablename__ = "model"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    frame_version: Mapped[int]
    encoder: Mapped[str]
    champion: Mapped[bool]
    body: Mapped[Json]
    created_at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class ModelEventRow(Row):
    """What became of a model: appended to, never changed. ``by`` is the verb of a job, or the id of a person."""

    __tablename__ = "model_event"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    study_id: Mapped[str]
    version: Mapped[str]
    event: Mapped[str]  # entered, kept, asked, promoted, stepped_down, rolled_back, restored, pruned
    actor: Mapped[str]  # job or person
    by: Mapped[str]
    reason: Mapped[Json]
    at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "version"], ["model.study_id", "model.version"]),
        Index("ix_model_event_version", "study_id", "version"),
    )


class SuggestionRow(Row):
    """What a model proposed. Never counted as a coding; a new model adds rows and takes none away."""

    __tablename__ = "suggestion"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    frame_version: Mapped[int]
    score: Mapped[float]
    reasons: Mapped[list[Any]]
    strength: Mapped[str] = mapped_column(server_default="likely")
    certified: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),
        ForeignKeyConstraint(["study_id", "model_version"], ["model.study_id", "model.version"]),
    )


class SuggestedRow(Row):
    """Which model has looked at which segment (a segment may have no suggestion at all), and how uncertain it was.

    ``strange``: the segment is unlike anything that the model was made from, so that it kept quiet. ``marks``: hints about all of
    it, such as that it tells of no change.
    """

    __tablename__ = "suggested"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(primary_key=True)
    uncertainty: Mapped[float]
    strange: Mapped[bool] = mapped_column(server_default=false())
    marks: Mapped[list[Any]] = mapped_column(server_default="[]")
    __table_args__ = (ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),)


class ReviewProjectRow(Row):
    """One Label Studio project per coder, round, arm and frame version; ``cursor`` is how far its changes have been collected."""

    __tablename__ = "review_project"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    coder_id: Mapped[str] = mapped_column(primary_key=True)
    arm: Mapped[str] = mapped_column(primary_key=True, server_default="assisted")
    frame_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label_studio_id: Mapped[int]
    cursor: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class WorkItemRow(Row):
    """One segment for one coder in one round: the only identity that Label Studio's task has for us."""

    __tablename__ = "work_item"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str]
    coder_id: Mapped[str]
    round: Mapped[int]
    batch: Mapped[str]
    state: Mapped[str]  # pending → pushed → reviewed | skipped; lost when its task disappeared; retired with its segment
    model_version: Mapped[str]  # whose suggestions the task shows
    task_id: Mapped[int | None]
    arm: Mapped[str] = mapped_column(server_default="assisted")
    condition: Mapped[str] = mapped_column(server_default="shown")
    planted: Mapped[list[Any]] = mapped_column(server_default="[]")  # targets shown that are known to be wrong
    carried: Mapped[list[Any]] = mapped_column(server_default="[]")  # what stood before, or the sides, as shown
    frame_version: Mapped[int] = mapped_column(server_default="0")  # of its task's project; 0: that is the only one
    why: Mapped[str] = mapped_column(server_default="")  # a supervisor has it, or somebody has it again
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),
        Index("ix_work_item_batch", "study_id", "round", "coder_id", "state"),
        Index("ix_work_item_segment", "study_id", "segment_id"),
    )


class AnnotationRow(Row):
    """Label Studio's annotation as last seen; ``seen_at`` is its own ``updated_at``."""

    __tablename__ = "annotation"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    work_item_id: Mapped[str] = mapped_column(primary_key=True)
    annotation_id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[str]
    deleted: Mapped[bool]
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id", "work_item_id"], ["work_item.study_id", "work_item.id"]),)


class CodingRow(Row):
    """The codings that stand. Earlier ones are in the log."""

    __tablename__ = "coding"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    segment_id: Mapped[str] = mapped_column(primary_key=True)
    coder_id: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    stance: Mapped[str | None]
    frame_version: Mapped[int]
    at: Mapped[datetime]
    from_suggestion: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(["study_id", "segment_id"], ["segment.study_id", "segment.id"]),
        Index("ix_coding_target", "study_id", "kind", "target"),
    )


class ReviewRow(Row):
    """What the coder did to each suggestion of a work item, as it stands."""

    __tablename__ = "review"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    work_item_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    act: Mapped[str]
    suggested: Mapped[str]
    target: Mapped[str]
    model_version: Mapped[str]
    __table_args__ = (ForeignKeyConstraint(["study_id", "work_item_id"], ["work_item.study_id", "work_item.id"]),)


class SegmentNoteRow(Row):
    """Everything else a coder said about a segment: spans, flags, memo."""

    __tablename__ = "segment_note"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    work_item_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Json]
    __table_args__ = (ForeignKeyConstraint(["study_id", "work_item_id"], ["work_item.study_id", "work_item.id"]),)


class LogRow(Row):
    """The coding log: appended to, never changed. One row per act; the same act of Label Studio is one row for ever."""

    __tablename__ = "coding_log"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    study_id: Mapped[str]
    at: Mapped[datetime]
    coder_id: Mapped[str]
    segment_id: Mapped[str]
    round: Mapped[int]
    frame_version: Mapped[int]
    act: Mapped[str]
    kind: Mapped[str]
    target: Mapped[str]
    suggested: Mapped[str]
    stance: Mapped[str]
    model_version: Mapped[str]
    source: Mapped[str]  # "label-studio:<annotation id>@<its updated_at>"
    reason: Mapped[str] = mapped_column(server_default="")
    __table_args__ = (
        UniqueConstraint(
            "study_id", "segment_id", "coder_id", "source", "act", "kind", "target", "suggested", "stance", name="uq_coding_log_act",
        ),
        ForeignKeyConstraint(["study_id"], ["study.id"]),
        Index("ix_coding_log_at", "study_id", "at"),
    )  # fmt: skip


class VerdictRow(Row):
    """A saturation verdict, kept whenever it differs from the one before."""

    __tablename__ = "verdict"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    change_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]
    at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class StoryRow(Row):
    """A story draft, kept whenever it differs from the one before."""

    __tablename__ = "story"
    study_id: Mapped[str] = mapped_column(primary_key=True)
    change_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]
    files: Mapped[Json]
    at: Mapped[datetime]
    __table_args__ = (ForeignKeyConstraint(["study_id"], ["study.id"]),)


class ApiKeyRow(Row):
    """A key is stored as its hash only."""

    __tablename__ = "api_key"
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class ProgressRow(Row):
    """How far a job is. The job itself is DBOS's."""

    __tablename__ = "progress"
    job_id: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    at: Mapped[datetime]


class HeartbeatRow(Row):
    """A worker that is alive. One that has been silent too long has its jobs taken over."""

    __tablename__ = "heartbeat"
    executor_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
