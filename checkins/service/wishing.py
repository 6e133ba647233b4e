"""What a resident, or her officer for her, wants otherwise; and how she is asked with that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from checkins import store
from checkins.decide import plans
from checkins.model import Occasion
from checkins.service.asking import Asking
from signals import agenda
from tasks.model import TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from checkins.decide.ladders import Ways
    from checkins.model import Planned, Wishes
    from checkins.service.asking import Means
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref

AHEAD = 5
"""How many coming questions are shown."""


@dataclass(frozen=True, slots=True)
class HowAsked:
    """How one resident is asked. Without a plan nobody asks her, and `slots` is empty."""

    wishes: Wishes
    ways: Ways
    planned: Planned | None
    slots: tuple[datetime, ...]


def wish(uow: UnitOfWork, means: Means, resident: Outline, wishes: Wishes, by: Ref) -> None:
    """Ask her as she wishes from her next question on. Raises plans.WishError."""
    plans.check_wishes(wishes, means.policy)
    store.put_wishes(uow, resident.id, wishes, by)
    agenda.bring_forward(uow, resident.ref, uow.now)


def let_be(uow: UnitOfWork, means: Means, resident: Outline) -> None:
    """Somebody knows that she is away: neither is she asked whether she is back, nor visited."""
    asking, running = Asking(means), store.open_of(uow, resident.id)
    if running is not None and running.occasion is Occasion.RETURN:
        asking.withdraw(uow, running)
    asking.call_off(uow, resident.ref, {TaskKind.AFTER_DISCHARGE})


def how_asked(uow: UnitOfWork, means: Means, resident: Outline) -> HowAsked:
    """Her wishes, her plan and her next questions; the plan follows a wish within a cycle."""
    planned = store.plan_of(uow, resident.id)
    return HowAsked(
        wishes=store.wishes_of(uow, resident.id),
        ways=Asking(means).ways_of(uow, resident),
        planned=planned,
        slots=() if planned is None else tuple(islice(_slots(planned, means), AHEAD)),
    )


def _slots(planned: Planned, means: Means) -> Iterator[datetime]:
    slot = planned.slot_at
    while True:
        yield means.calendar.local(slot)
        slot = plans.next_slot(planned.plan, slot, means.policy, means.calendar)
