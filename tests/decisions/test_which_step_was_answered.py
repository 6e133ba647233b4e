"""Figures by step: what left, and after which step she answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkins import policy
from checkins.decide.ladders import Ways, answered, ladder, stepped, with_sent
from checkins.model import Checkin, CheckinState
from reports.rungs import UNASKED, counted_by_rung, rung_answered, rungs_left
from residents.model import ChannelName

SLOT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
LADDER = policy.shipped().ladder
EVERYTHING = frozenset({ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL})
WHOLE = ["message", "reminder", "notice", "call_1", "call_2", "call_3"]


def asked(channels: frozenset[ChannelName], taken: int) -> Checkin:
    """Somebody's check-in after so many steps, all of which have left."""
    steps, deadline = ladder(SLOT, Ways(channels), LADDER, SLOT + timedelta(hours=6))
    checkin = Checkin(
        id="1", resident_id="1", slot_at=SLOT, steps=steps, policy=LADDER, next_step=0,
        sent=frozenset(), state=CheckinState.ASKING, deadline=deadline, due_at=SLOT,
    )  # fmt: skip
    for number in range(taken):
        checkin = with_sent(checkin, number)
    return stepped(checkin, taken)


def fine(checkin: Checkin) -> Checkin:
    return answered(checkin, CheckinState.FINE, ChannelName.TELEGRAM, SLOT)


@pytest.mark.parametrize("taken", range(1, len(WHOLE) + 1))
def test_each_step_has_its_name_and_the_last_one_is_answered(taken: int) -> None:
    checkin = fine(asked(EVERYTHING, taken))
    assert rungs_left(checkin) == WHOLE[:taken]
    assert rung_answered(checkin) == WHOLE[taken - 1]


def test_a_person_is_a_step() -> None:
    assert rungs_left(asked(frozenset(), 1)) == ["person"]


def test_a_call_that_never_rang_is_not_counted_and_the_next_keeps_its_number() -> None:
    checkin = asked(frozenset({ChannelName.CALL}), 2)
    assert rungs_left(replace(checkin, sent=frozenset({1}))) == ["call_2"]


def test_an_answer_shows_that_the_step_has_left() -> None:
    checkin = replace(asked(EVERYTHING, 1), sent=frozenset())
    assert rungs_left(checkin) == []
    assert rungs_left(fine(checkin)) == ["message"]


def test_who_writes_first_answers_no_step() -> None:
    checkin = fine(replace(asked(EVERYTHING, 0), steps=()))
    assert (rungs_left(checkin), rung_answered(checkin)) == ([], UNASKED)


def test_counts_stand_in_the_order_of_a_ladder() -> None:
    mixed = ["unasked", "person", "call_2", "message", "call_1", "message", "notice"]
    counted = counted_by_rung(mixed)
    assert list(counted) == ["message", "notice", "call_1", "call_2", "person", "unasked"]
    assert counted["message"] == 2
