"""when she is back.

Whoever has a task hears at her door when the resident is back, and is asked again then.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "532c6f5422db"
down_revision: str | None = "5b1c0e8f27da"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_column("back_at")
