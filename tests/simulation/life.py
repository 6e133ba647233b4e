"""One life of one process of the service: it is watched, and it can end at any seam."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from typing_extensions import override

from foundation.clock import ManualClock, SteppedClock
from foundation.database import Database
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash, Seams
from foundation.unit_of_work import UnitOfWork
from messaging.channel import Card, Channel, Outcome, Reconciler, Refused, Rendered, Sent, Unknown
from messaging.tables import OutboxRow
from residents.model import ChannelName
from runtime.wiring import Service
from tests.simulation.chance import Chance
from tests.simulation.journal import Call, Journal
from tests.simulation.lawful import why_not
from tests.support.inprocess import Network

T = TypeVar("T")
GONE = "gone"
"""The point at which whatever a dead process still wanted to do ends."""


class LockedError(OperationalError):
    """The database failed, on purpose."""

    def __init__(self, where: object) -> None:
        super().__init__(f"{where}", None, sqlite3.OperationalError("database is locked"))


class Life(Seams):
    """From a process's start to its end. Everything it does comes by here."""

    def __init__(self, process: str, number: int, surroundings: "Surroundings") -> None:
        self.process = process
        self.name = f"{process}.{number}"
        self.alive = True
        self.hangs = asyncio.Event()
        self._around = surroundings

    @override
    def reach(self, point: str) -> None:
        if not self.alive:
            raise Crash(GONE)
        if self._around.chance.dies(self.process):
            self.end(point)
            raise Crash(point)
        if point in {BEFORE_COMMIT, AFTER_COMMIT} and self._around.chance.commit_fails(
            self.process
        ):
            raise self.failure(point)

    def failure(self, where: str) -> LockedError:
        """What the database answers now, which is noted."""
        journal, now = self._around.journal, self._around.clock.now()
        journal.failures.append((self.name, now))
        journal.note(now, self.name, "is failed by the database at its", where)
        return LockedError(where)

    def end(self, point: str) -> None:
        """From now on nothing this process does has any effect."""
        self.alive = False
        now = self._around.clock.now()
        self._around.journal.deaths[self.name] = now
        self._around.journal.note(now, self.name, "dies", point)

    def check(self) -> None:
        """Raise Crash when the process has ended meanwhile."""
        if not self.alive:
            raise Crash(GONE)

    async def dawdle(self) -> None:
        """Let others go first."""
        for _ in range(self._around.chance.dawdles(self.process)):
            await asyncio.sleep(0)
        self.check()

    async def hang(self) -> None:
        """Stand still for some time in the middle of a call, as a suspended machine does."""
        pause = self._around.chance.stalls(self.process)
        if pause is None:
            return
        journal, now = self._around.journal, self._around.clock.now()
        journal.note(now, self.name, "hangs", pause)
        journal.hangs.append((self.name, now, now + pause))
        journal.down += pause
        self.hangs.set()
        await self._around.clock.sleep(pause.total_seconds())
        self.hangs.clear()
        self.check()


class Surroundings:
    """What all processes of a run share."""

    def __init__(
        self, clock: ManualClock, chance: Chance, journal: Journal, network: Network
    ) -> None:
        self.clock = clock
        self.machine = SteppedClock(clock)
        """What the machine of the service takes for the time."""
        self.office: Database | None = None
        """The office's own way to the data, which never fails."""
        self.database_away: Callable[[], bool] = lambda: False
        self.chance = chance
        self.journal = journal
        self.network = network


class Outbound(httpx.AsyncBaseTransport):
    """The network as one life sees it. Tells of requests that leave inside a transaction."""

    def __init__(self, life: Life, around: Surroundings) -> None:
        self._life = life
        self._around = around
        self.database: Database | None = None

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._life.dawdle()
        self._look_for_transactions(request)
        try:
            response = await self._around.network.handle_async_request(request)
        finally:
            # Whatever came back, a process that has ended does not hear it.
            await self._life.dawdle()
        return response

    def _look_for_transactions(self, request: httpx.Request) -> None:
        method = request.url.path.rpartition("/")[2]
        if self.database is not None and _open_transactions(self.database):
            self._around.journal.in_transaction.append(f"{self._life.name} {method}")


def _open_transactions(database: Database) -> int:
    """Connections that are out of the pool: each has a transaction."""
    count = getattr(database._engine.pool, "checkedout")()  # noqa: B009 - QueuePool's own
    return int(count)


class WatchedChannel:
    """Notes every call of a channel, with what the outbox said at that moment."""

    def __init__(self, inner: Channel, life: Life, around: Surroundings) -> None:
        self._inner = inner
        self._life = life
        self._around = around

    @property
    def name(self) -> ChannelName:
        return self._inner.name

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        journal = self._around.journal
        call = self._begun(attempt)
        call.text = rendered.text if isinstance(rendered, Card) else ""
        journal.calls.append(call)
        if call.after_unknown == "resend":
            # Between the last look at the lease and the call nothing helps the other classes.
            await self._life.hang()
        outcome = await self._inner.send(address, rendered, attempt)
        await self._life.hang()
        now = self._around.clock.now()
        call.outcome, call.known_at = said(outcome), now
        journal.note(now, self._life.name, "sent", call.template, call.to, attempt, call.outcome)
        return outcome

    def _begun(self, outbox_id: str) -> Call:
        office = self._around.office
        assert office is not None
        with office.read() as uow:
            row = uow.session.get(OutboxRow, outbox_id)
            assert row is not None
            wrong = why_not(uow.session, row)
            self._around.journal.unlawful += [] if wrong is None else [wrong]
            return Call(
                at=self._around.clock.now(),
                life=self._life.name,
                channel=row.channel,
                outbox_id=outbox_id,
                to=row.to_ref,
                template=row.template,
                after_unknown=row.after_unknown,
                state=row.state,
                attempts=row.attempts,
            )


class WatchedReconciler(WatchedChannel):
    """The same for a channel that can be asked what it has."""

    async def find(self, address: str, attempt: str) -> Sent | None:
        assert isinstance(self._inner, Reconciler)
        return await self._inner.find(address, attempt)


def said(outcome: Outcome) -> str:
    """An outcome in one word."""
    match outcome:
        case Sent():
            return "sent"
        case Refused(why=why):
            return f"refused:{why}"
        case Unknown():
            return "unknown"


def watch(service: Service, life: Life, around: Surroundings, outbound: Outbound) -> None:
    """Put the observers between the service's parts."""
    outbound.database = service.database
    sender: Any = service.worker._sender
    channels: MutableMapping[ChannelName, Channel] = sender._channels
    for name, channel in list(channels.items()):
        watched = WatchedReconciler if isinstance(channel, Reconciler) else WatchedChannel
        channels[name] = watched(channel, life, around)
    _make_aio_dawdle(service.database, life)
    _let_fail(service, life, around)


def _make_aio_dawdle(database: Any, life: Life) -> None:
    async def aio(work: Callable[[], T]) -> T:
        await life.dawdle()
        result = work()
        await life.dawdle()
        return result

    database.aio = aio


def _let_fail(service: Service, life: Life, around: Surroundings) -> None:
    """Transactions find the database away, or fail in the middle."""
    database: Any = service.database
    write, read = service.database.write, service.database.read

    @contextmanager
    def failing_write() -> Iterator[UnitOfWork]:
        fails_before = around.chance.database_fails(life.process)
        if around.database_away() or fails_before == 0:
            raise life.failure("begin")
        with write() as uow:
            if fails_before is not None:
                _fail_before(uow, life, fails_before)
            yield uow

    @contextmanager
    def failing_read() -> Iterator[UnitOfWork]:
        if around.database_away():
            raise life.failure("begin")
        with read() as uow:
            yield uow

    database.write, database.read = failing_write, failing_read


def _fail_before(uow: UnitOfWork, life: Life, number: int) -> None:
    """Let the transaction's statement of this number fail, and none after it."""
    left = number

    def count(*_about: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise life.failure("statement")

    event.listen(uow.session.connection(), "before_cursor_execute", count)
