"""Whoever was changed here is looked at again by those who plan and watch."""

from collections.abc import Sequence

from foundation.unit_of_work import UnitOfWork
from residents.model import Kind, Ref
from signals import agenda


def look_again(uow: UnitOfWork, ref: Ref) -> None:
    """Put a resident on the agenda now; for anybody else there is nothing to plan."""
    if ref.startswith(f"{Kind.RESIDENT}:"):
        agenda.bring_forward(uow, ref, uow.now)


def look_at_all(uow: UnitOfWork, refs: Sequence[Ref]) -> None:
    """Put these residents on the agenda now."""
    agenda.bring_all_forward(uow, refs, uow.now)
