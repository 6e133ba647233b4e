"""Rows of human contact. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import UtcDateTime

_AWAY = text("away_until IS NOT NULL")


class HumanContactRow(SQLModel, table=True):
    """What is promised to one active resident. `due_at` and `look_at` are never empty."""

    __tablename__ = "human_contact"
    __table_args__: ClassVar = (
        Index("human_contact_due", "due_at", "resident_id"),
        Index("human_contact_away", "away_until", sqlite_where=_AWAY, postgresql_where=_AWAY),
    )

    resident_id: str = Field(primary_key=True)
    kind: str
    since: datetime = Field(sa_type=UtcDateTime)
    met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    asks_at: datetime = Field(sa_type=UtcDateTime)
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    look_at: datetime = Field(sa_type=UtcDateTime, index=True)
