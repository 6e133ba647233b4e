"""Another service has spoken with her: nobody is rung by two in one morning (docs/care.md 1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checkins import store
from checkins.decide import plans
from checkins.model import CheckinState, Occasion
from signals.model import resident_id

if TYPE_CHECKING:
    from datetime import datetime

    from checkins.model import Checkin, Planned
    from checkins.service.asking import Asking, Means
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Signal


ONE_MORNING = timedelta(hours=6)
"""So far apart two services may ring her on one day."""


def spoken_with(uow: UnitOfWork, signal: Signal, asking: Asking, means: Means) -> None:
    """Spare her the planned question of the day, or what is left of it; she is asked the next.

    Whoever is asked for another reason, or has answered what nobody understood, is asked on.
    """
    identity = resident_id(signal.subject)
    running, planned = store.open_of(uow, identity), store.plan_of(uow, identity)
    spared = _being_asked(running) or _to_be_asked(planned)
    if spared is None or planned is None or abs(spared - signal.occurred_at) > ONE_MORNING:
        return
    if running is not None and spared == _being_asked(running):
        asking.withdraw(uow, running)
    if planned.occasion is Occasion.PLANNED:
        after = plans.slot_after_spared(planned.plan, spared, means.policy, means.calendar)
        store.put_plan(uow, planned.plan, after)


def _being_asked(running: Checkin | None) -> datetime | None:
    """The slot of the question that she is asked as planned, and has said nothing to."""
    if running is None or running.occasion is not Occasion.PLANNED:
        return None
    return running.slot_at if running.state is CheckinState.ASKING else None


def _to_be_asked(planned: Planned | None) -> datetime | None:
    return planned.slot_at if planned is not None and planned.occasion is Occasion.PLANNED else None
