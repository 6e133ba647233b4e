"""The clocks of residents' silence."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.sql import Found, insert_or_replace, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from plugs.model import Watch
from plugs.tables import WatchRow
from signals.model import Ref

_TABLE = table_of(WatchRow)
_WATCHES = rows_of(WatchRow)
_OF = _WATCHES.where(_TABLE.c.resident.in_(bindparam("residents", expanding=True)))
_DROP = delete(_TABLE).where(_TABLE.c.resident == bindparam("resident"))


def get(uow: UnitOfWork, resident: Ref) -> Watch | None:
    """A resident's clock; None while no plug of hers ever gave a sign of life."""
    return uow.ahead.one(uow, _WATCHES_OF, resident)


def due_of(uow: UnitOfWork, resident: Ref) -> datetime | None:
    """When a resident's clock is looked at next."""
    watch = get(uow, resident)
    return None if watch is None else watch.due_at


def _read(uow: UnitOfWork, residents: Sequence[Ref]) -> dict[Ref, Watch]:
    rows = uow.rows(_OF, {"residents": list(residents)})
    return {row.resident: _watch(row) for row in rows}


_WATCHES_OF = Reading(_read, WatchRow, key=Key.REF)


def save(uow: UnitOfWork, watch: Watch) -> None:
    """Store a clock as it stands."""
    row = {
        "resident": watch.resident,
        "household": watch.household,
        "device_id": watch.device,
        "life_at": watch.life_at,
        "proof_at": watch.proof_at,
        "warned_at": watch.warned_at,
        "quiet_at": watch.quiet_at,
        "due_at": watch.due_at,
    }
    insert_or_replace(uow.session, WatchRow, [row])


def drop(uow: UnitOfWork, resident: Ref) -> None:
    """No plug speaks of her any more."""
    uow.session.connection().execute(_DROP, {"resident": resident})


def noticed(uow: UnitOfWork) -> tuple[Watch, ...]:
    """The clocks of silences that were warned of or told, the longest silence first."""
    told = or_(_TABLE.c.warned_at.is_not(None), _TABLE.c.quiet_at.is_not(None))
    rows = uow.rows(_WATCHES.where(told).order_by(_TABLE.c.life_at, _TABLE.c.resident), {})
    return tuple(_watch(row) for row in rows)


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many clocks should have been looked at before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(WatchRow).where(col(WatchRow.due_at) < moment)
    ).one()


def residents_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[Ref]:
    """Up to `limit` residents whose clock should have been looked at before `moment`."""
    wanted = select(WatchRow.resident).where(col(WatchRow.due_at) < moment)
    return list(uow.session.exec(wanted.limit(limit)))


def _watch(row: Found) -> Watch:
    return Watch(
        resident=row.resident,
        household=row.household,
        device=row.device_id,
        life_at=row.life_at,
        proof_at=row.proof_at,
        warned_at=row.warned_at,
        quiet_at=row.quiet_at,
        due_at=row.due_at,
    )
