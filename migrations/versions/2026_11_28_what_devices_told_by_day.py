"""What devices told by day and hour: the diaries that a home's rhythm is read from."""

import sqlalchemy as sa
from alembic import op

from foundation.columns import JsonType

revision: str = "f50e93db3820"
down_revision: str | None = "8d2f60c4b91e"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "plug_diary",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("diary", JsonType, nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["plug_device.id"],
            name=op.f("fk_plug_diary_device_id_plug_device"),
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_plug_diary")),
    )


def downgrade() -> None:
    op.drop_table("plug_diary")
