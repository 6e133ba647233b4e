import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from paho.mqtt.client import Client, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from tests.town.timeline import Timeline
from town.servers.mqtt import Broker, Message, PlugFleet, Publisher, Reading, ZigbeePlug
from town.servers.mqtt import broker as ports

pytestmark = pytest.mark.anyio


class Listener:
    """Keeps what it is given and tells when enough has come."""

    def __init__(self, expected: int) -> None:
        self.got: list[MQTTMessage] = []
        self.subscribed = threading.Event()
        self.complete = threading.Event()
        self._expected = expected

    def on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        self.got.append(message)
        if len(self.got) == self._expected:
            self.complete.set()


@contextmanager
def listening(port: int, expected: int, *, mqtt5: bool = False) -> Iterator[Listener]:
    listener = Listener(expected)
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id="listener",
        protocol=MQTTv5 if mqtt5 else MQTTv311,
    )
    client.on_message = listener.on_message
    client.on_subscribe = lambda *_args: listener.subscribed.set()
    client.connect("127.0.0.1", port)
    client.loop_start()
    client.subscribe([("tele/#", 1), ("zigbee2mqtt/#", 1)])
    try:
        assert listener.subscribed.wait(5)
        yield listener
    finally:
        client.disconnect()
        client.loop_stop()


@pytest.mark.parametrize("speaks5", [False, True])
@pytest.mark.parametrize("hears5", [False, True])
async def test_what_plugs_say_is_heard_in_order(
    timeline: Timeline, speaks5: bool, hears5: bool
) -> None:
    with (
        Broker() as broker,
        listening(broker.port_v5 if hears5 else broker.port, 51, mqtt5=hears5) as listener,
        Publisher(broker.port_v5 if speaks5 else broker.port, mqtt5=speaks5) as publisher,
    ):
        fleet = PlugFleet(timeline.now, timeline.schedule, publisher.publish)
        fleet.add(ZigbeePlug("tv"))
        for number in range(50):
            fleet.report("tv", Reading(number, 600))
        assert await publisher.settled() == 51
        assert (publisher.published, publisher.acknowledged, fleet.spoken) == (51, 51, 51)
        assert listener.complete.wait(5)
        powers = [json.loads(message.payload)["power"] for message in listener.got[1:]]
        assert powers == list(range(50))


async def test_a_retained_state_is_told_to_those_who_come_later() -> None:
    with Broker() as broker, Publisher(broker.port) as publisher:
        publisher.publish(Message("tele/p/LWT", b"Offline"))
        publisher.publish(Message("tele/p/LWT", b"Online", retain=True))
        await publisher.settled()
        with listening(broker.port, 1) as listener:
            assert listener.complete.wait(5)
            (message,) = listener.got
            assert (message.payload, message.retain) == (b"Online", True)


def test_the_broker_listens_on_loopback_only_and_leaves_nothing() -> None:
    with Broker() as broker:
        assert broker.url == f"mqtt://127.0.0.1:{broker.port}"
        assert broker.url_v5 == f"mqtt://127.0.0.1:{broker.port_v5}"
        for port in (broker.port, broker.port_v5):
            with socket.socket() as other:
                other.bind(("127.0.0.2", port))  # free: nobody listens on all addresses
    with pytest.raises(ConnectionRefusedError), Publisher(broker.port):
        pass


async def test_a_broker_with_users_takes_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("town.servers.mqtt.publisher.CONNECT_SECONDS", 1.0)
    with Broker(users={"plug-01": 'pa"ss'}) as broker:
        with Publisher(broker.port, user=("plug-01", 'pa"ss')) as publisher:
            publisher.publish(Message("tele/p/LWT", b"Online"))
            assert await publisher.settled() == 1
        for stranger in (None, ("plug-01", "wrong")):
            with pytest.raises(ConnectionError), Publisher(broker.port, user=stranger):
                pass


async def test_a_publisher_whose_broker_is_gone_says_so() -> None:
    with Broker() as broker:
        publisher = Publisher(broker.port)
        publisher.__enter__()
    try:
        publisher.publish(Message("tele/p/LWT", b"Online"))
        with pytest.raises(TimeoutError):
            await publisher.settled(0.2)
    finally:
        publisher.__exit__(None, None, None)


async def test_nothing_said_is_settled_at_once() -> None:
    with Broker() as broker, Publisher(broker.port) as publisher:
        assert await publisher.settled() == 0


def test_a_port_that_was_taken_in_between_is_not_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        draw = ports._free_ports
        drawn = iter([(taken.getsockname()[1], draw()[1])])
        monkeypatch.setattr(ports, "_free_ports", lambda: next(drawn, None) or draw())
        with Broker() as broker, Publisher(broker.port):
            pass
        monkeypatch.setattr(ports, "_free_ports", lambda: (taken.getsockname()[1], draw()[1]))
        with pytest.raises(RuntimeError, match="no free port"), Broker():
            pass
