"""A command is carried out once, however often it is sent (Idempotency-Key, kept 24 hours)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from admin_api.problems import Kind, ProblemError
from admin_api.tables import CommandRow
from foundation import limits
from foundation.sql import insert_new
from foundation.unit_of_work import UnitOfWork
from residents.model import Ref

KEPT = timedelta(hours=limits.IDEMPOTENCY_KEY_HOURS)


@dataclass(frozen=True, slots=True)
class Command:
    """Who asked for what, under which key."""

    by: Ref
    key: str
    path: str
    body: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """The same for the same request only."""
        said = json.dumps([self.path, self.body], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command brought; `repeated`: it was carried out before."""

    content: dict[str, Any]
    repeated: bool


def once(uow: UnitOfWork, command: Command, do: Callable[[], dict[str, Any]]) -> Answer:
    """Carry the command out in this transaction, or give the answer it had before.

    `do` returns the answer, ids and kinds only; what it raises leaves no trace of the key.
    Raises ProblemError when the key belongs to another command.
    """
    uow.session.execute(delete(CommandRow).where(col(CommandRow.done_at) <= uow.now - KEPT))
    # On PostgreSQL this waits for whoever is carrying out the same command right now.
    if not insert_new(uow.session, CommandRow, [_row(uow, command)]):
        return _before(uow, command)
    content = do()
    row = uow.session.get_one(CommandRow, (command.by, command.key))
    row.answer = content
    uow.session.flush()
    return Answer(content, repeated=False)


def _before(uow: UnitOfWork, command: Command) -> Answer:
    row = uow.session.get_one(CommandRow, (command.by, command.key))
    if row.request_hash != command.fingerprint:
        raise ProblemError(Kind.KEY_REUSED)
    return Answer(row.answer, repeated=True)


def _row(uow: UnitOfWork, command: Command) -> dict[str, object]:
    return {
        "staff": command.by,
        "key": command.key,
        "request_hash": command.fingerprint,
        "answer": {},
        "done_at": uow.now,
    }
