"""Rows of accounts, sessions and repeated commands. Private to this package.

Logins are blind indexes; sessions and PINs are hashes. What a person is called is in residents.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from foundation.columns import JsonType, UtcDateTime


class AccountRow(SQLModel, table=True):
    """How one employee signs in. `login` is a blind index."""

    __tablename__ = "account"

    staff: str = Field(primary_key=True)
    login: str = Field(unique=True)
    password_hash: str
    active: bool = True
    made_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class LoginTriesRow(SQLModel, table=True):
    """Tries to sign in since the last success, for logins that exist and for those that do not."""

    __tablename__ = "login_tries"

    login: str = Field(primary_key=True)
    tries: int
    last_at: datetime = Field(sa_type=UtcDateTime, index=True)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SessionRow(SQLModel, table=True):
    """One signed-in browser, by the hash of its cookie."""

    __tablename__ = "staff_session"

    token_hash: str = Field(primary_key=True)
    staff: str = Field(foreign_key="account.staff", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class CommandRow(SQLModel, table=True):
    """A command that was carried out, by its Idempotency-Key, with its answer (ids only)."""

    __tablename__ = "command"

    staff: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request_hash: str
    answer: dict[str, Any] = Field(sa_type=JsonType)
    done_at: datetime = Field(sa_type=UtcDateTime, index=True)


class StaffPinRow(SQLModel, table=True):
    """The PIN with which an employee opens a task page."""

    __tablename__ = "staff_pin"
    __table_args__: ClassVar = (CheckConstraint("wrong_pins >= 0", name="wrong_pins"),)

    staff: str = Field(primary_key=True)
    pin_hash: str
    wrong_pins: int = 0
