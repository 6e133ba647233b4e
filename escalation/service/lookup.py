"""What other packages ask about cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation import store

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from escalation.model import Case, Fact
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref


def case_of(uow: UnitOfWork, case_id: str) -> Case | None:
    """One case, open or closed."""
    return store.get(uow, case_id)


def timeline(uow: UnitOfWork, case_id: str) -> list[Fact]:
    """Every fact of a case, oldest first."""
    return store.facts_of(uow, case_id)


def opened_since(uow: UnitOfWork, moment: datetime) -> list[Case]:
    """Cases opened at or after `moment`, and all that are still open."""
    return store.opened_since(uow, moment)


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many open cases should have been looked at before `now - grace`."""
    return store.due_before(uow, now - grace)


def left_behind(uow: UnitOfWork, before: datetime, limit: int) -> list[Ref]:
    """Residents of up to `limit` open cases that should have been looked at before `before`."""
    return store.residents_due_before(uow, before, limit)
