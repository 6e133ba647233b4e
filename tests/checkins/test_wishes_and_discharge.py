"""What a resident wishes, what follows a stay in hospital, and calls that never rang."""

from datetime import date, time, timedelta

import pytest

from checkins import service as checkins
from checkins import store
from checkins.model import CheckinState, Occasion, Rhythm, Rung, Wishes
from residents import service as residents
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    ChannelName,
    NewAbsence,
    Tier,
)
from signals.model import Ref, SignalKind
from tasks.model import Result, TaskKind
from tests.runtime.neighbourhood import FakeChannel, Neighbourhood

DAY = timedelta(days=1)
ALL = (ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL)


@pytest.fixture
def wired(here: Neighbourhood) -> Neighbourhood:
    """The neighbourhood with telephones, too."""
    channels = {name: FakeChannel(name) for name in ALL}
    return Neighbourhood(here.database, here.clock, channels=channels)


def wishes(here: Neighbourhood, her: Ref, wanted: Wishes) -> None:
    with here.database.write() as uow:
        checkins.wish(uow, here.means, residents.outline(uow, her), wanted, "staff:1")
    here.settle()


def rhythm_of(here: Neighbourhood, her: Ref) -> Rhythm:
    with here.database.read() as uow:
        planned = store.plan_of(uow, her.partition(":")[2])
    assert planned is not None
    return planned.plan.rhythm


def test_she_is_asked_when_she_wishes(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    wishes(here, her, Wishes(rhythm=Rhythm.DAILY, times=(time(10, 30), time(18, 0))))
    morning = here.asked(her)
    here.presses(her, "f")
    evening = here.asked(her)
    walls = [here.calendar.local(one.slot_at) for one in (morning, evening)]
    assert [one.hour for one in walls] == [10, 18]
    assert walls[0].date() == walls[1].date() == date(2026, 3, 3)


def test_she_wishes_to_be_rung_only(wired: Neighbourhood) -> None:
    her = wired.resident()
    wishes(wired, her, Wishes(channels=frozenset({ChannelName.CALL})))
    assert {step.rung for step in wired.asked(her).steps} == {Rung.CALL}


def test_she_wishes_that_somebody_comes(here: Neighbourhood) -> None:
    her = here.resident()
    here.helper()
    wishes(here, her, Wishes(channels=frozenset({ChannelName.PERSON})))
    assert [step.rung for step in here.asked(her).steps] == [Rung.PERSON]
    assert here.task(her).new.kind is TaskKind.PERSON_CHECK


# -------------------------------------------------------------------------- after hospital


def test_after_hospital_she_is_asked_daily_for_two_weeks_and_seen_once(
    here: Neighbourhood,
) -> None:
    her, officer = here.resident(tier=Tier.LOW), here.staff()
    with here.database.write() as uow:
        away = NewAbsence(
            AbsenceKind.HOSPITAL, AbsenceSource.OFFICER, uow.now, uow.now + 2 * DAY, officer
        )
        residents.add_absence(uow, her, away)
    back = here.asked(her)
    assert back.occasion is Occasion.RETURN
    here.presses(her, "f")
    here.settle()
    assert rhythm_of(here, her) is Rhythm.DAILY
    [visit] = here.tasks_about(her)
    assert (visit.new.kind, here.templates(officer)) == (TaskKind.AFTER_DISCHARGE, ["staff.offer"])
    here.answers(officer, "a", visit)
    here.settle()
    here.reports(officer, Result.SEEN_WELL, here.fresh(visit))
    here.settle()
    for _ in range(14):
        here.asked(her)
        here.presses(her, "f")
    here.wait(2 * DAY)
    assert rhythm_of(here, her) is Rhythm.FORTNIGHTLY
    visits = [one for one in here.tasks_about(her) if one.new.kind is TaskKind.AFTER_DISCHARGE]
    assert [one.id for one in visits] == [visit.id]


def test_while_nobody_knows_when_she_comes_back_her_contact_is_asked_weekly(
    here: Neighbourhood,
) -> None:
    her, officer = here.resident(tier=Tier.LOW), here.staff()
    with here.database.write() as uow:
        away = NewAbsence(AbsenceKind.FACILITY, AbsenceSource.OFFICER, uow.now, None, officer)
        residents.add_absence(uow, her, away)
    began = here.now()
    for weeks in (1, 2):
        here.wait_until(began + weeks * 7 * DAY - timedelta(hours=3))
        assert len(here.tasks_about(her)) == weeks - 1
        here.wait(timedelta(hours=5))
        *_, question = here.tasks_about(her)
        assert question.new.kind is TaskKind.ASK_CONTACT
        here.answers(officer, "a", question)
        here.settle()
        here.reports(officer, Result.SPOKEN_WELL, here.fresh(question))
        here.settle()
    assert len(here.tasks_about(her)) == 2


# ---------------------------------------------------------------------- given up by others


def call_receipt(here: Neighbourhood, her: Ref, number: int, report: str) -> None:
    origin = f"checkin:{here.checkin(her).id}:{number}"
    here.record(her, SignalKind.RECEIPT, origin=origin, report=report, channel="call")
    here.settle()


@pytest.mark.parametrize(
    ("given_up", "means"),
    [([0, 1, 2], CheckinState.NOT_ASKED), ([0, 2], CheckinState.MISSED)],
)
def test_calls_that_the_provider_gave_up_asked_nobody(
    wired: Neighbourhood, given_up: list[int], means: CheckinState
) -> None:
    her = wired.resident(telegram=False)
    wishes(wired, her, Wishes(channels=frozenset({ChannelName.CALL})))
    asked = wired.asked(her)
    wired.wait_until(asked.deadline - timedelta(minutes=1))
    assert wired.checkin(her).sent == {0, 1, 2}
    for number in given_up:
        call_receipt(wired, her, number, "canceled")
    wired.wait_until(asked.deadline)
    assert wired.checkin(her).state is means
