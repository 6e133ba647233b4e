"""Devices that do not report any more; homes that went dark at once; our own deafness."""

from datetime import timedelta

import pytest

from plugs import service
from plugs.decide.contact import AT_LATEST, Verdict, judge, learned_interval
from plugs.model import Contact, DeviceState, Family, FaultCause, Line, Tracked
from signals.model import SignalKind
from tests.plugs.plug_world import Counter, Home, World, message, only, presence
from tests.support.database import MONDAY_MORNING as NINE

FAULT = SignalKind.DEVICE_FAULT
MINUTE = timedelta(minutes=1)
OPEN = Line(None, None)


def report(world: World, *meters: Counter) -> None:
    world.hear(*(meter.report(world.now, 0) for meter in meters))


def keep_reporting(world: World, minutes: int, *meters: Counter) -> None:
    for _ in range(minutes // 10):
        world.wait(minutes=10)
        report(world, *meters)


def meters_of(home: Home) -> list[Counter]:
    return [Counter(device) for device in home.devices]


def neighbour(world: World) -> Counter:
    """Another home whose plug reports all the time: our line works."""
    return Counter(world.home().device)


def test_a_plug_that_says_nothing_for_half_an_hour_is_silent(world: World) -> None:
    home, other = world.home(), neighbour(world)
    (meter,) = meters_of(home)
    keep_reporting(world, 20, meter, other)
    since = world.now
    keep_reporting(world, 30, other)
    assert world.told() == []
    keep_reporting(world, 10, other)
    told = only(world.told())
    assert (told.kind, told.subject) == (FAULT, home.resident.ref)
    assert told.at <= since + timedelta(minutes=40)
    assert told.data == {
        "household": home.household,
        "device": home.device.id,
        "devices": [home.device.id],
        "cause": FaultCause.SILENT,
        "since": since.isoformat(),
        "alone": True,
    }
    assert world.state(home.device) is DeviceState.SILENT
    keep_reporting(world, 120, other)
    assert len(world.told()) == 1


def test_it_is_back_with_its_next_message_and_may_fail_again(world: World) -> None:
    home, other = world.home(), neighbour(world)
    (meter,) = meters_of(home)
    keep_reporting(world, 50, other)
    assert world.state(home.device) is DeviceState.SILENT
    keep_reporting(world, 20, meter, other)
    assert world.state(home.device) is DeviceState.LEARNING
    keep_reporting(world, 50, other)
    assert len(world.told(FAULT)) == 2


@pytest.mark.parametrize("family", Family)
def test_a_last_will_is_told_after_a_while(world: World, family: Family) -> None:
    home = world.home(family)
    world.hear(presence(home.device, world.now, online=False))
    world.wait(minutes=14)
    assert world.told() == []
    world.wait(minutes=1)
    told = only(world.told())
    assert (told.data["cause"], told.data["since"]) == (FaultCause.UNPLUGGED, NINE.isoformat())
    assert world.state(home.device) is DeviceState.UNPLUGGED
    world.hear(presence(home.device, world.now, online=True))
    world.work()
    assert world.state(home.device) is DeviceState.LEARNING


@pytest.mark.parametrize("family", Family)
def test_a_plug_that_lost_its_network_for_a_moment_is_no_fault(
    world: World, family: Family
) -> None:
    home = world.home(family)
    (meter,) = meters_of(home)
    world.hear(presence(home.device, world.now, online=False))
    world.wait(minutes=10)
    world.hear(presence(home.device, world.now, online=True))
    keep_reporting(world, 60, meter)
    assert world.told() == []


def test_a_home_that_goes_dark_is_one_fault(world: World) -> None:
    """The slow one is not waited for: whoever should have spoken is gone."""
    home = world.home(Family.TASMOTA, Family.ZIGBEE2MQTT, Family.TASMOTA)
    other = neighbour(world)
    keep_reporting(world, 20, *meters_of(home), other)
    keep_reporting(world, 240, other)
    told = only(world.told())
    assert told.data["cause"] == FaultCause.HOME
    assert told.data["devices"] == sorted(device.id for device in home.devices)
    assert told.data["since"] == (NINE + 20 * MINUTE).isoformat()
    world.hear(meters_of(home)[1].report(world.now, 0))
    assert [world.state(device) for device in home.devices] == [
        DeviceState.SILENT,
        DeviceState.LEARNING,
        DeviceState.SILENT,
    ]


def test_two_tasmota_plugs_gone_at_once_are_one_fault(world: World) -> None:
    home, other = world.home(Family.TASMOTA, Family.TASMOTA), neighbour(world)
    first, second = home.devices
    keep_reporting(world, 20, *meters_of(home), other)
    world.hear(presence(first, world.now, online=False))
    since = world.now
    keep_reporting(world, 60, other)
    told = only(world.told())
    assert told.data["cause"] == FaultCause.HOME
    assert told.data["devices"] == sorted([first.id, second.id])
    assert told.data["since"] == since.isoformat()


def test_one_of_two_is_a_fault_of_its_own(world: World) -> None:
    home, other = world.home(Family.TASMOTA, Family.TASMOTA), neighbour(world)
    first, second = meters_of(home)
    keep_reporting(world, 20, first, second, other)
    keep_reporting(world, 90, second, other)
    told = only(world.told())
    assert (told.data["cause"], told.data["device"]) == (FaultCause.SILENT, first.device.id)


def test_a_bridge_that_goes_takes_its_whole_home_with_it(world: World) -> None:
    world.home(Family.ZIGBEE2MQTT, Family.ZIGBEE2MQTT)
    world.hear(message(("zigbee2mqtt/bridge/state", {"state": "offline"}), world.now))
    world.wait(minutes=20)
    assert only(world.told()).data["cause"] == FaultCause.HOME
    world.hear(message(("zigbee2mqtt/bridge/state", {"state": "online"}), world.now))
    world.wait(hours=1)
    assert len(world.told()) == 1


def test_a_bridge_that_restarts_is_no_fault(world: World) -> None:
    world.home(Family.ZIGBEE2MQTT)
    world.hear(message(("zigbee2mqtt/bridge/state", "offline"), world.now))
    world.wait(minutes=1)
    world.hear(message(("zigbee2mqtt/bridge/state", "online"), world.now))
    world.wait(hours=2)
    assert world.told() == []


def test_a_device_that_never_spoke_is_told_too(world: World) -> None:
    home = world.home()
    world.wait(minutes=29)
    assert world.told() == []
    world.wait(minutes=1)
    assert only(world.told()).data["device"] == home.device.id


def test_while_nobody_is_heard_at_all_it_is_our_line(world: World) -> None:
    homes = [world.home(), world.home()]
    meters = [meter for home in homes for meter in meters_of(home)]
    keep_reporting(world, 20, *meters)
    world.wait(hours=5)
    assert world.told() == []
    with world.database.read() as uow:
        assert service.last_heard(uow) == NINE + timedelta(minutes=20)


def test_when_we_hear_again_everybody_gets_time_to_speak(world: World) -> None:
    homes = [world.home(), world.home(), world.home()]
    first, second, third = (meter for home in homes for meter in meters_of(home))
    keep_reporting(world, 20, first, second, third)
    world.wait(hours=5)
    world.ear.opened()
    report(world, first)
    keep_reporting(world, 20, first, second)
    assert world.told() == []
    keep_reporting(world, 20, first, second)
    assert only(world.told()).data["device"] == third.device.id


def test_a_short_pause_of_ours_changes_nothing(world: World) -> None:
    home, other = world.home(), neighbour(world)
    keep_reporting(world, 20, *meters_of(home), other)
    for _ in range(5):
        keep_reporting(world, 10, other)
        world.ear.opened()
    assert len(world.told()) == 1


def test_a_removed_device_is_missed_by_nobody(world: World) -> None:
    home = world.home()
    with world.database.write() as uow:
        assert service.remove_device(uow, home.device.id)
        assert not service.remove_device(uow, home.device.id)
    world.wait(hours=5)
    assert world.told() == []
    with world.database.read() as uow:
        assert service.overdue(uow, world.now, timedelta()) == 0


# ---------------------------------------------------------------------------- pure parts


def tracked(name: str, heard: float, *, offline: float | None = None, interval: int = 5) -> Tracked:
    return Tracked(
        name,
        NINE + heard * MINUTE,
        interval * MINUTE,
        offline_at=None if offline is None else NINE + offline * MINUTE,
    )


def contact(name: str, heard: float, **more: float | None) -> Contact:
    return Contact(tracked(name, heard, **more), None)  # type: ignore[arg-type]


def test_what_is_lost_is_told_once_and_still_looked_at() -> None:
    lost = Contact(tracked("a", 0), NINE)
    assert judge([lost], OPEN, NINE + 31 * MINUTE) == Verdict((), NINE + 31 * MINUTE + AT_LATEST)


def test_the_first_to_go_waits_for_those_that_may_have_gone_with_it() -> None:
    home = [contact("a", 0, offline=1), contact("b", 0.5)]
    early = judge(home, OPEN, NINE + 16 * MINUTE)
    assert (early.faults, early.look_at) == ((), NINE + 30.5 * MINUTE)
    late = judge(home, OPEN, NINE + 30.5 * MINUTE)
    assert [(fault.cause, fault.devices) for fault in late.faults] == [
        (FaultCause.HOME, ("a", "b"))
    ]


def test_but_not_for_ever() -> None:
    home = [contact("a", 0, offline=1), contact("b", 0.5, interval=600)]
    waits = judge(home, OPEN, NINE + 45 * MINUTE)
    assert (waits.faults, waits.look_at) == ((), NINE + 46 * MINUTE)
    told = judge(home, OPEN, NINE + 46 * MINUTE)
    assert [(fault.cause, fault.devices) for fault in told.faults] == [
        (FaultCause.UNPLUGGED, ("a",))
    ]
    assert told.look_at == NINE + 46 * MINUTE + AT_LATEST


def test_a_device_keeps_quiet_as_long_as_it_is_used_to() -> None:
    slow = tracked("a", 0, interval=60)
    assert judge([Contact(slow, None)], OPEN, NINE).look_at == NINE + 180 * MINUTE
    hour = 60 * MINUTE
    assert learned_interval(hour, 90 * MINUTE) == 90 * MINUTE
    assert learned_interval(hour, -MINUTE) == hour
    assert learned_interval(hour, 600 * MINUTE) == hour
    learned = hour
    for _ in range(7 * 24):
        learned = learned_interval(learned, 59 * MINUTE)
    assert 55 * MINUTE < learned < 60 * MINUTE
    for _ in range(7 * 24 * 60):
        learned = learned_interval(learned, MINUTE)
    assert 15 * MINUTE < learned < 25 * MINUTE
