"""One suite for every family: its clock, its coming and going, and the light it sees."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from plugs.model import DeviceState, Family, FaultCause, Message
from tests.plugs.every_family import (
    DAY,
    EACH,
    EVERY,
    FAULT,
    MINUTE,
    OF_THE_KETTLE,
    hear,
    installed,
    lives,
)
from tests.plugs.plug_world import Home, World, message, only, presence, relay
from tests.plugs.wordings import WORDINGS, Worded
from tests.support.database import MONDAY_MORNING as NINE
from tests.support.gimcheon import SEOUL

# Clocks


STAMPED = [family for family in Family if WORDINGS[family].stamped is not None]


def as_told(family: Family, at: datetime) -> object:
    """The right time, as this family writes it."""
    if family in {Family.SHELLY, Family.SHELLY_GEN1}:
        return int(at.timestamp())
    local = at.astimezone(SEOUL)
    return (local.replace(tzinfo=None) if family is Family.TASMOTA else local).isoformat()


def with_times(home: Home, told_as: Sequence[object]) -> list[Message]:
    """The kettle's counter, each time with what its clock says; the last is said ever after."""
    stamped = WORDINGS[home.device.family].stamped
    assert stamped is not None
    heard, counted = [], 5000.0
    for number in range(36):
        at = NINE + number * EVERY * MINUTE
        said = told_as[min(number, len(told_as) - 1)]
        heard.append(message(stamped(home.device.topic, said, counted), at))
        counted += DAY[min(number * EVERY // 10, len(DAY) - 1)] * EVERY / 60
    return heard


@pytest.mark.parametrize("family", STAMPED)
@pytest.mark.parametrize(
    "said",
    [
        0,
        "1970-01-01T00:03:20",
        "1970-01-01T00:03:20Z",
        "2026-03-02T00:00:00",
        4_294_967_295,
        "2106-02-07T06:28:15",
        None,
        "yesterday",
        1e300,
        [],
    ],
)
def test_a_wrong_clock_is_not_followed(sqlite_world: World, family: Family, said: object) -> None:
    home = installed(sqlite_world, family)
    hear(sqlite_world, with_times(home, [said]))
    assert lives(sqlite_world) == OF_THE_KETTLE


@pytest.mark.parametrize("family", STAMPED)
def test_a_right_clock_is(sqlite_world: World, family: Family) -> None:
    """Local time without a zone is the city's."""
    home = installed(sqlite_world, family)
    times = [as_told(family, NINE + number * EVERY * MINUTE) for number in range(36)]
    hear(sqlite_world, with_times(home, times))
    assert lives(sqlite_world) == OF_THE_KETTLE
    assert sqlite_world.device(home.device).contact.tracked.clock_ok


@pytest.mark.parametrize("family", STAMPED)
def test_a_clock_that_was_right_and_falls_back_to_1970_harms_nothing(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    right = [as_told(family, NINE + number * EVERY * MINUTE) for number in range(8)]
    hear(
        sqlite_world, with_times(home, [*right, as_told(family, datetime.fromtimestamp(0, SEOUL))])
    )
    assert lives(sqlite_world) == OF_THE_KETTLE


# Coming and going


@EACH
def test_a_last_will_is_a_fault_of_the_device_and_no_life(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    sqlite_world.hear(presence(home.device, sqlite_world.now, online=False))
    sqlite_world.wait(minutes=16)
    assert only(sqlite_world.told()).data["cause"] == FaultCause.UNPLUGGED
    assert sqlite_world.state(home.device) is DeviceState.UNPLUGGED
    sqlite_world.hear(presence(home.device, sqlite_world.now, online=True))
    sqlite_world.hear(relay(home.device, sqlite_world.now, on=True))
    sqlite_world.work()
    assert lives(sqlite_world) == []
    assert sqlite_world.state(home.device) is DeviceState.LEARNING


@EACH
def test_a_home_that_goes_dark_at_once_is_one_fault(sqlite_world: World, family: Family) -> None:
    home = sqlite_world.home(family, family, Family.TASMOTA, interval=10 * MINUTE)
    for device in home.devices:
        sqlite_world.hear(presence(device, sqlite_world.now, online=False))
    sqlite_world.wait(hours=2)
    fault = only(sqlite_world.told(FAULT))
    assert fault.data["cause"] == FaultCause.HOME
    assert fault.data["devices"] == sorted(device.id for device in home.devices)
    for device in home.devices:
        sqlite_world.hear(presence(device, sqlite_world.now, online=True))
    sqlite_world.wait(minutes=1)
    assert lives(sqlite_world) == []


@EACH
def test_a_will_that_the_broker_remembers_is_not_contact(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    sqlite_world.clock.advance(20 * MINUTE)
    sqlite_world.hear(presence(home.device, sqlite_world.now, online=True, retained=True))
    assert sqlite_world.device(home.device).contact.tracked.heard_at == NINE


# Light


LIT = [family for family in Family if WORDINGS[family].light is not None]


def lights(home: Home, begins: datetime) -> list[Message]:
    light = WORDINGS[home.device.family].light
    assert light is not None

    def worded(minutes: int) -> Worded:
        return light(home.device.topic, 150.0 if 30 <= minutes < 60 else 2.0)

    return [message(worded(n), begins + n * MINUTE) for n in range(0, 90, EVERY)]


@pytest.mark.parametrize("family", LIT)
@pytest.mark.parametrize(("hour", "seen"), [(13, 0), (21, 2)])
def test_a_lamp_is_seen_in_the_dark(
    sqlite_world: World, family: Family, hour: int, seen: int
) -> None:
    home = installed(sqlite_world, family)
    hear(sqlite_world, lights(home, NINE.astimezone(SEOUL).replace(hour=hour)))
    assert len(lives(sqlite_world)) == seen
