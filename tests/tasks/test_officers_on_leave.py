"""Leave and trips: the deputy has the work at once, what is open and what is new."""

from datetime import datetime, timedelta

import pytest

from messaging.pacing import MINUTE
from residents import service as residents
from residents.model import StaffRole
from signals.model import Ref
from tasks.model import Audience, OfferState, Round, Task, TaskState
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import OFFICERS, a_visit, offers

MORNING = timedelta(hours=2)
ALL_OFFICERS = Round(Audience.OFFICERS, 9, timedelta(hours=3))


@pytest.fixture
def deputy(here: Neighbourhood) -> Ref:
    """Somebody of another 읍면동."""
    ref = here.staff()
    with here.database.write() as uow:
        residents.change_staff(uow, ref, districts=frozenset({"daegok-dong"}))
    return ref


@pytest.fixture
def officer(here: Neighbourhood, deputy: Ref) -> Ref:
    here.wait(MORNING)
    ref = here.staff()
    with here.database.write() as uow:
        residents.change_staff(uow, ref, deputy=deputy)
    return ref


def leaves(here: Neighbourhood, who: Ref, at: datetime | None = None) -> None:
    with here.database.write() as uow:
        residents.take_leave(uow, who, at or uow.now, None)
    here.settle()


def accepts(here: Neighbourhood, who: Ref) -> Task:
    task = a_visit(here, here.resident(), OFFICERS)
    here.answers(who, "a", task)
    here.settle()
    return here.fresh(task)


def test_what_she_has_is_her_deputys_when_she_leaves(
    here: Neighbourhood, officer: Ref, deputy: Ref
) -> None:
    had = accepts(here, officer)
    here.wait(MINUTE)
    asked = a_visit(here, here.resident(), OFFICERS)
    leaves(here, officer)
    assert here.fresh(had).accepted_by == deputy
    assert offers(here, asked)[deputy].state is OfferState.OPEN
    assert offers(here, asked)[officer].state is OfferState.CLOSED
    here.wait(MINUTE)
    assert set(here.templates(officer, "sent")[-2:]) == {"task.taken_back", "task.expired"}


def test_nothing_moves_before_her_leave_begins(
    here: Neighbourhood, officer: Ref, deputy: Ref
) -> None:
    leaves(here, officer, here.now() + timedelta(minutes=20))
    had = accepts(here, officer)
    here.wait(timedelta(minutes=19))
    assert here.fresh(had).accepted_by == officer
    here.wait(timedelta(minutes=1))
    assert here.fresh(had).accepted_by == deputy


def test_what_comes_up_meanwhile_goes_to_her_deputy(
    here: Neighbourhood, officer: Ref, deputy: Ref
) -> None:
    leaves(here, officer)
    assert set(offers(here, a_visit(here, here.resident(), OFFICERS))) == {deputy}


def test_what_she_takes_on_leave_stays_hers(here: Neighbourhood, officer: Ref) -> None:
    asked = a_visit(here, here.resident(), OFFICERS)
    with here.database.write() as uow:
        residents.take_leave(uow, officer, uow.now, None)
    here.answers(officer, "a", asked)
    here.settle()
    assert here.fresh(asked).state is TaskState.ACCEPTED
    here.wait(timedelta(minutes=5))
    leaves(here, officer, here.now() - timedelta(minutes=6))
    assert here.fresh(asked).accepted_by == officer


def test_where_the_deputy_is_away_too_a_lead_has_it(
    here: Neighbourhood, officer: Ref, deputy: Ref
) -> None:
    lead = here.staff(StaffRole.LEAD)
    had = accepts(here, officer)
    leaves(here, deputy)
    leaves(here, officer)
    assert here.fresh(had).accepted_by == lead


def test_where_nobody_is_left_it_stays_hers(here: Neighbourhood) -> None:
    here.wait(MORNING)
    officer = here.staff()
    had = accepts(here, officer)
    leaves(here, officer)
    assert here.fresh(had).accepted_by == officer


def test_a_leave_that_is_over_is_refused(here: Neighbourhood, officer: Ref) -> None:
    with here.database.write() as uow, pytest.raises(ValueError, match="later end"):
        residents.take_leave(uow, officer, uow.now, uow.now)
