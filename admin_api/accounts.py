"""Accounts of officials: making them, signing in, and being locked out for a while."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from admin_api import passwords
from admin_api.permissions import ROLES
from admin_api.tables import AccountRow, LoginTriesRow, SessionRow
from foundation.database import Database
from foundation.sql import insert_new
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    AlreadyRegisteredError,
    NewStaff,
    Phone,
    Ref,
    StaffRole,
)

WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
TRIES_KEPT = timedelta(days=1)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


class LoginTakenError(ValueError):
    """The login belongs to somebody else, or the person has an account already."""

    def __init__(self) -> None:
        super().__init__("This login or this person has an account: choose another login.")


class WrongLoginError(ValueError):
    """The login has a shape that nobody could type twice the same way."""

    def __init__(self) -> None:
        super().__init__("A login is 3 to 40 of a-z, 0-9 and . _ -, beginning with one of a-z0-9.")


class NoAccountError(ValueError):
    """The night desk is a telephone and a PIN."""

    def __init__(self) -> None:
        super().__init__("The night desk has no account: give it a PIN with `anbu pin`.")


class UnknownAccountError(LookupError):
    """Nobody signs in with this login."""

    def __init__(self) -> None:
        super().__init__("There is no such login: look at how it is spelt.")


@dataclass(frozen=True, slots=True)
class NewAdmin:
    """An official about to get an account. `districts` are codes; leads and city need none."""

    name: str = field(repr=False)
    login: str = field(repr=False)
    password: str = field(repr=False)
    role: StaffRole
    phone: Phone
    districts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Too many wrong tries; after `wait` the login may be tried again."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Try:
    """A counted try: whose account it is and what is kept of her password, if there is one."""

    staff: Ref | None
    password_hash: str | None = field(repr=False)


def create_admin(database: Database, new: NewAdmin) -> Ref:
    """Register an official and her account; somebody registered already gets the account only.

    Raises WeakPasswordError, WrongLoginError, LoginTakenError, WrongTextError,
    UnknownDistrictError, NoAccountError.
    """
    login = _checked_login(new.login)
    password_hash = passwords.hashed(passwords.checked(new.password, login))
    with database.write() as uow:
        staff = _registered(uow, new)
        if not ROLES[residents.staff(uow, staff).role]:
            raise NoAccountError
        row = {
            "staff": staff,
            "login": _blind(uow, login),
            "password_hash": password_hash,
            "active": True,
            "made_at": uow.now,
            "changed_at": uow.now,
        }
        if not insert_new(uow.session, AccountRow, [row]):
            raise LoginTakenError
        return staff


def set_password(database: Database, login: str, password: str) -> None:
    """Give an account a new password, unlock it, and end its sessions.

    Raises WeakPasswordError, UnknownAccountError.
    """
    plain = login.strip().casefold()
    password_hash = passwords.hashed(passwords.checked(password, plain))
    with database.write() as uow:
        row = _account_row(uow, plain)
        row.password_hash, row.changed_at = password_hash, uow.now
        _forget_tries(uow, row.login)
        end_sessions(uow, row.staff)


def close_account(database: Database, login: str) -> None:
    """Nobody signs in with it any more; its sessions end. Raises UnknownAccountError."""
    with database.write() as uow:
        row = _account_row(uow, login.strip().casefold())
        row.active, row.changed_at = False, uow.now
        end_sessions(uow, row.staff)


def begin_try(uow: UnitOfWork, login: str) -> Try | LockedOut:
    """Count one try to sign in, before the password is looked at: tries at once count too."""
    blind = _blind(uow, login.strip().casefold())
    _forget_old_tries(uow)
    fresh = {"login": blind, "tries": 0, "last_at": uow.now, "locked_until": None}
    insert_new(uow.session, LoginTriesRow, [fresh])
    row = uow.session.get_one(LoginTriesRow, blind, with_for_update=True, populate_existing=True)
    if row.locked_until is not None and uow.now < row.locked_until:
        return LockedOut(row.locked_until - uow.now)
    row.tries = 1 if row.locked_until is not None else row.tries + 1
    row.locked_until = uow.now + LOCKED_FOR if row.tries >= WRONG_TRIES else None
    row.last_at = uow.now
    account = uow.session.exec(select(AccountRow).where(col(AccountRow.login) == blind)).first()
    if account is None or not account.active or not residents.staff(uow, account.staff).active:
        return Try(None, None)
    return Try(account.staff, account.password_hash)


def tries_forgiven(uow: UnitOfWork, login: str) -> None:
    """She is in: the count of wrong tries starts anew."""
    _forget_tries(uow, _blind(uow, login.strip().casefold()))


def is_open(uow: UnitOfWork, staff: Ref) -> bool:
    """Whether the account may still be used."""
    row = uow.session.get(AccountRow, staff)
    return row is not None and row.active


def end_sessions(uow: UnitOfWork, staff: Ref) -> None:
    """Sign somebody out everywhere."""
    uow.session.execute(delete(SessionRow).where(col(SessionRow.staff) == staff))


def _registered(uow: UnitOfWork, new: NewAdmin) -> Ref:
    wanted = NewStaff(name=new.name, role=new.role, phone=new.phone, districts=new.districts)
    try:
        return residents.add_staff(uow, wanted).ref
    except AlreadyRegisteredError as known:
        return known.ref


def _account_row(uow: UnitOfWork, login: str) -> AccountRow:
    statement = select(AccountRow).where(col(AccountRow.login) == _blind(uow, login))
    row = uow.session.exec(statement).first()
    if row is None:
        raise UnknownAccountError
    return row


def _checked_login(login: str) -> str:
    plain = login.strip().casefold()
    if not _LOGIN.fullmatch(plain):
        raise WrongLoginError
    return plain


def _forget_tries(uow: UnitOfWork, blind: str) -> None:
    uow.session.execute(delete(LoginTriesRow).where(col(LoginTriesRow.login) == blind))


def _forget_old_tries(uow: UnitOfWork) -> None:
    before: datetime = uow.now - TRIES_KEPT
    uow.session.execute(delete(LoginTriesRow).where(col(LoginTriesRow.last_at) < before))


def _blind(uow: UnitOfWork, login: str) -> str:
    return uow.vault.blind("login", login)
