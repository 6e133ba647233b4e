"""homes that went at one moment: outages, the homes in them, and what a card tells of them."""

import sqlalchemy as sa
from alembic import op

from foundation.columns import JsonType

revision: str = "c2ed72dab115"
down_revision: str | None = "f50e93db3820"
branch_labels: str | None = None
depends_on: str | None = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "plug_outage",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plug_outage")),
    )
    op.create_index(op.f("ix_plug_outage_opened_at"), "plug_outage", ["opened_at"])
    op.create_index(
        "plug_outage_open",
        "plug_outage",
        ["district"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "plug_outage_home",
        sa.Column("outage_id", sa.String(), nullable=False),
        sa.Column("household", sa.String(), nullable=False),
        sa.Column("devices", JsonType, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outage_id"],
            ["plug_outage.id"],
            name=op.f("fk_plug_outage_home_outage_id_plug_outage"),
        ),
        sa.PrimaryKeyConstraint("outage_id", "household", name=op.f("pk_plug_outage_home")),
    )
    op.create_index(op.f("ix_plug_outage_home_household"), "plug_outage_home", ["household"])
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tells", JsonType, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("tells")
    op.drop_index(op.f("ix_plug_outage_home_household"), table_name="plug_outage_home")
    op.drop_table("plug_outage_home")
    op.drop_index("plug_outage_open", table_name="plug_outage")
    op.drop_index(op.f("ix_plug_outage_opened_at"), table_name="plug_outage")
    op.drop_table("plug_outage")
