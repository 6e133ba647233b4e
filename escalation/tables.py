"""Rows of cases and their facts. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

_OPEN = text("closed_at IS NULL")


class CaseRow(SQLModel, table=True):
    """The index of a case; what it is follows from its facts.

    `due_at` is when the case is looked at again whatever happens. At most one case of a resident
    is open.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("case_one_open", "resident", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("case_ended", "resident", "closed_at"),
        Index("case_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: str = Field(primary_key=True)
    resident: str
    urgency: int
    policy: dict[str, Any] = Field(sa_type=JsonType)
    opened_at: datetime = Field(sa_type=UtcDateTime, index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    outcome: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FactRow(SQLModel, table=True):
    """One line of a case's timeline. Append-only."""

    __tablename__ = "case_fact"

    case_id: str = Field(primary_key=True, foreign_key="case_file.id")
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: str
    reason: str | None = None
    data: dict[str, Any] = Field(sa_type=JsonType)
