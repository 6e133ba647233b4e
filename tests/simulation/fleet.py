"""The processes of the service: they work side by side, die, and are built anew from the file."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.seams import Crash
from foundation.settings import Settings
from runtime import wiring
from runtime.web import web_app
from runtime.wiring import Service
from runtime.worker import AFTER_ERROR_SECONDS
from tests.simulation.life import Life, LockedError, Outbound, Surroundings, watch
from tests.support.inprocess import SERVICE

Sabotage = Callable[[Service], None]
"""Breaks a freshly built service: how the checkers are shown to fire."""

NEXT_MOMENT = """
    SELECT min(at) FROM (
        SELECT min(next_at) AS at FROM agenda
        UNION ALL SELECT min(CASE state WHEN 'queued' THEN due_at ELSE lease_until END)
        FROM outbox WHERE state IN ('queued', 'leased', 'calling')
    )"""
"""The outbox's condition is its index's, word for word."""
GREETS_AGAIN = timedelta(seconds=5)
LEFTOVERS = 200
"""So many turns of the event loop let everything end that a dead process had under way."""


class Process:
    """One process. The first one of a fleet also answers the web."""

    def __init__(self, name: str, settings: Settings, around: Surroundings) -> None:
        self.name = name
        self._settings = settings
        self._around = around
        self._lives = 0
        self.life: Life | None = None
        self.service: Service | None = None
        self.work: asyncio.Task[datetime | None] | None = None
        self.greets_at: datetime | None = None
        self.up_at = self.rests_until = around.clock.now()

    @property
    def is_resting(self) -> bool:
        """Whether it waits a little after an error, as the worker does."""
        return self.rests_until > self._around.clock.now()

    @property
    def is_up(self) -> bool:
        return self.life is not None and self.life.alive

    @property
    def owes(self) -> bool:
        """Whether it knows of messages what the database does not."""
        return self.service is not None and self.service.worker._sender.owes

    @property
    def is_hanging(self) -> bool:
        return self.life is not None and self.life.hangs.is_set()

    def build(self, sabotage: Sabotage) -> Service:
        """Make every object anew: same file, same clock, same spool; another stream of ids."""
        self._lives += 1
        life = Life(self.name, self._lives, self._around)
        outbound = Outbound(life, self._around)
        clock = self._around.machine
        stream = f"{self._around.chance.plan.seed}{self._lives:04}{ord(self.name[-1]):03}"
        service = wiring.build(
            self._settings,
            wiring.Surroundings(
                clock=clock,
                ids=seeded(clock, int(stream)),
                keyring=KeyRing.demo_ring(),
                seams=life,
                inline=True,
                durable=False,
                transport=outbound,
            ),
        )
        worker: Any = service.worker
        worker._anything_due = lambda: True  # whoever lets it cycle has looked
        sabotage(service)
        watch(service, life, self._around, outbound)
        self.life, self.service = life, service
        return service

    async def bury(self) -> None:
        """Let everything end that it had under way, and say when it will be up again."""
        for _ in range(LEFTOVERS):
            await asyncio.sleep(0)
        if self.service is not None:
            await self.service.close()
        self.service, self.work, self.greets_at = None, None, None
        down = self._around.chance.down_for(self.name)
        self._around.journal.down += down
        self.up_at = self._around.clock.now() + down


class Front:
    """The service's address. A request whose process ends before the answer gets none."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._app: ASGIApp | None = None
        self._life: Life | None = None

    def open(self, app: ASGIApp, life: Life) -> None:
        self._app, self._life = app, life

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        life, app = self._life, self._app
        if app is None or life is None or not life.alive:
            raise httpx.ConnectError("Connection refused")
        try:
            await app(scope, receive, send)
            life.check()
        except Crash:
            message = "Server disconnected without sending a response."
            raise httpx.RemoteProtocolError(message) from None
        except LockedError:
            pass  # it was answered with 500 before it came here


class Fleet:
    """All processes; what the conductor takes for the service's worker."""

    def __init__(
        self, settings: Settings, folder: Path, around: Surroundings, sabotage: Sabotage
    ) -> None:
        self._around = around
        self._sabotage = sabotage
        self._front = Front(around)
        self._peek = Peek(settings.database_url)
        names = [f"process-{number}" for number in range(around.chance.plan.workers)]
        self.processes = [
            Process(name, settings.model_copy(update={"spool_dir": folder / "spool"}), around)
            for name in names
        ]
        around.network.apps[SERVICE] = self._front

    async def settle(self) -> datetime | None:
        """Let all who are there work until nobody finds anything more to do."""
        if any(process.is_hanging for process in self.processes):
            for _ in range(LEFTOVERS):
                await asyncio.sleep(0)  # whoever hung until now wakes up
        while True:
            await self._bring_up()
            busy = self._awake()
            ends = await asyncio.gather(*(self._until_quiet(process) for process in busy))
            dead = list(self._fallen())
            for process in dead:
                await process.bury()
            if not dead:
                return min((end for end in ends if end is not None), default=None)

    def _awake(self) -> list[Process]:
        """Those who look for work just now: mostly one, sometimes all at once.

        Who could not write down what it knows looks again as soon as it has rested.
        """
        there = [one for one in self.processes if one.is_up and not one.is_resting]
        chosen = self._around.chance.awake(there)
        return [one for one in there if one in chosen or one.owes]

    async def _until_quiet(self, process: Process) -> datetime | None:
        """Until the process has nothing more to do, hangs, or is dead."""
        assert process.life is not None
        assert process.service is not None
        if process.work is None:
            process.work = asyncio.ensure_future(self._settled(process))
        hangs = asyncio.ensure_future(process.life.hangs.wait())
        await asyncio.wait({process.work, hangs}, return_when=asyncio.FIRST_COMPLETED)
        hangs.cancel()
        if not process.work.done():
            return None
        work, process.work = process.work, None
        return work.result()

    async def _settled(self, process: Process) -> datetime | None:
        """Cycle for as long as anything is due; returns until when pacing holds messages back.

        After an error it rests, as the worker does.
        """
        service, machine = process.service, self._around.machine
        assert service is not None
        try:
            owes = service.worker._sender.owes
            while owes or service.intake.spooled() or self._peek.is_due(machine.now()):
                owes = False
                cycle = await service.worker.cycle()
                if not cycle.handled:
                    return cycle.held_back
        except Crash:
            pass
        except LockedError:
            pause = timedelta(seconds=AFTER_ERROR_SECONDS)
            process.rests_until = self._around.clock.now() + pause
        return None

    def _fallen(self) -> Iterator[Process]:
        for process in self.processes:
            if process.service is not None and not process.is_up and not process.is_hanging:
                yield process

    async def _bring_up(self) -> None:
        for number, process in enumerate(self.processes):
            if process.service is None and process.up_at <= self._around.clock.now():
                service = process.build(self._sabotage)
                assert process.life is not None
                if number == 0:
                    self._front.open(web_app(service), process.life)
                    process.greets_at = self._around.clock.now()
            await self._greet(process)

    async def _greet(self, process: Process) -> None:
        """Tell Telegram where we are; when that is spoilt on the way, once more a little later."""
        at, now = process.greets_at, self._around.clock.now()
        if at is None or at > now or not process.is_up or process.service is None:
            return
        line = process.service.telegram
        assert line is not None
        process.greets_at = None if await line.bring_up() else now + GREETS_AGAIN

    def next_moment(self) -> datetime | None:
        """When there is something to do again: for somebody who is up, or when somebody will be."""
        moments = [one.up_at for one in self.processes if one.service is None]
        waking = self._around.clock.next_wake()
        moments += [] if waking is None else [waking]
        up = [one for one in self.processes if one.is_up and not one.is_hanging]
        moments += [one.rests_until for one in up if one.is_resting]
        moments += [one.greets_at for one in up if one.greets_at is not None]
        if not all(one.is_resting for one in up):
            due = self._peek.next_moment()
            ahead = self._around.machine.now() - self._around.clock.now()
            moments += [] if due is None else [due - ahead]
        return min(moments, default=None)

    @property
    def listener(self) -> Process | None:
        """The process that hears the plugs, the last one; None while it cannot."""
        last = self.processes[-1]
        return last if last.is_up and not last.is_hanging else None

    @property
    def is_whole(self) -> bool:
        """Whether every process is up and none hangs."""
        return all(
            one.is_up and not one.is_hanging and not one.is_resting for one in self.processes
        )

    @property
    def anybody(self) -> Service | None:
        """A running service, to ask it something; None while all are down."""
        return next((one.service for one in self.processes if one.service is not None), None)

    @property
    def service(self) -> Service:
        """A running service. For moments at which there is one."""
        assert self.anybody is not None
        return self.anybody

    async def close(self) -> None:
        """Stop everybody, in the middle of whatever they do."""
        for process in self.processes:
            if process.work is not None:
                process.work.cancel()
                await asyncio.wait({process.work})
            if process.service is not None:
                await process.service.close()
        self._peek.close()


class Peek:
    """The next moment at which the service has anything to do, read past it.

    Processes are not asked to cycle before: they would only find nothing, slowly.
    """

    def __init__(self, database_url: str) -> None:
        self._file = sqlite3.connect(database_url.removeprefix("sqlite:///"))

    def next_moment(self) -> datetime | None:
        """The earliest due time on the agenda or in the outbox."""
        found = self._file.execute(NEXT_MOMENT).fetchone()[0]
        return None if found is None else datetime.fromisoformat(found).replace(tzinfo=UTC)

    def is_due(self, now: datetime) -> bool:
        moment = self.next_moment()
        return moment is not None and moment <= now

    def close(self) -> None:
        self._file.close()
