"""What is old is no life: retained and late messages, and clocks of their own. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plugs.decide.following import follow
from plugs.model import Kind
from tests.plugs.plug_records import at, counters, lives, new, said, switched, watts
from tests.plugs.plug_world import SEOUL
from tests.support.database import MONDAY_MORNING as NINE


def test_what_the_broker_remembers_is_state_and_never_life() -> None:
    told = counters([0, 0])
    memory = [
        said(at(25), Kind.ENERGY, 9000.0, retained=True),
        said(at(25), Kind.POWER, 900.0, retained=True),
        switched(25, False, retained=True),
        switched(26, True, retained=True),
    ]
    done = follow(new(), [*told, *memory], SEOUL)
    assert (done.lives, done.readings) == ((), follow(new(), told, SEOUL).readings)
    assert done.tracked.relay_on is False
    after = follow(done.tracked, [switched(30, True)], SEOUL)
    assert lives(after) == [30]


def test_a_retained_farewell_is_believed_and_a_retained_greeting_is_no_contact() -> None:
    gone = follow(new(), [said(at(5), Kind.PRESENCE, 0, retained=True)], SEOUL)
    assert gone.tracked.offline_at == at(5)
    greeted = follow(gone.tracked, [said(at(9), Kind.PRESENCE, 1, retained=True)], SEOUL)
    assert greeted.tracked.offline_at == at(5)
    assert greeted.tracked.heard_at == NINE


def test_what_waited_at_the_broker_without_a_time_is_no_life() -> None:
    done = follow(new(), counters([0, 0]), SEOUL)
    backlog = [
        said(at(300), Kind.ENERGY, 5100.0, late=True),
        said(at(300), Kind.RELAY, 1, late=True),
        said(at(300), Kind.RELAY, 0, late=True),
        said(at(300.01), Kind.ENERGY, 5300.0, late=True),
    ]
    after = follow(done.tracked, backlog, SEOUL)
    assert (after.lives, after.readings) == ((), ())
    fresh = [said(at(310 + 10 * n), Kind.ENERGY, 5300.0) for n in range(4)]
    assert follow(after.tracked, fresh, SEOUL).lives == ()


def test_what_waited_with_a_time_counts_at_its_time() -> None:
    """Of a device whose clock was right: the kettle was boiled at 9:30, not when we came back."""
    told = [
        said(at(m), Kind.ENERGY, 5000.0 + wh, told_at=at(m)) for m, wh in ((0, 0), (10, 0), (20, 0))
    ]
    queued = []
    for m, wh in ((30, 0), (40, 100), (50, 100)):
        heard, record = said(at(400), Kind.ENERGY, 5000.0 + wh, told_at=at(m), late=True)
        queued += [(heard, record), (heard, replace(record, kind=Kind.POWER, value=0))]
    done = follow(new(), [*told, *queued], SEOUL)
    assert lives(done) == [30, 40]
    assert watts(done)[3] == (30, 600)
    assert [reading.heard_at for reading in done.readings][-1] == at(400)


def test_a_report_of_several_messages_that_waited_counts_whole() -> None:
    """Tasmota sends STATE and SENSOR of one moment, one after the other."""
    told = [said(at(m), Kind.ENERGY, 5000.0, told_at=at(m)) for m in (0, 10, 20)]
    queued = []
    for m, wh in ((30, 0), (40, 100), (50, 100)):
        queued += [
            said(at(400), Kind.RELAY, 1, told_at=at(m), late=True),
            said(at(400), Kind.ENERGY, 5000.0 + wh, told_at=at(m), late=True),
        ]
    done = follow(new(), [*told, *queued], SEOUL)
    assert lives(done) == [30, 40]
    assert [r.at for r in done.readings if r.kind is Kind.ENERGY] == [
        at(m) for m in (0, 10, 20, 30, 40, 50)
    ]


def test_a_clock_that_stands_still_is_not_believed_twice() -> None:
    told = [said(at(m), Kind.ENERGY, 5000.0, told_at=at(m)) for m in (0, 10, 20)]
    again = said(at(30), Kind.ENERGY, 5000.0, told_at=at(20))
    stuck = [said(at(m), Kind.ENERGY, 4960.0 + m, told_at=at(20)) for m in (50, 60)]
    assert follow(follow(new(), told, SEOUL).tracked, [again], SEOUL).tracked.clock_ok
    done = follow(new(), [*told, *stuck], SEOUL)
    assert [reading.at for reading in done.readings][-2:] == [at(50), at(60)]
    assert not done.tracked.clock_ok


# ------------------------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("told_at", "placed_at", "clock_ok"),
    [
        (NINE.replace(tzinfo=None) + timedelta(hours=9), NINE, True),  # local time
        (at(-5), at(-5), True),
        (at(5), NINE, True),  # never into the future
        (at(-11), NINE, False),
        (at(11), NINE, False),
        (NINE.replace(tzinfo=None), NINE, False),  # set to UTC: nine hours behind
        (datetime.fromisoformat("1970-01-01T00:10:00"), NINE, False),
    ],
)
def test_the_devices_clock_is_advice(
    told_at: datetime, placed_at: datetime, clock_ok: bool
) -> None:
    done = follow(new(), [said(NINE, Kind.LUX, 4, told_at=told_at)], SEOUL)
    (reading,) = done.readings
    assert (reading.at, reading.heard_at) == (placed_at, NINE)
    assert done.tracked.clock_ok is clock_ok


def test_a_clock_that_fell_back_to_1970_is_not_taken_for_a_message_that_waited() -> None:
    told = [said(at(m), Kind.ENERGY, 5000.0, told_at=at(m)) for m in (0, 10, 20)]
    lost = datetime.fromisoformat("1970-01-01T00:00:00")
    told += [
        said(at(30 + m), Kind.ENERGY, 5000.0 + wh, told_at=lost + timedelta(minutes=m))
        for m, wh in ((0, 0), (10, 100), (20, 100))
    ]
    done = follow(new(), told, SEOUL)
    assert lives(done) == [30, 40]
    assert not done.tracked.clock_ok
    assert all(reading.at >= NINE for reading in done.readings)


def test_a_message_that_was_overtaken_counts_nothing_twice() -> None:
    """Half an hour late, with a counter from before the kettle: what it adds was counted."""
    told = [
        said(at(minutes), Kind.ENERGY, 5000.0 + 100 * (minutes > 30), told_at=at(minutes))
        for minutes in range(0, 70, 2)
    ]
    late = said(at(69), Kind.ENERGY, 5000.0, told_at=at(24))
    on = [
        said(at(minutes), Kind.ENERGY, 5100.0, told_at=at(minutes)) for minutes in range(70, 100, 2)
    ]
    undisturbed = follow(new(), [*told, *on], SEOUL)
    assert follow(new(), [*told, late, late, *on], SEOUL).lives == undisturbed.lives
    assert lives(undisturbed) == [30, 40]


def test_a_counter_that_grows_is_followed_though_its_clock_fell_behind() -> None:
    told = [said(at(minutes), Kind.ENERGY, 5000.0, told_at=at(minutes)) for minutes in (0, 10, 20)]
    behind = [
        said(at(minutes), Kind.ENERGY, 4700.0 + 10 * minutes, told_at=at(minutes - 540))
        for minutes in range(30, 100, 10)
    ]
    done = follow(new(), [*told, *behind], SEOUL)
    assert not done.tracked.clock_ok
    assert lives(done)
