"""What the alarms of a home's plugs turned out to be, by what is on record anyway."""

from collections.abc import Sequence

import pytest

from plugs.decide import outcomes
from plugs.model.alarms import NEEDLESS, Grade, Span, Turned
from residents.model import Absence, AbsenceKind
from signals.model import Signal
from tests.decisions.plug_history import (
    absence,
    active,
    alarms,
    closed,
    done,
    hard,
    home_fault,
    hour,
    power_cut,
    said,
    soft,
    turned,
    waits,
)

AT_HOME, AWAY, DEVICE, REAL, UNTOLD = Turned

OF_ONE: Sequence[tuple[list[Signal], Turned]] = [
    ([], UNTOLD),
    ([said(19, "ok")], AT_HOME),
    ([said(17, "ok")], UNTOLD),  # before it was asked
    ([said(19, "absent")], AWAY),
    ([said(19, "later")], UNTOLD),
    ([said(19, "alive")], UNTOLD),
    ([said(19, "help")], REAL),
    ([said(19, "urgent"), said(20, "ok")], REAL),
    ([done(20, "seen_well")], AT_HOME),
    ([done(20, "spoken_well")], AT_HOME),
    ([done(20, "spoken_well", "contact_check")], AT_HOME),
    ([done(20, "worried", "contact_check")], UNTOLD),
    ([done(20, "seen_elsewhere")], AWAY),
    ([done(20, "away")], AWAY),
    ([done(20, "away"), done(21, "danger")], REAL),
    ([waits(20)], AWAY),
    ([waits(20), done(22, "seen_well")], AWAY),
    ([done(20, "no_answer")], UNTOLD),
    ([done(20, "needs_help")], REAL),
    ([done(20, "helped")], REAL),
    ([done(20, "helped", "device_repair")], UNTOLD),  # a plug was seen to
    ([done(20, "danger", "device_repair")], REAL),
    ([done(20, "seen_well", "device_repair")], UNTOLD),
    ([done(20, "handed_over")], REAL),
    ([done(20, "died")], REAL),
    ([done(20, "needs_help", "debrief")], UNTOLD),  # of the helper
    ([closed(20, "well")], AT_HOME),
    ([closed(20, "away")], AWAY),
    ([closed(20, "deceased")], REAL),
    ([home_fault(10)], UNTOLD),  # over by then, or the alarm says that all is lost
    ([home_fault(19)], DEVICE),
    ([home_fault(19, "silent")], UNTOLD),
    ([home_fault(19), said(20, "ok")], DEVICE),
    ([home_fault(19), done(20, "away")], AWAY),
    ([power_cut(19)], DEVICE),
    ([power_cut(19), done(20, "danger")], REAL),
    ([active(20), power_cut(21)], UNTOLD),
    # once the home is in use again
    ([active(20), said(20.5, "ok")], AT_HOME),
    ([active(20), said(20.5, "help")], UNTOLD),  # of something new
    ([active(20), done(26, "seen_well")], AT_HOME),
    ([active(20), done(26, "away")], AWAY),
    ([active(20), done(26, "needs_help", "regular_visit", "contact:1")], UNTOLD),
    ([active(20), done(69, "seen_well")], UNTOLD),  # days later it is about something else
]


@pytest.mark.parametrize(("facts", "expected"), OF_ONE)
@pytest.mark.parametrize("alarm", [soft, hard])
def test_one_alarm(alarm: type, facts: list[Signal], expected: Turned) -> None:
    assert turned([active(0), alarm(18), *facts]) == [expected]


@pytest.mark.parametrize("alarm", [soft, hard])
def test_devices_that_are_lost_tell_nothing_of_her(alarm: type) -> None:
    assert turned([active(0), alarm(18, faulty=True), said(19, "ok")]) == [DEVICE]
    assert turned([active(0), alarm(18, faulty=True), done(19, "danger")]) == [REAL]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (absence(2, 40), AWAY),
        (absence(2, 40, AbsenceKind.HOSPITAL), AWAY),
        (absence(19, 40), UNTOLD),  # she left, or was taken, after the alarm
        (absence(-9, 17), UNTOLD),  # she was back by then
    ],
)
def test_an_absence_that_is_recorded_afterwards_counts(known: Absence, expected: Turned) -> None:
    assert turned([active(0), hard(18)], known) == [expected]


def test_a_question_that_nobody_answered_turned_out_to_be_what_a_person_found() -> None:
    facts = [active(0), soft(18), hard(24), done(26, "seen_well"), active(27)]
    assert turned(facts) == [AT_HOME, AT_HOME]


def test_a_question_that_she_answered_is_not_changed_by_what_came_later() -> None:
    facts = [active(0), soft(18), said(19, "ok"), hard(43), done(45, "danger")]
    assert turned(facts) == [AT_HOME, REAL]


def test_each_silence_is_judged_by_what_was_said_of_it() -> None:
    first = [active(0), hard(24), done(26, "seen_well"), active(27)]
    second = [hard(51, since=27), done(53, "away"), active(60)]
    third = [soft(78, since=60)]
    found = alarms([*first, *second, *third])
    assert [one.turned for one in found] == [AT_HOME, AWAY, UNTOLD]
    assert [one.grade for one in found] == [Grade.HARD, Grade.HARD, Grade.SOFT]
    assert [one.silence for one in found] == [
        Span(hour(0), hour(27)),
        Span(hour(27), hour(60)),
        Span(hour(60), None),
    ]


def test_a_silence_that_was_an_absence_is_one_from_activity_to_activity() -> None:
    known = alarms([active(0), hard(24), done(26, "away"), active(50)])
    later = absence(80, 90)
    spans = outcomes.away(known, [later])
    assert spans == (Span(hour(0), hour(50)), Span(hour(80), hour(90)))


def test_a_silence_at_home_is_none() -> None:
    assert outcomes.away(alarms([active(0), hard(24), done(26, "seen_well"), active(27)]), []) == ()


def test_nothing_real_and_no_fault_is_called_needless() -> None:
    assert {AT_HOME, AWAY} == NEEDLESS
