"""cases that ended are found by resident.

More of the same within some hours opens a case again that ended well.
"""

from alembic import op

revision: str = "3d11155af247"
down_revision: str | None = "1d43042893d5"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("case_ended", "case_file", ["resident", "closed_at"])


def downgrade() -> None:
    op.drop_index("case_ended", "case_file")
