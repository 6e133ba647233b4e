"""speaking rate of residents."""

import sqlalchemy as sa
from alembic import op

revision: str = "02389d3785dd"
down_revision: str | None = "8efbbc1de809"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    # Whoever is registered already is spoken to as she was until now.
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("speaking_rate", sa.Integer(), nullable=False, server_default="85")
        )
        batch_op.create_check_constraint(
            op.f("ck_resident_speaking_rate"), "speaking_rate BETWEEN 60 AND 120"
        )
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.alter_column("speaking_rate", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_resident_speaking_rate"), type_="check")
        batch_op.drop_column("speaking_rate")
