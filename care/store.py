"""Rows of human contact to model and back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, func, or_, tuple_
from sqlmodel import col, select

from care.model import Contact, ContactKind, ContactState, Promise, Schedule
from care.tables import HumanContactRow
from foundation.ahead import Reading
from foundation.behind import Row, Writing
from foundation.sql import insert_or_replace, rows_of, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork

_TABLE = table_of(HumanContactRow)
_ROWS = rows_of(HumanContactRow)
_OF = _ROWS.where(_TABLE.c.resident_id.in_(bindparam("residents", expanding=True)))
_KNOWN = select(HumanContactRow.resident_id).where(
    col(HumanContactRow.resident_id).in_(bindparam("residents", expanding=True))
)
_DROP = delete(_TABLE).where(_TABLE.c.resident_id == bindparam("resident"))


def of(uow: UnitOfWork, resident_id: str) -> Contact | None:
    """What is promised to a resident."""
    return uow.ahead.one(uow, _CONTACTS_OF, resident_id)


def _read(uow: UnitOfWork, resident_ids: Sequence[str]) -> dict[str, Contact]:
    rows = uow.rows(_OF, {"residents": list(resident_ids)})
    return {row.resident_id: _contact(row) for row in rows}


_CONTACTS_OF = Reading(_read, HumanContactRow)


def look_at(uow: UnitOfWork, resident_id: str) -> datetime | None:
    """When what is promised to a resident wants attention next."""
    known = of(uow, resident_id)
    return None if known is None else known.look_at


def known_among(uow: UnitOfWork, resident_ids: Sequence[str]) -> frozenset[str]:
    """Those to whom something is promised."""
    return frozenset(uow.session.exec(_KNOWN, params={"residents": list(resident_ids)}))


def save(uow: UnitOfWork, contact: Contact) -> None:
    """Store what is promised to a resident, in place of what was."""
    promise, plan = contact.promise, contact.schedule
    row = {
        "resident_id": promise.resident_id,
        "kind": promise.kind.value,
        "since": promise.since,
        "met_at": promise.met_at,
        "due_at": plan.due_at,
        "asks_at": plan.asks_at,
        "away_until": plan.away_until,
        "look_at": contact.look_at,
    }
    uow.behind.add(uow, _SAVING, promise.resident_id, row, promise.resident_id)
    uow.ahead.put(_CONTACTS_OF, promise.resident_id, contact)


def _write(uow: UnitOfWork, rows: Sequence[Row]) -> None:
    insert_or_replace(uow.session, HumanContactRow, rows)


_SAVING = Writing(HumanContactRow, _write)


def drop(uow: UnitOfWork, resident_id: str) -> None:
    """Nothing is promised to her any more."""
    uow.session.connection().execute(_DROP, {"resident": resident_id})


def in_state(
    uow: UnitOfWork,
    state: ContactState,
    tonight: datetime,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Contact]:
    """A page of those who stand so now, what is due first in front.

    `tonight` is when the city's day ends; `after` the due moment and the id of the last one seen.
    """
    wanted = _ROWS.where(_stands(state, uow.now, tonight))
    due_at, resident_id = col(HumanContactRow.due_at), col(HumanContactRow.resident_id)
    if after is not None:
        wanted = wanted.where(tuple_(due_at, resident_id) > tuple_(*after))
    rows = uow.rows(wanted.order_by(due_at, resident_id).limit(limit), {})
    return [_contact(row) for row in rows]


def overdue(uow: UnitOfWork) -> Counter[ContactKind]:
    """How many of each kind are overdue now."""
    counted = uow.session.exec(
        select(HumanContactRow.kind, func.count())
        .where(_stands(ContactState.OVERDUE, uow.now, uow.now))
        .group_by(col(HumanContactRow.kind))
    )
    return Counter({ContactKind(kind): count for kind, count in counted})


def looked_at_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many should have had attention before `moment`."""
    return uow.session.exec(
        select(func.count())
        .select_from(HumanContactRow)
        .where(col(HumanContactRow.look_at) < moment)
    ).one()


def _stands(state: ContactState, now: datetime, tonight: datetime) -> ColumnElement[bool]:
    """`care.decide.state_of` as a condition; a test compares the two."""
    due_at, asks_at = col(HumanContactRow.due_at), col(HumanContactRow.asks_at)
    away_until = col(HumanContactRow.away_until)
    if state is ContactState.AWAY:
        return away_until > now
    there = or_(away_until.is_(None), away_until <= now)
    match state:
        case ContactState.NOT_DUE:
            return and_(there, asks_at > now)
        case ContactState.OVERDUE:
            return and_(there, asks_at <= now, due_at <= now)
        case ContactState.DUE:
            return and_(there, asks_at <= now, due_at > now, due_at < tonight)
        case ContactState.DUE_SOON:
            return and_(there, asks_at <= now, due_at >= tonight)


def _contact(row: Found) -> Contact:
    return Contact(
        promise=Promise(row.resident_id, ContactKind(row.kind), row.since, row.met_at),
        schedule=Schedule(row.due_at, row.asks_at, row.away_until),
        look_at=row.look_at,
    )
