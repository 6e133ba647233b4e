"""Blinds by which a person is recognised again, enrolment links, and the record of imports."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from foundation.sql import insert_new
from foundation.unit_of_work import UnitOfWork
from residents.model import Ref
from residents.store.sealing import chunks
from residents.tables import IdentityRow, ImportedRow, LinkRow

_IDENTITY = "identity"
_CONTENT = "imported"


@dataclass(frozen=True, slots=True)
class Link:
    """An enrolment link as it is kept."""

    ref: Ref
    expires_at: datetime
    used_at: datetime | None
    chat: str | None


def find(uow: UnitOfWork, keys: Iterable[str]) -> dict[str, Ref]:
    """By key, whose it is; unknown keys are left out."""
    by_blind = {uow.vault.blind(_IDENTITY, key): key for key in keys}
    found: dict[str, Ref] = {}
    for chunk in chunks(by_blind):
        rows = uow.session.exec(select(IdentityRow).where(col(IdentityRow.blind).in_(chunk)))
        found |= {by_blind[row.blind]: row.ref for row in rows}
    return found


def claim(uow: UnitOfWork, keys: Mapping[Ref, Iterable[str]]) -> Ref | None:
    """Make keys people's own, by ref. Returns whose key it is when one is another's already."""
    wanted: dict[str, Ref] = {}
    for ref, theirs in keys.items():
        for key in theirs:
            if wanted.setdefault(key, ref) != ref:
                return wanted[key]
    rows = [{"blind": uow.vault.blind(_IDENTITY, key), "ref": ref} for key, ref in wanted.items()]
    if insert_new(uow.session, IdentityRow, rows) == len(rows):
        return None
    others = {owner for key, owner in find(uow, wanted).items() if owner != wanted[key]}
    return min(others, default=None)


def reassign(uow: UnitOfWork, key: str, ref: Ref) -> None:
    """Make a key somebody's, whoever had it."""
    blind = uow.vault.blind(_IDENTITY, key)
    uow.session.exec(delete(IdentityRow).where(col(IdentityRow.blind) == blind))
    insert_new(uow.session, IdentityRow, [{"blind": blind, "ref": ref}])


def forget(uow: UnitOfWork, ref: Ref) -> None:
    """Take away everything by which a person could be recognised or enrolled."""
    uow.session.exec(delete(IdentityRow).where(col(IdentityRow.ref) == ref))
    uow.session.exec(delete(ImportedRow).where(col(ImportedRow.ref) == ref))
    uow.session.exec(delete(LinkRow).where(col(LinkRow.ref) == ref))


def fingerprint(uow: UnitOfWork, content: str) -> str:
    """What stands for an imported row."""
    return uow.vault.blind(_CONTENT, content)


def fingerprints(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, str]:
    """By ref, the fingerprint of the last import."""
    found: dict[Ref, str] = {}
    for chunk in chunks(refs):
        rows = uow.session.exec(select(ImportedRow).where(col(ImportedRow.ref).in_(chunk)))
        found |= {row.ref: row.fingerprint for row in rows}
    return found


def record_imports(uow: UnitOfWork, file_hash: str, rows: Mapping[Ref, tuple[int, str]]) -> None:
    """Remember line and content (by ref) of what was imported from a file."""
    for chunk in chunks(rows):
        uow.session.exec(delete(ImportedRow).where(col(ImportedRow.ref).in_(chunk)))
    insert_new(
        uow.session,
        ImportedRow,
        [_imported(uow, file_hash, ref, *line) for ref, line in rows.items()],
    )


def issue_link(uow: UnitOfWork, ref: Ref, token: str, expires_at: datetime) -> None:
    """Keep a new link; what the person had before and did not use runs out now."""
    uow.session.exec(
        update(LinkRow)
        .where(col(LinkRow.ref) == ref, col(LinkRow.used_at).is_(None))
        .where(col(LinkRow.expires_at) > uow.now)
        .values(expires_at=uow.now)
    )
    uow.session.add(
        LinkRow(token_hash=_hash(token), ref=ref, issued_at=uow.now, expires_at=expires_at)
    )
    uow.session.flush()


def link(uow: UnitOfWork, token: str) -> Link | None:
    """The link of a token, held for this transaction."""
    row = uow.session.get(LinkRow, _hash(token), with_for_update=True, populate_existing=True)
    return None if row is None else Link(row.ref, row.expires_at, row.used_at, row.chat)


def use_link(uow: UnitOfWork, token: str, chat: str) -> None:
    """Mark a link that this transaction holds as used by a chat (its blind)."""
    uow.session.exec(
        update(LinkRow)
        .where(col(LinkRow.token_hash) == _hash(token))
        .values(used_at=uow.now, chat=chat)
    )


def _imported(
    uow: UnitOfWork, file_hash: str, ref: Ref, line: int, content: str
) -> dict[str, object]:
    return {
        "ref": ref,
        "fingerprint": fingerprint(uow, content),
        "file_hash": file_hash,
        "line": line,
        "imported_at": uow.now,
    }


def _hash(token: str) -> str:
    # A token carries 128 random bits: a plain hash cannot be turned back.
    return hashlib.sha256(token.encode()).hexdigest()
