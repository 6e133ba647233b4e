"""Who is rung for work, when it rings, and when it need not ring any more."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from foundation.clock import ManualClock
from messaging.channel import Call
from messaging.model import AfterUnknown, Priority
from messaging.tables import OutboxRow
from residents import service as residents
from residents.model import ChannelName, StaffRole
from signals.model import Ref
from tasks import service as tasks
from tasks.model import TaskState
from tests.runtime.neighbourhood import TUESDAY, FakeChannel, Neighbourhood
from tests.support.database import fresh_url, open_database
from tests.tasks.work import EVERYBODY, LEADS, OFFICERS, TEN, a_visit, offers

ELEVEN_AT_NIGHT = TUESDAY + timedelta(hours=15)
FIVE_TO_EIGHT = TUESDAY + timedelta(hours=23, minutes=55)
NINE = TUESDAY + timedelta(hours=1)


@pytest.fixture
def here(tmp_path: Path, clock: ManualClock) -> Iterator[Neighbourhood]:
    """A city that has a telephone, too."""
    database = open_database(fresh_url(tmp_path), clock, inline=True)
    channels = {one: FakeChannel(one) for one in (ChannelName.TELEGRAM, ChannelName.CALL)}
    yield Neighbourhood(database, clock, channels=channels)
    database.close()


def without_telegram(here: Neighbourhood, person: Ref) -> Ref:
    with here.database.write() as uow:
        residents.set_telegram_chat(uow, person, None)
    return person


def without_a_telephone(here: Neighbourhood, person: Ref) -> Ref:
    """Her number is dead."""
    with here.database.write() as uow:
        residents.mark_channel(uow, person, ChannelName.CALL, usable=False, reason="bad_address")
    return person


def calls(here: Neighbourhood, to: Ref) -> list[OutboxRow]:
    return [row for row in here.outbox(to) if row.channel == ChannelName.CALL]


def states(here: Neighbourhood, to: Ref) -> list[str]:
    return [row.state for row in calls(here, to)]


def test_in_an_emergency_everybody_of_the_office_is_rung_besides(here: Neighbourhood) -> None:
    her, officer, lead = here.resident(), here.staff(duty=True), here.staff(StaffRole.LEAD)
    here.clock.set(ELEVEN_AT_NIGHT)
    a_visit(here, her, OFFICERS, LEADS, emergency=True)
    (call,) = calls(here, officer)
    assert (call.template, call.state) == ("call.work", "sent")
    assert call.priority == Priority.EMERGENCY
    assert call.after_unknown == AfterUnknown.ADOPT
    assert sorted(here.templates(officer, "sent")) == ["call.work", "staff.offer"]
    here.wait(TEN)
    assert states(here, lead) == ["sent"]
    assert here.channels[ChannelName.CALL].sent[0][1] == Call("call.work", 25)


def test_no_telephone_rings_for_what_a_card_tells(here: Neighbourhood) -> None:
    her, officer, helper = here.resident(), here.staff(), here.helper()
    here.clock.set(NINE)
    a_visit(here, her, OFFICERS)
    a_visit(here, her, EVERYBODY, emergency=True)
    assert calls(here, officer) == []
    assert calls(here, helper) == []


def test_whoever_has_no_messenger_is_rung(here: Neighbourhood) -> None:
    her, helper = here.resident(), here.helper(telegram=False)
    officer = without_telegram(here, here.staff())
    here.clock.set(NINE)
    task = a_visit(here, her, EVERYBODY, OFFICERS)
    assert states(here, helper) == ["sent"]
    here.answers(helper, "d", task)
    here.settle()
    assert states(here, officer) == ["sent"]
    assert {call.priority for call in calls(here, officer)} == {Priority.FIRST}


def test_a_successor_is_rung_for_an_emergency_and_told_of_the_rest(here: Neighbourhood) -> None:
    her, old, new = here.resident(), here.staff(), here.staff(StaffRole.LEAD)
    here.clock.set(NINE)
    for emergency in (True, False):
        task = a_visit(here, her, OFFICERS, emergency=emergency)
        here.answers(old, "a", task)
        here.settle()
    with here.database.write() as uow:
        tasks.hand_over(uow, old, new, here.tasks.roster)
    here.settle()
    assert [call.template for call in calls(here, new)] == ["call.work.given"]
    assert here.templates(new, "sent").count("staff.mine") == 2


def test_a_successor_without_a_messenger_is_rung_for_everything(here: Neighbourhood) -> None:
    her, old = here.resident(), here.staff()
    new = without_telegram(here, here.staff(StaffRole.LEAD))
    here.clock.set(NINE)
    task = a_visit(here, her, OFFICERS)
    here.answers(old, "a", task)
    here.settle()
    with here.database.write() as uow:
        tasks.hand_over(uow, old, new, here.tasks.roster)
    here.settle()
    assert [(call.template, call.state) for call in calls(here, new)] == [
        ("call.work.given", "sent")
    ]


def test_whom_nothing_reaches_is_left_out_of_a_round(here: Neighbourhood) -> None:
    her = here.resident()
    mute, officer = (without_telegram(here, here.staff()) for _ in range(2))
    without_a_telephone(here, mute)
    here.clock.set(NINE)
    task = a_visit(here, her, OFFICERS, emergency=True)
    assert set(offers(here, task)) == {officer}


def test_a_round_whom_nothing_reaches_is_not_waited_for(here: Neighbourhood) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    without_a_telephone(here, without_telegram(here, here.staff()))
    here.clock.set(NINE)
    task = a_visit(here, her, OFFICERS, LEADS, emergency=True)
    assert set(offers(here, task)) == {lead}


def test_where_nothing_reaches_anybody_it_waits_on_the_console(here: Neighbourhood) -> None:
    her = here.resident()
    officer = without_a_telephone(here, without_telegram(here, here.staff()))
    here.clock.set(NINE)
    task = a_visit(here, her, OFFICERS, emergency=True)
    assert task.state is TaskState.OFFERED
    assert set(offers(here, task)) == {officer}
    assert calls(here, officer) == []


def test_a_city_without_a_telephone_rings_nobody(clock: ManualClock, tmp_path: Path) -> None:
    database = open_database(fresh_url(tmp_path), clock, inline=True)
    here = Neighbourhood(database, clock)
    her, helper = here.resident(), here.helper(telegram=False)
    officer = here.staff()
    here.clock.set(NINE)
    task = a_visit(here, her, EVERYBODY, OFFICERS, emergency=True)
    assert set(offers(here, task)) == {officer}
    assert calls(here, officer) + calls(here, helper) == []
    database.close()


def test_nobody_is_woken_for_what_can_wait(here: Neighbourhood) -> None:
    her, officer = here.resident(), without_telegram(here, here.staff(duty=True))
    here.clock.set(FIVE_TO_EIGHT)
    a_visit(here, her, OFFICERS)
    assert states(here, officer) == ["queued"]
    here.wait(timedelta(minutes=5))
    assert states(here, officer) == ["sent"]


def test_what_would_ring_after_its_round_does_not_ring(here: Neighbourhood) -> None:
    her, officer = here.resident(), without_telegram(here, here.staff(duty=True))
    here.clock.set(ELEVEN_AT_NIGHT)
    a_visit(here, her, OFFICERS)
    assert calls(here, officer) == []


@pytest.mark.parametrize("how", ["taken", "withdrawn", "declined"])
def test_a_call_that_waits_does_not_ring_any_more(here: Neighbourhood, how: str) -> None:
    her = here.resident()
    waiting = without_telegram(here, here.staff(duty=True))
    other = here.staff(duty=True)
    here.clock.set(FIVE_TO_EIGHT)
    task = a_visit(here, her, OFFICERS)
    if how == "taken":
        here.answers(other, "a", task)
    elif how == "declined":
        here.answers(waiting, "d", task)
    else:
        with here.database.write() as uow:
            here.tasks.withdraw(uow, task)
    here.wait(TEN)
    assert states(here, waiting) == ["withdrawn"]
    assert here.channels[ChannelName.CALL].sent == []
