"""A ladder over Telegram, SMS and automated calls, on a real database."""

from datetime import timedelta

import pytest

from checkins.model import CheckinState, Rung
from messaging.channel import Refusal, Refused
from residents.model import ChannelName
from signals.model import SignalKind
from tests.runtime.neighbourhood import FakeChannel, Neighbourhood

MINUTE = timedelta(minutes=1)


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
    assert called(wired, her, asked.slot_at) == [
        ("telegram", 0),
        ("sms", 0),
        ("call", 15),
        ("call", 35),
        ("call", 55),
    ]
    assert wired.checkin(her).state is CheckinState.MISSED
    assert wired.checkin(her).deadline == asked.slot_at + 75 * MINUTE
