"""What a unit of work reads for a whole batch before it is asked about each one of it.

Whoever works on a batch holds everybody in it. The first question about one of them is answered
for all with one statement, and the answers stand until this unit of work writes to a table that
they were read from: from then on each is read when it is asked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine
    from sqlmodel import SQLModel

    from foundation.unit_of_work import UnitOfWork

AHEAD = "anbu_ahead"
"""Execution option of a connection: the Ahead that hears of its writes."""
_WRITES = {"INSERT": 2, "DELETE": 2, "UPDATE": 1}
"""Which word of a statement is the table's name."""
T = TypeVar("T")


class Key(Enum):
    """What the answers to a question are found by."""

    ID = "id"
    REF = "ref"
    COMMON = "common"
    """Nobody of the batch: a district, say. Everybody may be interested in the same answer."""


class Reading(Generic[T]):
    """One question, and how it is answered about many at once.

    `load` gives the answers by key, of those that have one; `tables` are what it reads from.
    """

    def __init__(
        self,
        load: Callable[[UnitOfWork, Sequence[str]], Mapping[str, T]],
        *tables: type[SQLModel],
        key: Key = Key.ID,
    ) -> None:
        self.load = load
        self.key = key
        self.tables = frozenset(str(table.__tablename__) for table in tables)


class Ahead:
    """The answers of one unit of work. It keeps none until it is told who is worked on."""

    def __init__(self) -> None:
        self._batch: dict[Key, dict[str, None]] = {}
        self._known: dict[Reading[Any], dict[str, Any]] = {}
        """By key; None where there is no answer."""
        self._written: set[Reading[Any]] = set()
        self._concerned: Collection[str] = ()

    def together(self, refs: Sequence[str]) -> None:
        """Work on these, whom the caller has locked, from now on."""
        ids = (ref.rpartition(":")[2] for ref in refs)
        self._batch = {
            Key.ID: dict.fromkeys(ids),
            Key.REF: dict.fromkeys(refs),
            Key.COMMON: {},
        }

    def of(self, uow: UnitOfWork, reading: Reading[T], keys: Sequence[str]) -> dict[str, T]:
        """The answers by key, in the order of `keys`, without those that have none."""
        if not self._batch:
            found = reading.load(uow, keys)
            return {one: found[one] for one in keys if one in found}
        uow.session.flush()  # what was changed in memory counts, as for every statement
        known = self._known.setdefault(reading, {})
        missing = [one for one in keys if one not in known]
        if missing:
            known.update(self._read(uow, reading, missing))
        answers = {one: known[one] for one in keys if known[one] is not None}
        if reading.key is not Key.COMMON:
            for other in missing:
                if other not in self._batch[reading.key]:
                    del known[other]  # nobody has locked what belongs to her
        return answers

    def one(self, uow: UnitOfWork, reading: Reading[T], key: str) -> T | None:
        """The answer for one key; None when there is none."""
        return self.of(uow, reading, [key]).get(key)

    def _read(
        self, uow: UnitOfWork, reading: Reading[T], missing: Sequence[str]
    ) -> dict[str, T | None]:
        """The answers that are missing, and everybody else's while nothing was written."""
        known, asked = self._known[reading], list(dict.fromkeys(missing))
        others = [] if reading in self._written else self._batch[reading.key]
        more = [one for one in others if one not in known and one not in asked]
        try:
            found = reading.load(uow, [*asked, *more])
        except SQLAlchemyError:
            raise
        except Exception:
            if not more:
                raise
            more = []  # what is wrong with another one must not be in her way
            found = reading.load(uow, asked)
        return {one: found.get(one) for one in (*asked, *more)}

    @contextmanager
    def concerning(self, *keys: str) -> Iterator[None]:
        """What is written inside changes the answers for these keys only."""
        self._concerned = keys
        try:
            yield
        finally:
            self._concerned = ()

    def wrote(self, table: str) -> None:
        """Something is written to this table: what was read from it is not known any more."""
        for reading, known in self._known.items():
            if table not in reading.tables:
                continue
            if not self._concerned:
                known.clear()
                self._written.add(reading)
            for one in self._concerned:
                known.pop(one, None)

    def forget(self) -> None:
        """A part of the unit of work was undone: know nothing any more."""
        for known in self._known.values():
            known.clear()


def hear_of_writes(engine: Engine) -> None:
    """Tell the Ahead of each connection of `engine` what is written, however that is done."""
    event.listen(engine, "before_cursor_execute", _hear)


def _hear(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    ahead = connection.get_execution_options().get(AHEAD)
    place = _WRITES.get(statement[:6])
    if ahead is not None and place is not None:
        ahead.wrote(statement.split(None, place + 1)[place].strip('"'))
