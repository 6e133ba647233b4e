"""`anbu serve`, `web` and `worker`: one process of the service until it is told to stop."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
import uvicorn

from foundation import logs
from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.keyring import KeyRing, KeyRingError
from foundation.migrations import current_revision, newest_revision
from foundation.settings import Settings, SettingsError
from phone.channels import CannotAskError
from runtime.web import web_app
from runtime.wiring import Service, Surroundings, build

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from foundation.clock import Clock
    from phone.channels import CallChannel

log = structlog.get_logger()

CALL_OFF_SECONDS = 60.0
CALLS_WAIT_AT_MOST = timedelta(minutes=5)


def serve(*, web: bool, worker: bool) -> int:
    """Run until interrupted. Raises SettingsError with what must be corrected before."""
    settings = Settings.load()
    ring = key_ring(settings)
    _check_schema(settings)
    logs.configure(settings.log_level, sys.stdout)
    clock = RealClock()
    service = build(settings, Surroundings(clock=clock, ids=Ids(clock), keyring=ring))
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(service, web=web, worker=worker))
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
    if current_revision(settings.database_url) != newest_revision():
        raise SettingsError(
            ("ANBU_DATABASE_URL: the schema is not up to date. Run `anbu migrate`.",)
        )


async def _run(service: Service, *, web: bool, worker: bool) -> None:
    """Run the parts beside each other. A dead Telegram ends none of them."""
    parts: list[Coroutine[Any, Any, None]] = []
    if web:
        parts.append(_web(service))
        if service.telegram is not None:
            parts.append(service.telegram.run())
    if worker:
        parts.append(service.worker.run())
        if service.calls is not None:
            parts.append(_call_off(service.calls, service.surroundings.clock))
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    finally:
        await service.close()


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


async def _web(service: Service) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            web_app(service),
            host=service.settings.host,
            port=service.settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )
    )
    await server.serve()
    raise KeyboardInterrupt  # uvicorn was told to stop: so are the other parts
