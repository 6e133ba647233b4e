"""Homes that lose power together are one matter; none of them is lost sight of."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from locales.model import Language
from plugs.model import Area, Device, Family, FaultCause, Left, Outage
from plugs.service import in_words, open_ones, outages_since, silences_since
from residents.model import Tier
from signals.model import SignalKind
from tasks.model import Task, TaskKind
from tasks.service import opened_since
from tests.plugs.plug_world import SEOUL, Counter, Home, World, presence
from tests.support.database import MONDAY_MORNING as NINE

CUT, FAULT = SignalKind.POWER_CUT, SignalKind.DEVICE_FAULT
NOTICED_WITHIN = timedelta(hours=5)
"""Three of the longest pauses of late, which here may be an hour, and the wait for the others."""
VILLA = "김천시 감천로 12 {}호"


def flat(world: World, number: int, *families: Family, **resident: Any) -> Home:
    return world.home(*families, address=VILLA.format(300 + number), **resident)


def elsewhere(world: World, number: int, *families: Family) -> Home:
    return world.home(*families, address=f"김천시 부곡길 {number}")


def goes(world: World, *homes: Home) -> None:
    world.hear(*(presence(one, world.now, online=False) for home in homes for one in home.devices))


def returns(world: World, *homes: Home) -> None:
    devices = [one for home in homes for one in home.devices]
    world.hear(*(presence(one, world.now, online=True) for one in devices))
    world.hear(*(Counter(one).reading(world.now) for one in devices))
    world.work()


def reporting(world: World, minutes: int, *homes: Home) -> None:
    meters = [Counter(one) for home in homes for one in home.devices]
    for _ in range(minutes // 10):
        world.wait(minutes=10)
        world.hear(*(one.reading(world.now) for one in meters))
    world.work()


def known(world: World) -> list[Outage]:
    with world.database.read() as uow:
        return list(outages_since(uow, NINE - timedelta(days=1)))


def tasks(world: World) -> list[Task]:
    with world.database.read() as uow:
        return opened_since(uow, NINE - timedelta(days=1))


def kinds(world: World) -> list[tuple[TaskKind, str]]:
    return [(one.new.kind, one.state.value) for one in tasks(world)]


def test_a_building_that_goes_dark_is_one_task_and_no_fault(world: World) -> None:
    dark = [flat(world, number) for number in range(3)]
    others = [elsewhere(world, number) for number in range(9)]
    goes(world, *dark)
    since = world.now
    reporting(world, 20, *others)
    (outage,) = known(world)
    assert (outage.area, outage.district) == (Area.BUILDING, "jijwa-dong")
    assert {one.household for one in outage.dark} == {one.household for one in dark}
    assert world.told(FAULT) == []
    assert sorted(one.subject for one in world.told(CUT)) == sorted(
        one.resident.ref for one in dark
    )
    told = world.told(CUT)[0].data
    assert (told["since"], told["asked"]) == (since.isoformat(), False)
    (task,) = tasks(world)
    assert (task.new.kind, task.new.resident) == (TaskKind.POWER_CUT, "district:jijwa-dong")
    assert task.new.origin == outage.ref
    assert task.new.tells == {"homes": 3, "since": {"at": since.isoformat()}}


def test_most_are_back_and_it_closes_by_itself(world: World) -> None:
    dark = [flat(world, number) for number in range(3)]
    goes(world, *dark)
    world.wait(hours=2)
    assert kinds(world) == [(TaskKind.POWER_CUT, "offered")]
    returns(world, *dark[:2])
    assert kinds(world) == [(TaskKind.POWER_CUT, "withdrawn")]
    reporting(world, 30, *dark[:2])
    returns(world, dark[2])
    assert not known(world)[0].is_open
    reporting(world, 120, *dark)
    assert world.told(FAULT) == []
    assert kinds(world) == [(TaskKind.POWER_CUT, "withdrawn")]


def test_whoever_does_not_come_back_has_a_fault_of_her_own(world: World) -> None:
    dark = [flat(world, number) for number in range(3)]
    goes(world, *dark)
    world.wait(hours=2)
    returns(world, *dark[:2])
    reporting(world, 50, *dark[:2])
    assert world.told(FAULT) == []
    reporting(world, 20, *dark[:2])
    (fault,) = world.told(FAULT)
    assert fault.subject == dark[2].resident.ref
    assert fault.data["cause"] == FaultCause.UNPLUGGED
    assert (TaskKind.DEVICE_REPAIR, "offered") in kinds(world)
    (outage,) = known(world)
    assert {one.household: one.left for one in outage.homes} == {
        dark[0].household: Left.BACK,
        dark[1].household: Left.BACK,
        dark[2].household: Left.FAULT,
    }
    assert not outage.is_open
    reporting(world, 60, *dark)
    assert {state for _, state in kinds(world)} == {"withdrawn"}


def test_one_plug_of_a_home_that_stays_away_is_a_fault(world: World) -> None:
    two = flat(world, 1, Family.TASMOTA, Family.TASMOTA)
    dark = [two, flat(world, 2)]
    goes(world, *dark)
    world.wait(hours=1)
    first, second = two.devices
    back = [Home(two.resident, two.household, (first,)), dark[1]]
    returns(world, *back)
    reporting(world, 80, *back)
    (fault,) = world.told(FAULT)
    assert fault.data["devices"] == [second.id]


def test_a_day_without_power_becomes_a_fault_of_each_home(world: World) -> None:
    dark = [flat(world, number) for number in range(2)]
    goes(world, *dark)
    world.wait(hours=24)
    assert world.told(FAULT) == []
    world.wait(hours=1)
    assert len(world.told(FAULT)) == 2
    assert not known(world)[0].is_open
    assert sorted(kinds(world)) == [
        (TaskKind.DEVICE_REPAIR, "unanswered"),
        (TaskKind.DEVICE_REPAIR, "unanswered"),
        (TaskKind.POWER_CUT, "withdrawn"),
    ]


def test_a_part_of_the_district_that_goes_dark_is_one_task(world: World) -> None:
    dark = [elsewhere(world, number) for number in range(5)]
    others = [elsewhere(world, number) for number in range(10, 22)]
    goes(world, *dark)
    reporting(world, 30, *others)
    (outage,) = known(world)
    assert (outage.area, len(outage.dark)) == (Area.DISTRICT, 5)
    assert kinds(world) == [(TaskKind.POWER_CUT, "offered")]


def test_two_of_many_homes_are_two_faults(world: World) -> None:
    dark = [elsewhere(world, number) for number in range(2)]
    others = [elsewhere(world, number) for number in range(10, 22)]
    goes(world, *dark)
    reporting(world, 60, *others)
    assert known(world) == []
    assert len(world.told(FAULT)) == 2


def test_homes_of_two_districts_have_nothing_to_do_with_each_other(world: World) -> None:
    here, there = flat(world, 1), flat(world, 1, district="apo-eup")
    goes(world, here, there)
    world.wait(hours=1)
    assert known(world) == []
    assert len(world.told(FAULT)) == 2


def test_one_that_is_noticed_late_joins_them(world: World) -> None:
    """Its plug says nothing when it goes; half an hour of silence tells."""
    dark = [flat(world, number) for number in range(2)]
    silent = flat(world, 3)
    other = elsewhere(world, 1)
    reporting(world, 10, *dark, silent, other)
    goes(world, *dark)
    reporting(world, 60, other)
    (outage,) = known(world)
    assert len(outage.dark) == 3
    assert world.told(FAULT) == []
    assert len(world.told(CUT)) == 3


def test_a_home_alone_waits_for_those_who_may_have_gone_with_it(world: World) -> None:
    alone, slow = flat(world, 1), flat(world, 2, interval=timedelta(hours=1))
    goes(world, alone)
    world.wait(minutes=39)
    assert world.told() == []
    world.wait(minutes=1)
    (fault,) = world.told()
    assert (fault.kind, fault.subject) == (FAULT, alone.resident.ref)
    assert slow.household not in {one.data["household"] for one in world.told()}


def test_faults_that_were_told_already_are_folded_in(world: World) -> None:
    """The second home's silence is long: only then it is known that both went at once."""
    first = flat(world, 1)
    slow = flat(world, 2, interval=timedelta(hours=1))
    other = elsewhere(world, 1)
    reporting(world, 10, first, slow, other)
    goes(world, first)
    reporting(world, 60, other)
    assert kinds(world) == [(TaskKind.DEVICE_REPAIR, "offered")]
    reporting(world, 180, other)
    (outage,) = known(world)
    assert {one.household for one in outage.dark} == {first.household, slow.household}
    assert [one.data["asked"] for one in world.told(CUT) if one.subject == first.resident.ref] == [
        True
    ]
    assert sorted(kinds(world)) == [
        (TaskKind.DEVICE_REPAIR, "withdrawn"),
        (TaskKind.POWER_CUT, "offered"),
    ]


def test_at_night_the_officer_reads_it_in_the_morning_unless_somebody_is_at_high_risk(
    world: World,
) -> None:
    world.wait(hours=14)
    goes(world, *(flat(world, number) for number in range(2)))
    world.wait(minutes=30)
    (task,) = tasks(world)
    assert not task.was_offered
    assert task.due_at > world.now
    high = [flat(world, number, tier=Tier.HIGH, district="apo-eup") for number in range(2)]
    goes(world, *high)
    world.wait(minutes=30)
    (pressing,) = [one for one in tasks(world) if one.new.district == "apo-eup"]
    assert pressing.was_offered
    assert pressing.new.when == "task.when.now"


def test_the_clocks_of_all_run_on(world: World) -> None:
    dark = [flat(world, number, tier=Tier.HIGH) for number in range(2)]
    for home in dark:
        world.boil(home.device, Counter(home.device))
    goes(world, *dark)
    world.wait(hours=25)
    quiet = world.told(SignalKind.PLUG_QUIET)
    assert {one.subject for one in quiet} == {one.resident.ref for one in dark}


def test_a_home_that_goes_again_is_in_it_again(world: World) -> None:
    dark = [flat(world, number) for number in range(3)]
    goes(world, *dark)
    world.wait(hours=1)
    returns(world, dark[0])
    world.wait(minutes=10)
    goes(world, dark[0])
    world.wait(minutes=20)
    (outage,) = known(world)
    assert len(outage.dark) == 3
    assert world.told(FAULT) == []


def test_officials_read_it_in_what_is_known_of_her_home(world: World) -> None:
    dark = [flat(world, number) for number in range(2)]
    goes(world, *dark)
    world.wait(minutes=20)
    with world.database.read() as uow:
        (told,) = silences_since(uow, dark[0].resident.ref, NINE)
        words = in_words(told, uow.now, SEOUL, Language.ko)
    assert words == (
        "오늘 오전 9시부터 이웃 댁과 함께 플러그 소식이 끊김. "
        "정전이나 통신 문제로 보이며, 안부는 따로 여쭘."
    )


# Whatever happens


def hidden(world: World, homes: list[Home]) -> list[str]:
    """Devices of which nothing is heard, and that nobody is looking after."""
    with world.database.read() as uow:
        inside = {each for one in open_ones(uow) for home in one.still_in for each in home.devices}
    faults = {(device, one.at) for one in world.told(FAULT) for device in one.data["devices"]}
    found = []
    for one in (world.device(each) for home in homes for each in home.devices):
        lost_at = one.contact.lost_at
        told = any(device == one.id and at >= lost_at for device, at in faults)
        if one.contact.is_lost and not told and one.id not in inside:
            found.append(f"{one.ref} is lost since {lost_at}, in no outage and without a fault")
        if not one.contact.is_lost and world.now - lost_at > NOTICED_WITHIN:
            found.append(f"{one.ref} is silent since {lost_at}, and nobody noticed")
    return found


@pytest.mark.parametrize("seed", range(5))
def test_no_home_is_hidden_whatever_goes_and_returns(sqlite_world: World, seed: int) -> None:
    world, chance = sqlite_world, Random(seed)
    homes = [
        flat(world, number, *[Family.TASMOTA] * chance.choice((1, 1, 2)))
        if number % 2
        else elsewhere(world, number)
        for number in range(6)
    ]
    line = world.home(district="apo-eup")  # whatever is silent here, our line is not
    lit = {one.id: one for home in (*homes, line) for one in home.devices}
    dark: dict[str, Device] = {}
    for _ in range(40):
        some = chance.sample(homes, chance.choice((0, 0, 1, 2, 5)))
        devices = [one for home in some for one in home.devices if chance.random() < 0.9]
        if chance.random() < 0.5:
            gone = [one for one in devices if one.id in lit]
            wills = [one for one in gone if chance.random() < 0.7]
            world.hear(*(presence(one, world.now, online=False) for one in wills))
            dark |= {one.id: lit.pop(one.id) for one in gone}
        else:
            back = [one for one in devices if one.id in dark]
            world.hear(*(presence(one, world.now, online=True) for one in back))
            lit |= {one.id: dark.pop(one.id) for one in back}
        for _ in range(chance.choice((1, 3, 12))):
            world.hear(*(Counter(one).reading(world.now) for one in lit.values()))
            world.wait(minutes=10)
        assert hidden(world, homes) == []
    assert world.told(CUT)
    assert world.told(FAULT)
