"""Counters, powers and relays become slots, and slots become signs of life. Pure."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugs.decide import metering
from plugs.decide.following import follow, slots_of_life
from plugs.decide.metering import TRAITS, Rule, smallest_edge
from plugs.model import Family, Kind, SlotPower, Tracked
from plugs.routine.edges import EDGE_WATTS
from tests.plugs.plug_records import (
    at,
    counters,
    lives,
    new,
    presence,
    said,
    switched,
    watts,
    zigbee,
)
from tests.plugs.plug_world import SEOUL
from tests.support.database import MONDAY_MORNING as NINE


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


def test_slots_begin_at_full_ten_minutes_and_hold_their_first_sign_of_life() -> None:
    assert metering.slot_of(at(9.99)) == NINE
    assert metering.slot_of(at(10)) == at(10)
    assert slots_of_life([at(14), at(12), at(31)]) == {at(10): at(12), at(30): at(31)}
    assert not Rule().is_edge(100, 100 + EDGE_WATTS)
