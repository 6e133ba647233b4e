"""What paho does to those who trust it: each pitfall, planted."""

import inspect
import socket
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from typing_extensions import override

from foundation import limits
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash, Seams
from plugs import service
from plugs.ear import DatabaseAwayError
from plugs.listener import listening as module
from plugs.listener.listening import _heard, _Item
from plugs.listener.wire import Wire
from plugs.model import Message as Heard
from plugs.model import Oddity, Oddness
from tests.plugs.listening import (
    ACTIVE,
    SOON,
    Make,
    hears,
    is_catching_up,
    readings,
    started,
    switch,
    until,
)
from tests.plugs.plug_world import Counter, World
from tests.support.database import open_database
from town.servers.mqtt import Message, Publisher

PUBACK = b"\x40\x02"

# The network thread (M1)


def test_an_exception_in_a_callback_does_not_end_the_thread(
    sqlite_world: World, make: Make, plugs: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = started(make(sqlite_world))
    network = listener._network

    def fails(*_args: object, **_flags: object) -> Heard:
        monkeypatch.setattr(module, "_heard", _heard)
        raise RuntimeError

    monkeypatch.setattr(module, "_heard", fails)
    before = listener.handled
    plugs.publish(Message("tele/p/INFO1", b"1"))
    plugs.publish(Message("tele/p/INFO1", b"2"))
    assert listener.wait_until_handled(before + 1, SOON)
    assert listener._network is network
    assert listener.health().alive


@pytest.mark.usefixtures("silent_threads")
def test_a_dead_network_thread_is_noticed_and_replaced(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    world = sqlite_world
    home = world.home()
    listener = started(make(world))
    client, network = listener._client, listener._network
    assert client is not None

    def dies(*_args: object) -> None:
        raise RuntimeError

    client.on_message = dies
    plugs.publish(switch(world, home.device.topic, on=True))
    until(listener, lambda: listener._network not in {None, network})
    # What the dead thread had taken comes again, since nobody had acknowledged it.
    until(listener, lambda: listener.health().connected)
    until(listener, lambda: not is_catching_up(listener))
    assert listener.health().alive
    hears(listener, plugs, switch(world, home.device.topic, on=False))
    assert len(world.told(ACTIVE)) == 1


# What is not acknowledged comes again (M2, M3)


def test_the_broker_keeps_what_is_said_while_nobody_listens(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    world = sqlite_world
    home = world.home()
    meter = Counter(home.device)
    first = started(make(world))
    for _ in range(3):
        report = meter.reading(world.now)
        hears(first, plugs, Message(report.topic, report.payload))
        world.clock.advance(timedelta(minutes=10))
    first.stop()
    said = []
    for watts in (0, 600, 0, 0):
        report = meter.report(world.now, watts)
        said.append(world.now)
        plugs.publish(Message(report.topic, report.payload))
        plugs.publish(switch(world, home.device.topic, on=watts > 0))
        world.clock.advance(timedelta(minutes=9))
    world.clock.advance(timedelta(hours=5))
    second = make(world)
    until(second, lambda: plugs.acknowledged == plugs.published)
    second.start()
    assert second.wait_until_handled(8, SOON)
    # The plug tells its own time: its kettle counts when it was boiled. The presses do not.
    assert [one.at for one in world.told(ACTIVE)] == [said[1] - timedelta(minutes=10), said[1]]


@pytest.mark.usefixtures("silent_threads")
@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
def test_a_crash_before_the_acknowledgement_brings_the_message_again(
    world: World, make: Make, plugs: Publisher, database_url: str, point: str
) -> None:
    home = world.home()
    meter = Counter(home.device)
    first = started(make(world))
    for _ in range(3):
        report = meter.reading(world.now)
        hears(first, plugs, Message(report.topic, report.payload))
        world.clock.advance(timedelta(minutes=10))
    first.stop()
    crashing = open_database(database_url, world.clock, seams=CrashAt(point))
    second = started(make(world, database=crashing))
    until(second, lambda: not is_catching_up(second))
    recorder = second._recorder
    assert recorder is not None
    report = meter.report(world.now, 600)
    plugs.publish(Message(report.topic, report.payload))
    recorder.join(SOON)
    assert not recorder.is_alive()
    assert not second.health().alive
    assert second.handled == 0
    second.stop()
    crashing.close()
    third = make(world)
    third.start()
    assert third.wait_until_handled(1, SOON)
    assert len(world.told(ACTIVE)) == 1
    assert readings(world) == 8
    third.stop()
    fourth = started(make(world))
    assert readings(world) == 8
    assert fourth.received == fourth.handled


class CrashAt(Seams):
    """Ends whoever writes readings at this point, once the listener has settled."""

    def __init__(self, point: str) -> None:
        self._point = point
        self._passed = 0

    @override
    def reach(self, point: str) -> None:
        if point == self._point:
            self._passed += 1
            if self._passed > 1:  # the first is the listener saying that it listens again
                raise Crash(point)


def test_an_acknowledgement_of_another_connection_is_not_sent(
    sqlite_world: World, make: Make
) -> None:
    listener = make(sqlite_world)
    pairs = [socket.socketpair() for _ in range(2)]
    old, new = (Wire(ours) for ours, _ in pairs)
    old.close()
    odd = Oddity(Oddness.NOT_JSON, "", sqlite_world.now)
    listener._acknowledge([_Item(odd, 1, 1, old), _Item(odd, 2, 1, new), _Item(odd, 3, 0, new)])
    new.close()
    assert [theirs.recv(100) for _, theirs in pairs] == [b"", PUBACK + b"\x00\x02"]
    for _, theirs in pairs:
        theirs.close()


def test_while_the_database_is_away_nothing_is_acknowledged(
    sqlite_world: World, make: Make, plugs: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = started(make(sqlite_world))
    handle, tries = listener._ear.handle, []
    acknowledged: list[int] = []
    wire = listener._wire
    assert wire is not None
    acknowledge = wire.acknowledge

    def away(messages: list[Heard | Oddity]) -> service.Tally:
        tries.append(len(messages))
        if len(tries) < 4:
            assert acknowledged == []
            raise DatabaseAwayError
        return handle(messages)

    def noted(mids: Sequence[int]) -> None:
        acknowledged.extend(mids)
        acknowledge(mids)

    monkeypatch.setattr(listener._ear, "handle", away)
    monkeypatch.setattr(wire, "acknowledge", noted)
    hears(listener, plugs, Message("tele/p/INFO1", b"{}"))
    assert len(tries) >= 4
    until(listener, lambda: len(acknowledged) == 1)


def test_a_full_queue_stops_the_reading_and_loses_nothing(
    sqlite_world: World, make: Make, plugs: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MQTT_BATCH_MESSAGES", 5)
    listener = started(make(sqlite_world))
    handle, gate = listener._ear.handle, threading.Event()

    def gated(messages: list[Heard | Oddity]) -> service.Tally:
        gate.wait(SOON)
        return handle(messages)

    monkeypatch.setattr(listener._ear, "handle", gated)
    before = listener.handled
    for number in range(60):
        plugs.publish(Message("tele/p/INFO1", b"%d" % number))
    until(listener, listener._queue.full)
    # In the batch that waits, in the queue, and in the hand of the reader.
    assert listener.received - before <= 5 + 5 + 1
    gate.set()
    assert listener.wait_until_handled(before + 60, SOON)


# What the broker remembers (pitfall M4)


def test_a_retained_message_is_state_and_no_sign_of_life(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    world = sqlite_world
    home = world.home()
    topic = home.device.topic
    plugs.publish(Message(f"stat/{topic}/POWER", b"ON", retain=True))
    plugs.publish(Message(f"tele/{topic}/SENSOR", b'{"ENERGY":{"Total":900}}', retain=True))
    listener = make(world)
    until(listener, lambda: plugs.acknowledged == plugs.published)
    listener.start()
    assert listener.wait_until_handled(2, SOON)
    assert readings(world) == 0
    hears(listener, plugs, Message(f"stat/{topic}/POWER", b"OFF", retain=True))
    assert len(world.told(ACTIVE)) == 1


# A failed publication is queued all the same (M5)


def test_the_listener_sends_nothing_that_could_be_doubled() -> None:
    assert "publish(" not in inspect.getsource(module)
