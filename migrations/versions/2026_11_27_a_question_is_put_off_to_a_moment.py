"""a question is put off to a moment."""

import sqlalchemy as sa
from alembic import op

revision: str = "1d43042893d5"
down_revision: str | None = "02389d3785dd"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("put_off_to", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.drop_column("put_off_to")
