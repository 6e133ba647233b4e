"""What the office's own work means for a case: who was met, and what nobody takes."""

from datetime import datetime, timedelta

import pytest

from escalation.model import Outcome, Reason, Urgency
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, StaffRole, Tier
from signals.model import Ref, SignalKind
from tasks.model import Result, Task, TaskKind, TaskState
from tests.runtime.neighbourhood import Neighbourhood

NINE = timedelta(hours=1)
DAY = timedelta(days=1)


def goes(here: Neighbourhood, her: Ref, kind: AbsenceKind, until: datetime | None) -> None:
    with here.database.write() as uow:
        away = NewAbsence(kind, AbsenceSource.OFFICER, uow.now, until, "staff:1")
        residents.add_absence(uow, her, away)
    here.settle()


def contact_is_asked_about(here: Neighbourhood, her: Ref) -> Task:
    """She went a week ago, nobody knows until when."""
    goes(here, her, AbsenceKind.FACILITY, None)
    here.wait(7 * DAY + timedelta(hours=2))
    question = here.task(her)
    assert question.new.kind is TaskKind.ASK_CONTACT
    return question


def tells(here: Neighbourhood, officer: Ref, task: Task, result: Result) -> None:
    here.answers(officer, "a", here.fresh(task))
    here.settle()
    here.reports(officer, result, here.fresh(task))
    here.settle()


def test_a_task_of_the_office_that_nobody_takes_becomes_a_case(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    here.wait(NINE)
    here.record(her, SignalKind.CHANNEL_LOST, channel="telegram", why="blocked")
    here.settle()
    case = here.open_case(her)
    assert (case.urgency, case.reasons) == (Urgency.WATCH, (Reason.OFFICE_TASK_UNANSWERED,))


def test_that_she_is_fine_does_not_do_the_work_of_the_office(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    here.wait(NINE)
    here.record(her, SignalKind.CHANNEL_LOST, channel="telegram", why="blocked")
    here.settle()
    here.writes(her, "네 잘 지내요")
    here.settle()
    assert here.open_case(her).known.office_task_unanswered


@pytest.mark.parametrize("result", [Result.SPOKEN_WELL, Result.SEEN_ELSEWHERE, Result.NEEDS_HELP])
def test_a_talk_with_her_contact_does_not_end_her_call_for_help(
    everywhere: Neighbourhood, result: Result
) -> None:
    here = everywhere
    her, officer = here.resident(tier=Tier.LOW), here.staff()
    question = contact_is_asked_about(here, her)
    here.writes(her, "도와주세요")
    here.settle()
    tells(here, officer, question, result)
    case = here.open_case(her)
    assert case.known.asked_for_help
    assert here.fresh(question).state is TaskState.DONE
    call_back = here.task(her)
    assert call_back.new.kind is TaskKind.CALL_BACK
    tells(here, officer, call_back, Result.SPOKEN_WELL)
    assert [one.outcome for one in here.cases()] == [Outcome.WELL]


def test_danger_that_her_contact_tells_of_is_an_emergency(here: Neighbourhood) -> None:
    her, officer = here.resident(tier=Tier.LOW), here.staff()
    question = contact_is_asked_about(here, her)
    tells(here, officer, question, Result.DANGER)
    assert here.open_case(her).urgency is Urgency.EMERGENCY


def test_a_visit_after_hospital_that_nobody_takes_becomes_a_case(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    here.staff()
    here.staff(StaffRole.LEAD)
    goes(here, her, AbsenceKind.HOSPITAL, here.now() + 2 * DAY)
    here.asked(her)
    here.presses(her, "f")
    here.settle()
    visit = here.task(her)
    assert visit.new.kind is TaskKind.AFTER_DISCHARGE
    here.wait(DAY)
    assert here.fresh(visit).state is TaskState.UNANSWERED
    case = here.open_case(her)
    assert case.reasons == (Reason.OFFICE_TASK_UNANSWERED,)
    assert here.task(her).new.origin == f"case:{case.id}"


def test_a_question_to_her_contact_that_nobody_takes_becomes_a_case(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    here.staff()
    question = contact_is_asked_about(here, her)
    here.wait(DAY)
    assert here.fresh(question).state is TaskState.UNANSWERED
    assert here.open_case(her).reasons == (Reason.OFFICE_TASK_UNANSWERED,)
