"""The outbox's rows. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

OPEN = text("state IN ('queued', 'leased', 'calling')")
"""The condition of partial indexes: SQLite uses them for statements that hold it word for word."""
QUEUED = text("state = 'queued'")
ON_ITS_WAY = text("state IN ('leased', 'calling')")


class OutboxRow(SQLModel, table=True):
    """One message to one person on one channel.

    `waits_since` is when it should have left, once it had to wait for its person's minute.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_due",
            "channel",
            "priority",
            "due_at",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("outbox_queued", "due_at", "priority", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index(
            "outbox_on_its_way",
            "card",
            "lease_until",
            sqlite_where=ON_ITS_WAY,
            postgresql_where=ON_ITS_WAY,
        ),
        Index("outbox_called", "called_at", "channel"),
        Index("outbox_card", "card", "id"),
        Index("outbox_to", "to_ref", "state"),
    )

    id: str = Field(primary_key=True)
    dedupe_key: str = Field(unique=True)
    to_ref: str
    about: str | None = None
    channel: str
    template: str
    content: dict[str, Any] = Field(sa_type=JsonType)
    after_unknown: str
    priority: int
    card: str | None = None
    edit_only: bool = False
    origin: str | None = None
    state: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    waits_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    provider_id: str | None = Field(default=None, index=True)
    failure: str | None = None


class ToldRow(SQLModel, table=True):
    """When somebody who works was last told anything that she had not asked for."""

    __tablename__ = "told"

    person: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
