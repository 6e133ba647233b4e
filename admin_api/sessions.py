"""Sessions on the server's side: a cookie's hash, who it is, and when it ends."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import col

from admin_api import accounts, passwords
from admin_api.accounts import LockedOut
from admin_api.permissions import Official, official
from admin_api.tables import SessionRow
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Ref

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is remembered: not every request has to write."""
SIGNED_IN = "api.signed_in"
"""Word of the access log."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; `token` goes into the cookie and is kept nowhere else."""

    token: str = field(repr=False)
    who: Official


def sign_in(
    database: Database, login: str, password: str, place: str
) -> SignedIn | LockedOut | None:
    """Start a session; None when login or password is wrong, in the same time for either.

    Three steps, so that no transaction is open while the password is hashed.
    """
    with database.write() as uow:
        tried = accounts.begin_try(uow, login)
    if isinstance(tried, LockedOut):
        return tried
    right = passwords.matches(tried.password_hash, password)
    if tried.staff is None or not right:
        return None
    with database.write() as uow:
        accounts.tries_forgiven(uow, login)
        residents.log_access(uow, tried.staff, tried.staff, SIGNED_IN, place)
        return SignedIn(_new(uow, tried.staff), _official(uow, tried.staff))


def who_is(database: Database, token: str) -> Official | None:
    """Who brought this cookie; None when its session ended."""
    if _TOKEN.fullmatch(token) is None:
        return None
    with database.read() as uow:
        row = uow.session.get(SessionRow, _hash(token))
        if row is None or uow.now >= row.expires_at or uow.now >= row.seen_at + IDLE:
            return None
        if not accounts.is_open(uow, row.staff) or not residents.staff(uow, row.staff).active:
            return None
        found = _official(uow, row.staff)
        stale = uow.now >= row.seen_at + NOTED_EVERY
    if stale:
        _note_use(database, token)
    return found


def end(database: Database, token: str) -> None:
    """Sign out. An unknown session is as good as ended."""
    with database.write() as uow:
        uow.session.execute(delete(SessionRow).where(col(SessionRow.token_hash) == _hash(token)))


def _new(uow: UnitOfWork, staff: Ref) -> str:
    uow.session.execute(delete(SessionRow).where(col(SessionRow.expires_at) <= uow.now))
    token = uow.ids.token()
    uow.session.add(
        SessionRow(
            token_hash=_hash(token),
            staff=staff,
            made_at=uow.now,
            seen_at=uow.now,
            expires_at=uow.now + ABSOLUTE,
        )
    )
    uow.session.flush()
    return token


def _note_use(database: Database, token: str) -> None:
    with database.write() as uow:
        uow.session.execute(
            update(SessionRow)
            .where(col(SessionRow.token_hash) == _hash(token))
            .values(seen_at=uow.now)
        )


def _official(uow: UnitOfWork, staff: Ref) -> Official:
    everybody = residents.all_staff(uow)
    return official(next(one for one in everybody if one.ref == staff), everybody, uow.now)


def _hash(token: str) -> str:
    # A token carries 128 random bits: a plain hash cannot be turned back.
    return hashlib.sha256(token.encode()).hexdigest()
