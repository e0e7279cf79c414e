"""strength of suggestions"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("strength", sa.Text(), server_default="likely", nullable=False))
        batch_op.add_column(sa.Column("certified", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("suggested", schema=None) as batch_op:
        batch_op.add_column(sa.Column("strange", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("suggested", schema=None) as batch_op:
        batch_op.drop_column("strange")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_column("certified")
        batch_op.drop_column("strength")
