"""random draws, the queue, and the supervisor's questions"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draw",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Float(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "segment_id"], ["segment.study_id", "segment.id"], name=op.f("fk_draw_study_id_segment")
        ),
        sa.PrimaryKeyConstraint("study_id", "segment_id", name=op.f("pk_draw")),
    )
    op.create_table(
        "queued",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "segment_id"], ["segment.study_id", "segment.id"], name=op.f("fk_queued_study_id_segment")
        ),
        sa.PrimaryKeyConstraint("study_id", "segment_id", "model_version", name=op.f("pk_queued")),
    )
    op.create_table(
        "question",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["study_id", "segment_id"], ["segment.study_id", "segment.id"], name=op.f("fk_question_study_id_segment")
        ),
        sa.PrimaryKeyConstraint("study_id", "id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_state", "question", ["study_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_question_state", table_name="question")
    op.drop_table("question")
    op.drop_table("queued")
    op.drop_table("draw")
