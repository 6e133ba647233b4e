"""One MQTT client that speaks for all plugs, and counts what the broker has taken."""

import asyncio
import socket
import threading
from types import TracebackType
from typing import Any, Final, Self

from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from town.servers.mqtt.broker import LOOPBACK
from town.servers.mqtt.plugs import Message

CONNECT_SECONDS: Final = 5.0


class Publisher:
    """Publishes with QoS 1 over one connection, which keeps the order.

    A wall-clock time-out that fires here means that the broker is gone.
    """

    def __init__(
        self,
        port: int,
        *,
        mqtt5: bool = False,
        user: tuple[str, str] | None = None,
        client_id: str = "town-plugs",
    ) -> None:
        self._port = port
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=MQTTv5 if mqtt5 else MQTTv311,
        )
        if user:
            self._client.username_pw_set(*user)
        self._client.on_socket_open = _at_once
        self._client.on_connect = self._on_connect
        self._client.on_publish = self._on_publish
        self._connected = threading.Event()
        self._lock = threading.Lock()
        self._waiter: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self.published = 0
        self.acknowledged = 0

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            ConnectionError: nobody listens, or the broker refuses us.
        """
        self._client.connect(LOOPBACK, self._port)
        self._client.loop_start()
        if not self._connected.wait(CONNECT_SECONDS):
            self._client.loop_stop()
            raise ConnectionError(f"The broker on port {self._port} does not take us.")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, message: Message) -> None:
        """Hand one message to the client; the broker takes it a moment later."""
        with self._lock:
            self.published += 1
        self._client.publish(message.topic, message.payload, qos=1, retain=message.retain)

    async def settled(self, timeout_seconds: float = 10.0) -> int:
        """Wait until the broker has acknowledged everything; returns how many that is.

        Raises:
            TimeoutError: it did not.
        """
        everything = asyncio.Event()
        async with asyncio.timeout(timeout_seconds):
            with self._lock:
                self._waiter = (asyncio.get_running_loop(), everything)
                self._wake_if_settled()
            await everything.wait()
        return self.acknowledged

    def _on_connect(
        self, _client: Client, _userdata: object, _flags: object, reason: Any, _props: object
    ) -> None:
        if not reason.is_failure:
            self._connected.set()

    def _on_publish(self, *_args: object) -> None:
        with self._lock:
            self.acknowledged += 1
            self._wake_if_settled()

    def _wake_if_settled(self) -> None:
        if self._waiter and self.acknowledged == self.published:
            loop, everything = self._waiter
            self._waiter = None
            loop.call_soon_threadsafe(everything.set)


def _at_once(_client: Client, _userdata: object, opened: Any) -> None:
    """Messages that follow one another do not wait for the first one's acknowledgement."""
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
