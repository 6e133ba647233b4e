"""The light of a room tells of people where the sun does not make it; its sensor has a battery."""

from datetime import UTC, datetime, timedelta

import pytest

from plugs import service
from plugs.daylight import is_dark
from plugs.decide.following import follow
from plugs.model import Device, DeviceState, Family, Kind, Message, SlotPower
from plugs.routine import SLOTS
from plugs.service import knowing
from plugs.store import states
from residents import service as residents
from signals.model import SignalKind
from tasks.model import TaskKind
from tasks.service import open_about
from tests.plugs.plug_records import at, new, said
from tests.plugs.plug_world import Home, World, message
from tests.support.gimcheon import GIMCHEON, SEOUL

ACTIVE, LOW = SignalKind.PLUG_ACTIVE, SignalKind.BATTERY_LOW
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SEOUL)
EVENING = datetime(2026, 3, 2, 21, 0, tzinfo=SEOUL)


def seen(device: Device, when: datetime, lux: float, **more: object) -> Message:
    told = {"illuminance": lux, "battery": 97, "linkquality": 80, **more}
    return message((device.topic, told), when)


def lamp(world: World, home: Home, begins: datetime, lux: float = 120) -> None:
    """The room is dim for half an hour, then somebody's lamp burns for an hour."""
    world.clock.set(begins.astimezone(UTC))
    for minutes in range(0, 120, 5):
        world.hear(seen(home.device, world.now, lux if 30 <= minutes < 90 else 2))
        world.wait(minutes=5)


def test_a_lamp_in_the_evening_is_life(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    lamp(world, home, EVENING)
    began, ended = (one.at.astimezone(SEOUL) for one in world.told(ACTIVE))
    assert (began, ended - began) == (EVENING + timedelta(minutes=30), timedelta(hours=1))
    assert world.is_informative(home)


def test_the_sun_at_noon_is_not(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    lamp(world, home, NOON, lux=9000)
    assert world.told(ACTIVE) == []


@pytest.mark.parametrize("lux", [6.5, 2.4, 2])
def test_what_is_weaker_than_a_lamp_is_not(world: World, lux: float) -> None:
    """A car that passes, a router's light, the moon."""
    home = world.home(Family.ZIGBEE2MQTT)
    lamp(world, home, EVENING, lux=lux)
    assert world.told(ACTIVE) == []


def test_a_flicker_is_lost_in_the_mean_of_its_slot(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    world.clock.set(EVENING.astimezone(UTC))
    for second in range(0, 3600, 60):
        flash = 100 if second % 600 == 300 else 2
        world.hear(seen(home.device, world.now, flash))
        world.clock.advance(timedelta(seconds=2))
        world.hear(seen(home.device, world.now, 2))
        world.clock.advance(timedelta(seconds=58))
    assert world.told(ACTIVE) == []


def test_dusk_in_a_window_is_not_life() -> None:
    """From four in the afternoon until nine the light fades to nothing."""
    start = datetime(2026, 3, 2, 16, 0, tzinfo=SEOUL).astimezone(UTC)
    told = [
        said(start + timedelta(minutes=5 * step), Kind.LUX, max(0.0, 900 - 27.0 * step))
        for step in range(60)
    ]
    done = follow(new(), told, SEOUL, lambda when: is_dark(when, GIMCHEON))
    assert done.lives == ()
    assert len(done.slots) > 20


def test_nothing_is_known_of_the_dark_where_no_city_is() -> None:
    told = [said(at(minutes), Kind.LUX, 200.0 * (minutes >= 30)) for minutes in range(0, 80, 5)]
    assert follow(new(), told, SEOUL).lives == ()


def test_a_home_is_known_by_its_light(world: World) -> None:
    """Four weeks of lamps from seven to ten in the evening: what is usual there is learnt."""
    home = world.home(Family.ZIGBEE2MQTT)
    world.clock.set(datetime(2026, 3, 30, 7, 0, tzinfo=SEOUL).astimezone(UTC))
    first = datetime(2026, 3, 2, tzinfo=SEOUL)
    lit = range(19 * 6, 22 * 6)
    slots = [
        SlotPower(
            home.device.id,
            (first + timedelta(minutes=10 * number)).astimezone(UTC),
            Kind.LUX,
            60.0 + 60.0 * (number % 3 == 0) if number % SLOTS in lit else 0.0,
            600.0,
        )
        for number in range(28 * SLOTS)
    ]
    with world.database.write() as uow:
        for begin in range(0, len(slots), 500):
            states.add_slots(uow, slots[begin : begin + 500])
        outline = residents.outline(uow, home.resident.ref)
        known = knowing.routine_of(uow, outline.ref, home.devices, GIMCHEON)
    assert known is not None
    weekday, _ = known.expects
    assert known.relied_on
    assert weekday[20] > 10 * weekday[3]


# Its battery


def repairs(world: World, home: Home) -> int:
    with world.database.read() as uow:
        open_tasks = open_about(uow, home.resident.ref)
    return sum(task.new.kind is TaskKind.DEVICE_REPAIR for task in open_tasks)


def test_a_battery_that_is_nearly_empty_is_the_offices_work_and_no_question(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    for left in (60, 11, 10, 9, 12, 8):
        world.hear(seen(home.device, world.now, 2, battery=left))
        world.wait(minutes=20)
    (told,) = world.told(LOW)
    assert (told.subject, told.data["device"]) == (home.resident.ref, home.device.id)
    assert world.told(SignalKind.DEVICE_FAULT) == []
    assert repairs(world, home) == 1
    assert world.state(home.device) is DeviceState.LEARNING


def test_a_new_battery_may_run_down_again(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    for left in (5, 100, 60, 7):
        world.wait(minutes=20)
        world.hear(seen(home.device, world.now, 2, battery=left))
        world.work()
    assert len(world.told(LOW)) == 2
    assert repairs(world, home) == 1


def test_what_the_broker_remembers_of_a_battery_is_old(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    world.hear(message((home.device.topic, {"battery": 3}), world.now, retained=True))
    world.wait(hours=1)
    assert world.told(LOW) == []
    with world.database.read() as uow:
        assert service.device(uow, home.device.id).contact.tracked.low_since is None
