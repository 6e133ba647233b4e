"""why offers are declined."""

import sqlalchemy as sa
from alembic import op

revision: str = "5c0e7a41d9b2"
down_revision: str | None = "532c6f5422db"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("why")
