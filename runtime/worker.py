"""The worker: one cycle after another until there is nothing left to do at this instant."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from care import service as contacts
from checkins import festivals, watch
from checkins.service import campaigns, sources
from foundation.spool import SpoolNotDrainedError
from messaging import store as outbox
from messaging.sender import Ran
from plugs.service import forgetting, left_on, noting
from reports import weekly
from signals import agenda
from tasks import nights
from vendors import service as vendors

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from foundation.clock import Clock
    from foundation.database import Database
    from messaging.sender import Sender
    from runtime.dispatch import Dispatch
    from signals.intake import Intake

log = structlog.get_logger()

POLL_SECONDS = 1.0
AFTER_ERROR_SECONDS = 5.0
CITYS_OWN = (
    weekly.SUBJECT,
    watch.SUBJECT,
    campaigns.SUBJECT,
    festivals.SUBJECT,
    contacts.SUBJECT,
    nights.SUBJECT,
    sources.SUBJECT,
    forgetting.SUBJECT,
    noting.SUBJECT,
    left_on.SUBJECT,
    vendors.SUBJECT,
)
"""What belongs to nobody in particular."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """What one cycle did. `held_back` until then: pacing lets no more messages leave before."""

    handled: int
    held_back: datetime | None


class Poke:
    """Wakes the worker: something was recorded, do not wait for the next poll."""

    def __init__(self) -> None:
        self._poked = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __call__(self) -> None:
        """Wake it, from whichever thread."""
        if self._loop is None:
            self._poked.set()
        else:
            self._loop.call_soon_threadsafe(self._poked.set)

    async def wait(self) -> None:
        """Return once it was called since the last return."""
        self._loop = asyncio.get_running_loop()
        await self._poked.wait()
        self._poked.clear()


class Worker:
    """Drains the spool, gives subjects their turn and sends what is due."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        intake: Intake,
        dispatch: Dispatch,
        sender: Sender,
        poke: Poke,
    ) -> None:
        self._database = database
        self._clock = clock
        self._intake = intake
        self._dispatch = dispatch
        self._sender = sender
        self._poke = poke
        self.last_cycle_at: datetime | None = None
        self._stopping = False
        self._sending: asyncio.Task[Ran] | None = None
        """Messages that leave beside the cycles."""

    async def cycle(self, *, beside: bool = False) -> Cycle:
        """Do once whatever is due now. A part that raises does not keep the others from theirs.

        `beside`: messages leave beside this cycle and the next ones, so that neither a provider
        that hangs nor a long queue keeps anybody from being heard.
        """
        if self.last_cycle_at is None:
            await self._database.aio(self._begin)
        failures: list[Exception] = []
        handled, held_back = await self._database.aio(self._drain), None
        # What the sender owes is written at once: another worker would send it again.
        busy = self._sending is not None or self._sender.owes
        if not busy and not await self._database.aio(self._anything_due):
            self.last_cycle_at = self._clock.now()
            return Cycle(handled, held_back)
        try:
            handled += await self._database.aio(self._dispatch.run)
        except Exception as error:  # noqa: BLE001 - raised below, after the sender's turn
            failures.append(error)
        try:
            sent = await self._send(beside=beside)
            handled, held_back = handled + sent.handled, sent.held_back
        except Exception as error:  # noqa: BLE001 - same
            failures.append(error)
        if failures:
            raise failures[0]
        self.last_cycle_at = self._clock.now()
        return Cycle(handled=handled, held_back=held_back)

    async def _send(self, *, beside: bool) -> Ran:
        """Send one batch; or begin to send beside, and say what was sent once that has ended."""
        if self._sending is None and not beside:
            return await self._sender.run()
        self._sending = self._sending or asyncio.ensure_future(self._send_on())
        if beside and not self._sending.done():
            return Ran(handled=0, held_back=None)
        await asyncio.wait({self._sending})
        sent, self._sending = self._sending, None
        return sent.result()

    async def _send_on(self) -> Ran:
        """Send until nothing more may leave; what became of each batch is heard of at once."""
        handled = 0
        try:
            while (sent := await self._sender.run()).handled:
                handled += sent.handled
                self._poke()
                if self._stopping:
                    break
        except Exception:
            self._poke()
            raise
        return Ran(handled, sent.held_back)

    def _begin(self) -> None:
        """The city's own is on the agenda from the first cycle on."""
        with self._database.write() as uow:
            for subject in CITYS_OWN:
                agenda.bring_forward(uow, subject, uow.now)

    def _drain(self) -> int:
        """What the spool does not give up must not hold up anything else."""
        try:
            return self._intake.drain()
        except SpoolNotDrainedError as error:
            log.warning("spool_kept", handled=error.handled, kept=error.kept)
            return error.handled
        except OSError as error:
            log.error("spool_unreadable", error=type(error).__name__)
            return 0

    async def settle(self, *, beside: bool = False) -> datetime | None:
        """Cycle until nothing is due; returns until when pacing holds messages back."""
        while (cycle := await self.cycle(beside=beside)).handled and not self._stopping:
            pass
        return cycle.held_back

    def _anything_due(self) -> bool:
        """One look instead of a whole cycle that would find nothing."""
        moment = self.next_moment()
        return moment is not None and moment <= self._clock.now()

    def next_moment(self) -> datetime | None:
        """The earliest moment at which anything is due."""
        with self._database.read() as uow:
            moments = (agenda.next_moment(uow), outbox.next_due(uow))
        return min((moment for moment in moments if moment is not None), default=None)

    def stop(self) -> None:
        """Let `run` return after its cycle: no message is left with an unknown outcome."""
        self._stopping = True
        self._poke()

    async def run(self) -> None:
        """Cycle until stopped. An error is logged, and the next cycle tried."""
        try:
            while not self._stopping:
                await self._go_on(self.settle(beside=True))
                await self._wait()
            if self._sending is not None:
                await self._go_on(self._send(beside=False))
        finally:
            if self._sending is not None:
                self._sending.cancel()

    async def _go_on(self, part: Awaitable[object]) -> None:
        try:
            await part
        except Exception:
            log.exception("cycle_failed")
            await self._clock.sleep(AFTER_ERROR_SECONDS)

    async def _wait(self) -> None:
        """Wait for a poke, at most POLL_SECONDS."""
        poked = asyncio.ensure_future(self._poke.wait())
        timer = asyncio.ensure_future(self._clock.sleep(POLL_SECONDS))
        try:
            await asyncio.wait({poked, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            poked.cancel()
            timer.cancel()
