"""Rows of the inbox and the agenda. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

PENDING = text("pending")
"""The condition of a partial index: SQLite uses it for statements that hold it word for word."""


class SignalRow(SQLModel, table=True):
    """One recorded fact. Append-only but for `pending`."""

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("source", "source_id", name="signal_recorded_once"),
        Index(
            "signal_pending",
            "subject",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index("signal_of_subject", "subject", "kind", "occurred_at"),
    )

    id: str = Field(primary_key=True)
    kind: str
    source: str
    source_id: str
    subject: str
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    data: dict[str, Any] = Field(sa_type=JsonType)
    words: bytes | None = None
    pending: bool = True


class HandlingRow(SQLModel, table=True):
    """One consumer is done with one signal, or it is set aside with the error's kind."""

    __tablename__ = "signal_handling"

    signal_id: str = Field(primary_key=True, foreign_key="signal.id")
    consumer: str = Field(primary_key=True)
    handled_at: datetime = Field(sa_type=UtcDateTime)
    quarantined: str | None = Field(default=None, index=True)


class AgendaRow(SQLModel, table=True):
    """When a subject must be looked at next. The row is what a worker locks."""

    __tablename__ = "agenda"
    __table_args__ = (Index("agenda_due", "next_at"),)

    subject: str = Field(primary_key=True)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    urgency: int = 0
