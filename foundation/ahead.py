"""What a unit of work reads for a whole batch before it is asked about each one of it.

Whoever works on a batch holds everybody in it. The first question about one of them is answered
for all with one statement, and the answers stand until this unit of work writes to a table that
they were read from: from then on each is read when it is asked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sqlmodel import SQLModel

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

    `load` gets the unit of work and the keys, and gives the answers by key, of those that have one;
    `tables` are what it reads from; `expected` says which common keys a batch will ask about.
    """

    def __init__(
        self,
        load: Callable[[Any, Sequence[str]], Mapping[str, T]],
        *tables: type[SQLModel],
        key: Key = Key.ID,
        expected: Callable[[Any], Collection[str]] | None = None,
    ) -> None:
        self.load = load
        self.key = key
        self.expected = expected
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

    def of(self, uow: Any, reading: Reading[T], keys: Sequence[str]) -> dict[str, T]:
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

    def one(self, uow: Any, reading: Reading[T], key: str) -> T | None:
        """The answer for one key; None when there is none."""
        if self._batch:
            uow.session.flush()
            known: dict[str, T | None] = self._known.get(reading, {})
            if key in known:
                return known[key]
        return self.of(uow, reading, [key]).get(key)

    def _read(self, uow: Any, reading: Reading[T], missing: Sequence[str]) -> dict[str, T | None]:
        """The answers that are missing, and everybody else's while nothing was written."""
        known, asked = self._known[reading], dict.fromkeys(missing)
        others = () if reading in self._written else self._others(uow, reading)
        more = [one for one in others if one not in known and one not in asked]
        try:
            found = reading.load(uow, [*asked, *more])
        except SQLAlchemyError:
            raise
        except Exception:
            if not more:
                raise
            more = []  # what is wrong with another one must not be in her way
            found = reading.load(uow, list(asked))
        return {one: found.get(one) for one in (*asked, *more)}

    def _others(self, uow: Any, reading: Reading[Any]) -> Collection[str]:
        return self.batch(reading.key) if reading.expected is None else reading.expected(uow)

    def batch(self, key: Key) -> Collection[str]:
        """Who is worked on together, by what they are found by; nobody is in common."""
        return self._batch.get(key, ())

    @contextmanager
    def concerning(self, *keys: str) -> Iterator[None]:
        """What is written inside changes the answers for these keys only."""
        before, self._concerned = self._concerned, keys
        try:
            yield
        finally:
            self._concerned = before

    @property
    def in_batch(self) -> bool:
        """Whether there is anybody to work on together."""
        return bool(self._batch)

    def put(self, reading: Reading[T], key: str, answer: T | None) -> None:
        """This is the answer from now on, after what was just written."""
        if self._batch and (reading.key is Key.COMMON or key in self._batch[reading.key]):
            self._known.setdefault(reading, {})[key] = answer

    def known(self, reading: Reading[T], key: str) -> T | None:
        """The answer, when it is known without asking; None also where there is none."""
        return self._known.get(reading, {}).get(key)

    def about_to_run(self, statement: str) -> None:
        """What is read from a table counts until something is written to it, however."""
        place = _WRITES.get(statement[:6])
        if place is not None:
            self.wrote(statement.split(None, place + 1)[place].strip('"'))

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
