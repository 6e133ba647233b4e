"""Somebody of the office is away: whatever is hers is her deputy's at once (docs/care.md 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents import service as residents
from tasks.model import is_staff
from tasks.service.moving import hand_over

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref


class Leave:
    """Actor for the agenda rows of employees."""

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Hand over what she had before she left; what she takes on leave stays hers."""
        if not is_staff(subject):
            return
        her = residents.staff(uow, subject)
        stands_in = residents.stands_in_for(uow, her, uow.now)
        if her.is_away(uow.now) and stands_in is not None:
            hand_over(uow, her.ref, stands_in.ref, since_before=her.away_from)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When she leaves."""
        if not is_staff(subject):
            return None
        leaves = residents.staff(uow, subject).away_from
        return leaves if leaves is not None and leaves > uow.now else None
