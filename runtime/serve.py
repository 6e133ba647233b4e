"""`anbu serve`, `web` and `worker`: one process of the service until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from foundation import bell, logs
from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.keyring import KeyRing, KeyRingError
from foundation.memory import collect_seldom
from foundation.migrations import current_revision, newest_revision
from foundation.settings import Settings, SettingsError
from phone.channels import CannotAskError
from runtime.web import web_app
from runtime.wiring import Service, Surroundings, build, goes_on

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from typing import Any

    from foundation.clock import Clock
    from phone.channels import CallChannel
    from plugs.listener import Listener

log = structlog.get_logger()

CALL_OFF_SECONDS = 60.0
CALLS_WAIT_AT_MOST = timedelta(minutes=5)
LEAVE_SECONDS = 5
"""How long requests and messages that are under way may take once the process is told to stop."""


def serve(*, web: bool, worker: bool) -> int:
    """Run until told to stop. Raises SettingsError with what must be corrected before."""
    settings = Settings.load()
    ring = key_ring(settings)
    _check_schema(settings)
    door = _door(settings) if web else None
    logs.configure(settings.log_level, sys.stdout)
    clock = RealClock()
    service = build(settings, Surroundings(clock=clock, ids=Ids(clock), keyring=ring))
    collect_seldom()
    asyncio.run(_run(service, door, worker=worker))
    return 0


def key_ring(settings: Settings) -> KeyRing:
    """The city's own key ring. Raises SettingsError without one, or with the demo's."""
    path = settings.key_ring_file
    if path is None:
        raise SettingsError(
            ("ANBU_KEY_RING_FILE: run `anbu keys init FILE` once and set it to that file.",)
        )
    try:
        ring = KeyRing.load(path)
    except (OSError, KeyRingError) as error:
        raise SettingsError((f"ANBU_KEY_RING_FILE: {error}",)) from None
    if ring.demo:
        raise SettingsError(
            ("ANBU_KEY_RING_FILE: this is the demo's ring, which everybody knows. Make your own.",)
        )
    return ring


def _check_schema(settings: Settings) -> None:
    try:
        current = current_revision(settings.database_url)
    except (SQLAlchemyError, ValueError) as error:
        why = f"the database cannot be used ({type(error).__name__}). `anbu doctor` looks closer."
        raise SettingsError((f"ANBU_DATABASE_URL: {why}",)) from None
    if current != newest_revision():
        raise SettingsError(
            ("ANBU_DATABASE_URL: the schema is not up to date. Run `anbu migrate`.",)
        )


def _door(settings: Settings) -> socket.socket:
    """Where requests come in."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        door = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        what = str(error.strerror).partition(" (")[0]  # the address again
        why = f"{where} cannot be listened at: {what}."
        raise SettingsError((f"ANBU_HOST and ANBU_PORT: {why}",)) from None
    # asyncio does this for listeners of its own only: an answer's body waited 40 ms for its head.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


async def _run(service: Service, door: socket.socket | None, *, worker: bool) -> None:
    """Run the parts beside each other until told to stop. A dead Telegram ends none of them."""
    told = _told_to_stop()
    beside: list[Coroutine[Any, Any, None]] = []
    server = None if door is None else _server(service, works_here=worker)
    if server is not None and service.telegram is not None:
        beside.append(service.telegram.run())
    if worker:
        beside += _chores(service)
    end_threads = _threads(service, works_here=worker)
    try:
        async with asyncio.TaskGroup() as group:
            ending: list[asyncio.Task[None]] = []
            if server is not None and door is not None:
                ending.append(group.create_task(server.serve([door])))
            if worker:
                ending.append(group.create_task(service.worker.run()))
                log.info("working")
            ended = [group.create_task(part) for part in beside]
            await told.wait()
            log.info("stopping")
            if server is not None:
                server.should_exit = True
            service.worker.stop()
            await asyncio.wait(ending, timeout=LEAVE_SECONDS)
            for task in (*ended, *ending):
                task.cancel()
    finally:
        await asyncio.to_thread(end_threads)
        await service.close()


def _threads(service: Service, *, works_here: bool) -> Callable[[], None]:
    """Start what no other part may hold up, each in its own thread; returns what ends them.

    The auditor looks again and again; the bell wakes the worker for what other processes record.
    """
    stop, settings = threading.Event(), service.settings
    look = partial(goes_on, service, works_here=works_here)
    auditor = partial(service.auditor.run, stop, look, settings.audit_seconds)
    hearing = partial(bell.listen, settings.database_url, stop, service.poke)
    parts = {"auditor": auditor, "bell": hearing} if works_here else {"auditor": auditor}
    threads = [threading.Thread(target=work, name=name) for name, work in parts.items()]
    for thread in threads:
        thread.start()

    def end() -> None:
        stop.set()
        for thread in threads:
            thread.join()

    return end


def _chores(service: Service) -> Iterator[Coroutine[Any, Any, None]]:
    """What runs beside the worker."""
    if service.calls is not None:
        yield _call_off(service.calls, service.surroundings.clock)
    if service.plugs is not None:
        yield _hear_plugs(service.plugs)


async def _hear_plugs(plugs: Listener) -> None:
    """Listen until cancelled; what was heard by then is recorded."""
    plugs.start()
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.to_thread(plugs.stop)


def _told_to_stop() -> asyncio.Event:
    """Set by Ctrl-C and by whoever supervises the process."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


async def _call_off(calls: CallChannel, clock: Clock) -> None:
    """Calls that wait in the provider's own queue would ring hours later: take them back."""
    while True:
        await clock.sleep(CALL_OFF_SECONDS)
        try:
            ended = await calls.call_off_queued(clock.now() - CALLS_WAIT_AT_MOST)
        except CannotAskError:
            log.warning("calls_not_looked_at")
            continue
        if ended:
            log.warning("calls_called_off", count=len(ended))


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us: it would end the process before the other parts."""

    @contextmanager
    @override
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        log.info("listening")


def _server(service: Service, *, works_here: bool) -> _Server:
    return _Server(
        uvicorn.Config(
            web_app(service, works_here=works_here),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LEAVE_SECONDS,
        )
    )
