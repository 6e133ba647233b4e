"""Accounts of devices at the broker: a hash by name."""

from collections.abc import Mapping

from sqlmodel import select

from foundation.unit_of_work import UnitOfWork
from plugs.tables import AccountRow


def put(uow: UnitOfWork, name: str, secret_hash: str) -> None:
    """Open an account, or give it another password."""
    uow.session.merge(AccountRow(name=name, secret_hash=secret_hash, changed_at=uow.now))
    uow.session.flush()


def exists(uow: UnitOfWork, name: str) -> bool:
    """Whether there is such an account."""
    return uow.session.get(AccountRow, name) is not None


def close(uow: UnitOfWork, name: str) -> None:
    """Whoever has it is refused once the broker reads its files again."""
    row = uow.session.get(AccountRow, name)
    if row is not None:
        uow.session.delete(row)
        uow.session.flush()


def everybody(uow: UnitOfWork) -> Mapping[str, str]:
    """Every account: its hash by its name."""
    return {row.name: row.secret_hash for row in uow.session.exec(select(AccountRow))}
