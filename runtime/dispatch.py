"""Which package hears of which signal, and one subject's turn.

A worker claims subjects, hands each of them its unhandled facts in canonical order, lets every
package do what time asks for, and plans the subject's next moment: all in one transaction. When
anything raises, the batch is undone and its subjects have their turns one by one, with every
consumer and actor apart: what raises then is undone alone and holds nobody else up.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from foundation import limits
from foundation.engines import database_failed
from signals import agenda
from signals import service as signals
from signals.model import Draft, SignalKind, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from foundation.database import Database
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal

log = structlog.get_logger()

BATCH = 100
SMALLEST_BATCH = 10
LONG_ENOUGH = timedelta(seconds=limits.WRITE_TRANSACTION_SECONDS)
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
        self._batch = BATCH

    def run(self) -> int:
        """Give up to BATCH due subjects their turn; returns how many had one.

        A transaction that has lasted long enough leaves the rest to the next: whoever wants to
        record a fact waits for it. The next one then begins with fewer, since much is read for
        all of them at once.
        """
        subjects: list[Ref] = []
        try:
            with self._database.write() as uow:
                subjects = agenda.claim(uow, self._batch)
                done = self._together(uow, subjects)
                cut_short = done < len(subjects)
                self._batch = (
                    max(done, SMALLEST_BATCH) if cut_short else min(2 * self._batch, BATCH)
                )
                return done
        except Exception:
            if not subjects:
                raise
            log.exception("batch_failed", count=len(subjects))
            for subject in subjects:
                self._alone(subject)
        return len(subjects)

    def _together(self, uow: UnitOfWork, subjects: list[Ref]) -> int:
        """Give these their turns, as long as there is time; returns how many had one."""
        uow.ahead.together(subjects)
        turns: list[_Turn] = []
        for subject in subjects:
            turns.append(_Turn(uow, subject, self._consumers, self._actors, apart=False))
            turns[-1].take()
            if self._database.now() - uow.now >= LONG_ENOUGH:
                break
        signals.mark_all_handled(uow, [pair for turn in turns for pair in turn.handled])
        signals.close(uow, [signal for turn in turns for signal in turn.closed])
        return len(turns)

    def _alone(self, subject: Ref) -> None:
        """Give one subject its turn in a transaction of its own, everybody in it apart."""
        try:
            with self._database.write() as uow:
                if agenda.claim_one(uow, subject):
                    _Turn(uow, subject, self._consumers, self._actors, apart=True).take()
        except Exception:
            log.exception("turn_failed", subject=subject)
            with self._database.write() as uow:
                agenda.plan(uow, subject, uow.now + AFTER_FAILURE)


class _Turn:
    """One subject's turn. `apart`: whoever raises is undone and reported, the others go on."""

    def __init__(
        self,
        uow: UnitOfWork,
        subject: Ref,
        consumers: Sequence[Consumer],
        actors: Sequence[Actor],
        *,
        apart: bool,
    ) -> None:
        self._uow = uow
        self._subject = subject
        self._consumers = consumers
        self._actors = actors
        self._apart = apart
        self._failed: list[Actor] = []
        self.handled: list[tuple[Signal, str]] = []
        """With the consumer. In a batch they are marked with everybody else's at its end."""
        self.closed: list[Signal] = []

    def take(self) -> None:
        """Handle what is pending and due until nothing is.

        What is due at once again and again waits; facts that breed facts raise EndlessTurnError.
        """
        with agenda.turn(self._uow, self._subject):
            self._take()

    def _take(self) -> None:
        uow, subject = self._uow, self._subject
        for _ in range(TURNS):
            if pending := self._pending():
                self._hand_over(pending)
                continue
            self._let_act()
            next_at = min(self._moments(), default=None)
            if next_at is not None and next_at <= uow.now:
                continue
            if not self._pending():
                agenda.plan(uow, subject, next_at)
                return
        if not self._apart or self._pending():
            raise EndlessTurnError(subject)
        log.error("turn_endless", subject=subject)
        agenda.plan(uow, subject, uow.now + AFTER_FAILURE)

    def _pending(self) -> list[Signal]:
        closed = {signal.id for signal in self.closed}
        pending = signals.pending(self._uow, self._subject)
        return [signal for signal in pending if signal.id not in closed]

    def _let_act(self) -> None:
        for actor in self._able():
            with self._guard(partial(self._rest, actor)):
                actor.act(self._uow, self._subject)

    def _moments(self) -> list[datetime]:
        """When anything is due next; after a failure soon, though not at once."""
        moments: list[datetime] = []
        for actor in self._able():
            with self._guard(partial(self._rest, actor)):
                at = actor.next_due(self._uow, self._subject)
                moments += [] if at is None else [at]
        return [*moments, self._uow.now + AFTER_FAILURE] if self._failed else moments

    def _able(self) -> list[Actor]:
        return [actor for actor in self._actors if actor not in self._failed]

    def _rest(self, actor: Actor, error: Exception) -> None:
        """Leave this actor out until the subject is tried again."""
        log.error(
            "actor_failed",
            subject=self._subject,
            consumer=type(actor).__name__,
            exc_info=error,
        )
        self._failed.append(actor)

    def _hand_over(self, pending: Sequence[Signal]) -> None:
        done = signals.handled(self._uow, self._subject)
        for signal in pending:
            for consumer in self._consumers:
                if signal.kind in consumer.kinds and (signal.id, consumer.name) not in done:
                    self._give(consumer, signal)
            self.closed.append(signal)
            if self._apart:
                signals.close(self._uow, [signal])

    def _give(self, consumer: Consumer, signal: Signal) -> None:
        with self._guard(partial(self._set_aside, consumer, signal)):
            consumer.handle(self._uow, signal)
            self.handled.append((signal, consumer.name))
            if self._apart:
                signals.mark_handled(self._uow, signal, consumer.name)

    def _set_aside(self, consumer: Consumer, signal: Signal, error: Exception) -> None:
        """Quarantine the fact for this consumer, and let a person know of it."""
        log.error(
            "signal_set_aside",
            signal=signal.id,
            kind=signal.kind,
            consumer=consumer.name,
            exc_info=error,
        )
        why = type(error).__name__
        signals.mark_handled(self._uow, signal, consumer.name, quarantined=why)
        if signal.kind is SignalKind.SET_ASIDE:
            return
        signals.record(
            self._uow,
            Draft(
                kind=SignalKind.SET_ASIDE,
                source=Source.RUNTIME,
                source_id=f"{signal.id}:{consumer.name}",
                subject=signal.subject,
                occurred_at=self._uow.now,
                data={"signal": signal.id, "kind": signal.kind, "consumer": consumer.name},
            ),
        )

    @contextmanager
    def _guard(self, when_it_raises: Callable[[Exception], None]) -> Iterator[None]:
        """In a batch whatever raises undoes the batch; on its own only what it guards.

        A database that fails says nothing about what it guards: then the turn is undone.
        """
        if not self._apart:
            yield
            return
        try:
            with self._uow.apart():
                yield
        except Exception as error:
            if database_failed(error):
                raise
            when_it_raises(error)
