"""What is known of homes with plugs: a home's own routine, made once a day."""

import sqlalchemy as sa
from alembic import op

from foundation.columns import JsonType

revision: str = "41f13d37333d"
down_revision: str | None = "9dbe5f5309e2"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "plug_routine",
        sa.Column("resident", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("routine", JsonType, nullable=False),
        sa.PrimaryKeyConstraint("resident", name=op.f("pk_plug_routine")),
    )


def downgrade() -> None:
    op.drop_table("plug_routine")
