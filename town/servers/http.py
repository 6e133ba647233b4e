"""Serve an ASGI app on a loopback port inside the running event loop.

    async with serve(api.app) as served:
        ... served.url   # "http://127.0.0.1:41234"

No signal handlers, no thread, no log lines; the port is the system's choice unless given.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from town.servers.doors import HANG_UP

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """Where an app can be reached while its `serve` block is open."""

    port: int

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


class _ProtocolWithHangUp(H11Protocol):
    """Lets the app close its client's connection instead of answering."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), HANG_UP: self.transport.close}
            await answer(scope, receive, send)

        self.app = app


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers, telling when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets=sockets)
        except SystemExit:  # inside a task it would end the whole event loop
            raise RuntimeError("The app did not start: look for its traceback.") from None
        self.up.set()


@asynccontextmanager
async def serve(app: ASGIApp, *, port: int = 0, lifespan: bool = False) -> AsyncIterator[Served]:
    """Serve `app` on 127.0.0.1 until the block ends.

    With `lifespan` the app's start and stop are run too.

    Raises:
        OSError: the port is taken.
        RuntimeError: the app failed to start.
    """
    with socket.create_server((LOOPBACK, port)) as listener:
        # asyncio does this for listeners of its own only: an answer's body waited 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = _Server(
            uvicorn.Config(
                app,
                interface="asgi3",
                http=_ProtocolWithHangUp,
                ws="none",
                lifespan="on" if lifespan else "off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=2,
            )
        )
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await _started(server, running)
            yield Served(listener.getsockname()[1])
        finally:
            server.should_exit = True
            if not running.done():
                await running


async def _started(server: _Server, running: asyncio.Task[None]) -> None:
    up = asyncio.create_task(server.up.wait())
    await asyncio.wait({up, running}, return_when=asyncio.FIRST_COMPLETED)
    up.cancel()
    if running.done():
        await running
