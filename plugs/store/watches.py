"""The clocks of residents' silence."""

from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import col, select

from foundation.unit_of_work import UnitOfWork
from plugs.model import Watch
from plugs.tables import WatchRow
from signals.model import Ref


def get(uow: UnitOfWork, resident: Ref) -> Watch | None:
    """A resident's clock; None while no plug of hers ever gave a sign of life."""
    row = uow.session.get(WatchRow, resident)
    return None if row is None else _watch(row)


def save(uow: UnitOfWork, watch: Watch) -> None:
    """Store a clock as it stands."""
    uow.session.merge(
        WatchRow(
            resident=watch.resident,
            household=watch.household,
            device_id=watch.device,
            life_at=watch.life_at,
            proof_at=watch.proof_at,
            warned_at=watch.warned_at,
            quiet_at=watch.quiet_at,
            due_at=watch.due_at,
        )
    )
    uow.session.flush()


def drop(uow: UnitOfWork, resident: Ref) -> None:
    """No plug speaks of her any more."""
    row = uow.session.get(WatchRow, resident)
    if row is not None:
        uow.session.delete(row)
        uow.session.flush()


def noticed(uow: UnitOfWork) -> tuple[Watch, ...]:
    """The clocks of silences that were warned of or told, the longest silence first."""
    rows = uow.session.exec(
        select(WatchRow)
        .where(or_(col(WatchRow.warned_at).is_not(None), col(WatchRow.quiet_at).is_not(None)))
        .order_by(col(WatchRow.life_at), col(WatchRow.resident))
    )
    return tuple(_watch(row) for row in rows)


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many clocks should have been looked at before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(WatchRow).where(col(WatchRow.due_at) < moment)
    ).one()


def _watch(row: WatchRow) -> Watch:
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
