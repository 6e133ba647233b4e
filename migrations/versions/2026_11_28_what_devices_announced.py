"""What devices announced: where each publishes its values, and how they are written."""

import sqlalchemy as sa
from alembic import op

from foundation.columns import JsonType

revision: str = "c9230b9fe3d6"
down_revision: str | None = "7c41f0a9d3be"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "plug_announced",
        sa.Column("announced_on", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("written", JsonType, nullable=False),
        sa.PrimaryKeyConstraint("announced_on", "number", name=op.f("pk_plug_announced")),
    )
    op.create_index(op.f("ix_plug_announced_device"), "plug_announced", ["device"])
    op.create_index(op.f("ix_plug_announced_topic"), "plug_announced", ["topic"])


def downgrade() -> None:
    op.drop_table("plug_announced")
