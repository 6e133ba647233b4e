"""The socket to the broker, as one thread reads and writes it for paho.

paho asks for one byte, then for another, and sends every packet alone: half of what receiving
costs. Here whatever has come is read at once, and whatever is to go is sent together.
"""

import select
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

READ_BYTES = 64 * 1024
_PUBACK = b"\x40\x02"
_MID_BYTES = 2
_MILLISECONDS = 1000


class Socket(Protocol):
    """What is used of a socket, plain or TLS."""

    def recv(self, size: int, /) -> bytes: ...
    def send(self, data: bytes | bytearray, /) -> int: ...
    def close(self) -> None: ...
    def fileno(self) -> int: ...
    def setblocking(self, flag: bool, /) -> None: ...  # noqa: FBT001 - the socket's own


class Wire:
    """One connection. `send` and `acknowledge` are for any thread, the rest for one."""

    def __init__(self, inner: Socket) -> None:
        self._inner = inner
        self._decrypted: Callable[[], int] = getattr(
            inner, "pending", int
        )  # TLS has some of its own
        self._ahead = b""
        self._at = 0
        self._unsent = bytearray()
        self._lock = threading.Lock()
        self._closed = False
        self._wakes, self._waker = socket.socketpair()
        self._wakes.settimeout(0)
        self._waker.settimeout(0)

    def wait(self, seconds: float) -> None:
        """Wait until something came or can go, at most so long."""
        if self.pending():
            return
        poll = select.poll()
        wanted = select.POLLIN | (select.POLLOUT if self._unsent else 0)
        poll.register(self._inner.fileno(), wanted)
        poll.register(self._wakes, select.POLLIN)
        poll.poll(seconds * _MILLISECONDS)
        with suppress(BlockingIOError):
            self._wakes.recv(READ_BYTES)

    def pending(self) -> int:
        """How many bytes can be read without asking the system."""
        return len(self._ahead) - self._at + self._decrypted()

    def recv(self, size: int) -> bytes:
        """Up to so many bytes. Raises what the socket raises when it has none."""
        if self._at == len(self._ahead):
            self._ahead, self._at = self._inner.recv(READ_BYTES), 0
        begin, self._at = self._at, min(self._at + size, len(self._ahead))
        return self._ahead[begin : self._at]

    def send(self, data: bytes | bytearray) -> int:
        """Take all of it, to be sent by `flush`."""
        with self._lock:
            if not self._unsent:
                self._wake()
            self._unsent += data
        return len(data)

    def acknowledge(self, mids: Iterable[int]) -> None:
        """Tell the broker that these messages are recorded; nothing once the line is closed."""
        told = b"".join(_PUBACK + mid.to_bytes(_MID_BYTES, "big") for mid in mids)
        if not self._closed:
            self.send(told)

    def flush(self) -> None:
        """Send what waits, as far as the line takes it. That it is broken, reading tells."""
        with self._lock, suppress(OSError):
            while self._unsent:
                del self._unsent[: self._inner.send(self._unsent)]

    def close(self) -> None:
        self.flush()
        self._closed = True
        self._inner.close()
        self._wakes.close()
        self._waker.close()

    def fileno(self) -> int:
        return self._inner.fileno()

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001 - paho calls it so
        self._inner.setblocking(flag)

    def _wake(self) -> None:
        with suppress(OSError):
            self._waker.send(b"\0")
