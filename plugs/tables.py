"""Rows of devices and of what they reported. Private to this package.

The listener writes state, readings and slots; the worker writes health and watches. Neither
locks the other's rows.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime

_PRESENT = text("removed_at IS NULL")
_OPEN = text("closed_at IS NULL")


class DeviceRow(SQLModel, table=True):
    """One installed device. A topic belongs to one device at a time."""

    __tablename__ = "plug_device"
    __table_args__: ClassVar = (
        Index(
            "plug_device_topic",
            "family",
            "topic",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
    )

    id: str = Field(primary_key=True)
    family: str
    topic: str
    household: str = Field(index=True)
    appliance: str
    room: str
    installed_at: datetime = Field(sa_type=UtcDateTime)
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StandsForRow(SQLModel, table=True):
    """A device speaks of a resident."""

    __tablename__ = "plug_resident"

    device_id: str = Field(primary_key=True, foreign_key="plug_device.id")
    resident: str = Field(primary_key=True, index=True)


class AccountRow(SQLModel, table=True):
    """An account at the broker: a device's, or that of a home's bridge. Its password is nowhere."""

    __tablename__ = "plug_account"

    name: str = Field(primary_key=True)
    secret_hash: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class PageRow(SQLModel, table=True):
    """An installer's page of a device; it belongs to the browser that opened it first."""

    __tablename__ = "plug_page"

    id: str = Field(primary_key=True)
    device_id: str = Field(foreign_key="plug_device.id", index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    browser: str | None = None
    """A hash of its cookie."""


class StateRow(SQLModel, table=True):
    """What a device's messages so far amount to. `detector` is the rest, for the decider alone."""

    __tablename__ = "plug_state"

    device_id: str = Field(primary_key=True, foreign_key="plug_device.id")
    heard_at: datetime = Field(sa_type=UtcDateTime, index=True)
    interval_seconds: float
    offline_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    life_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    detector: dict[str, Any] = Field(sa_type=JsonType)


class HealthRow(SQLModel, table=True):
    """A device's last contact before its last fault, and when its home is looked at next."""

    __tablename__ = "plug_health"

    device_id: str = Field(primary_key=True, foreign_key="plug_device.id")
    missed_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class OutageRow(SQLModel, table=True):
    """Homes that went at one moment. Open without `closed_at`, and then looked at when due."""

    __tablename__ = "plug_outage"
    __table_args__: ClassVar = (
        Index("plug_outage_open", "district", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: str = Field(primary_key=True)
    area: str
    district: str
    begins: datetime = Field(sa_type=UtcDateTime)
    ends: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime, index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    returned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AffectedRow(SQLModel, table=True):
    """A home in an outage, until it came out of it: `left` says how."""

    __tablename__ = "plug_outage_home"

    outage_id: str = Field(primary_key=True, foreign_key="plug_outage.id")
    household: str = Field(primary_key=True, index=True)
    devices: list[str] = Field(sa_type=JsonType)
    joined_at: datetime = Field(sa_type=UtcDateTime)
    back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left: str | None = None


class WatchRow(SQLModel, table=True):
    """The clock of one resident's silence. Without `due_at` nothing more can follow from it."""

    __tablename__ = "plug_watch"

    resident: str = Field(primary_key=True)
    household: str
    device_id: str
    life_at: datetime = Field(sa_type=UtcDateTime)
    proof_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    quiet_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class ReadingRow(SQLModel, table=True):
    """One value. Append-only; the key absorbs repetitions."""

    __tablename__ = "plug_reading"

    device_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    kind: str = Field(primary_key=True)
    value: float
    heard_at: datetime = Field(sa_type=UtcDateTime)


class SlotRow(SQLModel, table=True):
    """The mean power of ten minutes, or the mean light in lux. Append-only."""

    __tablename__ = "plug_slot"

    device_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    kind: str = Field(primary_key=True)
    watts: float
    seconds: float
    coarse: bool
    life: bool


class RoutineRow(SQLModel, table=True):
    """What was known of a resident's home on the morning of its newest day, by her plugs."""

    __tablename__ = "plug_routine"

    resident: str = Field(primary_key=True)
    day: date
    routine: dict[str, Any] = Field(sa_type=JsonType)


class DiaryRow(SQLModel, table=True):
    """What a device told by day and hour, of the days before `until`."""

    __tablename__ = "plug_diary"

    device_id: str = Field(primary_key=True, foreign_key="plug_device.id")
    until: date
    diary: dict[str, Any] = Field(sa_type=JsonType)


class AnnouncedRow(SQLModel, table=True):
    """One value of a device, as it announced itself on a topic, and how it is written there."""

    __tablename__ = "plug_announced"

    announced_on: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    device: str = Field(index=True)
    topic: str = Field(index=True)
    kind: str
    written: dict[str, Any] = Field(sa_type=JsonType)


class OddityRow(SQLModel, table=True):
    """Messages that count as nothing: how often, and since when; never what they said."""

    __tablename__ = "plug_oddity"
    __table_args__: ClassVar = (CheckConstraint("times > 0", name="times"),)

    reason: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    times: int = Field(sa_type=BigInteger)
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)


class LineRow(SQLModel, table=True):
    """Our own ears: when anything was heard, and when we began to listen after being deaf."""

    __tablename__ = "plug_line"
    __table_args__: ClassVar = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=UtcDateTime)
    open_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
