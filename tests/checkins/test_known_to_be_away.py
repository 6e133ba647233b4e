"""Absences renewed, doubled, mistaken, ended by whoever saw her; what she writes meanwhile."""

from datetime import datetime, timedelta

from checkins import service as checkins
from checkins import store
from checkins.model import Checkin, CheckinState, Occasion
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, ChannelName, NewAbsence, StaffRole, Tier
from signals.model import Meaning, Ref, SignalKind
from tasks.model import Result, TaskKind
from tests.runtime.neighbourhood import FakeChannel, Neighbourhood

DAY = timedelta(days=1)
OFFICER = AbsenceSource.OFFICER
HOSPITAL, FACILITY = AbsenceKind.HOSPITAL, AbsenceKind.FACILITY


def leaves(
    here: Neighbourhood,
    her: Ref,
    kind: AbsenceKind,
    until: datetime | None,
    since: datetime | None = None,
) -> str:
    with here.database.write() as uow:
        new = NewAbsence(kind, OFFICER, since or uow.now, until, "staff:1")
        return residents.add_absence(uow, her, new).id


def renewed(here: Neighbourhood, her: Ref, absence: str, until: datetime) -> None:
    """As the officials' API does it."""
    with here.database.write() as uow:
        residents.renew_absence(uow, absence, OFFICER, until)
        checkins.let_be(uow, here.means, residents.outline(uow, her))
    here.settle()


def says(here: Neighbourhood, her: Ref, meaning: Meaning, channel: str = "telegram") -> None:
    here.record(
        her, SignalKind.SAID,
        meaning=meaning, cause=None, channel=channel, form="words", checkin=None,
    )  # fmt: skip
    here.settle()


def fakes(*names: ChannelName) -> dict[ChannelName, FakeChannel]:
    return {name: FakeChannel(name) for name in names if name is not ChannelName.PERSON}


def latest(here: Neighbourhood, her: Ref) -> Checkin | None:
    with here.database.read() as uow:
        return store.latest_of(uow, her.partition(":")[2])


def test_what_she_writes_while_away_is_not_lost(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    leaves(here, her, HOSPITAL, None)
    here.settle()
    here.sends(her, "voice")
    here.settle()
    assert here.templates(her, "sent")[-1] == "reply.unclear.ask"
    here.wait(timedelta(hours=2))
    assert here.checkin(her).state is CheckinState.UNCLEAR
    assert here.case(her) is not None


def test_who_stays_longer_is_not_asked_on_the_old_day(here: Neighbourhood) -> None:
    her = here.resident()
    began = here.now()
    away = leaves(here, her, HOSPITAL, began + 3 * DAY)
    here.wait(2 * DAY)
    renewed(here, her, away, began + 10 * DAY)
    here.wait_until(began + 9 * DAY)
    assert latest(here, her) is None
    assert here.asked(her).slot_at >= began + 10 * DAY


def test_who_comes_back_sooner_is_asked_sooner(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    began = here.now()
    away = leaves(here, her, FACILITY, began + 80 * DAY)
    here.wait(5 * DAY)
    renewed(here, her, away, began + 7 * DAY)
    back = here.asked(her)
    assert back.occasion is Occasion.RETURN
    assert back.slot_at < began + 8 * DAY


def test_a_question_whether_she_is_back_ends_when_somebody_knows(here: Neighbourhood) -> None:
    her = here.resident()
    here.staff()  # who is asked to see her after hospital: a case while there is nobody
    here.staff(StaffRole.LEAD)
    away = leaves(here, her, HOSPITAL, here.now() + 3 * DAY)
    asked = here.asked(her)
    renewed(here, her, away, here.now() + 5 * DAY)
    here.wait_until(asked.deadline + timedelta(hours=1))
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    assert here.case(her) is None


def test_one_stay_follows_another(here: Neighbourhood) -> None:
    her = here.resident()
    began = here.now()
    leaves(here, her, HOSPITAL, None)
    leaves(here, her, HOSPITAL, began + 20 * DAY, since=began + 10 * DAY)
    here.wait_until(began + 18 * DAY)
    kinds = {one.new.kind for one in here.tasks_about(her)}
    assert latest(here, her) is None
    assert TaskKind.AFTER_DISCHARGE not in kinds


def test_an_absence_noted_by_mistake_costs_no_question(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.MEDIUM)
    asked = here.asked(her)
    away = leaves(here, her, AbsenceKind.TRAVEL, None)
    here.settle()
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    with here.database.write() as uow:
        residents.end_absence(uow, away, "staff:1")
    here.settle()
    again = here.checkin(her)
    assert again.id != asked.id
    assert again.is_open
    assert here.calendar.local(again.slot_at).date() == here.calendar.local(asked.slot_at).date()


def test_whoever_saw_her_at_home_ends_her_absence(here: Neighbourhood) -> None:
    her, neighbour = here.resident(telegram=False, devices=frozenset()), here.helper()
    leaves(here, her, FACILITY, here.now() + 80 * DAY)
    here.settle()
    here.record(her, SignalKind.PLUG_ACTIVE, alone=True, learning=False)
    here.wait(timedelta(minutes=61))
    task = here.task(her)
    here.answers(neighbour, "a", task)
    here.settle()
    here.reports(neighbour, Result.SEEN_WELL, here.fresh(task))
    here.settle()
    with here.database.read() as uow:
        assert not residents.is_away(uow, her)


def test_later_by_telephone_puts_off_once(here: Neighbourhood) -> None:
    channels = fakes(ChannelName.SMS, ChannelName.CALL)
    city = Neighbourhood(here.database, here.clock, channels=channels)
    her = city.resident(telegram=False)
    city.asked(her)
    says(city, her, Meaning.LATER, "call")
    assert city.checkin(her).put_off_to is not None
    says(city, her, Meaning.LATER, "call")
    assert city.checkin(her).state is CheckinState.UNCLEAR


def test_a_channel_that_ends_at_night_rings_nobody_before_the_morning(
    here: Neighbourhood,
) -> None:
    city = Neighbourhood(here.database, here.clock, channels=fakes(*ChannelName))
    her = city.resident(tier=Tier.MEDIUM)
    city.asked(her)
    city.wait(timedelta(minutes=5))
    city.clock.set(city.calendar.local(city.now()).replace(hour=19, minute=21))
    city.presses(her, "f")
    city.settle()
    city.record(her, SignalKind.DEVICE_FAULT, device="device:1", fault="silent")
    city.settle()
    tomorrow = city.checkin(her)
    assert tomorrow.occasion is Occasion.DEVICE_FAULT
    city.record(her, SignalKind.CHANNEL_LOST, channel="telegram", why="unreachable")
    city.wait(timedelta(hours=5))
    assert {row.channel for row in city.outbox(her) if row.state == "sent"} == {"telegram"}
    assert min(step.at for step in city.checkin(her).steps) >= tomorrow.slot_at
