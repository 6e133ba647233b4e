"""Rows of vendors, of whom they serve, and of what they told. Private to this package."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from foundation.columns import UtcDateTime

_NOW = text("until IS NULL")
WAITS = text("state IN ('unknown', 'unreadable')")
"""The condition of a partial index: SQLite uses it for statements that hold it word for word."""


class VendorRow(SQLModel, table=True):
    """Another service. `map` is the text of its map file."""

    __tablename__ = "vendor"
    __table_args__: ClassVar = (CheckConstraint("key > 0", name="key"),)

    name: str = Field(primary_key=True)
    title: str
    map: str
    key: int
    key_since: datetime = Field(sa_type=UtcDateTime)
    added_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ServedRow(SQLModel, table=True):
    """A resident whom a vendor serves. `number` is sealed, and found by its fingerprint.

    Without a number the fingerprint is empty.
    """

    __tablename__ = "vendor_served"
    __table_args__: ClassVar = (
        Index(
            "vendor_served_once",
            "resident",
            "vendor",
            "number_blind",
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
        Index("vendor_served_number", "vendor", "number_blind"),
    )

    id: str = Field(primary_key=True)
    resident: str
    vendor: str = Field(foreign_key="vendor.name")
    number: bytes | None = Field(default=None, sa_type=LargeBinary)
    number_blind: str
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_by: str


class EventRow(SQLModel, table=True):
    """One message of a vendor. `raw` and `number` are kept while it waits for an official.

    `due_at` is when officials are told (again) that it waits.
    """

    __tablename__ = "vendor_event"
    __table_args__: ClassVar = (
        Index("vendor_event_once", "vendor", "key", unique=True),
        Index("vendor_event_number", "vendor", "number_blind"),
        Index("vendor_event_heard", "vendor", "received_at"),
        Index("vendor_event_waits", "due_at", sqlite_where=WAITS, postgresql_where=WAITS),
        CheckConstraint(
            "state NOT IN ('unknown', 'unreadable') OR due_at IS NOT NULL", name="waits"
        ),
    )

    id: str = Field(primary_key=True)
    vendor: str = Field(foreign_key="vendor.name")
    key: str
    how: str
    state: str
    fault: str | None = None
    what: str | None = None
    at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    file_hash: str | None = None
    line: int | None = None
    number: bytes | None = Field(default=None, sa_type=LargeBinary)
    number_blind: str | None = None
    raw: bytes | None = Field(default=None, sa_type=LargeBinary)
    pressing: bool
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FileRow(SQLModel, table=True):
    """A file that was imported, by what is in it."""

    __tablename__ = "vendor_file"

    vendor: str = Field(primary_key=True, foreign_key="vendor.name")
    hash: str = Field(primary_key=True)
    imported_at: datetime = Field(sa_type=UtcDateTime)
    rows: int
    refused: int


class RefusalRow(SQLModel, table=True):
    """Posts that were not let in: how often, and when last; never what they said."""

    __tablename__ = "vendor_refusal"
    __table_args__: ClassVar = (CheckConstraint("times > 0", name="times"),)

    vendor: str = Field(primary_key=True)
    reason: str = Field(primary_key=True)
    times: int
    last_at: datetime = Field(sa_type=UtcDateTime)
