"""The listener on a real broker: acknowledged once recorded, and never deaf without saying so."""

import inspect
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from paho.mqtt.client import MQTTMessage
from sqlalchemy import func
from sqlmodel import select
from typing_extensions import override

from foundation import limits
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash, Seams
from plugs import listener as module
from plugs import service
from plugs.ear import DatabaseAwayError
from plugs.listener import Line, Listener, _heard, _Item
from plugs.model import Message as Heard
from plugs.model import Oddity, Oddness
from plugs.tables import ReadingRow
from signals.model import SignalKind
from tests.plugs.plug_world import SEOUL, Counter, World, local
from tests.support.database import open_database
from town.servers.mqtt import Broker, Message, Publisher

SOON = 10.0
ACTIVE = SignalKind.PLUG_ACTIVE


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINGER_SECONDS", 0.01)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(module, "RECONNECT_SECONDS", (1, 1))


@pytest.fixture
def broker() -> Iterator[Broker]:
    with Broker() as running:
        yield running


@pytest.fixture
def plugs(broker: Broker) -> Iterator[Publisher]:
    with Publisher(broker.port) as publisher:
        yield publisher


@pytest.fixture
def silent_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of this test is meant to die."""
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)


Make = Callable[..., Listener]


@pytest.fixture
def make(broker: Broker) -> Iterator[Make]:
    """Makes listeners that are stopped in the end."""
    made: list[Listener] = []

    def one(world: World, *, database: Database | None = None, **line: object) -> Listener:
        given = {"url": broker.url_v5, **line}
        listener = Listener(
            database or world.database,
            world.clock,
            SEOUL,
            Line(**given),  # type: ignore[arg-type]
            poke=world._poke,
        )
        made.append(listener)
        return listener

    yield one
    for listener in made:
        listener.stop()


def until(listener: Listener, condition: Callable[[], bool]) -> None:
    """Wait for something that no counter tells, by the listener's own polls."""
    for _ in range(2000):
        if condition():
            return
        listener._stopping.wait(0.005)
    raise AssertionError("it did not happen in time")


def is_catching_up(listener: Listener) -> bool:
    return listener._catching_up_since is not None


def started(listener: Listener) -> Listener:
    listener.start()
    until(listener, lambda: listener.health().connected)
    return listener


def switch(world: World, topic: str, *, on: bool) -> Message:
    world.clock.advance(timedelta(minutes=1))
    return Message(f"stat/{topic}/POWER", b"ON" if on else b"OFF")


def readings(world: World) -> int:
    with world.database.read() as uow:
        return uow.session.exec(select(func.count()).select_from(ReadingRow)).one()


def hears(listener: Listener, plugs: Publisher, *messages: Message) -> None:
    """Publish and wait until each is recorded."""
    for message in messages:
        wanted = listener.handled + 1
        plugs.publish(message)
        assert listener.wait_until_handled(wanted, SOON)


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
    world: World, make: Make, plugs: Publisher
) -> None:
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
    world: World, make: Make, plugs: Publisher
) -> None:
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
    second.start()
    assert second.wait_until_handled(8, SOON)
    # The plug tells its own time: its kettle counts when it was boiled. The presses do not.
    assert [one.at for one in world.told(ACTIVE)] == [said[1] - timedelta(minutes=10), said[1]]
    assert local(said[1])


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
    sent: list[int] = []

    class Client:
        def ack(self, mid: int, _qos: int) -> None:
            sent.append(mid)

    listener._client = Client()  # type: ignore[assignment]
    listener._connection = 4
    odd = Oddity(Oddness.NOT_JSON, "", sqlite_world.now)
    listener._acknowledge([_Item(odd, 1, 1, 3), _Item(odd, 2, 1, 4), _Item(odd, 3, 0, 4)])
    assert sent == [2]
    listener._client = None


def test_while_the_database_is_away_nothing_is_acknowledged(
    sqlite_world: World, make: Make, plugs: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = started(make(sqlite_world))
    handle, tries = listener._ear.handle, []
    acknowledged: list[int] = []
    client = listener._client
    assert client is not None
    ack = client.ack

    def away(messages: list[Heard | Oddity]) -> service.Tally:
        tries.append(len(messages))
        if len(tries) < 4:
            assert acknowledged == []
            raise DatabaseAwayError
        return handle(messages)

    def noted(mid: int, qos: int) -> object:
        acknowledged.append(mid)
        return ack(mid, qos)

    monkeypatch.setattr(listener._ear, "handle", away)
    monkeypatch.setattr(client, "ack", noted)
    hears(listener, plugs, Message("tele/p/INFO1", b"{}"))
    assert len(tries) >= 4
    until(listener, lambda: len(acknowledged) == 1)


def test_a_full_queue_stops_the_reading_and_loses_nothing(
    sqlite_world: World, make: Make, plugs: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "QUEUE_ITEMS", 5)
    monkeypatch.setattr(limits, "WRITE_TRANSACTION_ITEMS", 2)
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
    assert listener.received - before <= 2 + 5 + 1
    gate.set()
    assert listener.wait_until_handled(before + 60, SOON)


# What the broker remembers (pitfall M4)


def test_a_retained_message_is_state_and_no_sign_of_life(
    world: World, make: Make, plugs: Publisher
) -> None:
    home = world.home()
    topic = home.device.topic
    plugs.publish(Message(f"stat/{topic}/POWER", b"ON", retain=True))
    plugs.publish(Message(f"tele/{topic}/SENSOR", b'{"ENERGY":{"Total":900}}', retain=True))
    listener = make(world)
    listener.start()
    assert listener.wait_until_handled(2, SOON)
    assert readings(world) == 0
    hears(listener, plugs, Message(f"stat/{topic}/POWER", b"OFF", retain=True))
    assert len(world.told(ACTIVE)) == 1


# A failed publication is queued all the same (M5)


def test_the_listener_sends_nothing_that_could_be_doubled() -> None:
    assert "publish(" not in inspect.getsource(module)


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


def test_a_dead_broker_at_start_and_later_is_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = world.home()
    ports = free_ports()
    monkeypatch.setattr("town.servers.mqtt.broker._free_ports", lambda: ports)
    line = Line(f"mqtt://127.0.0.1:{ports[1]}")
    listener = Listener(world.database, world.clock, SEOUL, line)
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


def test_a_broker_with_users_takes_the_one_it_knows(sqlite_world: World) -> None:
    with Broker(users={"anbu": "secret"}) as broker:
        line = Line(broker.url_v5, username="anbu", password="secret")
        assert "secret" not in repr(line)
        listener = Listener(sqlite_world.database, sqlite_world.clock, SEOUL, line)
        started(listener)
        with Publisher(broker.port, user=("anbu", "secret")) as plugs:
            hears(listener, plugs, Message("tele/p/INFO1", b"{}"))
        listener.stop()


def test_several_listeners_share_the_work(
    sqlite_world: World, make: Make, plugs: Publisher
) -> None:
    topics = ("$share/anbu/tele/#",)
    both = [
        started(make(sqlite_world, client_id=name, topics=topics)) for name in ("first", "second")
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
    listener = Listener(world.database, world.clock, SEOUL, Line("mqtt://127.0.0.1:1"))
    for on in (True, False):
        said = switch(world, home.device.topic, on=on)
        listener.handle([Heard(said.topic, said.payload, world.now)])
    assert (listener.received, listener.handled) == (2, 2)
    assert len(world.told(ACTIVE)) == 1
    assert not listener.wait_until_handled(3, 0.01)
    listener.stop()
