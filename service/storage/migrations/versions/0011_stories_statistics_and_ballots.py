"""stories as people work on them, statistics, ballots"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "story_text",
        ("study_id", "change_id", "number"),
        _text("study_id"),
        _text("change_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _time("at"),
        _text("by"),
        _text("reason"),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    _table(
        "act",
        ("study_id", "log", "number"),
        _text("study_id"),
        _text("log"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _time("at"),
        _text("by"),
        _text("act"),
        _text("subject"),
        sa.Column("body", sa.JSON(), nullable=False),
        _text("reason"),
    )
    op.create_index("ix_act_subject", "act", ["study_id", "log", "subject"])
    _table(
        "data_point",
        ("study_id", "id"),
        _text("study_id"),
        _text("id"),
        sa.Column("body", sa.JSON(), nullable=False),
        _time("at"),
        _text("by"),
        _text("file", server_default=""),
        _text("replaced_by", server_default=""),
    )
    _table(
        "ballot",
        ("study_id", "id"),
        _text("study_id"),
        _text("id"),
        _text("form_id"),
        _text("domain"),
        _text("validator_id"),
        _text("state"),
        sa.Column("body", sa.JSON(), nullable=False),
        _time("begun_at"),
        _time("changed_at"),
    )
    op.create_index("ix_ballot_validator", "ballot", ["study_id", "validator_id"])
    _table(
        "ballot_link",
        ("token_hash",),
        _text("token_hash"),
        _text("study_id"),
        _text("validator_id"),
        _text("form_id"),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    for name in ("ballot_link", "ballot", "data_point", "act", "story_text"):
        op.drop_table(name)


def _table(name: str, keys: tuple[str, ...], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        *columns,
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f(f"fk_{name}_study_id_study")),
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
    )


def _text(name: str, server_default: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=server_default)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
