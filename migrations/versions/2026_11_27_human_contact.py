"""human contact: what is promised to whom, and tasks with a moment by which they are done.

Nobody is entered here: the first round of the worker gives every active resident of the high and
the middle tier her schedule, and reads from what is on record when a person last met her.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "3b5a17662cdc"
down_revision: str | None = "21e26c81276c"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "human_contact",
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_human_contact")),
    )
    with op.batch_alter_table("human_contact", schema=None) as batch_op:
        batch_op.create_index("human_contact_due", ["due_at", "resident_id"], unique=False)
        batch_op.create_index(
            "human_contact_away",
            ["away_until"],
            unique=False,
            sqlite_where=sa.text("away_until IS NOT NULL"),
            postgresql_where=sa.text("away_until IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_human_contact_look_at"), ["look_at"], unique=False)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("do_by", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("do_by")

    with op.batch_alter_table("human_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_human_contact_look_at"))
        batch_op.drop_index(
            "human_contact_away",
            sqlite_where=sa.text("away_until IS NOT NULL"),
            postgresql_where=sa.text("away_until IS NOT NULL"),
        )
        batch_op.drop_index("human_contact_due")

    op.drop_table("human_contact")
