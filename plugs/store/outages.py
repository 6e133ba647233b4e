"""Outages, and the homes in them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func
from sqlalchemy import select as sa_select
from sqlmodel import col, select

from foundation.sql import Found, insert_or_replace, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Affected, Area, Contact, Left, Outage, Span, Tracked
from plugs.tables import AffectedRow, DeviceRow, HealthRow, OutageRow, StateRow
from signals.model import Ref

_O, _A = table_of(OutageRow), table_of(AffectedRow)
_D, _S, _H = (table_of(one) for one in (DeviceRow, StateRow, HealthRow))
_OUTAGES = rows_of(OutageRow).order_by(_O.c.opened_at, _O.c.id)
_OPEN_IN = _OUTAGES.where(_O.c.district == bindparam("district"), _O.c.closed_at.is_(None))
_OPEN = _OUTAGES.where(_O.c.closed_at.is_(None))
_SINCE = _OUTAGES.where(_O.c.opened_at >= bindparam("since"))
_HOMES = (
    rows_of(AffectedRow)
    .where(_A.c.outage_id.in_(bindparam("outages", expanding=True)))
    .order_by(_A.c.household)
)
_IN_ONE = (
    sa_select(_O.c.district)
    .join(_A, _A.c.outage_id == _O.c.id)
    .where(_A.c.household == bindparam("household"), _O.c.closed_at.is_(None))
)
_CONTACTS = (
    sa_select(
        _D.c.household,
        _D.c.id,
        _S.c.heard_at,
        _S.c.interval_seconds,
        _S.c.offline_at,
        _H.c.missed_since,
    )
    .join(_S, _S.c.device_id == _D.c.id)
    .join(_H, _H.c.device_id == _D.c.id)
    .where(_D.c.removed_at.is_(None))
    .order_by(_D.c.id)
)


def open_in(uow: UnitOfWork, district: str) -> tuple[Outage, ...]:
    """The open outages of a 읍면동, the oldest first."""
    return _outages(uow, uow.rows(_OPEN_IN, {"district": district}))


def all_open(uow: UnitOfWork) -> tuple[Outage, ...]:
    """Every open outage, the oldest first."""
    return _outages(uow, uow.rows(_OPEN, {}))


def since(uow: UnitOfWork, moment: datetime) -> tuple[Outage, ...]:
    """Every outage opened from a moment on, the oldest first."""
    return _outages(uow, uow.rows(_SINCE, {"since": moment}))


def is_in_one(uow: UnitOfWork, household: Ref) -> str | None:
    """The 읍면동 of the open outage that a home is or was in; None where it is in none."""
    found = uow.session.connection().execute(_IN_ONE, {"household": household}).first()
    return None if found is None else str(found[0])


def due_of(uow: UnitOfWork, district: str) -> datetime | None:
    """When the open outages of a 읍면동 are looked at next."""
    return min((one.due_at for one in open_in(uow, district)), default=None)


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many outages should have been looked at before `moment`."""
    late = (col(OutageRow.closed_at).is_(None), col(OutageRow.due_at) < moment)
    return uow.session.exec(select(func.count()).select_from(OutageRow).where(*late)).one()


def districts_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[str]:
    """Up to `limit` 읍면동 with an outage that should have been looked at before `moment`."""
    late = (col(OutageRow.closed_at).is_(None), col(OutageRow.due_at) < moment)
    return list(uow.session.exec(select(OutageRow.district).where(*late).distinct().limit(limit)))


def save(uow: UnitOfWork, outage: Outage, changed: Sequence[Affected] | None = None) -> None:
    """Store an outage as it stands; of its homes those that `changed`, or all."""
    row = {
        "id": outage.id,
        "area": outage.area.value,
        "district": outage.district,
        "begins": outage.span.begins,
        "ends": outage.span.ends,
        "opened_at": outage.opened_at,
        "due_at": outage.due_at,
        "returned_at": outage.returned_at,
        "closed_at": outage.closed_at,
    }
    homes = [
        {
            "outage_id": outage.id,
            "household": one.household,
            "devices": sorted(one.devices),
            "joined_at": one.joined_at,
            "back_at": one.back_at,
            "left": None if one.left is None else one.left.value,
        }
        for one in (outage.homes if changed is None else changed)
    ]
    insert_or_replace(uow.session, OutageRow, [row])
    insert_or_replace(uow.session, AffectedRow, homes)


def contacts(uow: UnitOfWork) -> dict[Ref, list[Contact]]:
    """By home, the contact with each of its devices in every home of the city; no more of them."""
    found: dict[Ref, list[Contact]] = {}
    for row in uow.rows(_CONTACTS, {}):
        tracked = Tracked(
            device_id=row.id,
            heard_at=row.heard_at,
            interval=timedelta(seconds=row.interval_seconds),
            offline_at=row.offline_at,
        )
        found.setdefault(row.household, []).append(Contact(tracked, row.missed_since))
    return found


def _outages(uow: UnitOfWork, rows: Sequence[Found]) -> tuple[Outage, ...]:
    homes: dict[str, list[Affected]] = {row.id: [] for row in rows}
    for row in uow.rows(_HOMES, {"outages": list(homes)}) if homes else ():
        home = Affected(
            household=row.household,
            devices=frozenset(row.devices),
            joined_at=row.joined_at,
            back_at=row.back_at,
            left=None if row.left is None else Left(row.left),
        )
        homes[row.outage_id].append(home)
    return tuple(
        Outage(
            id=row.id,
            area=Area(row.area),
            district=row.district,
            span=Span(row.begins, row.ends),
            opened_at=row.opened_at,
            due_at=row.due_at,
            homes=tuple(homes[row.id]),
            returned_at=row.returned_at,
            closed_at=row.closed_at,
        )
        for row in rows
    )
