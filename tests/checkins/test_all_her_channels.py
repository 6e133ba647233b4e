"""A ladder over Telegram, SMS and automated calls, on a real database."""

from datetime import timedelta

import pytest

from checkins.model import CheckinState, Rung
from foundation import limits
from messaging.channel import Call, Refusal, Refused
from residents import service as residents
from residents.model import ChannelName, parse_phone
from signals.model import SignalKind
from tests.runtime.neighbourhood import FakeChannel, Neighbourhood

MINUTE = timedelta(minutes=1)
MOBILE, LANDLINE = parse_phone("010-5555-0301"), parse_phone("054-555-0302")


@pytest.fixture
def wired(here: Neighbourhood) -> Neighbourhood:
    channels = {
        ChannelName.TELEGRAM: here.telegram,
        ChannelName.SMS: FakeChannel(ChannelName.SMS),
        ChannelName.CALL: FakeChannel(ChannelName.CALL),
    }
    made = Neighbourhood(here.database, here.clock, channels=channels)
    made.telegram = here.telegram
    return made


def called(here: Neighbourhood, her: str, slot: object) -> list[tuple[str, int]]:
    rows = [row for row in here.outbox(her) if row.called_at is not None]
    return [(row.channel, (row.called_at - slot) // MINUTE) for row in rows]  # type: ignore[operator]


def test_message_reminder_notice_calls(wired: Neighbourhood) -> None:
    her = wired.resident()
    asked = wired.asked(her)
    wired.wait_until(asked.deadline)
    assert called(wired, her, asked.slot_at) == [
        ("telegram", 0),
        ("telegram", 45),
        ("sms", 75),
        ("call", 90),
        ("call", 110),
        ("call", 130),
    ]
    assert wired.checkin(her).state is CheckinState.MISSED


def test_key_one_on_the_second_call_ends_it(wired: Neighbourhood) -> None:
    her = wired.resident()
    asked = wired.asked(her)
    wired.wait_until(asked.slot_at + 112 * MINUTE)
    wired.record(her, SignalKind.REPLY, channel="call", form="key", key="1", checkin=asked.id)
    wired.wait_until(asked.deadline + MINUTE)
    ended = wired.checkin(her)
    assert (ended.state, ended.answered_on, ended.answered_rung) == (
        CheckinState.FINE,
        ChannelName.CALL,
        Rung.CALL,
    )
    assert len(called(wired, her, asked.slot_at)) == 5 + 1  # her card says thank you


def test_a_blocked_bot_is_followed_by_the_phone_at_once(wired: Neighbourhood) -> None:
    wired.telegram.answers.append(Refused(Refusal.UNREACHABLE, "blocked"))
    her = wired.resident()
    asked = wired.asked(her)
    wired.wait_until(asked.deadline)
    first, second, *calls = called(wired, her, asked.slot_at)
    assert {first, second} == {("telegram", 0), ("sms", 0)}
    assert calls == [("call", 15), ("call", 35), ("call", 55)]
    assert wired.checkin(her).state is CheckinState.MISSED
    assert wired.checkin(her).deadline == asked.slot_at + 75 * MINUTE


# ------------------------------------------------------------------------- her two telephones


def rung(here: Neighbourhood) -> list[tuple[str, int]]:
    """Which numbers were rung, and for how many seconds at most."""
    sent = here.channels[ChannelName.CALL].sent
    return [(number, call.ring_seconds) for number, call in sent if isinstance(call, Call)]


@pytest.fixture
def her(wired: Neighbourhood) -> str:
    """Rings at home first; her mobile takes the texts."""
    return wired.resident(phones=(LANDLINE, MOBILE))


AT_HOME = (LANDLINE.e164, limits.RING_LANDLINE_SECONDS)
ON_THE_WAY = (MOBILE.e164, limits.RING_MOBILE_SECONDS)


def test_each_try_rings_her_next_number(wired: Neighbourhood, her: str) -> None:
    wired.wait_until(wired.asked(her).deadline)
    assert rung(wired) == [AT_HOME, ON_THE_WAY, AT_HOME]
    ((text_to, _),) = wired.channels[ChannelName.SMS].sent
    assert text_to == MOBILE.e164


def test_a_landline_rings_long_enough_to_walk_to_it() -> None:
    assert limits.RING_LANDLINE_SECONDS > limits.RING_MOBILE_SECONDS


def test_a_number_known_to_be_dead_is_skipped(wired: Neighbourhood, her: str) -> None:
    with wired.database.write() as uow:
        residents.mark_channel(
            uow, her, ChannelName.CALL, usable=False, reason="404", address=LANDLINE.e164
        )
    wired.wait_until(wired.asked(her).deadline)
    assert rung(wired) == [ON_THE_WAY] * 3


def test_a_number_that_turns_out_dead_does_not_end_the_calls(
    wired: Neighbourhood, her: str
) -> None:
    dead = Refused(Refusal.BAD_ADDRESS, "21211")
    wired.channels[ChannelName.CALL].answers.append(dead)
    wired.wait_until(wired.asked(her).deadline)
    assert rung(wired) == [AT_HOME, ON_THE_WAY, ON_THE_WAY]
    assert "data_quality" in {task.new.kind for task in wired.tasks_about(her)}


def test_without_a_living_number_the_ladder_goes_on(wired: Neighbourhood) -> None:
    dead = Refused(Refusal.BAD_ADDRESS, "21211")
    wired.channels[ChannelName.CALL].answers.append(dead)
    her = wired.resident(phones=(MOBILE,))
    asked = wired.asked(her)
    wired.wait_until(asked.slot_at + 91 * MINUTE)
    assert wired.checkin(her).state is CheckinState.MISSED
    assert rung(wired) == [ON_THE_WAY]
    with wired.database.read() as uow:
        assert not residents.is_reachable(uow, her, ChannelName.CALL)
