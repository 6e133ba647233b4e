"""A home that is known is asked, and told, before its tier's limit, as its recording would be."""

from datetime import datetime, timedelta

import pytest

from locales.model import Language
from plugs import service
from plugs.model import Kind, SlotPower
from plugs.routine import SLOTS
from plugs.routine.arrays import Floats
from plugs.routine.course import LIMITS, Stage
from plugs.store import states
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, Tier
from signals.model import SignalKind
from tests.plugs.plug_world import SEOUL, SLOT, Counter, Home, World, only
from tests.plugs.recorded import course, first, kettle, refrigerator

QUIET, UNUSUAL = SignalKind.PLUG_QUIET, SignalKind.PLUG_UNUSUAL
MORNING = datetime(2026, 4, 13, 7, 30, tzinfo=SEOUL)
"""A Monday, six weeks after the first day of the recorded kettle."""
DAYS = 42


def known_home(
    world: World, tier: Tier = Tier.HIGH, watts: Floats | None = None
) -> tuple[Home, Counter]:
    """Its kettle has been on a plug for six weeks; it has just been used."""
    world.clock.set(MORNING)
    home = world.home(tier=tier, interval=timedelta(hours=3))
    watts = kettle(DAYS) if watts is None else watts
    begun = MORNING.replace(hour=0, minute=0) - timedelta(days=len(watts) // SLOTS)
    slots = [
        SlotPower(home.device.id, begun + number * SLOT, Kind.ENERGY, value, 600.0)
        for number, value in enumerate(watts.tolist())
    ]
    with world.database.write() as uow:
        states.add_slots(uow, slots)
    meter = Counter(home.device)
    world.boil(home.device, meter)
    return home, meter


def keeps_reporting(world: World, meter: Counter, hours: float) -> None:
    for _ in range(int(hours * 2)):
        world.wait(minutes=30)
        world.hear(meter.report(world.now, 0, minutes=30))


@pytest.mark.parametrize("tier", list(Tier))
def test_it_is_asked_and_then_told_by_what_is_usual_there(world: World, tier: Tier) -> None:
    _, meter = known_home(world, tier)
    since = max(one.at for one in world.told(SignalKind.PLUG_ACTIVE))
    keeps_reporting(world, meter, LIMITS[tier].hours)
    asked, told = only(world.told(UNUSUAL)), only(world.told(QUIET))
    assert since < asked.at < told.at < since + timedelta(hours=LIMITS[tier].hours)
    assert asked.at - since < timedelta(hours=0.75 * LIMITS[tier].hours)


def sentences(world: World, home: Home) -> list[str]:
    with world.database.read() as uow:
        told = service.silences_since(uow, home.resident.ref, MORNING)
        return [service.in_words(one, one.occurred_at, SEOUL, Language.ko) for one in told]


def test_officials_read_what_is_usual_there_and_what_is_not(world: World) -> None:
    home, meter = known_home(world)
    keeps_reporting(world, meter, 24)
    assert sentences(world, home) == [
        f"보통 {by}까지 {uses}번은 쓰시는데 오늘 오전 8시 10분 뒤로 없음. "
        f"가장 길던 공백 12시간, 지금 {hours}시간."
        for by, uses, hours in (("오후 5시 30분", 5, 9), ("오후 7시 10분", 6, 11))
    ]


def test_of_a_home_that_is_not_known_they_read_the_limit(world: World) -> None:
    home, meter = known_home(world, watts=kettle(7))
    keeps_reporting(world, meter, 25)
    assert sentences(world, home)[-1] == (
        "어제 오전 8시 10분 뒤로 24시간 동안 쓰신 것이 없음. 정해 둔 한도는 24시간."
    )


def test_it_is_judged_as_its_recording_would_be(world: World) -> None:
    _, meter = known_home(world)
    since = max(one.at for one in world.told(SignalKind.PLUG_ACTIVE))
    keeps_reporting(world, meter, 24)
    told = only(world.told(QUIET))
    watts = kettle(DAYS + 3)
    onset = DAYS * SLOTS + int((since - MORNING.replace(hour=0, minute=0)) / SLOT)
    watts[DAYS * SLOTS :] = 0.0
    watts[onset] = 600.0
    recorded = first(course(watts), Stage.HARD, onset)
    assert recorded is not None
    after = SLOT * (recorded - onset + 1)
    assert abs((told.at - since) - after) <= 2 * SLOT


def test_what_is_not_known_of_the_night_delays_it_and_the_limit_holds(world: World) -> None:
    known_home(world)
    since = max(one.at for one in world.told(SignalKind.PLUG_ACTIVE))
    world.wait(hours=40)
    told = only(world.told(QUIET))
    assert told.at == since + timedelta(hours=24)
    assert told.data["faulty"]


def test_known_absences_still_pause_it(world: World) -> None:
    home, meter = known_home(world)
    with world.database.write() as uow:
        away = NewAbsence(
            AbsenceKind.TRAVEL,
            AbsenceSource.OFFICER,
            uow.now,
            uow.now + timedelta(days=2),
            "staff:1",
        )
        residents.add_absence(uow, home.resident.ref, away)
    keeps_reporting(world, meter, 47)
    assert world.told(QUIET) == world.told(UNUSUAL) == []


@pytest.mark.parametrize("days", [9, DAYS])
def test_a_refrigerator_watches_nobody_once_it_is_known(world: World, days: int) -> None:
    home, _ = known_home(world, watts=refrigerator(days))
    with world.database.read() as uow:
        assert not service.has_informative_plug(uow, home.resident.ref)


def test_a_kettle_watches_her(world: World) -> None:
    home, _ = known_home(world)
    with world.database.read() as uow:
        assert service.has_informative_plug(uow, home.resident.ref)
