"""helpers may be away."""

import sqlalchemy as sa
from alembic import op

revision: str = "7162f2a20020"
down_revision: str | None = "26caf7264c77"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("helper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("helper", schema=None) as batch_op:
        batch_op.drop_column("away_until")
        batch_op.drop_column("away_from")
