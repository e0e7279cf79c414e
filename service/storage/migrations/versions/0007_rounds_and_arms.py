"""rounds, assignments, arms and conditions of work items, reasons on the log"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_assignment_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "round", "session_id", "coder_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "review_round",
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_review_round_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", "number", name=op.f("pk_review_round")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("arm", sa.Text(), server_default="assisted", nullable=False))
        batch_op.add_column(sa.Column("condition", sa.Text(), server_default="shown", nullable=False))
        batch_op.add_column(sa.Column("planted", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("carried", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("frame_version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("why", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("coding_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
    _remake_projects(_project_columns(new=True), ("study_id", "round", "coder_id", "arm", "frame_version"))


def downgrade() -> None:
    _remake_projects(_project_columns(new=False), ("study_id", "round", "coder_id"))
    with op.batch_alter_table("coding_log", schema=None) as batch_op:
        batch_op.drop_column("reason")
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        for name in ("why", "frame_version", "carried", "planted", "condition", "arm"):
            batch_op.drop_column(name)
    op.drop_table("review_round")
    op.drop_table("assignment")


def _project_columns(*, new: bool) -> list[sa.Column[object]]:
    arm: list[sa.Column[object]] = [sa.Column("arm", sa.Text(), server_default="assisted", nullable=False)] if new else []
    return [
        sa.Column("study_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Text(), nullable=False),
        *arm,
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("label_studio_id", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
    ]


def _remake_projects(columns: list[sa.Column[object]], keys: Sequence[str]) -> None:
    """Make the table of projects anew with its rows: SQLite cannot change a primary key. Going back, the newest of a key stays."""
    connection = op.get_bind()
    query = sa.text("SELECT * FROM review_project ORDER BY frame_version")
    rows = [dict(row) for row in connection.execute(query).mappings()]
    op.drop_table("review_project")
    table = op.create_table(
        "review_project",
        *columns,
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_review_project_study_id_study")),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_review_project")),
    )
    kept: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        if "arm" in keys or row.get("arm", "assisted") == "assisted":
            made = {"arm": "assisted", **row}
            kept[tuple(made[name] for name in keys)] = {column.name: made[column.name] for column in columns}
    op.bulk_insert(table, list(kept.values()))
