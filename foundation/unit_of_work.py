"""What one transaction may use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select
from sqlmodel import Session

from foundation.ahead import Ahead
from foundation.behind import Behind
from foundation.ids import Ids
from foundation.sql import Found, dialect_of
from foundation.vault import Vault


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One transaction: session, instant, ids, vault, what it read ahead and what it still writes.

    ``now`` was read once, after the write lock was held, and does not move.
    """

    session: Session
    now: datetime
    ids: Ids
    vault: Vault
    ahead: Ahead = field(repr=False)
    behind: Behind = field(repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    """What a package keeps for the length of the transaction, by a name of its own."""
    _callbacks: list[Callable[[], None]] = field(default_factory=list, repr=False)

    @property
    def dialect(self) -> str:
        """Either "sqlite" or "postgresql"."""
        return dialect_of(self.session)

    def rows(
        self, statement: Select[Any] | CompoundSelect[Any], asked: Mapping[str, Any]
    ) -> Sequence[Found]:
        """What a SELECT of `foundation.sql.rows_of` finds for these parameters."""
        self.session.flush()  # what was changed in memory counts, as for every statement
        return self.session.connection().execute(statement, asked).all()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of this transaction that is undone alone when it raises; the rest may go on."""
        kept = len(self._callbacks)
        self.behind.write()
        try:
            with self.session.begin_nested():
                yield
                self.behind.write()
        except BaseException:
            del self._callbacks[kept:]
            self.vault.forget()
            self.ahead.forget()
            self.behind.forget()
            raise

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` after this transaction has committed, in order of registration.

        For pokes only: it does not run when the process dies between commit and call.
        """
        self._callbacks.append(callback)

    def committed(self) -> None:
        """Run what ``on_commit`` was given; called by the Database."""
        for callback in self._callbacks:
            callback()
