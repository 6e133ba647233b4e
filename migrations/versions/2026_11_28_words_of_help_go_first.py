"""words of help go first.

Between what is urgent and everybody's first message there is a priority more: what waits below it
moves down by one.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "5b1c0e8f27da"
down_revision: str | None = "41f13d37333d"
branch_labels: str | None = None
depends_on: str | None = None

OUTBOX = sa.table("outbox", sa.column("priority", sa.Integer), sa.column("state", sa.String))
OPEN = OUTBOX.c.state.in_(["queued", "leased", "calling"])


def upgrade() -> None:
    below = sa.and_(OPEN, OUTBOX.c.priority >= 1)
    op.execute(OUTBOX.update().where(below).values(priority=OUTBOX.c.priority + 1))


def downgrade() -> None:
    below = sa.and_(OPEN, OUTBOX.c.priority >= 2)  # noqa: PLR2004 - a number of that time
    op.execute(OUTBOX.update().where(below).values(priority=OUTBOX.c.priority - 1))
