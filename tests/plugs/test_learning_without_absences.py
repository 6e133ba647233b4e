"""A silence that turned out to be an absence is not learnt as a long silence at home."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugs.decide import silence
from plugs.model import Kind, SlotPower, Watch
from plugs.routine import SLOTS, absent, today
from plugs.routine.arrays import Bools, Floats
from plugs.routine.course import LIMITS
from plugs.routine.today import Routine
from plugs.store import routines, states
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, Tier
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tests.plugs.plug_world import SEOUL, SLOT, Counter, Home, World
from tests.plugs.recorded import kettle, signs, weekend

MORNING = datetime(2026, 4, 13, 7, 30, tzinfo=SEOUL)
"""A Monday, six weeks after the first day of the recorded kettle."""
DAYS = 42
LEFT, CAME = 20 * SLOTS + 6 * 13, 29 * SLOTS + 6 * 15
"""Slots of the recording: she leaves at one, and is back nine days later at three."""


def recorded() -> Floats:
    watts = kettle(DAYS)
    watts[LEFT + 1 : CAME] = 0.0
    watts[[LEFT, CAME]] = 600.0
    return watts


def away() -> Bools:
    slots = np.zeros(DAYS * SLOTS, dtype=np.bool_)
    slots[LEFT + 1 : CAME] = True
    return slots


def learnt(out: Bools) -> Routine:
    return absent.learn(signs(recorded()), weekend(DAYS), out)


PLAIN = learnt(np.zeros_like(away()))


def silent_day(routine: Routine, tier: str = "high") -> today.Running:
    hour = np.arange(SLOTS, dtype=np.int64) // 6
    return today.run(routine, LIMITS[tier], hour, np.zeros(SLOTS, np.bool_), hour >= 0)


def test_her_travels_are_no_long_silences_at_home() -> None:
    plain, sharp = learnt(np.zeros_like(away())), learnt(away())
    assert plain == today.learn(signs(recorded()), weekend(DAYS))
    assert plain.longest == 24.0
    assert sharp.longest < 14.0
    assert sharp.relied_on
    assert silent_day(sharp).score[-1] > silent_day(plain).score[-1]


def test_where_too_few_days_at_home_are_left_what_was_learnt_before_stands() -> None:
    out = np.ones_like(away())
    out[: 12 * SLOTS] = False
    assert learnt(out) == learnt(np.zeros_like(out))


chances = st.lists(st.floats(1e-5, 0.95), min_size=24, max_size=24).map(tuple)
known_routines = st.builds(
    Routine,
    expects=st.tuples(chances, chances),
    hours=st.floats(5, 24),
    longest=st.floats(4, 24),
    missed=st.floats(1, 20),
    several=st.booleans(),
    relied_on=st.booleans(),
    tells_nothing=st.booleans(),
)


@given(known_routines, known_routines, st.sampled_from(Tier))
def test_nothing_that_is_learnt_of_absences_puts_an_alarm_off(
    plain: Routine, at_home: Routine, tier: Tier
) -> None:
    sharp = absent.sharper(plain, at_home)
    assert sharp.relied_on >= plain.relied_on
    assert sharp.tells_nothing == plain.tells_nothing
    before, after = silent_day(plain, tier), silent_day(sharp, tier)
    assert (after.score >= before.score).all()
    for early, late in ((after.soft, before.soft), (after.hard, before.hard)):
        assert late is None or (early is not None and early <= late)


travels = st.lists(st.tuples(st.integers(0, DAYS * SLOTS), st.integers(0, 9 * SLOTS)), max_size=5)


@settings(max_examples=25, deadline=None)
@given(travels, st.sampled_from(Tier), st.integers(0, SLOTS * 3))
def test_with_any_history_a_silence_is_told_as_soon_as_without_or_sooner(
    travels: list[tuple[int, int]], tier: Tier, waited: int
) -> None:
    out = np.zeros_like(away())
    for begins, lasts in travels:
        out[begins : begins + lasts] = True
    begun = MORNING.replace(hour=7, minute=0)
    watch = Watch("resident:1", "household:1", "1", begun)

    def judged(routine: Routine) -> silence.Silence:
        running = silent_day(routine, tier)
        ends = (None if one is None else begun + one * SLOT for one in (running.soft, running.hard))
        told = silence.Forecast(*ends) if routine.relied_on else silence.NO_ROUTINE
        return silence.weigh(watch, tier, (), begun + waited * SLOT, lambda _: told)

    before, after = judged(PLAIN), judged(learnt(out))
    assert after.limit == before.limit
    assert after.quiet >= before.quiet
    assert after.quiet or after.warn >= before.warn


# In the service


def lived_in(world: World) -> tuple[Home, Counter]:
    """Its kettle has been on a plug for six weeks, in nine days of which nobody was there."""
    home = world.home(tier=Tier.HIGH, interval=timedelta(hours=3))
    slots = [
        SlotPower(home.device.id, at(number), Kind.ENERGY, value, 600.0)
        for number, value in enumerate(recorded().tolist())
    ]
    with world.database.write() as uow:
        states.add_slots(uow, slots)
    meter = Counter(home.device)
    return home, meter


def at(slot: int) -> datetime:
    return MORNING.replace(hour=0, minute=0) + (slot - DAYS * SLOTS) * SLOT


def alarmed(world: World, home: Home, *told: tuple[SignalKind, datetime, dict[str, Any]]) -> None:
    """The travel began with an alarm after a day, which ended as is told."""
    her = home.resident.ref
    begun = at(LEFT)
    facts = [
        (SignalKind.PLUG_QUIET, begun + timedelta(days=1), {"since": begun.isoformat()}),
        *told,
        (SignalKind.PLUG_ACTIVE, at(CAME), {"household": home.household, "alone": True}),
    ]
    with world.database.write() as uow:
        for number, (kind, moment, data) in enumerate(facts):
            said = {"device": home.device.id, "faulty": False, **data}
            source_id = f"{her}:{number}"
            signals.record(uow, Draft(kind, Source.PLUGS, source_id, her, moment, said))


def found(result: str) -> tuple[SignalKind, datetime, dict[str, Any]]:
    data = {"kind": "welfare_visit", "result": result, "by": "staff:1", "origin": "case:1"}
    return (SignalKind.TASK_DONE, at(LEFT) + timedelta(hours=26), data)


def routine_of(world: World, home: Home) -> Routine:
    with world.database.read() as uow:
        known = routines.get(uow, home.resident.ref, world.now.astimezone(SEOUL).date())
    assert known is not None
    return known


@pytest.fixture
def morning(world: World) -> World:
    world.clock.set(MORNING)
    return world


def test_that_she_was_away_keeps_the_routine_sharp_and_that_she_was_at_home_is_learnt(
    morning: World,
) -> None:
    results = ("away", "seen_elsewhere", "seen_well", "no_answer")
    homes = {result: lived_in(morning) for result in results}
    for result, (home, meter) in homes.items():
        alarmed(morning, home, found(result))
        morning.boil(home.device, meter)
    known = {result: routine_of(morning, home) for result, (home, _) in homes.items()}
    assert known["away"] == known["seen_elsewhere"]
    assert known["seen_well"] == known["no_answer"]
    assert known["seen_well"].longest == 24.0
    assert known["away"].longest < 14.0


def test_an_absence_that_an_officer_records_afterwards_is_one(morning: World) -> None:
    home, meter = lived_in(morning)
    travel = NewAbsence(AbsenceKind.TRAVEL, AbsenceSource.OFFICER, at(LEFT), at(CAME), "staff:1")
    with morning.database.write() as uow:
        residents.add_absence(uow, home.resident.ref, travel)
    morning.boil(home.device, meter)
    assert routine_of(morning, home).longest < 14.0
