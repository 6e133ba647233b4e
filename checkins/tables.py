"""Rows of plans and check-ins. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

_OPEN = text("state IN ('asking', 'clarifying')")


class PlanRow(SQLModel, table=True):
    """When one resident is asked, and her next slot."""

    __tablename__ = "plan"

    resident_id: str = Field(primary_key=True)
    rhythm: str
    weekday: int
    odd_weeks: bool
    position: float
    times: list[str] = Field(sa_type=JsonType)
    in_festivals: str
    next_slot_at: datetime = Field(sa_type=UtcDateTime)
    occasion: str


class WishRow(SQLModel, table=True):
    """What one resident wants otherwise than her tier has it."""

    __tablename__ = "plan_wish"

    resident_id: str = Field(primary_key=True)
    rhythm: str | None
    weekday: int | None
    times: list[str] = Field(sa_type=JsonType)
    channels: list[str] = Field(sa_type=JsonType)
    wished_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str


class CheckinRow(SQLModel, table=True):
    """One check-in. At most one of a resident is open."""

    __tablename__ = "checkin"
    __table_args__ = (
        Index(
            "checkin_one_open",
            "resident_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("checkin_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("checkin_slot", "resident_id", "slot_at"),
    )

    id: str = Field(primary_key=True)
    resident_id: str
    slot_at: datetime = Field(sa_type=UtcDateTime)
    steps: list[dict[str, Any]] = Field(sa_type=JsonType)
    policy: dict[str, Any] = Field(sa_type=JsonType)
    next_step: int
    sent: list[int] = Field(sa_type=JsonType)
    state: str
    deadline: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    occasion: str
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_on: str | None = None
    answered_rung: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
