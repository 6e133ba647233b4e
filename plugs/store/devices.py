"""Devices, whom they stand for, and their contact with us."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, tuple_
from sqlalchemy import select as sa_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from foundation.sql import Found, insert_for, listed, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Appliance, Contact, Device, Family, Line, NewDevice, Room
from plugs.store.states import tracked_of
from plugs.tables import DeviceRow, HealthRow, LineRow, StandsForRow, StateRow
from signals.model import Ref

_PRESENT = col(DeviceRow.removed_at).is_(None)
_NOT_LOST = or_(
    col(HealthRow.missed_since).is_(None), col(HealthRow.missed_since) < col(StateRow.heard_at)
)

_D, _S, _H, _STANDS_FOR = (table_of(one) for one in (DeviceRow, StateRow, HealthRow, StandsForRow))
_DEVICES = (
    rows_of(DeviceRow, *(one for one in _S.c if one.name != "device_id"), _H.c.missed_since)
    .join(_S, _S.c.device_id == _D.c.id)
    .join(_H, _H.c.device_id == _D.c.id)
    .order_by(_D.c.id)
)
_BY_ID = _DEVICES.where(_D.c.id == bindparam("device"))
_ALL_PRESENT = _DEVICES.where(_D.c.removed_at.is_(None))
_SPEAKS_AS = tuple_(_D.c.family, _D.c.topic)
_SPEAKING = _ALL_PRESENT.with_for_update(of=_S)
_OF_TOPICS = _ALL_PRESENT.where(_SPEAKS_AS.in_(bindparam("topics", expanding=True)))
_SPEAKERS = sa_select(_D.c.family, _D.c.topic).where(_D.c.removed_at.is_(None))
_OF_HOUSEHOLD = _ALL_PRESENT.where(_D.c.household == bindparam("household"))
_OF_HOUSEHOLDS = _ALL_PRESENT.where(_D.c.household.in_(bindparam("households", expanding=True)))
_OF_APPLIANCES = _ALL_PRESENT.where(_D.c.appliance.in_(bindparam("appliances", expanding=True)))
_OF_RESIDENT = _ALL_PRESENT.where(
    _D.c.id.in_(
        sa_select(_STANDS_FOR.c.device_id).where(_STANDS_FOR.c.resident == bindparam("resident"))
    )
)
_RESIDENTS = (
    sa_select(_STANDS_FOR.c.device_id, _STANDS_FOR.c.resident)
    .where(_STANDS_FOR.c.device_id.in_(bindparam("devices", expanding=True)))
    .order_by(_STANDS_FOR.c.resident)
)
_DUE_OF = (
    select(func.min(col(HealthRow.due_at)))
    .join(DeviceRow, col(DeviceRow.id) == col(HealthRow.device_id))
    .where(col(DeviceRow.household) == bindparam("household"), _PRESENT)
)
_OPEN_SINCE = select(LineRow.open_since)
_HEARD_ELSEWHERE = (
    select(func.max(col(StateRow.heard_at)))
    .join(DeviceRow, col(DeviceRow.id) == col(StateRow.device_id))
    .join(HealthRow, col(HealthRow.device_id) == col(StateRow.device_id))
    .where(col(DeviceRow.household) != bindparam("household"), _PRESENT, _NOT_LOST)
)


def insert(uow: UnitOfWork, new: NewDevice, residents: Collection[Ref], interval: timedelta) -> str:
    """A new device; returns its id. `interval` is how long it is expected to keep quiet."""
    row = DeviceRow(
        id=uow.ids.new(),
        family=new.family.value,
        topic=new.topic,
        household=new.household,
        appliance=new.appliance.value,
        room=new.room.value,
        installed_at=new.installed_at or uow.now,
        added_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.add_all(
        [
            *(StandsForRow(device_id=row.id, resident=each) for each in sorted(set(residents))),
            StateRow(
                device_id=row.id,
                heard_at=uow.now,
                interval_seconds=interval.total_seconds(),
                detector={},
            ),
            HealthRow(device_id=row.id, due_at=uow.now),
        ]
    )
    uow.session.flush()
    return row.id


def remove(uow: UnitOfWork, device_id: str) -> bool:
    """The device speaks no more. False when it did not."""
    row = uow.session.get(DeviceRow, device_id)
    if row is None or row.removed_at is not None:
        return False
    row.removed_at = uow.now
    health = uow.session.get(HealthRow, device_id)
    if health is not None:
        health.due_at = None
    uow.session.flush()
    return True


def by_id(uow: UnitOfWork, device_id: str) -> Device | None:
    """One device, also one that was removed."""
    return next(iter(_devices(uow, _BY_ID, device=device_id)), None)


def by_topic(uow: UnitOfWork, family: Family, topic: str) -> Device | None:
    """The device that has this topic now."""
    found = _devices(uow, _OF_TOPICS, topics=[(family.value, topic)])
    return next(iter(found), None)


def speaking(
    uow: UnitOfWork, topics: Collection[tuple[Family, str]], bases: Collection[str]
) -> tuple[Device, ...]:
    """The devices that have these topics now, and those whose topic begins with a bridge's.

    Nobody else adds to what their messages amount to in this transaction.
    """
    if not topics and not bases:
        return ()
    wanted: list[ColumnElement[bool]] = [
        _D.c.topic.startswith(f"{base}/", autoescape=True) for base in sorted(bases)
    ]
    by_family: dict[Family, list[str]] = defaultdict(list)
    for family, topic in topics:
        by_family[family].append(topic)
    for family in by_family:
        on = _D.c.topic.in_(listed(uow.dialect, family))
        wanted.append((_D.c.family == family.value) & on)
    return _devices(uow, _SPEAKING.where(or_(*wanted)), **by_family)


def of_household(uow: UnitOfWork, household: Ref) -> tuple[Device, ...]:
    """The devices of a home, those removed left out."""
    return _devices(uow, _OF_HOUSEHOLD, household=household)


def of_households(uow: UnitOfWork, households: Collection[Ref]) -> tuple[Device, ...]:
    """The devices of some homes, those removed left out."""
    return _devices(uow, _OF_HOUSEHOLDS, households=sorted(households))


def of_resident(uow: UnitOfWork, resident: Ref) -> tuple[Device, ...]:
    """The devices that speak of a resident, those removed left out."""
    return _devices(uow, _OF_RESIDENT, resident=resident)


def of_appliances(uow: UnitOfWork, appliances: Collection[Appliance]) -> tuple[Device, ...]:
    """The installed devices into which one of these is plugged."""
    return _devices(uow, _OF_APPLIANCES, appliances=sorted(appliances))


def present(uow: UnitOfWork) -> tuple[Device, ...]:
    """Every installed device."""
    return _devices(uow, _ALL_PRESENT)


def speakers(uow: UnitOfWork) -> list[tuple[Family, str]]:
    """Family and topic of every installed device."""
    return [(Family(family), topic) for family, topic in uow.session.execute(_SPEAKERS)]


def save_health(uow: UnitOfWork, contacts: Sequence[Contact], due_at: datetime) -> None:
    """The faults of a home's devices, and when it is looked at next."""
    rows = [
        {
            "device_id": contact.tracked.device_id,
            "missed_since": contact.missed_since,
            "due_at": due_at,
        }
        for contact in contacts
    ]
    uow.session.connection().execute(_save_health(uow.dialect), rows)


def due_of(uow: UnitOfWork, household: Ref) -> datetime | None:
    """When a home's devices are looked at next."""
    return uow.session.exec(_DUE_OF, params={"household": household}).one()


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many devices should have been looked at before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(HealthRow).where(col(HealthRow.due_at) < moment)
    ).one()


def homes_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[Ref]:
    """Homes of up to `limit` devices that should have been looked at before `moment`."""
    wanted = select(DeviceRow.household).join(
        HealthRow, col(HealthRow.device_id) == col(DeviceRow.id)
    )
    return list(uow.session.exec(wanted.where(col(HealthRow.due_at) < moment).limit(limit)))


# Our own line


def line(uow: UnitOfWork, household: Ref) -> Line:
    """How far our ears can be trusted when this home is silent."""
    open_since = uow.session.exec(_OPEN_SINCE).first()
    heard_until = uow.session.exec(_HEARD_ELSEWHERE, params={"household": household}).one()
    return Line(open_since, heard_until)


def note_heard(uow: UnitOfWork, heard_at: datetime) -> None:
    """Something was heard, from whomever."""
    uow.session.connection().execute(_note_heard(uow.dialect), {"id": 1, "heard_at": heard_at})


def note_opened(uow: UnitOfWork, deaf_after: timedelta) -> None:
    """We listen again: if that was long, everybody gets time to speak."""
    row = uow.session.get(LineRow, 1, with_for_update=True)
    if row is not None and uow.now - row.heard_at > deaf_after:
        row.open_since = uow.now
        uow.session.flush()


def last_heard(uow: UnitOfWork) -> datetime | None:
    """When anything was heard last, from whomever."""
    row = uow.session.get(LineRow, 1)
    return None if row is None else row.heard_at


# Small helps


@cache
def _save_health(dialect: str) -> postgresql.Insert | sqlite.Insert:
    new = insert_for(dialect, HealthRow)
    return new.on_conflict_do_update(
        index_elements=["device_id"],
        set_={"missed_since": new.excluded.missed_since, "due_at": new.excluded.due_at},
    )


@cache
def _note_heard(dialect: str) -> postgresql.Insert | sqlite.Insert:
    new = insert_for(dialect, LineRow)
    known, heard = col(LineRow.heard_at), new.excluded.heard_at
    later = case((known < heard, heard), else_=known)
    return new.on_conflict_do_update(index_elements=["id"], set_={"heard_at": later})


def _devices(uow: UnitOfWork, wanted: Select[Any], **asked: object) -> tuple[Device, ...]:
    rows = uow.rows(wanted, asked)
    people = _residents(uow, [row.id for row in rows])
    return tuple(_device(row, people.get(row.id, ())) for row in rows)


def _residents(uow: UnitOfWork, device_ids: Sequence[str]) -> Mapping[str, tuple[Ref, ...]]:
    found: dict[str, tuple[Ref, ...]] = {}
    for row in uow.rows(_RESIDENTS, {"devices": device_ids}):
        found[row.device_id] = (*found.get(row.device_id, ()), row.resident)
    return found


def _device(row: Found, residents: tuple[Ref, ...]) -> Device:
    return Device(
        id=row.id,
        family=Family(row.family),
        topic=row.topic,
        household=row.household,
        appliance=Appliance(row.appliance),
        room=Room(row.room),
        residents=residents,
        installed_at=row.installed_at,
        removed_at=row.removed_at,
        contact=Contact(tracked_of(row.id, row), row.missed_since),
    )
