"""Somebody leaves: all her work goes to her successor in one act, and nobody is forgotten."""

from datetime import timedelta

from messaging.pacing import MINUTE
from residents import service as residents
from residents.model import StaffRole
from signals.model import Ref, SignalKind
from tasks import service as tasks
from tasks.model import Audience, OfferState, Result, Round, Task, TaskState
from tasks.service import Moved
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import OFFICERS, a_visit, offers, told

ALL_OFFICERS = Round(Audience.OFFICERS, 9, timedelta(hours=3))
MORNING = timedelta(hours=2)


def hand_over(here: Neighbourhood, old: Ref, new: Ref) -> Moved:
    with here.database.write() as uow:
        moved = tasks.hand_over(uow, old, new, here.tasks.roster)
    here.settle()
    return moved


def accepted(here: Neighbourhood, by: Ref, *rounds: Round) -> Task:
    task = a_visit(here, here.resident(), *(rounds or (OFFICERS,)))
    here.answers(by, "a", task)
    here.settle()
    return here.fresh(task)


def test_what_she_had_accepted_is_her_successors(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.wait(MORNING)
    old = here.staff()
    task = accepted(here, old)
    new = here.staff()
    assert hand_over(here, old, new) == Moved(accepted=1, offered=0)
    hers = here.fresh(task)
    assert (hers.state, hers.accepted_by) == (TaskState.ACCEPTED, new)
    here.wait(MINUTE)
    assert here.templates(old, "sent")[-1] == "task.taken_back"
    assert here.templates(new, "sent")[-1] == "staff.mine"
    assert [one.data["by"] for one in told(here, task.new.resident, SignalKind.TASK_ACCEPTED)] == [
        old,
        new,
    ]


def test_the_successor_can_report_and_is_reminded_like_anybody(here: Neighbourhood) -> None:
    here.wait(MORNING)
    old = here.staff()
    task = accepted(here, old)
    new = here.staff()
    hand_over(here, old, new)
    here.wait(timedelta(minutes=31))
    assert here.templates(new, "sent")[-1] == "staff.remind"
    here.reports(new, Result.SEEN_WELL, here.fresh(task))
    here.settle()
    assert here.fresh(task).state is TaskState.DONE


def test_what_she_had_not_answered_yet_waits_for_her_successor(here: Neighbourhood) -> None:
    here.wait(MORNING)
    old = here.staff()
    task = a_visit(here, here.resident(), OFFICERS)
    new = here.staff()
    assert hand_over(here, old, new) == Moved(accepted=0, offered=1)
    states = {one: offer.state for one, offer in offers(here, task).items()}
    assert states == {old: OfferState.CLOSED, new: OfferState.OPEN}
    here.answers(new, "a", task)
    here.settle()
    assert here.fresh(task).accepted_by == new


def test_whoever_was_asked_as_well_is_not_asked_twice(here: Neighbourhood) -> None:
    here.wait(MORNING)
    old, new = here.staff(), here.staff()
    task = a_visit(here, here.resident(), ALL_OFFICERS)
    asked = here.templates(new).count("staff.offer")
    assert hand_over(here, old, new) == Moved(accepted=0, offered=0)
    assert here.templates(new).count("staff.offer") == asked == 1
    assert offers(here, task)[new].state is OfferState.OPEN


def test_a_page_of_hers_is_closed_to_her(here: Neighbourhood) -> None:
    here.wait(MORNING)
    old, new = here.staff(), here.staff(StaffRole.LEAD)
    task = accepted(here, old)
    hand_over(here, old, new)
    here.reports(old, Result.SEEN_WELL, here.fresh(task))
    here.settle()
    hers = here.fresh(task)
    assert (hers.state, hers.accepted_by) == (TaskState.ACCEPTED, new)


def test_nothing_to_hand_over_is_nothing(here: Neighbourhood) -> None:
    old, new = here.staff(), here.staff()
    assert hand_over(here, old, new) == Moved(accepted=0, offered=0)
    with here.database.read() as uow:
        assert residents.staff(uow, old).active
