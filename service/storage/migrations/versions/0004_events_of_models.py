"""events of models"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id", "version"], ["model.study_id", "model.version"], name=op.f("fk_model_event_study_id_model")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_model_event")),
    )
    with op.batch_alter_table("model_event", schema=None) as batch_op:
        batch_op.create_index("ix_model_event_version", ["study_id", "version"], unique=False)
    _write_what_is_known()


def _write_what_is_known() -> None:
    """Models from before this table: they were entered, and the champion, and what was once said to be one, was promoted."""
    connection = op.get_bind()
    model = sa.table(
        "model", *(sa.column(name) for name in ("study_id", "version")), sa.column("champion", sa.Boolean()),
        sa.column("body", sa.JSON()), sa.column("created_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    event = sa.table(
        "model_event", *(sa.column(name) for name in ("study_id", "version", "event", "actor", "by")),
        sa.column("reason", sa.JSON()), sa.column("at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    found = []
    rows = connection.execute(sa.select(model).order_by(model.c.champion, model.c.created_at)).mappings()
    for row in rows:
        used = row["champion"] or row["body"].get("promoted") or row["body"].get("kind") == "cold_start"
        for name in ("entered", "promoted") if used else ("entered",):
            found.append(
                {
                    "study_id": row["study_id"], "version": row["version"], "event": name, "actor": "job", "by": "",
                    "reason": {}, "at": row["created_at"],
                }
            )  # fmt: skip
    if found:
        connection.execute(sa.insert(event), found)


def downgrade() -> None:
    with op.batch_alter_table("model_event", schema=None) as batch_op:
        batch_op.drop_index("ix_model_event_version")
    op.drop_table("model_event")
