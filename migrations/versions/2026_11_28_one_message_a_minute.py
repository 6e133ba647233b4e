"""one message a minute.

When somebody who works was last told anything; since when a message waits for its turn. Answers to
what somebody pressed get a priority of their own, and so does work that can wait: what is open
moves to the numbers of its meaning.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "7c41f0a9d3be"
down_revision: str | None = "5c0e7a41d9b2"
branch_labels: str | None = None
depends_on: str | None = None

OUTBOX = sa.table("outbox", sa.column("priority", sa.Integer), sa.column("state", sa.String))
OPEN = OUTBOX.c.state.in_(["queued", "leased", "calling"])
RENUMBERED = {2: 3, 3: 5, 4: 6}


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_told")),
    )
    op.add_column("outbox", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
    _renumber(RENUMBERED)


def downgrade() -> None:
    _renumber({new: old for old, new in RENUMBERED.items()} | {4: 3})
    op.drop_column("outbox", "waits_since")
    op.drop_table("told")


def _renumber(numbers: dict[int, int]) -> None:
    moved = sa.and_(OPEN, OUTBOX.c.priority.in_(list(numbers)))
    op.execute(
        OUTBOX.update().where(moved).values(priority=sa.case(numbers, value=OUTBOX.c.priority))
    )
