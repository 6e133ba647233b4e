"""The diaries of devices, and the slots they are written from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, case, delete, distinct, func, or_, select

from foundation.sql import insert_or_replace, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Kind
from plugs.routine.diary import DRAWN_WATTS, HOT_WATTS, Diary
from plugs.tables import DeviceRow, DiaryRow, SlotRow
from signals.model import Ref

_SLOTS, _DEVICES, _DIARIES = (table_of(one) for one in (SlotRow, DeviceRow, DiaryRow))
_OF_DEVICES = (
    _SLOTS.c.device_id.in_(bindparam("devices", expanding=True)),
    _SLOTS.c.at >= bindparam("since"),
    _SLOTS.c.at < bindparam("until"),
)
_IS_POWER = _SLOTS.c.kind != Kind.LUX.value
_MARKS = select(
    _SLOTS.c.device_id, _SLOTS.c.at, _SLOTS.c.life, _SLOTS.c.kind, _SLOTS.c.watts
).where(*_OF_DEVICES, or_(_SLOTS.c.life, _SLOTS.c.watts >= HOT_WATTS))
_TALLIES = (
    select(
        _SLOTS.c.device_id,
        func.count(distinct(_SLOTS.c.at)),
        func.count(distinct(case((_IS_POWER & (_SLOTS.c.watts >= DRAWN_WATTS), _SLOTS.c.at)))),
    )
    .where(*_OF_DEVICES)
    .group_by(_SLOTS.c.device_id)
)
_BEHIND = (
    select(_DEVICES.c.household)
    .outerjoin(_DIARIES, _DIARIES.c.device_id == _DEVICES.c.id)
    .where(
        _DEVICES.c.removed_at.is_(None),
        or_(_DIARIES.c.until.is_(None), _DIARIES.c.until < bindparam("today")),
    )
    .distinct()
    .order_by(_DEVICES.c.household)
    .limit(bindparam("most"))
)
_HOT = (
    select(_SLOTS.c.device_id, func.min(_SLOTS.c.at), func.count(distinct(_SLOTS.c.at)))
    .where(*_OF_DEVICES, _IS_POWER, _SLOTS.c.watts >= HOT_WATTS)
    .group_by(_SLOTS.c.device_id)
)
_COOL = select(func.max(_SLOTS.c.at)).where(*_OF_DEVICES, _IS_POWER, _SLOTS.c.watts < HOT_WATTS)


@dataclass(frozen=True, slots=True)
class Mark:
    """A slot in which a device showed life or was hot."""

    device_id: str
    at: datetime
    life: bool
    hot: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Slots of a device that are known, and those of them in which it was on."""

    known: int = 0
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Hot:
    """In how many slots a device was hot, and in which first."""

    since: datetime
    slots: int


def homes_behind(uow: UnitOfWork, today: date, most: int) -> list[Ref]:
    """Homes with a device whose diary does not reach up to a day."""
    asked = {"today": today, "most": most}
    return list(uow.session.connection().execute(_BEHIND, asked).scalars())


def of_devices(uow: UnitOfWork, device_ids: Collection[str]) -> dict[str, Diary]:
    """The diaries of some devices, as far as they have begun."""
    wanted = select(_DIARIES.c.device_id, _DIARIES.c.diary).where(
        _DIARIES.c.device_id.in_(sorted(device_ids))
    )
    rows = uow.session.connection().execute(wanted)
    return {device_id: Diary.from_json(diary) for device_id, diary in rows}


def save(uow: UnitOfWork, diaries: Mapping[str, Diary]) -> None:
    """Keep diaries, by device, in place of earlier ones."""
    rows = [
        {"device_id": device_id, "until": one.until, "diary": one.as_json()}
        for device_id, one in sorted(diaries.items())
    ]
    insert_or_replace(uow.session, DiaryRow, rows)


def forget(uow: UnitOfWork, device_ids: Collection[str]) -> None:
    """Their days are written anew: more has become known of them."""
    gone = delete(_DIARIES).where(_DIARIES.c.device_id.in_(sorted(device_ids)))
    uow.session.connection().execute(gone)


def marks(
    uow: UnitOfWork, device_ids: Sequence[str], since: datetime, until: datetime
) -> list[Mark]:
    """The slots within a time in which some devices showed life or were hot."""
    rows = uow.session.connection().execute(_MARKS, _asked(device_ids, since, until))
    return [
        Mark(device_id, at, life, kind != Kind.LUX and watts >= HOT_WATTS)
        for device_id, at, life, kind, watts in rows
    ]


def tallies(
    uow: UnitOfWork, device_ids: Sequence[str], since: datetime, until: datetime
) -> dict[str, Tally]:
    """How many slots within a time are known of some devices."""
    rows = uow.session.connection().execute(_TALLIES, _asked(device_ids, since, until))
    return {device_id: Tally(known, drawn) for device_id, known, drawn in rows}


def hot(
    uow: UnitOfWork, device_ids: Sequence[str], since: datetime, until: datetime
) -> dict[str, Hot]:
    """Since when within a time some devices were hot; those that never were left out."""
    rows = uow.session.connection().execute(_HOT, _asked(device_ids, since, until))
    return {device_id: Hot(first, slots) for device_id, first, slots in rows}


def last_cool(uow: UnitOfWork, device_id: str, since: datetime, until: datetime) -> datetime | None:
    """The last slot within a time in which a device was measured and not hot."""
    asked = _asked([device_id], since, until)
    found: datetime | None = uow.session.connection().execute(_COOL, asked).scalar_one()
    return found


def _asked(device_ids: Sequence[str], since: datetime, until: datetime) -> dict[str, object]:
    return {"devices": sorted(device_ids), "since": since, "until": until}
