"""Batches of messages into the database, whatever they hold."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from foundation.city import City
from foundation.database import Database
from plugs.decoders import digest_of, is_announcement, read
from plugs.model import Announced, Heard, Learnt, Message, Oddity, Oddness
from plugs.service import Tally, announced_by, hear, learn, line_opened, topics_wanted

log = structlog.get_logger()


class DatabaseAwayError(Exception):
    """The database takes nothing now: keep the batch and hand it in again."""


class Ear:
    """Records what was heard. `poke` wakes the worker when something follows from it."""

    def __init__(self, database: Database, city: City, poke: Callable[[], None]) -> None:
        self._database = database
        self._city = city
        self._poke = poke

    def handle(self, messages: Sequence[Message | Oddity]) -> Tally:
        """Record a batch in one transaction; once it returns the batch may be acknowledged.

        A message that cannot be recorded is set aside, and holds up no other. Handing a batch in
        again changes nothing. Raises DatabaseAwayError.
        """
        try:
            return self._record(messages)
        except DatabaseAwayError:
            raise
        except Exception:
            log.exception("batch_failed", count=len(messages))
        return _sum([self._alone(message) for message in messages])

    def wanted(self) -> frozenset[str]:
        """What installed devices need us to listen to. Raises DatabaseAwayError."""
        try:
            with self._database.read() as uow:
                return topics_wanted(uow)
        except DBAPIError as error:
            raise DatabaseAwayError from error

    def opened(self) -> None:
        """We hear again after a break. Raises DatabaseAwayError."""
        try:
            with self._database.write() as uow:
                line_opened(uow)
        except DBAPIError as error:
            raise DatabaseAwayError from error

    def _alone(self, message: Message | Oddity) -> Tally:
        try:
            return self._record([message])
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad message must not stop the others
            digest = digest_of(message.payload if isinstance(message, Message) else b"")
            log.error("message_set_aside", signal=digest, error=type(error).__name__)
            return self._record([Oddity(Oddness.FAILED, digest, message.at)])

    def _record(self, messages: Sequence[Message | Oddity]) -> Tally:
        try:
            return self._take(messages)
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            raise DatabaseAwayError from error

    def _take(self, messages: Sequence[Message | Oddity]) -> Tally:
        """Announcements first: what else came may be readable by them."""
        told = [one for one in messages if isinstance(one, Message)]
        announcements = [read(one) for one in told if is_announcement(one.topic)]
        learnt = [one for one in announcements if isinstance(one, Learnt)]
        no_room = self._learn(learnt) if learnt else ()
        others = [one for one in told if not is_announcement(one.topic)]
        understood = [*announcements, *self._read(others)]
        heard = [one for one in understood if isinstance(one, Heard)]
        odd = [one for one in (*messages, *understood, *no_room) if isinstance(one, Oddity)]
        with self._database.write() as uow:
            tally = hear(uow, heard, odd, self._city)
            if tally.signals:
                uow.on_commit(self._poke)
        return replace(tally, learnt=len(learnt))

    def _learn(self, learnt: Sequence[Learnt]) -> Sequence[Oddity]:
        with self._database.write() as uow:
            return learn(uow, learnt)

    def _read(self, messages: Sequence[Message]) -> Iterator[Heard | Learnt | Oddity]:
        with self._database.read() as uow:
            announced = announced_by(uow, {one.topic for one in messages})
        by_topic: dict[str, list[Announced]] = defaultdict(list)
        for each in announced:
            by_topic[each.topic].append(each)
        for one in messages:
            yield read(one, by_topic.get(one.topic, ()))


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        readings=sum(one.readings for one in tallies),
        slots=sum(one.slots for one in tallies),
        signals=sum(one.signals for one in tallies),
        odd=sum(one.odd for one in tallies),
        learnt=sum(one.learnt for one in tallies),
    )
