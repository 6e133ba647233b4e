"""What devices said of themselves: where each publishes its values, and how they are written."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, delete, func
from sqlmodel import col, select

from foundation.sql import insert_new, listed, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Announced, Family, Kind
from plugs.tables import AnnouncedRow, DeviceRow

KEPT = 20_000
"""More than this is no city's: a flood must not fill the disk."""
_TABLE = table_of(AnnouncedRow)
_FORGET = delete(_TABLE).where(_TABLE.c.announced_on == bindparam("where"))
_COUNT = select(func.count()).select_from(AnnouncedRow)
_INSTALLED = select(DeviceRow.topic).where(
    col(DeviceRow.family) == Family.HOMEASSISTANT.value, col(DeviceRow.removed_at).is_(None)
)
_OF_INSTALLED = (
    select(AnnouncedRow)
    .where(col(AnnouncedRow.device).in_(_INSTALLED))
    .order_by(col(AnnouncedRow.announced_on), col(AnnouncedRow.number))
)


def replace(uow: UnitOfWork, announced_on: str, values: Collection[Announced]) -> bool:
    """Keep what is announced on a topic now, in place of what was; False when there is no room."""
    uow.session.connection().execute(_FORGET, {"where": announced_on})
    if not values:
        return True
    if uow.session.exec(_COUNT).one() + len(values) > KEPT:
        return False
    rows = [
        {
            "announced_on": announced_on,
            "number": number,
            "device": one.device,
            "topic": one.topic,
            "kind": one.kind.value,
            "written": one.as_json(),
        }
        for number, one in enumerate(values)
    ]
    insert_new(uow.session, AnnouncedRow, rows)
    return True


def of_installed(uow: UnitOfWork) -> tuple[Announced, ...]:
    """Everything that installed devices announced."""
    return _read(uow.session.exec(_OF_INSTALLED))


def of_speakers(uow: UnitOfWork, topics: Collection[str]) -> tuple[Announced, ...]:
    """Everything announced by those installed devices that publish something on these topics."""
    if not topics:
        return ()
    speak = select(AnnouncedRow.device).where(
        col(AnnouncedRow.topic).in_(listed(uow.dialect, "topics"))
    )
    theirs = _OF_INSTALLED.where(col(AnnouncedRow.device).in_(speak))
    return _read(uow.session.exec(theirs, params={"topics": list(topics)}))


def _read(rows: Iterable[AnnouncedRow]) -> tuple[Announced, ...]:
    return tuple(
        Announced.from_json(row.device, row.topic, Kind(row.kind), row.written) for row in rows
    )
