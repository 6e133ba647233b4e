"""What becomes of a task that somebody has: reminder, taking back, results, also late ones."""

from datetime import timedelta

import pytest

from residents.model import StaffRole
from signals.model import Ref
from tasks.model import RESULT_OF, OfferState, Result, Task, TaskState
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import HELPERS, LEADS, a_visit, offers, told

HALF = timedelta(minutes=30)
GRAVE = [Result.DANGER, Result.NEEDS_HELP]


def accepted(here: Neighbourhood, her: Ref, by: Ref, task: Task | None = None) -> Task:
    task = task or a_visit(here, her, HELPERS, HELPERS)
    here.answers(by, "a", task)
    here.settle()
    return here.fresh(task)


def test_a_result_ends_the_task_and_is_told_once(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    for _ in range(3):
        here.reports(neighbour, Result.SEEN_WELL, task)
    here.settle()
    done = here.fresh(task)
    assert (done.state, done.result) == (TaskState.DONE, Result.SEEN_WELL)
    assert [one.data["result"] for one in told(here, her)] == ["seen_well"]
    assert here.templates(neighbour, "sent") == ["task.offer", "task.mine", "task.done"]


def test_danger_is_answered_with_what_to_do(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    here.reports(neighbour, Result.DANGER, accepted(here, her, neighbour))
    here.settle()
    assert here.templates(neighbour, "sent")[-2:] == ["task.danger", "helper.rest"]


def test_silence_is_reminded_of_then_taken_back_and_offered_again(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    lead = here.staff(StaffRole.LEAD)
    task = accepted(here, her, neighbour, a_visit(here, her, HELPERS, LEADS))
    here.wait(HALF)
    assert here.fresh(task).reminded
    assert here.templates(neighbour, "sent")[-1] == "task.remind"
    here.wait(HALF)
    again = here.fresh(task)
    assert (again.state, again.accepted_by, again.round_index) == (TaskState.OFFERED, None, 1)
    assert here.templates(neighbour, "sent")[-1] == "task.taken_back"
    assert here.templates(lead, "sent") == ["staff.offer"]


def test_a_worker_that_stood_still_reminds_and_takes_back_in_one_turn(
    here: Neighbourhood,
) -> None:
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour, a_visit(here, her, HELPERS))
    here.clock.advance(timedelta(hours=3))
    here.settle()
    assert here.fresh(task).state is TaskState.UNANSWERED
    moment = here.next_moment()
    assert moment is None or moment > here.now()


def test_a_result_after_it_was_taken_back_still_ends_it(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    here.wait(2 * HALF)
    here.reports(neighbour, Result.NO_ANSWER, task)
    here.settle()
    done = here.fresh(task)
    assert (done.state, done.result) == (TaskState.DONE, Result.NO_ANSWER)
    assert done.accepted_by == neighbour
    assert len(told(here, her)) == 1


@pytest.mark.parametrize("result", [*GRAVE, Result.SEEN_WELL])
def test_what_a_late_one_saw_counts_beside_anothers_visit(
    here: Neighbourhood, result: Result
) -> None:
    her, late = here.resident(), here.helper()
    task = accepted(here, her, late)
    other = here.helper()
    here.wait(2 * HALF)
    accepted(here, her, other, here.fresh(task))
    here.reports(late, result, task)
    here.reports(late, result, task)
    here.settle()
    assert [(one.data["by"], one.data["result"]) for one in told(here, her)] == [(late, result)]
    still = here.fresh(task)
    assert (still.state, still.accepted_by) == (TaskState.ACCEPTED, other)


@pytest.mark.parametrize("result", list(RESULT_OF.values()))
def test_after_the_end_only_that_somebody_needs_help_counts(
    here: Neighbourhood, result: Result
) -> None:
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    with here.database.write() as uow:
        here.tasks.withdraw(uow, task)
    here.reports(neighbour, result, task)
    here.settle()
    assert here.fresh(task).state is TaskState.WITHDRAWN
    assert len(told(here, her)) == (result in GRAVE)


def test_pressing_danger_twice_is_one_danger(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    for _ in range(2):
        here.reports(neighbour, Result.DANGER, task)
        here.settle()
    assert len(told(here, her)) == 1
    told_her = here.templates(neighbour, "sent")
    assert told_her.count("helper.rest") == 1
    told_her.remove("helper.rest")
    assert told_her[-1] == "task.danger"  # it still says: ring 119


def test_well_by_mistake_and_then_danger_is_danger(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    for result in (Result.SEEN_WELL, Result.DANGER):
        here.reports(neighbour, result, task)
        here.settle()
    assert [one.data["result"] for one in told(here, her)] == ["seen_well", "danger"]


def test_whoever_is_on_her_way_hears_that_she_may_stay(here: Neighbourhood) -> None:
    her = here.resident()
    goes, asked = here.helper(), here.helper()
    task = a_visit(here, her)
    here.answers(goes, "a", task)
    here.settle()
    with here.database.write() as uow:
        here.tasks.withdraw(uow, here.fresh(task))
    here.settle()
    (goodbye,) = [row for row in here.outbox(goes) if row.template == "task.withdrawn"]
    assert goodbye.state == "sent"
    assert goodbye.provider_id not in {"1", "2"}  # a message of its own: an edit makes no sound
    assert {one.state for one in offers(here, task).values()} == {OfferState.CLOSED}
    assert "task.withdrawn" not in here.templates(asked, "sent")  # hers said already: taken


def test_withdrawing_twice_and_what_is_done_changes_nothing(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    task = accepted(here, her, neighbour)
    here.reports(neighbour, Result.AWAY, task)
    here.settle()
    done = here.fresh(task)
    with here.database.write() as uow:
        here.tasks.withdraw(uow, done)
        here.tasks.withdraw(uow, task)  # an old picture of it
    assert here.fresh(task) == done


def test_taken_back_from_the_last_round_it_is_unanswered_and_goes_on(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    task = a_visit(here, her, LEADS)
    here.answers(lead, "a", task)
    here.wait(2 * HALF)
    unanswered = here.fresh(task)
    assert unanswered.state is TaskState.UNANSWERED
    with here.database.write() as uow:
        here.tasks.go_on(uow, unanswered, [LEADS])
    again = here.fresh(task)
    assert (again.state, again.accepted_by) == (TaskState.OFFERED, None)
