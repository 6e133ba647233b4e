"""The colleagues of an official, and when they are away."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from admin_api.shapes import ULID, Shape
from residents.model import StaffRole

FRIDAY_NIGHT = "2026-09-12T00:00:00+09:00"


class StaffOut(Shape):
    """One employee. `stands_in` is who acts for her while she is away, as it is now."""

    ref: str = Field(examples=[f"staff:{ULID}"])
    name: str = Field(examples=["김민지"])
    role: StaffRole = Field(examples=["officer"])
    districts: list[str] = Field(examples=[["jijwa-dong"]])
    on_duty: bool
    deputy: str | None = Field(examples=[f"staff:{ULID}"])
    away_from: datetime | None
    away_until: datetime | None
    stands_in: str | None = Field(examples=[f"staff:{ULID}"])


class GapOut(Shape):
    """What a 읍면동 lacks: an `officer`, a `deputy` for one, or both."""

    district: str = Field(examples=["jijwa-dong"])
    lacks: list[str] = Field(examples=[["deputy"]])


class StaffList(Shape):
    """Everybody who works here, and the 읍면동 that lack somebody; there should be none."""

    items: list[StaffOut]
    gaps: list[GapOut] = Field(examples=[[{"district": "jijwa-dong", "lacks": ["deputy"]}]])


class LeaveIn(Shape):
    """She is away. Without `since` from now on, without `until` until further notice."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = Field(default=None, examples=[FRIDAY_NIGHT])
