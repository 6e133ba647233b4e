"""The registry of devices, and when a plug can be relied on."""

from datetime import timedelta

import pytest

from plugs import service
from plugs.model import Appliance, DeviceState, Family, NewDevice, Room
from plugs.service import (
    NotAgreedError,
    TopicTakenError,
    UnknownDeviceError,
    WrongTopicError,
)
from residents.model import Purpose, Tier, UnknownPersonError
from signals.model import SignalKind
from tests.plugs.plug_world import LONG_AGO, Counter, World, presence
from tests.residents.people import ALL_CONSENTS, grandmother
from tests.support.database import MONDAY_MORNING as NINE

DAY = timedelta(days=1)
WITHOUT_PLUG = tuple(one for one in ALL_CONSENTS if one.purpose is not Purpose.PLUG)


def test_a_device_comes_back_as_it_was_installed(world: World) -> None:
    home = world.home(Family.ZIGBEE2MQTT)
    device = world.device(home.device)
    assert device == home.device
    assert (device.family, device.topic) == (Family.ZIGBEE2MQTT, "zigbee2mqtt/plug-01")
    assert (device.appliance, device.room) == (Appliance.KETTLE, Room.KITCHEN)
    assert device.residents == (home.resident.ref,)
    assert device.ref == f"device:{device.id}"
    assert (device.installed_at, device.removed_at) == (NINE - LONG_AGO, None)
    with world.database.read() as uow:
        assert service.device(uow, device.ref) == device
        assert service.devices_of(uow, home.resident.id) == (device,)
        assert service.household_devices(uow, home.household) == (device,)


def test_a_topic_belongs_to_one_device_at_a_time(world: World) -> None:
    home, other = world.home(), world.home()
    topic = home.device.topic
    with pytest.raises(TopicTakenError, match=home.device.id):
        world.install(other.household, topic=topic)
    with world.database.write() as uow:
        service.remove_device(uow, home.device.id)
    again = world.install(other.household, topic=topic)
    assert again.residents == (other.resident.ref,)
    assert world.device(home.device).removed_at == NINE


@pytest.mark.parametrize("topic", ["", "a/#", "+/a", "a\0b", "x" * 257])
def test_topics_that_no_message_can_have_are_refused(world: World, topic: str) -> None:
    home = world.home()
    with pytest.raises(WrongTopicError):
        world.install(home.household, topic=topic)


def test_an_interval_is_longer_than_nothing(world: World) -> None:
    home = world.home()
    with pytest.raises(ValueError, match="longer"):
        world.install(home.household, interval=timedelta())


def test_nobody_is_read_without_consent(world: World) -> None:
    with world.database.write() as uow:
        person = grandmother(uow, consents=WITHOUT_PLUG)
    household = f"household:{person.household_id}"
    with pytest.raises(NotAgreedError, match="consent"):
        world.install(household)
    with world.database.write() as uow:
        other = grandmother(uow, household_id=person.household_id)
    assert world.install(household).residents == (other.ref,)
    with pytest.raises(NotAgreedError):
        world.install(household, residents=(person.ref, other.ref))


def test_a_device_stands_for_people_of_its_home(world: World) -> None:
    home, other = world.home(), world.home()
    with pytest.raises(UnknownPersonError):
        world.install(home.household, residents=(other.resident.ref,))
    with pytest.raises(UnknownPersonError):
        world.install("household:nowhere")


def test_unknown_devices_are_named(world: World) -> None:
    with world.database.write() as uow:
        with pytest.raises(UnknownDeviceError, match="nothing"):
            service.device(uow, "nothing")
        with pytest.raises(UnknownDeviceError):
            service.remove_device(uow, "nothing")


# ------------------------------------------------------------------------------ informative


def test_a_new_plug_is_not_relied_on_in_its_first_week(world: World) -> None:
    home = world.home(age=timedelta(), interval=timedelta(hours=12))
    meter = Counter(home.device)
    world.boil(home.device, meter)
    assert {one.data["learning"] for one in world.told(SignalKind.PLUG_ACTIVE)} == {True}
    assert not world.is_informative(home)
    world.wait(hours=24 * 6)
    world.boil(home.device, meter)
    assert world.state(home.device) is DeviceState.LEARNING
    world.wait(hours=24)
    world.hear(meter.reading(world.now))
    assert world.state(home.device) is DeviceState.WORKING
    assert world.is_informative(home)


def test_a_plug_that_never_gave_a_sign_of_life_is_blind(world: World) -> None:
    home = world.home(interval=DAY)
    meter = Counter(home.device)
    for _ in range(10):
        world.wait(hours=24)
        world.hear(meter.report(world.now, 60, minutes=24 * 60))
    assert world.state(home.device) is DeviceState.LEARNING
    assert not world.is_informative(home)
    world.boil(home.device, meter)
    assert world.is_informative(home)


def test_a_plug_that_is_silent_for_a_week_is_blind_again(world: World) -> None:
    home = world.home(tier=Tier.LOW, interval=10 * DAY)
    world.boil(home.device, Counter(home.device))
    assert world.is_informative(home)
    world.clock.advance(timedelta(days=7))
    assert not world.is_informative(home)


def test_a_told_silence_makes_a_plug_no_source_until_it_breaks(world: World) -> None:
    home = world.home(tier=Tier.HIGH, interval=DAY)
    meter = Counter(home.device)
    world.boil(home.device, meter)
    world.wait(hours=23)
    assert world.is_informative(home)
    world.wait(hours=2)
    assert not world.is_informative(home)
    world.boil(home.device, meter)
    assert world.is_informative(home)


def test_a_plug_that_is_gone_is_no_source(world: World) -> None:
    home = world.home()
    world.boil(home.device, Counter(home.device))
    world.hear(presence(home.device, world.now, online=False))
    world.wait(minutes=20)
    assert not world.is_informative(home)


def test_a_person_without_a_plug_has_none(world: World) -> None:
    with world.database.write() as uow:
        person = grandmother(uow)
        assert not service.has_informative_plug(uow, person.ref)
        assert service.devices_of(uow, person.ref) == ()


def test_a_new_device_may_say_what_it_is(world: World) -> None:
    home = world.home()
    device = world.install(home.household, appliance=Appliance.TV, room=Room.BEDROOM)
    new = NewDevice(Family.TASMOTA, "x", home.household, device.appliance, device.room)
    assert (new.residents, new.installed_at, new.interval) == ((), None, None)
