"""The worker: one cycle after another until there is nothing left to do at this instant."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from checkins import festivals, watch
from foundation.spool import SpoolNotDrainedError
from messaging import store as outbox
from reports import weekly
from signals import agenda

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.clock import Clock
    from foundation.database import Database
    from messaging.sender import Sender
    from runtime.dispatch import Dispatch
    from signals.intake import Intake

log = structlog.get_logger()

POLL_SECONDS = 1.0
AFTER_ERROR_SECONDS = 5.0


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

    async def cycle(self) -> Cycle:
        """Do once whatever is due now. A part that raises does not keep the others from theirs."""
        if self.last_cycle_at is None:
            await self._database.aio(self._begin)
        failures: list[Exception] = []
        handled, held_back = await self._database.aio(self._drain), None
        if not await self._database.aio(self._anything_due):
            self.last_cycle_at = self._clock.now()
            return Cycle(handled, held_back)
        try:
            handled += await self._database.aio(self._dispatch.run)
        except Exception as error:  # noqa: BLE001 - raised below, after the sender's turn
            failures.append(error)
        try:
            sent = await self._sender.run()
            handled, held_back = handled + sent.handled, sent.held_back
        except Exception as error:  # noqa: BLE001 - same
            failures.append(error)
        if failures:
            raise failures[0]
        self.last_cycle_at = self._clock.now()
        return Cycle(handled=handled, held_back=held_back)

    def _begin(self) -> None:
        """What belongs to nobody in particular is on the agenda from the first cycle on."""
        with self._database.write() as uow:
            for subject in (weekly.SUBJECT, watch.SUBJECT, festivals.SUBJECT):
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

    async def settle(self) -> datetime | None:
        """Cycle until nothing is due; returns until when pacing holds messages back."""
        while (cycle := await self.cycle()).handled and not self._stopping:
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
        while not self._stopping:
            try:
                await self.settle()
            except Exception:
                log.exception("cycle_failed")
                await self._clock.sleep(AFTER_ERROR_SECONDS)
            await self._wait()

    async def _wait(self) -> None:
        """Wait for a poke, at most POLL_SECONDS."""
        poked = asyncio.ensure_future(self._poke.wait())
        timer = asyncio.ensure_future(self._clock.sleep(POLL_SECONDS))
        try:
            await asyncio.wait({poked, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            poked.cancel()
            timer.cancel()
