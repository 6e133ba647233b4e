"""What devices told long ago, and forgetting it."""

from datetime import datetime

from sqlalchemy import CursorResult, Delete, Table, delete, exists, func, select

from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork
from plugs.tables import DeviceRow, OddityRow, ReadingRow, SlotRow

READINGS, SLOTS = table_of(ReadingRow), table_of(SlotRow)
_DEVICES, _ODDITIES = table_of(DeviceRow), table_of(OddityRow)


def whose(uow: UnitOfWork, told: Table, before: datetime) -> str | None:
    """A device of which something is kept from before that moment; None when there is none."""
    older = exists().where(told.c.device_id == _DEVICES.c.id, told.c.at < before)
    found = select(_DEVICES.c.id).where(older).order_by(_DEVICES.c.id).limit(1)
    return uow.session.connection().execute(found).scalar()


def forget(uow: UnitOfWork, told: Table, device_id: str, before: datetime, limit: int) -> int:
    """Drop a device's oldest from before that moment, about `limit` rows; returns how many."""
    mine = (told.c.device_id == device_id, told.c.at < before)
    oldest = select(told.c.at).where(*mine).order_by(told.c.at).limit(limit).subquery()
    until = select(func.max(oldest.c.at)).scalar_subquery()
    return _dropped(uow, delete(told).where(told.c.device_id == device_id, told.c.at <= until))


def forget_oddities(uow: UnitOfWork, before: datetime) -> int:
    """Drop the counts of what has not come since that moment; returns how many."""
    return _dropped(uow, delete(_ODDITIES).where(_ODDITIES.c.last_at < before))


def _dropped(uow: UnitOfWork, statement: Delete) -> int:
    result = uow.session.connection().execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - narrows the type
    return result.rowcount
