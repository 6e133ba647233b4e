"""A Telegram that takes everything at once: `python -m benchmarks.sink` prints its port.

It runs as a process of its own, so that what it costs is not counted. `GET /count` answers how
many messages came, `GET /at?CHAT` when the first for this chat did, in seconds of the clock that
`time.perf_counter` reads (-1: none came).
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import ClassVar
from urllib.parse import parse_qs

import httpx
from typing_extensions import override

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"


class _Door(asyncio.Protocol):
    """Reads requests of one connection, one after the other."""

    first: ClassVar[dict[str, float]] = {}
    count = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._read = b""

    @override
    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head, rest = self._read[:end], self._read[end + 4 :]
            length = _length(head)
            if len(rest) < length:
                return
            body, self._read = rest[:length], rest[length:]
            answer = json.dumps(self._answer(head.split(b" ", 2)[1].decode(), body.decode()))
            self._transport.write(HEAD % (len(answer), answer.encode()))

    def _answer(self, path: str, body: str) -> object:
        if path == "/count":
            return _Door.count
        if path.startswith("/at?"):
            return _Door.first.get(path.removeprefix("/at?"), -1)
        chat = parse_qs(body).get("chat_id", ["0"])[0]
        _Door.first.setdefault(chat, perf_counter())
        _Door.count += 1
        shown = {"id": int(chat), "type": "private"}
        return {
            "ok": True,
            "result": {"message_id": _Door.count, "date": 0, "chat": shown, "text": "-"},
        }


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


@dataclass(frozen=True)
class Sink:
    """A sink that runs."""

    url: str

    def count(self) -> int:
        return int(httpx.get(f"{self.url}/count").json())

    def at(self, chat: str) -> float | None:
        at = float(httpx.get(f"{self.url}/at?{chat}").json())
        return None if at < 0 else at


@contextmanager
def running() -> Iterator[Sink]:
    """A sink in a process of its own, ended by its pid."""
    command = [sys.executable, "-m", "benchmarks.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Sink(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Door, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
