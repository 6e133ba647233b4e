"""The news of a death stops everything at once (docs/care.md 8)."""

from datetime import timedelta

import pytest

from checkins import store as checkin_store
from checkins.model import CheckinState
from escalation.model import Outcome
from residents import service as residents
from residents.model import StaffRole
from signals.model import SignalKind
from tasks.model import Audience, Result, TaskKind, TaskState
from tests.runtime.neighbourhood import Neighbourhood

DIED = "어머니가 어제 돌아가셨습니다"


def test_everything_stops_in_the_same_transaction(everywhere: Neighbourhood) -> None:
    here = everywhere
    neighbour, officer = here.helper(), here.staff()
    her = here.resident()
    today = here.asked(her)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    visit = here.task(her)
    here.answers(neighbour, "a", visit)
    here.settle()
    here.writes(her, DIED)
    here.dispatch.run()  # one transaction; nothing was sent since
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    assert here.cases()[0].outcome is Outcome.DECEASED
    assert here.fresh(visit).state is TaskState.WITHDRAWN
    assert [one.new.kind for one in here.open_tasks(her)] == [TaskKind.DECEASED_CHECK]
    with here.database.read() as uow:
        assert residents.outline(uow, her).deceased
        assert checkin_store.plan_of(uow, her.partition(":")[2]) is None
    assert here.templates(her, "queued") == ["reply.deceased"]
    here.wait_until(today.deadline + timedelta(hours=1))
    assert here.templates(her, "sent")[1:] == ["reply.deceased"]
    assert here.templates(neighbour, "sent") == ["task.offer", "task.mine", "task.withdrawn"]
    assert here.templates(officer, "sent") == ["staff.offer"]


def test_what_is_said_from_her_phone_afterwards_is_no_answer(here: Neighbourhood) -> None:
    her = here.resident()
    here.staff()
    here.wait(timedelta(hours=1))
    here.writes(her, DIED)
    here.settle()
    before = len(here.outbox(her))
    for words in (DIED, "고맙습니다 다들", "네"):
        here.writes(her, words)
    here.settle()
    assert len(here.outbox(her)) == before
    assert len(here.open_tasks(her)) == 1
    assert here.cases() == []


@pytest.mark.parametrize(
    "kind", [SignalKind.PLUG_QUIET, SignalKind.CHECKIN_UNCLEAR, SignalKind.CHECKIN_MISSED]
)
def test_silence_of_the_dead_is_no_case(here: Neighbourhood, kind: SignalKind) -> None:
    her, _ = here.resident(), here.staff()
    here.wait(timedelta(hours=1))
    here.writes(her, DIED)
    here.settle()
    here.record(her, kind)
    here.settle()
    assert here.cases() == []


def test_help_cried_from_her_phone_is_heard(here: Neighbourhood) -> None:
    her, neighbour = here.resident(), here.helper()
    here.staff()
    here.wait(timedelta(hours=1))
    here.writes(her, DIED)
    here.settle()
    here.writes(her, "도와주세요")
    here.settle()
    task = here.open_tasks(her)[-1]
    assert here.open_case(her).known.asked_for_help
    assert all(one.audience is not Audience.HELPERS for one in task.new.rounds)
    assert here.templates(neighbour) == []


def test_a_confirmation_that_nobody_takes_goes_to_leads_never_to_helpers(
    here: Neighbourhood,
) -> None:
    her, neighbour = here.resident(), here.helper()
    here.wait(timedelta(hours=1))
    here.writes(her, DIED)
    here.settle()
    assert here.open_case(her).known.office_task_unanswered
    lead = here.staff(StaffRole.LEAD)
    here.wait(timedelta(hours=1))
    assert here.templates(neighbour) == []
    assert "staff.offer" in here.templates(lead, "sent")


def test_a_wrong_report_is_found_out_by_the_officer(here: Neighbourhood) -> None:
    her, officer = here.resident(), here.staff()
    here.wait(timedelta(hours=1))
    here.writes(her, DIED)
    here.settle()
    task = here.task(her)
    here.answers(officer, "a", task)
    here.settle()
    here.reports(officer, Result.SPOKEN_WELL, task)
    with here.database.write() as uow:
        residents.correct_death(uow, her)
    here.settle()
    assert here.asked(her).is_open
