"""Counters and powers become slots, and slots become signs of life. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugs.decide import metering, nights
from plugs.decide.following import Followed, follow, slots_of_life
from plugs.decide.metering import EDGE_WATTS, TRAITS, Rule, smallest_edge
from plugs.model import Family, Kind, Message, Record, SlotPower, Tracked
from tests.plugs.plug_world import SEOUL
from tests.support.database import MONDAY_MORNING as NINE

SLOT = timedelta(minutes=10)
Told = tuple[Message, Record]


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def said(
    when: datetime,
    kind: Kind,
    value: float,
    *,
    family: Family = Family.TASMOTA,
    told_at: datetime | None = None,
    retained: bool = False,
    late: bool = False,
) -> Told:
    heard = Message("topic", b"", when, retained=retained, late=late)
    return heard, Record(family, "topic", kind, value, told_at)


def new(interval: timedelta = timedelta(minutes=5)) -> Tracked:
    return Tracked("device", NINE, interval)


def counters(watts: Sequence[float], *, minutes: float = 10, start: float = 0) -> list[Told]:
    """A counter's readings: the first, then one after each interval with this mean power."""
    told, total = [said(at(start), Kind.ENERGY, 5000.0)], 5000.0
    for number, mean in enumerate(watts, start=1):
        total += mean * minutes / 60
        told.append(said(at(start + number * minutes), Kind.ENERGY, float(int(total))))
    return told


def lives(followed: Followed) -> list[float]:
    """Minutes after nine of the signs of life."""
    return [(life - NINE).total_seconds() / 60 for life in followed.lives]


def watts(followed: Followed) -> list[tuple[float, float]]:
    return [
        ((slot.at - NINE).total_seconds() / 60, round(slot.watts, 1)) for slot in followed.slots
    ]


# ------------------------------------------------------------------------------- energy


def test_a_kettle_is_two_edges_and_its_energy_is_in_its_slot() -> None:
    done = follow(new(), counters([0, 0, 600, 0, 0]), SEOUL)
    assert watts(done) == [(0, 0), (10, 0), (20, 600), (30, 0), (40, 0)]
    assert lives(done) == [20, 30]
    assert [slot.life for slot in done.slots] == [False, False, True, True, False]
    assert done.tracked.life_at == at(30)


def test_a_television_left_on_is_silence() -> None:
    done = follow(new(), counters([0, 0, 100, *[100] * 30]), SEOUL)
    assert lives(done) == [20]


@pytest.mark.parametrize(("watts_now", "counts"), [(0, False), (12, False), (18, True)])
def test_small_changes_are_nothing(watts_now: float, counts: bool) -> None:
    done = follow(new(), counters([0, 0, watts_now, watts_now]), SEOUL)
    assert bool(done.lives) is counts


def test_a_change_of_a_large_power_must_be_large() -> None:
    assert follow(new(), counters([1000, 1000, 1120]), SEOUL).lives == ()
    assert follow(new(), counters([1000, 1000, 1200]), SEOUL).lives != ()


def test_what_the_nights_taught_swallows_a_refrigerator() -> None:
    cycles = counters([80, 0, 80, 0, 80])
    assert lives(follow(new(), cycles, SEOUL)) == [10, 20, 30, 40]
    taught = Tracked("device", NINE, timedelta(minutes=5), jitter={Kind.ENERGY: 100.0})
    assert follow(taught, cycles, SEOUL).lives == ()


def test_reports_across_slots_are_spread_over_them() -> None:
    done = follow(new(), counters([0, 0, 0, 0, 600, 600, 0, 0], minutes=5, start=2), SEOUL)
    assert watts(done) == [(0, 0), (10, 0), (20, 480), (30, 120)]
    assert lives(done) == [20, 30]


@given(
    load=st.floats(min_value=0, max_value=3000),
    pauses=st.lists(st.floats(min_value=20, max_value=900), min_size=20, max_size=120),
    family=st.sampled_from(Family),
)
def test_a_steady_load_is_never_life(load: float, pauses: list[float], family: Family) -> None:
    """However irregularly it reports, and however coarse its counter."""
    step = TRAITS[family].step_wh
    told, seconds = [], 0.0
    for pause in pauses:
        seconds += pause
        counter = int(load * seconds / 3600 / step) * step
        told.append(said(at(seconds / 60), Kind.ENERGY, counter, family=family))
        told.append(said(at(seconds / 60), Kind.POWER, load, family=family))
    assert follow(new(), told, SEOUL).lives == ()


def test_a_finer_counter_shows_smaller_edges() -> None:
    tasmota, zigbee = TRAITS[Family.TASMOTA], TRAITS[Family.ZIGBEE2MQTT]
    assert smallest_edge(tasmota, 5000.0, 5001.0) == 12
    assert smallest_edge(tasmota, 5000.0, 5001.4) == EDGE_WATTS
    assert smallest_edge(zigbee, 5000.0, 5010.0) == 120
    assert smallest_edge(zigbee, 5000.0, 5011.0) == 12


def test_a_counter_that_begins_anew_is_no_energy() -> None:
    told = [*counters([60, 60]), said(at(30), Kind.ENERGY, 3.0), said(at(40), Kind.ENERGY, 13.0)]
    told.append(said(at(50), Kind.ENERGY, 23.0))
    done = follow(new(), told, SEOUL)
    assert watts(done) == [(0, 60), (10, 60), (30, 60), (40, 60)]
    assert done.lives == ()


def test_a_counter_that_falls_back_to_an_old_value_is_no_energy() -> None:
    told = [*counters([0, 0]), said(at(30), Kind.ENERGY, 4200.0), said(at(40), Kind.ENERGY, 4200.0)]
    assert follow(new(), told, SEOUL).lives == ()


def test_a_jump_waits_until_it_is_confirmed_and_is_never_energy() -> None:
    told = [*counters([0, 0]), said(at(30), Kind.ENERGY, 900_000.0)]
    once = follow(new(), told, SEOUL)
    assert once.jumps == (at(30),)
    single = follow(once.tracked, [said(at(40), Kind.ENERGY, 5000.0)], SEOUL)
    assert (single.jumps, single.lives) == ((), ())
    stays = [said(at(m), Kind.ENERGY, 900_000.0 + m) for m in (40, 50, 60)]
    done = follow(once.tracked, stays, SEOUL)
    assert (done.jumps, done.lives) == ((), ())
    assert watts(done) == [(40, 60), (50, 60)]


def test_readings_that_are_not_newer_change_nothing() -> None:
    told = counters([0, 0, 600, 0])
    done = follow(new(), told, SEOUL)
    again = follow(done.tracked, [*told, *reversed(told)], SEOUL)
    assert again.lives == ()
    assert again.slots == ()
    assert again.tracked.meters == done.tracked.meters


def test_a_long_interval_counts_once_and_from_its_beginning() -> None:
    told = [*counters([0, 0, 0]), said(at(130), Kind.ENERGY, 5200.0)]
    told += [said(at(140 + 10 * n), Kind.ENERGY, 5200.0) for n in range(4)]
    done = follow(new(), told, SEOUL)
    assert lives(done) == [30]
    assert sum(slot.watts * slot.seconds / 3600 for slot in done.slots) == pytest.approx(200)
    assert all(slot.coarse for slot in done.slots if 30 <= (slot.at - NINE).seconds / 60 < 130)


def test_a_gap_of_hours_is_not_filled() -> None:
    told = [*counters([0, 0, 0]), said(at(1000), Kind.ENERGY, 5200.0)]
    done = follow(new(), told, SEOUL)
    assert watts(done) == [(0, 0), (10, 0), (20, 0)]
    assert lives(done) == [30]


def test_a_plug_that_reports_hourly_is_dated_no_later_than_it_was_used() -> None:
    told = [said(at(60 * n), Kind.ENERGY, 5000.0) for n in range(4)]
    told += [said(at(60 * n), Kind.ENERGY, 5100.0) for n in range(4, 8)]
    assert all(life <= 240 for life in lives(follow(new(), told, SEOUL)))
    assert lives(follow(new(), told, SEOUL)) == [120, 180]


@given(
    readings=st.lists(
        st.tuples(
            st.floats(min_value=-30, max_value=900),
            st.floats(min_value=0, max_value=1e7),
            st.sampled_from([Kind.ENERGY, Kind.POWER, Kind.RELAY, Kind.PRESENCE, Kind.LUX]),
            st.booleans(),
            st.booleans(),
        ),
        max_size=60,
    ),
    family=st.sampled_from(Family),
)
def test_whatever_comes_energy_is_never_negative_nor_absurd(
    readings: list[tuple[float, float, Kind, bool, bool]], family: Family
) -> None:
    minutes, told = 0.0, []
    for step, value, kind, retained, late in readings:
        minutes += step
        told.append(said(at(minutes), kind, value, family=family, retained=retained, late=late))
    done = follow(new(), told, SEOUL)
    most = metering.MOST_WATTS + TRAITS[family].step_wh * 3600 / metering.KNOWN_SECONDS
    for slot in done.slots:
        if slot.kind is Kind.ENERGY:
            assert 0 <= slot.watts <= most * 1.01 + 60 * TRAITS[family].step_wh * len(readings)
        assert 0 < slot.seconds <= 600
    latest = max((message.at for message, _ in told), default=NINE)
    assert all(life <= latest for life in done.lives)


@given(
    watts_of=st.lists(st.sampled_from([0.0, 9.0, 40.0, 600.0, 2000.0]), min_size=3, max_size=20),
    cuts=st.lists(st.integers(min_value=0, max_value=20), max_size=5),
)
def test_batches_may_be_cut_anywhere(watts_of: list[float], cuts: list[int]) -> None:
    told = counters(watts_of, minutes=7)
    whole = follow(new(), told, SEOUL)
    edges = sorted({0, len(told), *(cut for cut in cuts if cut < len(told))})
    tracked = new()
    parts: list[datetime] = []
    slots: list[SlotPower] = []
    for begin, end in pairwise(edges):
        part = follow(tracked, told[begin:end], SEOUL)
        tracked = part.tracked
        parts += part.lives
        slots += part.slots
    assert (tracked, sorted(set(parts)), tuple(slots)) == (
        whole.tracked,
        list(whole.lives),
        whole.slots,
    )


# -------------------------------------------------------------------------------- power


def zigbee(minutes: float, power: float) -> Told:
    return said(at(minutes), Kind.POWER, power, family=Family.ZIGBEE2MQTT)


def test_a_power_holds_until_the_next_is_told() -> None:
    told = [zigbee(0, 0), zigbee(32, 2000), zigbee(35, 0), zigbee(95, 0)]
    done = follow(new(), told, SEOUL)
    assert watts(done)[:5] == [(0, 0), (10, 0), (20, 0), (30, 600), (40, 0)]
    assert lives(done) == [30, 40]


def test_a_power_that_is_merely_repeated_is_no_news() -> None:
    done = follow(new(), [zigbee(minutes, 43.1) for minutes in range(0, 300, 3)], SEOUL)
    assert done.lives == ()


def test_a_frozen_power_does_not_hide_what_the_counter_shows() -> None:
    told = []
    for minutes, total in ((0, 5000), (10, 5000), (20, 5000), (30, 5100), (40, 5100)):
        told.append(zigbee(minutes, 43.1))
        told.append(said(at(minutes), Kind.ENERGY, total, family=Family.ZIGBEE2MQTT))
    assert lives(follow(new(), told, SEOUL)) == [20, 30]


def test_a_power_is_not_believed_to_hold_for_hours() -> None:
    done = follow(new(), [zigbee(0, 0), zigbee(10, 0), zigbee(300, 800), zigbee(310, 800)], SEOUL)
    assert done.lives == ()


# -------------------------------------------------------------------------------- relays


def switched(minutes: float, on: bool, *, retained: bool = False) -> Told:
    return said(at(minutes), Kind.RELAY, float(on), retained=retained)


def presence(minutes: float, online: bool, kind: Kind = Kind.PRESENCE) -> Told:
    return said(at(minutes), kind, float(online))


def test_a_relay_switched_by_hand_is_life() -> None:
    told = [switched(0, True), switched(5, True), switched(7, False), switched(7, False)]
    assert lives(follow(new(), told, SEOUL)) == [7]


@pytest.mark.parametrize("kind", [Kind.PRESENCE, Kind.BRIDGE])
def test_a_relay_after_a_power_cut_is_not(kind: Kind) -> None:
    told = [
        switched(0, True),
        presence(5, False, kind),
        presence(8, True, kind),
        switched(8, False),
    ]
    assert lives(follow(new(), told, SEOUL)) == []
    back = [switched(0, True), presence(8, True), switched(8, False), switched(20, True)]
    assert lives(follow(new(), back, SEOUL)) == [20]


def test_an_old_report_of_a_relay_does_not_switch_it() -> None:
    told = [
        said(at(0), Kind.RELAY, 1, told_at=at(0)),
        said(at(10), Kind.RELAY, 1, told_at=at(10)),
        said(at(11), Kind.RELAY, 0, told_at=at(5)),
    ]
    assert lives(follow(new(), told, SEOUL)) == []


# --------------------------------------------------------------------- retained and late


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
    queued = [
        said(at(400), Kind.ENERGY, 5000.0 + wh, told_at=at(m), late=True)
        for m, wh in ((30, 0), (40, 100), (50, 100))
    ]
    done = follow(new(), [*told, *queued], SEOUL)
    assert lives(done) == [30, 40]
    assert watts(done)[3] == (30, 600)
    assert [reading.heard_at for reading in done.readings][-1] == at(400)


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


# ------------------------------------------------------------------------------- nights


def night(day: int, changes: Sequence[float], kind: Kind = Kind.ENERGY) -> list[SlotPower]:
    start = datetime(2026, 2, day, 2, 0, tzinfo=SEOUL)
    return [
        SlotPower("device", start + SLOT * n, kind, power, 600.0) for n, power in enumerate(changes)
    ]


def test_seven_nights_teach_what_changes_by_itself() -> None:
    cycle = [0, 80] * 9
    slots = [slot for day in range(1, 8) for slot in night(day, cycle)]
    assert nights.learn(slots, SEOUL) == {Kind.ENERGY: 100.0}
    assert nights.learn(slots[:-18], SEOUL) == {}
    assert nights.learn([], SEOUL) == {}


def test_a_rare_kettle_at_night_teaches_nothing() -> None:
    quiet = [night(day, [0] * 18) for day in range(1, 29)]
    quiet[3] = night(4, [0] * 8 + [600] + [0] * 9)
    assert nights.learn([slot for each in quiet for slot in each], SEOUL) == {Kind.ENERGY: 0.0}


def test_a_night_is_learned_from_once_when_it_is_over() -> None:
    early = datetime(2026, 3, 2, 4, 50, tzinfo=SEOUL)
    late = datetime(2026, 3, 2, 5, 0, tzinfo=SEOUL)
    assert not nights.lesson_due(new(), early, SEOUL)
    assert nights.lesson_due(new(), late, SEOUL)
    learned = Tracked("device", NINE, SLOT, learned_on="2026-03-02")
    assert not nights.lesson_due(learned, late, SEOUL)
    assert nights.lesson_due(learned, late + timedelta(days=1), SEOUL)
    spans = nights.nights_before(late, SEOUL)
    assert len(spans) == nights.NIGHTS_KEPT
    assert spans[0] == (late - timedelta(hours=3), late)


def test_slots_begin_at_full_ten_minutes_and_hold_their_first_sign_of_life() -> None:
    assert metering.slot_of(at(9.99)) == NINE
    assert metering.slot_of(at(10)) == at(10)
    assert slots_of_life([at(14), at(12), at(31)]) == {at(10): at(12), at(30): at(31)}
    assert not Rule().is_edge(100, 100 + EDGE_WATTS)
