"""A Mosquitto of one test, started and ended by its pid, and its own client to speak with."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from typing_extensions import override

from tests.runtime_process.child import ROOT, free_port
from tests.servers.authority import Authority

EXAMPLE = ROOT / "docs" / "examples" / "mosquitto.conf"
LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.02
POLLS = 3000
"""A minute: a hang fails, a busy machine does not."""
LEAVES_WITHIN = 30.0
_CONNECT = b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00"
_CONNECTED = b"\x20\x02\x00\x00"

_CONFIG = """\
listener {port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
persistence true
persistence_location {folder}/
autosave_interval 1
autosave_on_changes false
max_inflight_messages 1000
max_queued_messages 100000
"""
_AS_ROOT = "user root\n"
"""Else it becomes a user who may not enter the test's folder."""


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until it is so. Raises AssertionError when it does not come about."""
    pause = threading.Event()
    for _ in range(POLLS):
        if condition():
            return
        pause.wait(POLL_SECONDS)
    raise AssertionError("it did not happen in time")


class RefusedError(Exception):
    """The broker does not take us, or not what we say; with its client's words."""


class Mosquitto:
    """A broker on a port of its own; what it has taken is on the disk when it starts again."""

    scheme = "mqtt"

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._stored = folder / "mosquitto.db"
        self._config = folder / "mosquitto.conf"
        self._log = folder / "mosquitto.log"
        self._process: subprocess.Popen[bytes] | None = None
        text = self._settings()
        self._config.write_text(text if os.geteuid() else text + _AS_ROOT, encoding="utf-8")

    def _settings(self) -> str:
        return _CONFIG.format(port=self.port, folder=self._folder)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns once it answers. Raises AssertionError with its log when it does not."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["/usr/sbin/mosquitto", "-c", self._config],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        eventually(self._answers)

    def terminate(self) -> None:
        """As systemd ends it: it writes down what it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As when the power fails."""
        self._end(signal.SIGKILL)

    def say(self, topic: str, payload: bytes) -> None:
        """Publish with the distribution's client; returns once the broker has acknowledged."""
        at = ["-h", LOOPBACK, "-p", str(self.port)]
        subprocess.run(
            ["mosquitto_pub", *at, "-q", "1", "-t", topic, "-s"],
            input=payload,
            check=True,
            timeout=LEAVES_WITHIN,
        )

    def has_stored(self, payload: bytes) -> bool:
        """Whether a message that waits is on the disk: it is written a moment after the answer."""
        return self._stored.exists() and payload in self._stored.read_bytes()

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(encoding="utf-8")
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as client:
                client.sendall(_CONNECT)
                return client.recv(len(_CONNECTED)) == _CONNECTED
        except OSError:
            return False

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(LEAVES_WITHIN)
            self._process = None


class LockedMosquitto(Mosquitto):
    """The broker as docs/examples sets it up: TLS, accounts, rights."""

    scheme = "mqtts"

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.authority = authority
        self.accounts = folder / "accounts"
        self.pid_file = folder / "mosquitto.pid"
        self._certificate, self._key = authority.certify("broker")
        super().__init__(folder)

    @override
    def _settings(self) -> str:
        text = EXAMPLE.read_text(encoding="utf-8")
        for shipped, here in {
            "/etc/mosquitto/anbu": self.accounts,
            "/run/mosquitto/mosquitto.pid": self.pid_file,
            "/etc/mosquitto/certs/broker.crt": self._certificate,
            "/etc/mosquitto/certs/broker.key": self._key,
            "/var/lib/mosquitto/": f"{self._folder}/",
            "listener 8883": f"listener {self.port} {LOOPBACK}",
        }.items():
            assert shipped in text, shipped
            text = text.replace(shipped, str(here))
        return text

    @override
    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(encoding="utf-8")
        try:
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
        except OSError:
            return False
        return self.pid_file.exists()

    def say_as(self, user: tuple[str, str], topic: str, payload: bytes) -> None:
        """Publish with the distribution's client. Raises RefusedError."""
        self._as(user, ["mosquitto_pub", "-q", "1", "-t", topic, "-s"], payload)

    def listen_as(self, user: tuple[str, str], topic: str) -> None:
        """Ask for a topic and wait for one message at most a second. Raises RefusedError."""
        self._as(user, ["mosquitto_sub", "-q", "1", "-t", topic, "-E"], b"")

    def _as(self, user: tuple[str, str], command: Sequence[str], payload: bytes) -> None:
        name, password = user
        who = ["-u", name, "-P", password, "--cafile", str(self.authority.file)]
        asked = [*command, "-V", "5", "-h", LOOPBACK, "-p", str(self.port), *who]
        done = subprocess.run(
            asked, input=payload, capture_output=True, check=False, timeout=LEAVES_WITHIN
        )
        said = (done.stdout + done.stderr).decode()
        if done.returncode or said:
            raise RefusedError(said)
