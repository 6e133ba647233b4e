"""campaigns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "ceaf4f8aaea9"
down_revision: str | None = "7162f2a20020"
branch_labels: str | None = None
depends_on: str | None = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
NOT_WALKED = sa.text("walked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("districts", JSON, nullable=False),
        sa.Column("tiers", JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("walked_to", sa.String(), nullable=True),
        sa.Column("walked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(
            "campaign_due", ["due_at"], sqlite_where=NOT_WALKED, postgresql_where=NOT_WALKED
        )
        batch_op.create_index("campaign_started", ["started_at"])
    op.create_table(
        "campaign_resident",
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("checkin_id", sa.String(), nullable=True),
        sa.Column("spared", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_resident_campaign_id_campaign"),
        ),
        sa.PrimaryKeyConstraint("campaign_id", "resident_id", name=op.f("pk_campaign_resident")),
    )


def downgrade() -> None:
    op.drop_table("campaign_resident")
    op.drop_table("campaign")
