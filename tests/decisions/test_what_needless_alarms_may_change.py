"""What is put to an official after needless alarms, and that nothing of it puts anything off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.decide.ladders import Ways, ladder
from checkins.policy import shipped
from plugs.decide import changes, outcomes
from plugs.decide.changes import Asked, Change, Home, Placed, Proposal
from plugs.model import Appliance
from plugs.model.alarms import Alarm, Grade, Span, Turned
from plugs.routine.worth import Told, Worth
from residents.model import ChannelName
from signals.model import Signal, SignalKind
from tests.decisions.plug_history import (
    active,
    done,
    fact,
    hard,
    home_fault,
    hour,
    said,
    soft,
    waits,
)

SEOUL = ZoneInfo("Asia/Seoul")
TELEGRAM, SMS, CALL = ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL
NOW = hour(24 * 40)
POLICY = shipped()
ASKED = Asked(frozenset({TELEGRAM, SMS, CALL}), False, False, time(12, 30), SEOUL)
GOOD = Told(Worth.INFORMATIVE, 28, 5.0, 0.0, weak=False)
WEAK = Told(Worth.INFORMATIVE, 28, 2.0, 0.1, weak=True)
CYCLIC = Told(Worth.CYCLIC, 28, 70.0, 0.0, weak=False)
BLIND = Told(Worth.BLIND, 28, 0.0, 0.8, weak=False)
NEW = Told(Worth.BLIND, 3, 0.0, 1.0, weak=False)


def alarms(grade: Grade, turned: Turned, many: int, wall: float = 14.5) -> list[Alarm]:
    """One on each of the last days, at this hour of the day."""
    days = range(40 - many, 40)
    begun = (hour(24 * day + wall - 12) for day in days)
    return [
        Alarm(grade, each + timedelta(hours=12), Span(each, each + timedelta(hours=13)), turned)
        for each in begun
    ]


def placed(told: Told | None, appliance: Appliance = Appliance.KETTLE) -> Placed:
    return Placed(f"device:{appliance}", appliance, told)


def proposed(
    known: Sequence[Alarm],
    *plugs: Placed,
    facts: Sequence[Signal] = (),
    asked: Asked = ASKED,
) -> dict[Change, Proposal]:
    home = Home(sorted(known, key=lambda one: one.at), facts, plugs or (placed(GOOD),), asked)
    return {one.change: one for one in changes.proposals(home, NOW)}


SOFT, HARD = Grade.SOFT, Grade.HARD
AT_HOME, AWAY, DEVICE, REAL, UNTOLD = Turned


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], set()),
        (alarms(HARD, AT_HOME, 2), set()),
        (alarms(HARD, AT_HOME, 3), {Change.SECOND_PLUG}),
        (alarms(HARD, AWAY, 3), {Change.ABSENCES}),
        (
            [*alarms(HARD, AWAY, 2), *alarms(HARD, AT_HOME, 2)],
            set(Change) - {Change.APPLIANCE, Change.CHANNEL, Change.HOUR},
        ),
        ([*alarms(HARD, AWAY, 2), *alarms(HARD, AT_HOME, 1)], {Change.ABSENCES}),
        (alarms(HARD, REAL, 5), set()),
        (alarms(HARD, DEVICE, 5), set()),
        (alarms(HARD, UNTOLD, 5), set()),
        (alarms(SOFT, AT_HOME, 3), set()),
        (alarms(SOFT, AT_HOME, 4), {Change.SECOND_PLUG, Change.HOUR}),
        (alarms(SOFT, AWAY, 4), {Change.ABSENCES}),
    ],
)
def test_how_many_needless_alarms_ask_for_what(known: list[Alarm], expected: set[Change]) -> None:
    assert set(proposed(known)) == expected


def test_what_is_older_than_four_weeks_counts_no_more() -> None:
    late = [replace(one, at=NOW - timedelta(days=29)) for one in alarms(HARD, AWAY, 3)]
    assert proposed(late) == {}


@pytest.mark.parametrize("told", [WEAK, CYCLIC, BLIND])
def test_a_plug_that_tells_little_goes_to_another_appliance(told: Told) -> None:
    weak = placed(told, Appliance.FAN)
    found = proposed(alarms(HARD, AT_HOME, 3), placed(GOOD), weak)
    assert set(found) == {Change.APPLIANCE}
    assert found[Change.APPLIANCE].placed == weak


def test_of_several_the_one_that_tells_least() -> None:
    plugs = [placed(WEAK, Appliance.FAN), placed(CYCLIC, Appliance.REFRIGERATOR)]
    found = proposed(alarms(HARD, AT_HOME, 3), *plugs)
    assert found[Change.APPLIANCE].placed == plugs[1]


@pytest.mark.parametrize("told", [None, NEW])
def test_of_a_new_plug_nobody_knows_yet(told: Told | None) -> None:
    assert set(proposed(alarms(HARD, AT_HOME, 3), placed(told))) == {Change.SECOND_PLUG}


def missed(many: int) -> list[Signal]:
    return [
        fact(SignalKind.CHECKIN_MISSED, 24 * (39 - day), quiet_home=True) for day in range(many)
    ]


def fine(*channels: ChannelName) -> list[Signal]:
    return [said(24 * 38 + number, "ok", one) for number, one in enumerate(channels)]


@pytest.mark.parametrize(
    ("facts", "channels", "expected"),
    [
        ([], ASKED.channels, None),
        ([*missed(2), *fine(CALL)], ASKED.channels, {SMS, CALL}),
        ([*missed(2), *fine(CALL)], frozenset({TELEGRAM, CALL}), {CALL}),
        ([*missed(2), *fine(CALL, TELEGRAM)], ASKED.channels, None),
        ([*missed(2), *fine(TELEGRAM)], ASKED.channels, None),  # a call may still reach her
        ([*missed(1), *fine(CALL)], ASKED.channels, None),
        (missed(3), ASKED.channels, None),
        ([*missed(2), *fine(CALL)], frozenset({CALL}), None),
        ([*missed(2), *fine(SMS)], ASKED.channels, None),
        ([*missed(2), *fine(ChannelName.PERSON)], ASKED.channels, None),
    ],
)
def test_whoever_answers_calls_alone_is_rung_at_once(
    facts: list[Signal], channels: frozenset[ChannelName], expected: set[ChannelName] | None
) -> None:
    asked = replace(ASKED, channels=channels)
    found = proposed(alarms(HARD, AT_HOME, 3), facts=facts, asked=asked).get(Change.CHANNEL)
    assert (None if found is None else found.channels) == expected


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (14.5, time(12, 30)),
        (11.75, time(10, 30)),
        (12.0, time(11, 0)),
        (9.75, time(9, 0)),
        (8.5, None),
        (20.0, time(12, 30)),
    ],
)
def test_she_is_asked_before_her_home_falls_silent(wall: float, expected: time | None) -> None:
    found = proposed(alarms(SOFT, AT_HOME, 4, wall)).get(Change.HOUR)
    assert (None if found is None else found.hour) == expected


@pytest.mark.parametrize(
    "asked", [replace(ASKED, daily=True), replace(ASKED, own_times=True)], ids=["daily", "hers"]
)
def test_whoever_is_asked_every_day_or_chose_her_hour_keeps_it(asked: Asked) -> None:
    assert Change.HOUR not in proposed(alarms(SOFT, AT_HOME, 8), asked=asked)


def decided(at: float, change: Change, *, accepted: bool) -> Signal:
    said = {"act": changes.ACT, "change": change.value, "accepted": accepted, "by": "staff:1"}
    return fact(SignalKind.OFFICER_SAID, at, **said)


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_decided_is_proposed_again_after_as_many_alarms(accepted: bool) -> None:
    known = alarms(HARD, AWAY, 6)
    late = [decided(24 * 39.9, Change.ABSENCES, accepted=accepted)]
    assert proposed(known, facts=late) == {}
    early = [decided(24 * 37, Change.ABSENCES, accepted=accepted)]
    assert proposed(known, facts=early)[Change.ABSENCES].hard == 3
    other = [decided(24 * 39.9, Change.HOUR, accepted=accepted)]
    assert proposed(known, facts=other)[Change.ABSENCES].hard == 6


# With any history of outcomes

facts_of_her = st.lists(
    st.one_of(
        st.builds(soft, st.floats(20, 900), since=st.floats(0, 19)),
        st.builds(hard, st.floats(20, 900), since=st.floats(0, 19)),
        st.builds(active, st.floats(0, 900)),
        st.builds(said, st.floats(0, 900), st.sampled_from(["ok", "absent", "help", "later"])),
        st.builds(
            done,
            st.floats(0, 900),
            st.sampled_from(["seen_well", "away", "no_answer", "danger", "seen_elsewhere"]),
        ),
        st.builds(waits, st.floats(0, 900)),
        st.builds(home_fault, st.floats(0, 900)),
    ),
    max_size=30,
)


@given(facts_of_her)
def test_every_alarm_turned_out_to_be_something(facts: list[Signal]) -> None:
    ordered = sorted(facts, key=lambda one: one.order)
    found = outcomes.alarms(ordered, ())
    told = [one for one in ordered if one.kind in outcomes.GRADES]
    assert sorted(one.at for one in found) == sorted(one.occurred_at for one in told)
    assert all(one.silence.ends is None or one.silence.begins < one.silence.ends for one in found)


channels = st.frozensets(st.sampled_from([TELEGRAM, SMS, CALL]), min_size=1)


@given(channels, channels, st.booleans())
def test_rung_at_once_her_silence_counts_no_later(
    has: frozenset[ChannelName], answers: frozenset[ChannelName], at_home_only: bool
) -> None:
    facts = [*missed(2), *fine(*sorted(answers))]
    if at_home_only:
        has -= {SMS}  # no text reaches a landline
    asked = replace(ASKED, channels=has)
    found = proposed(alarms(HARD, AT_HOME, 3), facts=facts, asked=asked).get(Change.CHANNEL)
    if found is None:
        return
    slot = datetime(2026, 3, 3, tzinfo=UTC)
    until = slot + timedelta(hours=6)
    deadlines = [
        ladder(slot, Ways(each, at_home_only=at_home_only), POLICY.ladder, until)[1]
        for each in (found.channels, has)
    ]
    assert found.channels < has
    assert deadlines[0] <= deadlines[1]
