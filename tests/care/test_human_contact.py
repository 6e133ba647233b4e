"""The office is asked in time that a person meets her, and what counts is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from care import decide, store
from care import service as contacts
from care.model import Contact, ContactKind, ContactState
from residents import service as residents
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    ChannelName,
    LifeState,
    NewAbsence,
    StaffRole,
    Tier,
)
from signals import agenda
from signals import service as signals
from signals.model import Ref, SignalKind
from tasks import service as tasks_service
from tasks.model import Result, Task, TaskKind, TaskState
from tests.runtime.neighbourhood import SEOUL, Neighbourhood
from tests.tasks.work import OFFICERS, a_visit

DAY, WEEK = timedelta(days=1), timedelta(days=7)
KIND_OF = {Tier.MEDIUM: TaskKind.QUARTERLY_CONTACT, Tier.HIGH: TaskKind.REGULAR_VISIT}
PROMISED = [Tier.MEDIUM, Tier.HIGH]


def contact(here: Neighbourhood, her: Ref) -> Contact | None:
    with here.database.read() as uow:
        return store.of(uow, her.partition(":")[2])


def hers(here: Neighbourhood, her: Ref) -> Contact:
    found = contact(here, her)
    assert found is not None
    return found


def state(here: Neighbourhood, her: Ref) -> ContactState:
    """The one state in which the list has her."""
    (found,) = [one for one in ContactState if her in listed(here, one)]
    return found


def listed(here: Neighbourhood, wanted: ContactState) -> list[Ref]:
    with here.database.read() as uow:
        found = here.contacts.in_state(uow, wanted, None, 500)
    return [f"resident:{one.promise.resident_id}" for one in found]


def quiet_resident(here: Neighbourhood, tier: Tier, **other: Any) -> Ref:
    """Somebody whom no question of the machine stirs."""
    her = here.resident(tier=tier, **other)
    here.settle()
    return her


def passes(here: Neighbourhood, until: datetime) -> None:
    """Time passes for human contact alone: nobody is missed, no case is opened."""
    here.dispatch._actors = (here.tasks, here.contacts)
    here.wait_until(until)


def work(here: Neighbourhood, her: Ref) -> list[Task]:
    kinds = set(KIND_OF.values())
    return [task for task in here.tasks_about(her) if task.new.kind in kinds]


def the_task(here: Neighbourhood, her: Ref) -> Task:
    (found,) = [task for task in work(here, her) if task.is_open]
    return found


def reports(here: Neighbourhood, by: Ref, result: Result, task: Task) -> datetime:
    """Somebody takes a task and says how it ended; returns when she said so."""
    here.answers(by, "a", task)
    here.settle()
    here.reports(by, result, here.fresh(task))
    said_at = here.now()
    here.settle()
    return said_at


def goes_away(here: Neighbourhood, her: Ref, until: datetime) -> str:
    new = NewAbsence(AbsenceKind.FACILITY, AbsenceSource.OFFICER, here.now(), until, "staff:1")
    with here.database.write() as uow:
        absence = residents.add_absence(uow, her, new).id
    here.settle()
    return absence


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
    reports(here, lead, Result.SPOKEN_WELL, the_task(here, her))
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


def test_whoever_has_no_schedule_gets_one_by_the_daily_round(everywhere: Neighbourhood) -> None:
    here = everywhere
    people = {tier: quiet_resident(here, tier) for tier in Tier}
    with here.database.write() as uow:
        for her in people.values():
            store.drop(uow, her.partition(":")[2])
            agenda.plan(uow, her, None)
        agenda.bring_forward(uow, contacts.SUBJECT, uow.now)
    here.dispatch.run()
    here.dispatch.run()
    assert {tier for tier, her in people.items() if contact(here, her) is not None} == {
        Tier.MEDIUM,
        Tier.HIGH,
    }
    with here.database.read() as uow:
        assert here.contacts.next_due(uow, contacts.SUBJECT) == here.now() + DAY


def test_a_schedule_that_nobody_looks_at_is_late(here: Neighbourhood) -> None:
    her = quiet_resident(here, Tier.MEDIUM)
    look_at = hers(here, her).look_at
    grace = timedelta(minutes=5)
    with here.database.read() as uow:
        assert contacts.late(uow, look_at + grace, grace) == 0
        assert contacts.late(uow, look_at + grace + timedelta(seconds=1), grace) == 1


def test_the_list_says_what_the_rules_say(everywhere: Neighbourhood) -> None:
    """The condition of the query and `decide.state_of` are one rule written twice."""
    here = everywhere
    here.staff()
    people = [quiet_resident(here, tier, name=f"김{n}") for n in range(6) for tier in PROMISED]
    goes_away(here, people[0], here.now() + 80 * DAY)
    passes(here, here.now() + 25 * DAY)
    seen: set[ContactState] = set()
    for hours in range(0, 24 * 70, 37):
        here.clock.set(datetime(2026, 3, 29, tzinfo=SEOUL) + timedelta(hours=hours))
        for her in people:
            expected = decide.state_of(hers(here, her).schedule, here.now(), here.calendar)
            assert state(here, her) is expected
            seen.add(expected)
    assert seen == set(ContactState)


def test_pages_go_on_where_the_last_one_ended(everywhere: Neighbourhood) -> None:
    here = everywhere
    people = [quiet_resident(here, Tier.MEDIUM, name=f"김{n}") for n in range(7)]
    after, found = None, []
    with here.database.read() as uow:
        while page := here.contacts.in_state(uow, ContactState.NOT_DUE, after, 3):
            found += page
            after = (page[-1].schedule.due_at, page[-1].promise.resident_id)
    places = [(one.schedule.due_at, one.promise.resident_id) for one in found]
    assert places == sorted(places)
    assert {f"resident:{identity}" for _, identity in places} == set(people)


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
    assert plan.asks_at.astimezone(SEOUL).time() >= time(9)


def test_a_helper_is_not_asked_for_what_is_the_offices(here: Neighbourhood) -> None:
    helper, officer = here.helper(), here.staff()
    her = quiet_resident(here, Tier.MEDIUM, named_checker=helper)
    passes(here, hers(here, her).schedule.due_at)
    offered = {row.to_ref for row in here.outbox() if row.template.endswith(".offer")}
    assert offered == {officer}
    assert OFFICERS.audience == the_task(here, her).new.rounds[0].audience
