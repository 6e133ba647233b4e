"""Rows of plans and check-ins. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

OPEN = text("state IN ('asking', 'clarifying')")
"""The condition of partial indexes: SQLite uses them for statements that hold it word for word."""
_NOT_WALKED = text("walked_at IS NULL")


class PlanRow(SQLModel, table=True):
    """When one resident is asked, and her next slot."""

    __tablename__ = "plan"
    __table_args__ = (Index("plan_slot", "next_slot_at"),)

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
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("checkin_due", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
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
    put_off_to: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CampaignRow(SQLModel, table=True):
    """One campaign, and how far it has come through its scope."""

    __tablename__ = "campaign"
    __table_args__ = (
        Index("campaign_due", "due_at", sqlite_where=_NOT_WALKED, postgresql_where=_NOT_WALKED),
        Index("campaign_started", "started_at"),
    )

    id: str = Field(primary_key=True)
    kind: str
    districts: list[str] = Field(sa_type=JsonType)
    tiers: list[str] = Field(sa_type=JsonType)
    started_at: datetime = Field(sa_type=UtcDateTime)
    started_by: str
    residents: int
    begins_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    walked_to: str | None = None
    walked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CampaignResidentRow(SQLModel, table=True):
    """One resident of a campaign's scope as it found her: asked by a check-in, or spared."""

    __tablename__ = "campaign_resident"

    campaign_id: str = Field(primary_key=True, foreign_key="campaign.id")
    resident_id: str = Field(primary_key=True)
    district: str
    tier: str
    checkin_id: str | None = None
    spared: str | None = None
