"""due work is found by index.

Slots that nobody took up are counted by /health without reading every plan, and what was called
within a second is no reason any more to look for due messages among all that a channel ever sent.
"""

from alembic import op

revision: str = "8efbbc1de809"
down_revision: str | None = "3b5a17662cdc"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("plan_slot", "plan", ["next_slot_at"])
    op.drop_index("outbox_called", "outbox")
    op.create_index("outbox_called", "outbox", ["called_at", "channel"])


def downgrade() -> None:
    op.drop_index("outbox_called", "outbox")
    op.create_index("outbox_called", "outbox", ["channel", "called_at"])
    op.drop_index("plan_slot", "plan")
