"""Nobody unwatched: whoever is active and has no plan is looked at, whatever made it so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checkins import store
from residents import service as residents
from signals import agenda

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

SUBJECT = "city:watch"
"""Whose agenda the round stands on."""
EVERY = timedelta(minutes=15)


class Watch:
    """Actor for the city's own agenda row: makes the round of all active residents."""

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Put every active resident without a plan on the agenda, where she gets one."""
        if subject != SUBJECT:
            return
        without = residents.active_outside(uow, store.PLANNED)
        agenda.bring_all_forward(uow, [f"resident:{one}" for one in without], uow.now)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """The next round."""
        return uow.now + EVERY if subject == SUBJECT else None
