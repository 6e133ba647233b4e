"""The short codes by which people name tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlmodel import col, select

from tasks.tables import TaskRow

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork

CODES_AT_ONCE = 50
_CODES = "tasks.codes"
_TAKEN = select(TaskRow.code).where(col(TaskRow.code).in_(bindparam("codes", expanding=True)))


def fresh_code(uow: UnitOfWork) -> str:
    """A code that no task has; a batch, which opens many tasks, draws many at once."""
    drawn: list[str] = uow.kept.setdefault(_CODES, [])
    while not drawn:
        wanted = CODES_AT_ONCE if uow.ahead.in_batch else 1
        codes = dict.fromkeys(uow.ids.code() for _ in range(wanted))
        taken = set(uow.session.exec(_TAKEN, params={"codes": list(codes)}))
        drawn += [code for code in codes if code not in taken]
    return drawn.pop()
