"""The listener on a real broker."""

import socket
from datetime import timedelta
from json import dumps

import pytest
from paho.mqtt.client import MQTTMessage

from foundation import limits
from foundation.clock import ManualClock
from plugs import service
from plugs.listener import TOPICS, Line, Listener
from plugs.listener.listening import WANTED_EVERY, _heard
from plugs.model import Device, Family, Oddity, Oddness
from plugs.model import Message as Heard
from tests.plugs.listening import (
    ACTIVE,
    Make,
    hears,
    is_catching_up,
    readings,
    started,
    switch,
    until,
)
from tests.plugs.plug_world import World
from tests.plugs.wordings import WORDINGS
from tests.support.gimcheon import GIMCHEON
from town.servers.mqtt import Broker, Message, Publisher


def test_what_plugs_say_is_recorded(world: World, make: Make, plugs: Publisher) -> None:
    home = world.home()
    topic = home.device.topic
    listener = started(make(world))
    for on in (True, False):
        hears(listener, plugs, switch(world, topic, on=on))
    assert readings(world) == 2
    assert len(world.told(ACTIVE)) == 1
    assert world.pokes == 1
    health = listener.health()
    assert (health.connected, health.alive, health.heard_at) == (True, True, world.now)
    assert health.received == health.handled
    listener.stop()
    assert not listener.health().alive


def test_a_thousand_messages_are_all_recorded_and_counted(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    listener = started(make(sqlite_world))
    before = listener.handled
    for number in range(1000):
        plugs.publish(Message("tele/stranger/SENSOR", b'{"ENERGY":{"Total":%d}}' % number))
    assert listener.wait_until_handled(before + 1000, 30)
    with sqlite_world.database.read() as uow:
        assert service.oddities(uow) == {Oddness.UNKNOWN_DEVICE: 1000}


@pytest.mark.parametrize("family", Family)
def test_whatever_family_a_device_is_of_it_is_heard(
    sqlite_world: World, make: Make, plugs: Publisher, family: Family
) -> None:
    """Also when it is installed while the listener runs."""
    world = sqlite_world
    household = world.home().household
    listener = started(make(world))
    first = world.install(household, family, topic=WORDINGS[family].key("first"))
    before = listener.handled
    world.clock.advance(WANTED_EVERY)
    until(listener, lambda: listener._asked_at == world.now and listener.health().connected)
    until(listener, lambda: is_heard(world, listener, plugs, first))
    assert listener.handled > before


def is_heard(world: World, listener: Listener, plugs: Publisher, device: Device) -> bool:
    """Whether a message that is published now arrives."""
    topic, told = WORDINGS[device.family].switched(device.topic, True)
    plugs.publish(Message(topic, told.encode() if isinstance(told, str) else dumps(told).encode()))
    wanted = listener.handled + 1
    return listener.wait_until_handled(wanted, 0.2) and readings(world) > 0


def test_what_nobody_needs_any_more_is_not_listened_to(sqlite_world: World, make: Make) -> None:
    world = sqlite_world
    home = world.home(Family.ESPHOME)
    listener = started(make(world))
    assert "+/sensor/+/state" in listener._topics
    with world.database.write() as uow:
        service.remove_device(uow, home.device.id)
    world.clock.advance(WANTED_EVERY)
    until(listener, lambda: listener._topics == TOPICS)


# Late messages


def test_what_comes_right_after_a_pause_is_late_until_nothing_comes(
    sqlite_world: World, make: Make
) -> None:
    listener = make(sqlite_world)
    listener._catching_up_since = sqlite_world.now
    for idle in (True, True, True, False, True, True, True):
        listener._note_pause(idle=idle)
        assert is_catching_up(listener)
    listener._note_pause(idle=True)
    assert not is_catching_up(listener)
    listener._catching_up_since = sqlite_world.now
    sqlite_world.clock.advance(timedelta(seconds=60))
    listener._note_pause(idle=False)
    assert not is_catching_up(listener)


# Brokers that are away


@pytest.mark.usefixtures("quick")
def test_a_dead_broker_at_start_and_later_is_waited_for(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sqlite_world
    home = world.home()
    ports = free_ports()
    monkeypatch.setattr("town.servers.mqtt.broker._free_ports", lambda: ports)
    line = Line(f"mqtt://127.0.0.1:{ports[1]}")
    listener = Listener(world.database, world.clock, GIMCHEON, line)
    listener.start()
    try:
        assert not listener.health().connected
        for on in (True, False):
            with Broker():
                until(listener, lambda: listener.health().connected)
                with Publisher(ports[0]) as plugs:
                    hears(listener, plugs, switch(world, home.device.topic, on=on))
            until(listener, lambda: not listener.health().connected)
        assert len(world.told(ACTIVE)) == 1
    finally:
        listener.stop()


def free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


@pytest.mark.usefixtures("quick")
def test_a_broker_with_users_takes_the_one_it_knows(sqlite_world: World) -> None:
    with Broker(users={"anbu": "secret"}) as broker:
        line = Line(broker.url_v5, username="anbu", password="secret")
        assert "secret" not in repr(line)
        listener = Listener(sqlite_world.database, sqlite_world.clock, GIMCHEON, line)
        started(listener)
        with Publisher(broker.port, user=("anbu", "secret")) as plugs:
            hears(listener, plugs, Message("tele/p/INFO1", b"{}"))
        listener.stop()


def test_several_listeners_share_the_work(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    both = [
        started(make(sqlite_world, client_id=name, share="anbu")) for name in ("first", "second")
    ]
    for number in range(40):
        plugs.publish(Message("tele/p/INFO1", b"%d" % number))
    until(both[0], lambda: sum(one.handled for one in both) >= 40)
    assert sum(one.handled for one in both) == 40
    assert all(one.handled for one in both)


# Odd messages, and no broker at all


def test_a_payload_that_is_too_large_is_not_carried(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    listener = started(make(sqlite_world))
    too_large = b"x" * (limits.MQTT_PAYLOAD_BYTES + 1)
    hears(listener, plugs, Message("tele/p/SENSOR", too_large))
    with sqlite_world.database.read() as uow:
        assert service.oddities(uow) == {Oddness.TOO_LARGE: 1}


def test_a_topic_that_is_no_text_is_odd(clock: ManualClock) -> None:
    odd = _heard(MQTTMessage(1, b"tele/\xff/SENSOR"), clock.now(), late=False)
    assert isinstance(odd, Oddity)
    assert odd.reason is Oddness.BAD_TOPIC


def test_without_a_broker_messages_are_handed_in(world: World) -> None:
    home = world.home()
    listener = Listener(world.database, world.clock, GIMCHEON, Line("mqtt://127.0.0.1:1"))
    for on in (True, False):
        said = switch(world, home.device.topic, on=on)
        listener.handle([Heard(said.topic, said.payload, world.now)])
    assert (listener.received, listener.handled) == (2, 2)
    assert len(world.told(ACTIVE)) == 1
    assert not listener.wait_until_handled(3, 0.01)
    listener.stop()
