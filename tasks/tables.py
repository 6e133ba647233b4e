"""Rows of tasks and offers. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

OPEN = text("state IN ('offered', 'accepted')")
"""The condition of partial indexes: SQLite uses them for statements that hold it word for word."""


class TaskRow(SQLModel, table=True):
    """One task. `due_at` is never empty: an open task always has a next moment."""

    __tablename__ = "task"
    __table_args__ = (
        Index("task_due", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("task_resident", "resident", "state"),
    )

    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    kind: str
    resident: str
    origin: str = Field(index=True)
    district: str
    rounds: list[dict[str, Any]] = Field(sa_type=JsonType)
    do_within_seconds: int
    do_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shown_when: str
    urgency: str | None = None
    named: str | None = None
    emergency: bool = False
    tells: dict[str, Any] | None = Field(default=None, sa_type=JsonType)
    state: str
    version: int = 1
    round_index: int = 0
    opened_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    accepted_by: str | None = Field(default=None, index=True)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded: bool = False
    result: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OfferRow(SQLModel, table=True):
    """A task offered to one person."""

    __tablename__ = "offer"
    __table_args__ = (Index("offer_person", "person", "state"),)

    task_id: str = Field(primary_key=True, foreign_key="task.id")
    person: str = Field(primary_key=True)
    round_index: int
    state: str
    why: str | None = None
    offered_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PageLinkRow(SQLModel, table=True):
    """The one-time page on which the one who accepted sees name and place.

    `opened_by` is the hash of the browser's cookie that opened it first; another browser is
    refused.
    """

    __tablename__ = "page_link"

    id: str = Field(primary_key=True)
    task_id: str = Field(foreign_key="task.id")
    person: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: str | None = None
