"""Rows of the registry. Private to this package.

Whatever identifies a person is in `sealed`, one value per person under her own key, or in a
blind index that only the key ring can compute.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime
from residents.model import speaking

_TELEGRAM = text("kind = 'telegram'")
_NOT_WITHDRAWN = text("withdrawn_at IS NULL")


class HouseholdRow(SQLModel, table=True):
    """One door. `others` live behind it without being registered."""

    __tablename__ = "household"
    __table_args__: ClassVar = (CheckConstraint("others >= 0", name="others"),)

    id: str = Field(primary_key=True)
    district: str
    others: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)


class ResidentRow(SQLModel, table=True):
    """One resident. `sealed` is NULL once she is erased."""

    __tablename__ = "resident"
    __table_args__: ClassVar = (
        CheckConstraint("(sealed IS NULL) = (erased_at IS NOT NULL)", name="erased"),
        CheckConstraint(
            "deceased_at IS NOT NULL OR death_confirmed_at IS NULL", name="confirmed_death"
        ),
        CheckConstraint(
            f"speaking_rate BETWEEN {speaking.SLOWEST} AND {speaking.FASTEST}",
            name="speaking_rate",
        ),
        Index("ix_resident_district_state", "district", "state"),
    )

    id: str = Field(primary_key=True)
    tier: str
    language: str
    district: str
    devices: list[str] = Field(sa_type=JsonType)
    household_id: str = Field(foreign_key="household.id", index=True)
    named_checker: str | None = Field(default=None, index=True)
    state: str
    speaking_rate: int = speaking.NORMAL
    deceased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deceased_by: str | None = None
    death_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    death_confirmed_by: str | None = None
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContactRow(SQLModel, table=True):
    """Somebody to ring about a resident, sealed under her own key."""

    __tablename__ = "contact"
    __table_args__: ClassVar = (
        Index("uq_contact_position", "resident_id", "position", unique=True),
    )

    id: str = Field(primary_key=True)
    resident_id: str = Field(foreign_key="resident.id")
    position: int
    keyholder: bool = False
    added_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sealed: bytes = Field(sa_type=LargeBinary)


class HelperRow(SQLModel, table=True):
    """One helper."""

    __tablename__ = "helper"
    __table_args__: ClassVar = (
        CheckConstraint("max_load > 0", name="max_load"),
        CheckConstraint("wrong_pins >= 0", name="wrong_pins"),
    )

    id: str = Field(primary_key=True)
    role: str
    district: str = Field(index=True)
    language: str
    prefers: str
    pin_hash: str | None = None
    wrong_pins: int = 0
    active: bool = True
    nights: bool = False
    max_load: int
    appointed_from: date | None = None
    appointed_until: date | None = None
    papers: list[str] = Field(sa_type=JsonType)
    away_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class StaffRow(SQLModel, table=True):
    """One city employee."""

    __tablename__ = "staff"

    id: str = Field(primary_key=True)
    role: str = Field(index=True)
    deputy: str | None = None
    duty: bool = False
    active: bool = True
    away_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class StaffDistrictRow(SQLModel, table=True):
    """An employee is in charge of a district."""

    __tablename__ = "staff_district"

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    district: str = Field(primary_key=True, index=True)


class ConsentRow(SQLModel, table=True):
    """One basis for one purpose. Only the withdrawal is ever added to it."""

    __tablename__ = "consent"
    __table_args__: ClassVar = (
        Index(
            "ix_consent_standing",
            "purpose",
            "ref",
            sqlite_where=_NOT_WITHDRAWN,
            postgresql_where=_NOT_WITHDRAWN,
        ),
    )

    id: str = Field(primary_key=True)
    ref: str = Field(index=True)
    purpose: str
    basis: str
    given_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    text_version: str
    channel: str | None = None
    taken_by: str
    withdrawn_by: str | None = None
    withdrawn_channel: str | None = None


class AbsenceRow(SQLModel, table=True):
    """One absence. `holds_until` is what counts; `until` is what was said."""

    __tablename__ = "absence"

    id: str = Field(primary_key=True)
    resident_id: str = Field(foreign_key="resident.id", index=True)
    kind: str
    source: str
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    holds_until: datetime = Field(sa_type=UtcDateTime, index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None


class HazardRow(SQLModel, table=True):
    """What endangers whoever comes to a home. `words` and `why_lifted` are sealed."""

    __tablename__ = "hazard"
    __table_args__: ClassVar = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted"),
    )

    id: str = Field(primary_key=True)
    resident_id: str = Field(foreign_key="resident.id")
    household_id: str = Field(foreign_key="household.id", index=True)
    kind: str
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str
    words: bytes | None = Field(default=None, sa_type=LargeBinary)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: str | None = None
    why_lifted: bytes | None = Field(default=None, sa_type=LargeBinary)


class AddressRow(SQLModel, table=True):
    """Who answers at a phone number or chat. A phone may serve a household, a chat one person."""

    __tablename__ = "address_index"
    __table_args__: ClassVar = (
        Index(
            "uq_address_index_telegram",
            "blind",
            unique=True,
            sqlite_where=_TELEGRAM,
            postgresql_where=_TELEGRAM,
        ),
        CheckConstraint("usable = (reason IS NULL)", name="usable"),
    )

    kind: str = Field(primary_key=True)
    blind: str = Field(primary_key=True)
    ref: str = Field(primary_key=True, index=True)
    usable: bool = True
    reason: str | None = None


class ClosedChannelRow(SQLModel, table=True):
    """A person is not to be asked by a channel, whatever her address on it."""

    __tablename__ = "closed_channel"

    ref: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    reason: str
    closed_at: datetime = Field(sa_type=UtcDateTime)


class IdentityRow(SQLModel, table=True):
    """A blind of something that only one person or household can have."""

    __tablename__ = "identity"

    blind: str = Field(primary_key=True)
    ref: str = Field(index=True)


class ImportedRow(SQLModel, table=True):
    """What a person's row looked like when it was last imported, as a blind fingerprint."""

    __tablename__ = "imported"

    ref: str = Field(primary_key=True)
    fingerprint: str
    file_hash: str
    line: int
    imported_at: datetime = Field(sa_type=UtcDateTime)


class LinkRow(SQLModel, table=True):
    """An enrolment link; only the hash of its token is kept."""

    __tablename__ = "enrolment_link"

    token_hash: str = Field(primary_key=True)
    ref: str = Field(index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    chat: str | None = None


class AccessRow(SQLModel, table=True):
    """One line of the access log: `hash` covers the line and the hash before it."""

    __tablename__ = "access_log"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    who: str = Field(index=True)
    subject: str = Field(index=True)
    what: str
    place: str
    hash: str
