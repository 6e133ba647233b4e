"""A real MQTT broker on loopback for as long as a block runs."""

import socket
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import iotcore

LOOPBACK: Final = "127.0.0.1"
MAX_PAYLOAD_BYTES: Final = 128 * 1024
_TRIES: Final = 5

_HEAD: Final = """
id = 0
[router]
id = 0
max_connections = 10000
max_outgoing_packet_count = 200
max_segment_size = 104857600
max_segment_count = 10
"""
_LISTENER: Final = """
[{section}.1]
name = "{section}"
listen = "{host}:{port}"
next_connection_delay_ms = 1
[{section}.1.connections]
connection_timeout_ms = 60000
max_payload_size = {max_payload}
max_inflight_count = 500
dynamic_filters = true
"""


class Broker:
    """An embedded broker: in memory only, without rights on topics.

    It listens on two free ports of 127.0.0.1, one for each version of the protocol; messages
    cross between them. With `users` (name → password) it takes nobody else; without, anybody on
    this machine.
    """

    def __init__(self, users: Mapping[str, str] | None = None) -> None:
        self._users = dict(users or {})
        self._stack = ExitStack()
        self.port = 0
        """For clients of MQTT 3.1.1; known once the block is entered."""
        self.port_v5 = 0
        """For clients of MQTT 5."""

    @property
    def url(self) -> str:
        return f"mqtt://{LOOPBACK}:{self.port}"

    @property
    def url_v5(self) -> str:
        return f"mqtt://{LOOPBACK}:{self.port_v5}"

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            RuntimeError: it did not start.
        """
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="town-broker-"))
            running = self._start(Path(folder) / "broker.toml")
            stack.callback(running.stop)
            self._stack = stack.pop_all()
        return self

    def _start(self, config: Path) -> iotcore.Broker:
        for _ in range(_TRIES):
            self.port, self.port_v5 = _free_ports()
            text = _config({"v4": self.port, "v5": self.port_v5}, self._users)
            config.write_text(text, encoding="utf-8")
            try:
                return iotcore.Broker(config_path=str(config)).start()
            except OSError:  # another process took a port in between
                continue
        raise RuntimeError(f"The broker found no free port in {_TRIES} tries.")

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._stack.close()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind((LOOPBACK, 0))
        second.bind((LOOPBACK, 0))
        return first.getsockname()[1], second.getsockname()[1]


def _config(ports: Mapping[str, int], users: Mapping[str, str]) -> str:
    parts = [_HEAD]
    for section, port in ports.items():
        parts.append(
            _LISTENER.format(
                section=section, host=LOOPBACK, port=port, max_payload=MAX_PAYLOAD_BYTES
            )
        )
        if users:
            parts.append(f"[{section}.1.connections.auth]\n")
            parts.extend(f"{_quoted(name)} = {_quoted(users[name])}\n" for name in users)
    return "".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
