"""people, vault and stable segments"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_contact_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "id", name=op.f("pk_contact")),
    )
    op.create_table(
        "identity",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_identity_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "id", name=op.f("pk_identity")),
    )
    op.create_table(
        "named",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "identity_id"], ["identity.study_id", "identity.id"], name=op.f("fk_named_study_id_identity")
        ),
        sa.PrimaryKeyConstraint("study_id", "session_id", "identity_id", name=op.f("pk_named")),
    )
    op.create_table(
        "removal",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("label_studio_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_removal_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "label_studio_id", "task_id", name=op.f("pk_removal")),
    )
    op.create_table(
        "vault",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_vault_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "scope", "id", name=op.f("pk_vault")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("respondent_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_withdrawal_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "respondent_id", "at", name=op.f("pk_withdrawal")),
    )
    op.create_table(
        "translation",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("source_hash", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "session_id"],
            ["transcript.study_id", "transcript.session_id"],
            name=op.f("fk_translation_study_id_transcript"),
        ),
        sa.PrimaryKeyConstraint("study_id", "session_id", "language", name=op.f("pk_translation")),
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("start", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_index(batch_op.f("ix_segment_session"))
        batch_op.create_index("ix_segment_session", ["study_id", "session_id", "start"], unique=False)

    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading_key", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("looked_at", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("outdated", sa.Boolean(), server_default=sa.false(), nullable=False))

    # an order that was the number's is the place's from now on
    segment = sa.table("segment", *(sa.column(name) for name in ("study_id", "id", "start")), sa.column("body", sa.JSON()))
    connection = op.get_bind()
    for study_id, id_, body in connection.execute(sa.select(segment.c.study_id, segment.c.id, segment.c.body)).fetchall():
        here = (segment.c.study_id == study_id) & (segment.c.id == id_)
        connection.execute(segment.update().where(here).values(start=body["start"]))


def downgrade() -> None:
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.drop_column("outdated")
        batch_op.drop_column("looked_at")
        batch_op.drop_column("reading_key")

    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_index("ix_segment_session")
        batch_op.create_index(batch_op.f("ix_segment_session"), ["study_id", "session_id", "number"], unique=False)
        batch_op.drop_column("retired")
        batch_op.drop_column("start")

    op.drop_table("translation")
    op.drop_table("withdrawal")
    op.drop_table("vault")
    op.drop_table("removal")
    op.drop_table("named")
    op.drop_table("identity")
    op.drop_table("contact")
