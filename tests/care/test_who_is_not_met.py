"""Nobody is sent to the dead, to who is away, or to who is not served."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from care.model import ContactState
from residents import service as residents
from residents.model import LifeState, Tier
from signals import agenda
from signals.model import Ref
from tasks.model import TaskState
from tests.care.promises import (
    DAY,
    PROMISED,
    WEEK,
    contact,
    goes_away,
    hers,
    passes,
    quiet_resident,
    state,
    the_task,
    work,
)
from tests.runtime.neighbourhood import Neighbourhood


def test_a_task_of_another_tier_is_taken_back(here: Neighbourhood) -> None:
    here.staff()
    her = quiet_resident(here, Tier.MEDIUM)
    passes(here, hers(here, her).schedule.asks_at)
    task = the_task(here, her)
    with here.database.write() as uow:
        residents.change_resident(uow, her, tier=Tier.LOW)
    here.settle()
    assert here.fresh(task).state is TaskState.WITHDRAWN
    assert contact(here, her) is None


def dies(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        residents.mark_deceased(uow, her, "staff:1")
        agenda.bring_forward(uow, her, uow.now)


def is_paused(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        residents.set_state(uow, her, LifeState.PAUSED)


def is_erased(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        residents.erase(uow, her)
        agenda.bring_forward(uow, her, uow.now)


@pytest.mark.parametrize("ends", [dies, is_paused, is_erased])
@pytest.mark.parametrize("tier", PROMISED)
def test_nobody_is_sent_to_the_dead_or_to_who_is_not_served(
    here: Neighbourhood, ends: Callable[[Neighbourhood, Ref], None], tier: Tier
) -> None:
    here.staff()
    her = quiet_resident(here, tier)
    plan = hers(here, her).schedule
    passes(here, plan.asks_at)
    ends(here, her)
    here.settle()
    assert contact(here, her) is None
    passes(here, plan.due_at + 10 * WEEK)
    assert [task.state for task in work(here, her)] == [TaskState.WITHDRAWN]


def test_who_is_away_is_shown_and_nobody_is_sent(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.staff()
    her = quiet_resident(here, Tier.MEDIUM)
    plan = hers(here, her).schedule
    passes(here, plan.asks_at - DAY)
    back = here.now() + 60 * DAY
    absence = goes_away(here, her, back)
    assert state(here, her) is ContactState.AWAY
    assert hers(here, her).schedule.away_until == back
    passes(here, plan.due_at + DAY)
    assert work(here, her) == []
    assert state(here, her) is ContactState.AWAY
    with here.database.write() as uow:
        residents.end_absence(uow, absence, "staff:1")
    here.settle()
    assert hers(here, her).schedule.due_at > here.now() + 5 * DAY
    passes(here, here.calendar.next_office_moment(here.now()) + timedelta(minutes=1))
    assert state(here, her) is ContactState.DUE_SOON
    assert the_task(here, her).do_by == hers(here, her).schedule.due_at


def test_a_task_is_taken_back_when_she_goes_away(here: Neighbourhood) -> None:
    here.staff()
    her = quiet_resident(here, Tier.HIGH)
    passes(here, hers(here, her).schedule.asks_at)
    task = the_task(here, her)
    back = here.now() + 12 * DAY
    goes_away(here, her, back)
    assert here.fresh(task).state is TaskState.WITHDRAWN
    passes(here, here.calendar.next_office_moment(back) + DAY)
    assert the_task(here, her).id != task.id
