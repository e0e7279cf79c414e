"""tasks that move to the project of a new version of the code frame"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moving", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.drop_column("moving")
