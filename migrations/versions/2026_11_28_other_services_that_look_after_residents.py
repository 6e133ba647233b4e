"""other services that look after residents.

Who they are, whom they serve, and what they told: once each, and as long as it waits for an
official with its words.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "cb4a6b27a32a"
down_revision: str | None = "f8166021d3d7"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "vendor",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("map", sa.String(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("key_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("key > 0", name=op.f("ck_vendor_key")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vendor")),
    )
    op.create_table(
        "vendor_refusal",
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_vendor_refusal_times")),
        sa.PrimaryKeyConstraint("vendor", "reason", name=op.f("pk_vendor_refusal")),
    )
    op.create_table(
        "vendor_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("number_blind", sa.String(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("pressing", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('unknown', 'unreadable') OR due_at IS NOT NULL",
            name=op.f("ck_vendor_event_waits"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor"], ["vendor.name"], name=op.f("fk_vendor_event_vendor_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_event")),
    )
    with op.batch_alter_table("vendor_event", schema=None) as batch_op:
        batch_op.create_index("vendor_event_number", ["vendor", "number_blind"], unique=False)
        batch_op.create_index("vendor_event_heard", ["vendor", "received_at"], unique=False)
        batch_op.create_index("vendor_event_once", ["vendor", "key"], unique=True)
        batch_op.create_index(
            "vendor_event_waits",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('unknown', 'unreadable')"),
            postgresql_where=sa.text("state IN ('unknown', 'unreadable')"),
        )

    op.create_table(
        "vendor_file",
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vendor"], ["vendor.name"], name=op.f("fk_vendor_file_vendor_vendor")
        ),
        sa.PrimaryKeyConstraint("vendor", "hash", name=op.f("pk_vendor_file")),
    )
    op.create_table(
        "vendor_served",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("resident", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("number_blind", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vendor"], ["vendor.name"], name=op.f("fk_vendor_served_vendor_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_served")),
    )
    with op.batch_alter_table("vendor_served", schema=None) as batch_op:
        batch_op.create_index("vendor_served_number", ["vendor", "number_blind"], unique=False)
        batch_op.create_index(
            "vendor_served_once",
            ["resident", "vendor", "number_blind"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("vendor_served", schema=None) as batch_op:
        batch_op.drop_index(
            "vendor_served_once",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index("vendor_served_number")

    op.drop_table("vendor_served")
    op.drop_table("vendor_file")
    with op.batch_alter_table("vendor_event", schema=None) as batch_op:
        batch_op.drop_index(
            "vendor_event_waits",
            sqlite_where=sa.text("state IN ('unknown', 'unreadable')"),
            postgresql_where=sa.text("state IN ('unknown', 'unreadable')"),
        )
        batch_op.drop_index("vendor_event_once")
        batch_op.drop_index("vendor_event_number")
        batch_op.drop_index("vendor_event_heard")

    op.drop_table("vendor_event")
    op.drop_table("vendor_refusal")
    op.drop_table("vendor")
