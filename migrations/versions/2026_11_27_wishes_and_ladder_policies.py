"""wishes and ladder policies.

Check-ins that exist keep the ladder policy that was in force when this was written, and count as
asked by their first step where they were asked at all.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "26caf7264c77"
down_revision: str | None = "b6a0a7b2ab81"
branch_labels: str | None = None
depends_on: str | None = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
POLICY = (
    '{"reminder_after": "PT45M", "notice_after": "PT1H15M", '
    '"calls_after": ["PT1H30M", "PT1H50M", "PT2H10M"], '
    '"landline_calls_after": ["PT0S", "PT20M", "PT2H10M"], '
    '"missed_after": "PT2H30M", "put_off_by": "PT2H", '
    '"clarify_within": "PT1H", "late_answer_counts_for": "P2D"}'
)


def upgrade() -> None:
    op.create_table(
        "plan_wish",
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("times", JSON, nullable=False),
        sa.Column("channels", JSON, nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_plan_wish")),
    )
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy", JSON, nullable=True))
        batch_op.add_column(sa.Column("sent", JSON, nullable=True))
    checkin = sa.table("checkin", sa.column("asked", sa.Boolean), *_columns("policy", "sent"))
    op.execute(checkin.update().values(policy=sa.text(f"'{_escaped(POLICY)}'")))
    op.execute(checkin.update().where(checkin.c.asked).values(sent=sa.text("'[0]'")))
    op.execute(checkin.update().where(~checkin.c.asked).values(sent=sa.text("'[]'")))
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.alter_column("policy", existing_type=JSON, nullable=False)
        batch_op.alter_column("sent", existing_type=JSON, nullable=False)
        batch_op.drop_column("asked")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("times", JSON, nullable=True))
        batch_op.add_column(sa.Column("in_festivals", sa.String(), nullable=True))
    plan = sa.table("plan", *_columns("times", "in_festivals"))
    op.execute(plan.update().values(times=sa.text("'[]'"), in_festivals="not"))
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("times", existing_type=JSON, nullable=False)
        batch_op.alter_column("in_festivals", existing_type=sa.String(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("in_festivals")
        batch_op.drop_column("times")
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Boolean(), nullable=True))
    checkin = sa.table("checkin", sa.column("asked", sa.Boolean), sa.column("sent"))
    was_asked = sa.cast(checkin.c.sent, sa.Text) != "[]"
    op.execute(checkin.update().values(asked=was_asked))
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.alter_column("asked", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_column("sent")
        batch_op.drop_column("policy")
    op.drop_table("plan_wish")


def _columns(*names: str) -> list[sa.ColumnClause[str]]:
    return [sa.column(name, sa.String) for name in names]


def _escaped(text: str) -> str:
    """Without what SQLAlchemy would take for a parameter."""
    return text.replace(":", r"\:")
