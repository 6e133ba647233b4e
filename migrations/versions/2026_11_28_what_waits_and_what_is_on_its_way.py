"""what waits and what is on its way.

Indexes of the outbox: a channel's messages in the order in which they leave, so that none is looked
for among those of another; when the next is due; and the few that are on their way.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "9dbe5f5309e2"
down_revision: str | None = "3d11155af247"
branch_labels: str | None = None
depends_on: str | None = None

OPEN = sa.text("state IN ('queued', 'leased', 'calling')")
QUEUED = sa.text("state = 'queued'")
ON_ITS_WAY = sa.text("state IN ('leased', 'calling')")


def upgrade() -> None:
    op.drop_index("outbox_due", "outbox")
    _create("outbox_due", ["channel", "priority", "due_at", "id"], OPEN)
    _create("outbox_queued", ["due_at", "priority"], QUEUED)
    _create("outbox_on_its_way", ["card", "lease_until"], ON_ITS_WAY)


def downgrade() -> None:
    op.drop_index("outbox_on_its_way", "outbox")
    op.drop_index("outbox_queued", "outbox")
    op.drop_index("outbox_due", "outbox")
    _create("outbox_due", ["priority", "due_at", "id"], OPEN)


def _create(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
