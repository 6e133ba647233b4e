"""What is known of homes, a day at a time, and the slots it is learnt from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import select

from foundation.sql import insert_or_replace, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Kind
from plugs.routine.today import Routine
from plugs.tables import RoutineRow, SlotRow
from signals.model import Ref

_SLOTS = table_of(SlotRow)
_WATTS = (
    select(_SLOTS.c.device_id, _SLOTS.c.kind, _SLOTS.c.at, _SLOTS.c.watts)
    .where(
        _SLOTS.c.device_id.in_(bindparam("devices", expanding=True)),
        _SLOTS.c.at >= bindparam("since"),
    )
    .order_by(_SLOTS.c.at)
)


@dataclass(frozen=True, slots=True)
class Watts:
    """The mean power of one slot of a series, which began at `at`; of light, lux."""

    device_id: str
    kind: Kind
    at: datetime
    watts: float


def get(uow: UnitOfWork, resident: Ref, day: date) -> Routine | None:
    """What was known of her home on the morning of a day; None before it was worked out."""
    row = uow.session.get(RoutineRow, resident)
    if row is None or row.day != day:
        return None
    return Routine.from_json(row.routine)


def newest(uow: UnitOfWork, resident: Ref) -> Routine | None:
    """What was known of her home when it was worked out last."""
    row = uow.session.get(RoutineRow, resident)
    return None if row is None else Routine.from_json(row.routine)


def save(uow: UnitOfWork, resident: Ref, day: date, routine: Routine) -> None:
    """Keep what is known of her home on a day, in place of an earlier one's."""
    row = {"resident": resident, "day": day, "routine": routine.as_json()}
    insert_or_replace(uow.session, RoutineRow, [row])


def watts_since(uow: UnitOfWork, device_ids: Collection[str], since: datetime) -> list[Watts]:
    """The slots of some devices from a moment on, in order."""
    asked = {"devices": sorted(device_ids), "since": since}
    rows = uow.session.connection().execute(_WATTS, asked)
    return [Watts(device_id, Kind(kind), at, watts) for device_id, kind, at, watts in rows]
