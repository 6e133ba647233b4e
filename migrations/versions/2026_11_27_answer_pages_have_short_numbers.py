"""answer pages have short numbers."""

import sqlalchemy as sa
from alembic import op

revision: str = "21e26c81276c"
down_revision: str | None = "ceaf4f8aaea9"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "answer_page",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checkin_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_answer_page")),
        sa.UniqueConstraint("checkin_id", name=op.f("uq_answer_page_checkin_id")),
    )


def downgrade() -> None:
    op.drop_table("answer_page")
