"""What one transaction may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from foundation.ids import Ids
from foundation.sql import dialect_of
from foundation.vault import Vault


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One transaction: its session, its one instant, ids and the vault.

    ``now`` was read once, after the write lock was held, and does not move.
    """

    session: Session
    now: datetime
    ids: Ids
    vault: Vault
    _callbacks: list[Callable[[], None]] = field(default_factory=list, repr=False)

    @property
    def dialect(self) -> str:
        """Either "sqlite" or "postgresql"."""
        return dialect_of(self.session)

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` after this transaction has committed, in order of registration.

        For pokes only: it does not run when the process dies between commit and call.
        """
        self._callbacks.append(callback)

    def committed(self) -> None:
        """Run what ``on_commit`` was given; called by the Database."""
        for callback in self._callbacks:
            callback()
