"""While words of help wait because more is to be sent than may be, officers are told."""

from datetime import timedelta

import pytest

from messaging import service as messaging
from messaging.model import Priority
from residents.model import ChannelName, StaffRole
from runtime.auditor import Auditor
from runtime.backlog import RUNG_AFTER, RUNG_EVERY, Backlog
from tests.messaging.post import post
from tests.runtime.neighbourhood import Neighbourhood

BY_PHONE = {ChannelName.TELEGRAM, ChannelName.CALL}


@pytest.fixture
def here(everywhere: Neighbourhood) -> Neighbourhood:
    """Three have asked for help in the office's hours, and nothing leaves."""
    everywhere.clock.advance(timedelta(hours=2))
    people = [everywhere.resident() for _ in range(3)]
    everywhere.settle()
    for her in people:
        everywhere.writes(her, "좀 도와주세요")
    while everywhere.dispatch.run():
        pass
    return everywhere


def auditor(here: Neighbourhood, channels: set[ChannelName]) -> Auditor:
    return Auditor(here.database, backlog=Backlog(here.calendar, channels))


def told(here: Neighbourhood, to: str) -> list[tuple[str, str, int]]:
    rows = [one for one in here.outbox(to) if one.dedupe_key.startswith("waiting:")]
    return [(one.template, one.channel, one.priority) for one in rows]


def test_it_is_seen_how_many_wait_and_since_when(here: Neighbourhood) -> None:
    asked_at = here.now()
    here.clock.advance(timedelta(seconds=7))
    post(here, here.helper(), priority=Priority.NEWS)
    with here.database.read() as uow:
        waiting = messaging.waiting(uow)
    assert waiting.count > 3
    assert (waiting.since, waiting.help_since) == (asked_at, asked_at)
    look = auditor(here, BY_PHONE).look()
    assert look.waiting == waiting


def test_whoever_has_not_had_her_turn_waits_too(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.settle()
    here.writes(her, "좀 도와주세요")
    asked_at = here.now()
    here.clock.advance(RUNG_AFTER)
    with here.database.read() as uow:
        assert messaging.waiting(uow).help_since == asked_at
    here.settle()
    with here.database.read() as uow:
        assert messaging.waiting(uow).help_since is None


def test_officers_who_are_there_and_leads_are_rung_after_a_minute(here: Neighbourhood) -> None:
    officer, lead = here.staff(), here.staff(StaffRole.LEAD)
    watcher = auditor(here, BY_PHONE)
    here.clock.advance(RUNG_AFTER - timedelta(seconds=1))
    watcher.round()
    assert told(here, officer) == []
    here.clock.advance(timedelta(seconds=1))
    watcher.round()
    watcher.round()
    assert told(here, officer) == told(here, lead) == [("call.late", "call", Priority.EMERGENCY)]
    here.clock.advance(RUNG_EVERY)
    watcher.round()
    assert len(told(here, officer)) == 2


def test_by_night_whoever_is_on_duty_is_rung(here: Neighbourhood) -> None:
    sleeps, awake = here.staff(), here.staff(duty=True)
    here.clock.advance(timedelta(hours=14))
    auditor(here, BY_PHONE).round()
    assert (len(told(here, sleeps)), len(told(here, awake))) == (0, 1)


def test_without_calls_a_message_goes_before_all_others(here: Neighbourhood) -> None:
    officer = here.staff()
    here.clock.advance(RUNG_AFTER)
    auditor(here, {ChannelName.TELEGRAM}).round()
    here.settle()
    assert told(here, officer) == [("audit.waiting", "telegram", Priority.EMERGENCY)]
    cards = {words.text for _, words in here.telegram.sent if hasattr(words, "text")}
    assert (
        "도와 달라는 말씀이 한꺼번에 많이 들어와 안내가 늦어지고 있습니다.\n"
        "안부 화면을 열어 기다리시는 분들께 먼저 전화해 주세요."
    ) in cards


def test_what_nobody_asked_help_for_rings_nobody(everywhere: Neighbourhood) -> None:
    here = everywhere
    officer = here.staff()
    post(here, here.helper())
    here.clock.advance(2 * RUNG_AFTER)
    auditor(here, BY_PHONE).round()
    assert told(here, officer) == []
