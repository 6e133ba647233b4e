"""Consumers and actors that misbehave on purpose."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from messaging.model import Message
from messaging.service import post
from residents.model import ChannelName
from runtime.dispatch import Consumer, Dispatch
from signals import service as signals
from signals.model import Draft, Ref, Signal, SignalKind, Source
from tests.runtime.neighbourhood import Neighbourhood


@dataclass
class Faulty:
    """Raises for what `raises_for` says, after it has written something."""

    name: str = "faulty"
    kinds: frozenset[SignalKind] = frozenset(SignalKind)
    raises_for: Callable[[Signal], bool] = lambda _signal: True
    heard: list[SignalKind] = field(default_factory=list)
    error: Exception | None = None

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        self.heard.append(signal.kind)
        note(uow, signal.subject, f"{self.name}:{signal.id}")
        if self.raises_for(signal):
            if self.error is not None:
                raise self.error
            # Worse than raising: PostgreSQL refuses every further statement.
            uow.session.connection().exec_driver_sql("SELECT nonsense")


@dataclass
class Lazy:
    """Always says it has something to do now; may raise instead."""

    of: Ref
    raises: bool = False
    acted: int = 0

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        if subject != self.of:
            return
        self.acted += 1
        if self.raises:
            raise ValueError

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        return uow.now if subject == self.of else None


@dataclass
class Breeder:
    """Makes a new fact of every fact."""

    of: Ref
    name: str = "breeder"
    kinds: frozenset[SignalKind] = frozenset({SignalKind.UNREADABLE})

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        if signal.subject == self.of:
            signals.record(
                uow,
                Draft(
                    kind=SignalKind.UNREADABLE,
                    source=Source.RUNTIME,
                    source_id=f"child of {signal.source_id[-20:]} {uow.ids.new()}",
                    subject=self.of,
                    occurred_at=uow.now,
                ),
            )


def note(uow: UnitOfWork, to: Ref, key: str) -> None:
    """Something written: it is there exactly when its part was not undone."""
    message = Message(
        to=to,
        channel=ChannelName.TELEGRAM,
        template="reply.noted",
        dedupe_key=key,
        due_at=uow.now,
        expires_at=uow.now,
    )
    post(uow, message)


def joined_by(here: Neighbourhood, *others: Consumer, first: bool = True) -> Neighbourhood:
    """The neighbourhood with more consumers, before or behind its own."""
    own = here.consumers
    here.dispatch = Dispatch(
        here.database, (*others, *own) if first else (*own, *others), here.actors
    )
    return here
