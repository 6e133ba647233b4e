"""Which package hears of which signal, and one subject's turn.

A worker claims subjects, hands each of them its unhandled facts in canonical order, lets every
package do what time asks for, and plans the subject's next moment: all in one transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from foundation import limits
from signals import agenda
from signals import service as signals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from foundation.database import Database
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal, SignalKind

log = structlog.get_logger()

BATCH = 100
TURNS = 50
"""A subject whose facts breed facts for longer than this is broken: it waits and is reported."""
AFTER_FAILURE = timedelta(seconds=limits.LEASE_SECONDS)


class Consumer(Protocol):
    """Hears of the signals of some kinds."""

    name: str
    kinds: frozenset[SignalKind]

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Decide what the signal changes and write it down."""


class Actor(Protocol):
    """Has something to do when time passes."""

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Do whatever is due for this subject."""

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When the next thing is due for this subject."""


class ConsumerFailedError(Exception):
    """A consumer raised; the signal is set aside for it, and nobody else is held up."""

    def __init__(self, signal: Signal, consumer: str) -> None:
        super().__init__(f"{consumer} could not handle {signal.kind}")
        self.signal = signal
        self.consumer = consumer


class EndlessTurnError(Exception):
    """The facts of one subject breed facts without end."""


class Dispatch:
    """Gives every due subject its turn."""

    def __init__(
        self, database: Database, consumers: Sequence[Consumer], actors: Sequence[Actor]
    ) -> None:
        self._database = database
        self._consumers = consumers
        self._actors = actors

    def run(self) -> int:
        """Give up to BATCH due subjects their turn; returns how many had one."""
        subjects: list[Ref] = []
        try:
            with self._database.write() as uow:
                subjects = agenda.claim(uow, BATCH)
                for subject in subjects:
                    self._turn(uow, subject)
        except Exception:
            if not subjects:
                raise
            log.exception("batch_failed", count=len(subjects))
            for subject in subjects:
                self._alone(subject)
        return len(subjects)

    def _alone(self, subject: Ref) -> None:
        """Give one subject its turn in a transaction of its own."""
        try:
            with self._database.write() as uow:
                if agenda.claim_one(uow, subject):
                    self._turn(uow, subject)
        except ConsumerFailedError as failed:
            self._set_aside(failed)
        except Exception:
            log.exception("turn_failed", subject=subject)
            with self._database.write() as uow:
                agenda.plan(uow, subject, uow.now + AFTER_FAILURE)

    def _set_aside(self, failed: ConsumerFailedError) -> None:
        error = type(failed.__cause__).__name__
        log.error("signal_quarantined", signal=failed.signal.id, kind=failed.consumer, error=error)
        with self._database.write() as uow:
            signals.mark_handled(uow, failed.signal, failed.consumer, quarantined=error)

    def _turn(self, uow: UnitOfWork, subject: Ref) -> None:
        for _ in range(TURNS):
            pending = signals.pending(uow, subject)
            if not pending:
                for actor in self._actors:
                    actor.act(uow, subject)
                pending = signals.pending(uow, subject)
            if not pending:
                break
            self._hand_over(uow, pending)
        else:
            raise EndlessTurnError(subject)
        moments = (actor.next_due(uow, subject) for actor in self._actors)
        agenda.plan(uow, subject, min((at for at in moments if at is not None), default=None))

    def _hand_over(self, uow: UnitOfWork, pending: Sequence[Signal]) -> None:
        done = signals.handled_by(uow, pending)
        for signal in pending:
            for consumer in self._consumers:
                if signal.kind in consumer.kinds and (signal.id, consumer.name) not in done:
                    self._give(uow, consumer, signal)
            signals.close(uow, signal)

    def _give(self, uow: UnitOfWork, consumer: Consumer, signal: Signal) -> None:
        try:
            consumer.handle(uow, signal)
        except Exception as error:
            raise ConsumerFailedError(signal, consumer.name) from error
        signals.mark_handled(uow, signal, consumer.name)
