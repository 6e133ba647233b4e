"""The office is asked in time that a person meets her, and what counts is known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care import service as contacts
from care.model import ContactKind, ContactState
from residents import service as residents
from residents.model import (
    ChannelName,
    StaffRole,
    Tier,
)
from signals import service as signals
from signals.model import SignalKind
from tasks import service as tasks_service
from tasks.model import Result, TaskKind, TaskState
from tests.care.promises import (
    DAY,
    KIND_OF,
    PROMISED,
    WEEK,
    contact,
    hers,
    passes,
    quiet_resident,
    reports,
    state,
    the_task,
    work,
)
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import a_visit


@pytest.mark.parametrize("tier", PROMISED)
def test_the_office_is_asked_in_time_and_only_once(everywhere: Neighbourhood, tier: Tier) -> None:
    here = everywhere
    here.staff(StaffRole.LEAD)
    officer, her = here.staff(), quiet_resident(here, tier)
    plan = hers(here, her).schedule
    assert state(here, her) is ContactState.NOT_DUE
    passes(here, plan.asks_at - timedelta(minutes=1))
    assert work(here, her) == []
    passes(here, plan.asks_at)
    task = the_task(here, her)
    assert (task.new.kind, task.do_by) == (KIND_OF[tier], plan.due_at)
    assert here.templates(officer, "sent")[-1] == "staff.offer"
    (row,) = [row for row in here.outbox(officer) if row.template == "staff.offer"]
    assert row.content["when"] == {"until": plan.due_at.isoformat()}
    assert state(here, her) is ContactState.DUE_SOON
    passes(here, plan.due_at - timedelta(hours=1))
    assert state(here, her) is ContactState.DUE
    assert len(work(here, her)) == 1


@pytest.mark.parametrize("tier", PROMISED)
def test_a_result_that_met_her_counts_until_the_next_time(
    everywhere: Neighbourhood, tier: Tier
) -> None:
    here = everywhere
    officer, her = here.staff(), quiet_resident(here, tier)
    before = hers(here, her).schedule
    passes(here, before.asks_at + timedelta(hours=3))
    met_at = reports(here, officer, Result.SEEN_WELL, the_task(here, her))
    after = hers(here, her)
    assert after.promise.met_at == met_at
    assert after.schedule.due_at > before.due_at
    assert state(here, her) is ContactState.NOT_DUE
    passes(here, after.schedule.asks_at)
    assert len([task for task in work(here, her) if task.is_open]) == 1


@pytest.mark.parametrize("result", [Result.NO_ANSWER, Result.AWAY])
def test_a_try_that_did_not_reach_her_is_repeated(here: Neighbourhood, result: Result) -> None:
    officer, her = here.staff(), quiet_resident(here, Tier.MEDIUM)
    plan = hers(here, her).schedule
    passes(here, plan.asks_at + timedelta(hours=1))
    reports(here, officer, result, the_task(here, her))
    assert hers(here, her).schedule == plan
    passes(here, here.now() + WEEK)
    assert [task.is_open for task in work(here, her)] == [False, True]


def test_a_voice_on_the_telephone_is_no_visit(here: Neighbourhood) -> None:
    officer, her = here.staff(), quiet_resident(here, Tier.HIGH)
    plan = hers(here, her).schedule
    passes(here, plan.asks_at)
    reports(here, officer, Result.SPOKEN_WELL, the_task(here, her))
    assert hers(here, her).promise.met_at is None
    passes(here, here.now() + 4 * DAY)
    assert the_task(here, her).new.kind is TaskKind.REGULAR_VISIT


def test_nobody_at_a_visited_door_is_silence(here: Neighbourhood) -> None:
    officer, her = here.staff(), quiet_resident(here, Tier.HIGH)
    passes(here, hers(here, her).schedule.asks_at)
    reports(here, officer, Result.NO_ANSWER, the_task(here, her))
    assert here.open_case(her).known.silent_visits == 1


def test_any_person_who_meets_her_keeps_the_promise(everywhere: Neighbourhood) -> None:
    here = everywhere
    officer, helper = here.staff(), here.helper()
    her = quiet_resident(here, Tier.MEDIUM)
    passes(here, hers(here, her).schedule.asks_at)
    open_one = the_task(here, her)
    met_at = reports(here, helper, Result.SEEN_ELSEWHERE, a_visit(here, her))
    assert hers(here, her).promise.met_at == met_at
    assert here.fresh(open_one).state is TaskState.WITHDRAWN
    assert officer in {row.to_ref for row in here.outbox() if row.template == "task.withdrawn"}


def test_what_she_says_to_a_machine_does_not_count(here: Neighbourhood) -> None:
    her = quiet_resident(here, Tier.MEDIUM)
    before = hers(here, her)
    here.asked(her)
    here.presses(her, "f")
    here.settle()
    here.record(her, SignalKind.REPLY, channel=ChannelName.CALL, form="key", verb="f",
                checkin=here.checkin(her).id, version=0)  # fmt: skip
    here.settle()
    assert hers(here, her).promise == before.promise
    assert hers(here, her).schedule == before.schedule


def test_the_same_result_again_and_an_older_one_change_nothing(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.staff()
    helper, her = here.helper(), quiet_resident(here, Tier.MEDIUM)
    reports(here, helper, Result.SEEN_WELL, a_visit(here, her))
    known = hers(here, her)
    with here.database.write() as uow:
        (told,) = signals.since(uow, her, contacts.TELLS, here.now() - DAY)
        here.contacts.handle(uow, told)
        here.contacts.handle(uow, replace(told, occurred_at=told.occurred_at - DAY))
    assert hers(here, her) == known


def test_who_met_her_before_is_known_when_her_tier_rises(here: Neighbourhood) -> None:
    helper, her = here.helper(), quiet_resident(here, Tier.LOW)
    assert contact(here, her) is None
    met_at = reports(here, helper, Result.SPOKEN_WELL, a_visit(here, her))
    with here.database.write() as uow:
        residents.change_resident(uow, her, tier=Tier.MEDIUM)
    here.settle()
    assert hers(here, her).promise.met_at == met_at
    with here.database.write() as uow:
        residents.change_resident(uow, her, tier=Tier.HIGH)
    here.settle()
    assert hers(here, her).promise.kind is ContactKind.REGULAR_VISIT
    assert hers(here, her).promise.met_at is None


def test_what_nobody_takes_goes_to_the_leads_and_on(everywhere: Neighbourhood) -> None:
    here = everywhere
    officer, lead = here.staff(), here.staff(StaffRole.LEAD)
    her = quiet_resident(here, Tier.MEDIUM)
    plan = hers(here, her).schedule
    passes(here, plan.due_at - DAY)
    assert [here.templates(one, "sent").count("staff.offer") for one in (officer, lead)] == [1, 1]
    passes(here, plan.due_at + 15 * DAY)
    assert state(here, her) is ContactState.OVERDUE
    assert here.case(her) is None
    assert sum(task.is_open for task in work(here, her)) <= 1
    offers = [row for row in here.outbox() if row.template == "staff.offer"]
    assert len(offers) >= 6
    assert all(here.calendar.in_office_hours(row.due_at) for row in offers)
    with here.database.read() as uow:
        assert contacts.overdue(uow) == {ContactKind.QUARTERLY_CONTACT: 1}
    passes(here, hers(here, her).look_at)
    asked = [row.to_ref for row in here.outbox() if row.template == "staff.offer"][-1]
    reports(here, asked, Result.SPOKEN_WELL, the_task(here, her))
    assert state(here, her) is ContactState.NOT_DUE


def test_where_there_is_no_office_at_all_it_is_overdue_and_nothing_turns_in_circles(
    here: Neighbourhood,
) -> None:
    her = quiet_resident(here, Tier.HIGH)
    plan = hers(here, her).schedule
    passes(here, plan.due_at + 10 * DAY)
    assert state(here, her) is ContactState.OVERDUE
    assert {task.state for task in work(here, her)} == {TaskState.UNANSWERED}
    assert len(work(here, her)) <= 10


def test_who_accepts_late_has_some_days_all_the_same(here: Neighbourhood) -> None:
    lead, her = here.staff(StaffRole.LEAD), quiet_resident(here, Tier.HIGH)
    plan = hers(here, her).schedule
    passes(here, plan.due_at - timedelta(minutes=30))
    task = the_task(here, her)
    here.answers(lead, "a", task)
    here.settle()
    assert here.fresh(task).do_by == here.now() + 2 * DAY
    passes(here, here.now() + 3 * DAY)
    assert here.fresh(task).state is TaskState.UNANSWERED


def test_one_task_of_the_kind_stays_one(here: Neighbourhood) -> None:
    here.staff()
    her = quiet_resident(here, Tier.MEDIUM)
    plan = hers(here, her).schedule
    passes(here, plan.asks_at)
    for _ in range(3):
        with here.database.write() as uow:
            here.contacts.act(uow, her)
    with here.database.read() as uow:
        tasks = tasks_service.of_origin(uow, f"contact:{her.partition(':')[2]}")
        (open_one,) = contacts.open_tasks(uow, [her]).values()
    assert [task.id for task in tasks] == [open_one.id]


def test_a_helper_is_not_asked_for_what_is_the_offices(here: Neighbourhood) -> None:
    helper, officer = here.helper(), here.staff()
    her = quiet_resident(here, Tier.MEDIUM, named_checker=helper)
    passes(here, hers(here, her).schedule.due_at)
    offered = {row.to_ref for row in here.outbox() if row.template.endswith(".offer")}
    assert offered == {officer}
