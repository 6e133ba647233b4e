"""A helper is away: nothing is offered to her, and what she has is asked about or goes on."""

from datetime import datetime, timedelta

import pytest

from messaging.render.buttons import Verb
from residents import service as residents
from residents.model import Helper
from signals.model import Ref, SignalKind
from tasks.model import DeclineReason, OfferState, Result, Task, TaskState
from tests.runtime.neighbourhood import SEOUL, Neighbourhood
from tests.tasks.work import EVERYBODY, HELPERS, OFFICERS, a_visit, offers

WEEK = timedelta(days=7)
TODAY = "20260303"


def chooses(
    here: Neighbourhood, helper: Ref, verb: Verb, day: str = TODAY, version: int = 0
) -> None:
    here.record(
        helper, SignalKind.AWAY_CHOSEN,
        channel="telegram", verb=verb.value, day=day, version=version,
    )  # fmt: skip
    here.settle()


def writes(here: Neighbourhood, helper: Ref, words: str) -> None:
    here.record(helper, SignalKind.WORKER_WROTE, words, channel="telegram", form="words")
    here.settle()


def known(here: Neighbourhood, helper: Ref) -> Helper:
    with here.database.read() as uow:
        return residents.helper(uow, helper)


def accepted(here: Neighbourhood, by: Ref, *rounds: object) -> Task:
    task = a_visit(here, here.resident(), *(rounds or (HELPERS, OFFICERS)))  # type: ignore[arg-type]
    here.answers(by, "a", task)
    here.settle()
    return here.fresh(task)


@pytest.mark.parametrize(
    ("verb", "until"),
    [
        (Verb.AWAY_TODAY, datetime(2026, 3, 4, tzinfo=SEOUL)),
        (Verb.AWAY_TOMORROW, datetime(2026, 3, 5, tzinfo=SEOUL)),
        (Verb.AWAY_WEEK, datetime(2026, 3, 10, tzinfo=SEOUL)),
        (Verb.AWAY_OPEN, None),
    ],
)
def test_until_when_she_is_away(
    everywhere: Neighbourhood, verb: Verb, until: datetime | None
) -> None:
    neighbour = everywhere.helper()
    chooses(everywhere, neighbour, verb)
    assert known(everywhere, neighbour).away_until == until
    assert known(everywhere, neighbour).is_away(everywhere.now())


def test_her_offers_go_on_at_once_and_count_for_nothing(everywhere: Neighbourhood) -> None:
    here = everywhere
    neighbour, officer = here.helper(), here.staff()
    here.wait(timedelta(hours=2))
    task = a_visit(here, here.resident(), HELPERS, OFFICERS)
    chooses(here, neighbour, Verb.AWAY_OPEN)
    offered = offers(here, task)
    assert (offered[neighbour].state, offered[neighbour].why) == (
        OfferState.DECLINED,
        DeclineReason.AWAY,
    )
    assert here.templates(neighbour, "sent")[-1] == "task.declined.noted"
    assert offered[officer].state is OfferState.OPEN
    chooses(here, neighbour, Verb.BACK)
    newcomer = here.helper()
    other = a_visit(here, here.resident(), HELPERS)
    assert set(offers(here, other)) == {neighbour, newcomer}


def test_nothing_is_offered_to_her_until_she_is_back(here: Neighbourhood) -> None:
    neighbour, other = here.helper(), here.helper()
    chooses(here, neighbour, Verb.AWAY_TODAY)
    assert set(offers(here, a_visit(here, here.resident(), EVERYBODY))) == {other}
    writes(here, neighbour, "다시 할게요")
    assert set(offers(here, a_visit(here, here.resident(), EVERYBODY))) == {neighbour, other}


def test_others_who_were_asked_with_her_still_may_accept(here: Neighbourhood) -> None:
    neighbour, other = here.helper(), here.helper()
    task = a_visit(here, here.resident(), EVERYBODY, OFFICERS)
    chooses(here, neighbour, Verb.AWAY_TODAY)
    assert here.fresh(task).round_index == 0
    here.answers(other, "a", here.fresh(task))
    here.settle()
    assert here.fresh(task).accepted_by == other


def test_what_she_gives_back_is_offered_on(here: Neighbourhood) -> None:
    neighbour, officer = here.helper(), here.staff()
    here.wait(timedelta(hours=2))
    task = accepted(here, neighbour)
    here.wait(timedelta(minutes=1))
    chooses(here, neighbour, Verb.AWAY_OPEN)
    assert here.templates(neighbour, "sent")[-1] == "task.keep"
    here.answers(neighbour, Verb.GIVE_BACK, here.fresh(task))
    here.settle()
    assert here.fresh(task).state is TaskState.OFFERED
    assert offers(here, task)[officer].state is OfferState.OPEN
    assert offers(here, task)[neighbour].why is DeclineReason.AWAY
    assert here.templates(neighbour, "sent")[-1] == "task.given_back"


def test_what_she_keeps_is_hers_with_all_its_buttons(here: Neighbourhood) -> None:
    neighbour = here.helper()
    task = accepted(here, neighbour)
    here.wait(timedelta(minutes=1))
    chooses(here, neighbour, Verb.AWAY_OPEN)
    for _ in range(2):
        here.answers(neighbour, Verb.KEEP, here.fresh(task))
        here.settle()
    assert here.templates(neighbour, "sent")[-1] == "task.mine"
    here.reports(neighbour, Result.SEEN_WELL, here.fresh(task))
    here.settle()
    assert here.fresh(task).state is TaskState.DONE


def test_she_is_asked_about_her_work_once_for_each_leave(here: Neighbourhood) -> None:
    neighbour = here.helper()
    accepted(here, neighbour)
    here.wait(timedelta(minutes=1))
    for verb in (Verb.AWAY_TODAY, Verb.AWAY_TODAY, Verb.AWAY_WEEK):
        chooses(here, neighbour, verb)
    assert here.templates(neighbour).count("task.keep") == 1
    chooses(here, neighbour, Verb.BACK)
    here.wait(timedelta(minutes=1))
    chooses(here, neighbour, Verb.AWAY_TODAY)
    assert here.templates(neighbour).count("task.keep") == 2


@pytest.mark.parametrize("verb", [Verb.GIVE_BACK, Verb.KEEP, Verb.SHOW, Verb.TOO_FAR])
def test_a_button_of_work_that_is_not_hers_changes_nothing(here: Neighbourhood, verb: Verb) -> None:
    neighbour, stranger = here.helper(), here.helper(district="yulgok-dong")
    task = accepted(here, neighbour)
    for _ in range(2):
        here.answers(stranger, verb, task)
        here.settle()
    assert here.fresh(task) == task
    assert stranger not in offers(here, task)
    assert here.outbox(stranger) == []


def test_nobody_gives_back_what_was_done_meanwhile(here: Neighbourhood) -> None:
    neighbour = here.helper()
    task = accepted(here, neighbour)
    here.reports(neighbour, Result.SEEN_WELL, task)
    here.settle()
    done = here.fresh(task)
    here.answers(neighbour, Verb.GIVE_BACK, done)
    here.settle()
    assert here.fresh(task) == done


@pytest.mark.parametrize("day", ["20260302", "20260304", "99999999", "x"])
def test_a_button_of_another_day_asks_anew(here: Neighbourhood, day: str) -> None:
    neighbour = here.helper()
    chooses(here, neighbour, Verb.AWAY_OPEN, day)
    assert not known(here, neighbour).is_away(here.now())
    assert here.templates(neighbour) == ["helper.away"]


def test_later_days_off_join_a_leave_that_reaches_them(here: Neighbourhood) -> None:
    neighbour = here.helper()
    since, until = here.now() + timedelta(days=3), here.now() + timedelta(days=9)
    with here.database.write() as uow:
        residents.change_helper(uow, neighbour, away_from=since, away_until=until)
    chooses(here, neighbour, Verb.AWAY_WEEK)
    assert known(here, neighbour).is_away(here.now())
    assert known(here, neighbour).away_until == until


def test_later_days_off_that_are_forgotten_are_named(here: Neighbourhood) -> None:
    neighbour = here.helper()
    since, until = here.now() + timedelta(days=3), here.now() + timedelta(days=9)
    with here.database.write() as uow:
        residents.change_helper(uow, neighbour, away_from=since, away_until=until)
    chooses(here, neighbour, Verb.AWAY_TODAY)
    assert here.templates(neighbour) == ["helper.away.until.again"]
    assert not known(here, neighbour).is_away(since)


def test_leave_that_was_planned_begins_with_her_offers_going_on(here: Neighbourhood) -> None:
    neighbour = here.helper()
    with here.database.write() as uow:
        until = here.now() + timedelta(days=2)
        residents.change_helper(
            uow, neighbour, away_from=here.now() + timedelta(minutes=5), away_until=until
        )
    here.record(neighbour, SignalKind.UNREADABLE)
    task = a_visit(here, here.resident(), HELPERS)
    here.wait(timedelta(minutes=6))
    assert offers(here, task)[neighbour].why is DeclineReason.AWAY


def test_an_old_button_back_does_not_end_a_rest_unnoticed(here: Neighbourhood) -> None:
    neighbour = here.helper()
    here.staff()
    task = accepted(here, neighbour)
    here.reports(neighbour, Result.DANGER, task)
    here.settle()
    chooses(here, neighbour, Verb.BACK)
    assert here.templates(neighbour)[-1] == "helper.back.rests"
    assert known(here, neighbour).is_away(here.now())
    chooses(here, neighbour, Verb.BACK, version=1)
    assert not known(here, neighbour).is_away(here.now())


def test_a_longer_leave_covers_a_rest(here: Neighbourhood) -> None:
    neighbour = here.helper()
    task = accepted(here, neighbour)
    here.reports(neighbour, Result.DANGER, task)
    here.settle()
    chooses(here, neighbour, Verb.AWAY_OPEN)
    assert known(here, neighbour).away_until is None
    here.clock.set(here.now() + WEEK)
    writes(here, neighbour, "다시 할게요")
    assert not known(here, neighbour).is_away(here.now())
