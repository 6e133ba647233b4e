"""The connection to the broker: how it is made, and the thread that reads and writes."""

from threading import Event
from urllib.parse import urlsplit

import structlog
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from typing_extensions import override

from foundation import limits
from plugs.line import Line
from plugs.listener.wire import Wire

log = structlog.get_logger()

KEEPALIVE_SECONDS = 30
SESSION_EXPIRY_SECONDS = 7 * 24 * 3600
"""How long the broker keeps messages for us while we are away."""
RECONNECT_SECONDS = (1, 30)
LOOK_UP_SECONDS = 0.25
"""How soon a quiet thread notices that it is to leave."""
_DEFAULT_PORTS = {"mqtt": 1883, "mqtts": 8883}


class _Client(Client):
    """paho on our wire."""

    @override
    def _create_socket(self) -> Wire:
        return Wire(super()._create_socket())


def client_of(line: Line) -> Client:
    """A client that can connect; its callbacks are still to be given."""
    broker = urlsplit(line.url)
    client = _Client(
        CallbackAPIVersion.VERSION2, client_id=line.client_id, protocol=MQTTv5, manual_ack=True
    )
    if line.username is not None:
        client.username_pw_set(line.username, line.password)
    if broker.scheme == "mqtts":
        client.tls_set(line.ca_file, line.certificate_file, line.key_file)
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = SESSION_EXPIRY_SECONDS
    properties.ReceiveMaximum = 2 * limits.MQTT_BATCH_MESSAGES
    client.connect_async(
        str(broker.hostname),
        broker.port or _DEFAULT_PORTS[broker.scheme],
        keepalive=KEEPALIVE_SECONDS,
        clean_start=False,
        properties=properties,
    )
    return client


def wire_of(client: Client) -> Wire:
    """What it is connected by."""
    wire = client.socket()
    assert isinstance(wire, Wire)  # noqa: S101 - narrows the type
    return wire


def keep_connected(client: Client, hears: Event, leaving: Event) -> None:
    """Connect, again and again, and converse, until told to leave.

    `hears` is set once the broker takes us.
    """
    soonest, latest = RECONNECT_SECONDS
    pause = soonest
    while not leaving.is_set():
        try:
            client.reconnect()
        except (OSError, ValueError) as error:
            # Nobody is there, or it is not the broker that our authorities vouch for.
            log.warning("broker_not_reached", error=type(error).__name__)
        else:
            heard = _converse(client, hears, leaving)
            pause = soonest if heard else pause
        leaving.wait(pause)
        pause = min(2 * pause, latest)


def _converse(client: Client, hears: Event, leaving: Event) -> bool:
    """Read and write until the connection ends; returns whether the broker took us."""
    heard = False
    while client.socket() is not None:
        wire = wire_of(client)
        wire.wait(LOOK_UP_SECONDS)
        while client.loop_read() is MQTTErrorCode.MQTT_ERR_SUCCESS and wire.pending():
            pass
        heard = heard or hears.is_set()
        if client.want_write():
            client.loop_write()
        wire.flush()
        client.loop_misc()
        if leaving.is_set():
            client.disconnect()
    return heard
