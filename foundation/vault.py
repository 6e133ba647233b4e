"""Personal words, sealed under the person's own data key, which the key ring wraps.

Destroying the data key erases the person: what was sealed stays unreadable for ever, while ids,
kinds and times around it still fold. A sealed value is one version byte, a nonce and AES-256-GCM
ciphertext; subject and field are authenticated, so a value cannot be moved to another place.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import CheckConstraint, LargeBinary, bindparam
from sqlmodel import Field, Session, SQLModel, col, select, update

from foundation import limits
from foundation.columns import UtcDateTime
from foundation.keyring import NONCE_BYTES, KeyRing, fresh_key, fresh_nonce
from foundation.sql import insert_new, rows_of, table_of

_VERSION = b"\x01"
_LOAD_CHUNK = 500


class KeyDestroyed(Exception):  # noqa: N818 - the word the packages above use
    """The subject's key was destroyed: nothing about it can be read or written any more."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"The data key of {subject} was destroyed: treat the person as erased.")
        self.subject = subject


class Tampered(Exception):  # noqa: N818 - the word the packages above use
    """A sealed value was changed, or moved from another subject or field."""

    def __init__(self, subject: str, field: str) -> None:
        super().__init__(f"Field {field!r} of {subject} does not open: restore it from a backup.")
        self.subject = subject
        self.field = field


class SubjectKey(SQLModel, table=True):
    """One data key, wrapped. ``wrapped`` is NULL once destroyed; the row stays as a tombstone."""

    __tablename__ = "subject_key"
    __table_args__: ClassVar = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed"),
    )

    subject: str = Field(primary_key=True)
    ring_key_id: str = Field(index=True)
    wrapped: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)
    destroyed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_KEYS = rows_of(SubjectKey).where(
    table_of(SubjectKey).c.subject.in_(bindparam("subjects", expanding=True))
)


class DataKeyCache:
    """Unwrapped data keys by what they were unwrapped from; bounded, shared between threads.

    Only the unwrapping is remembered. The row is read in every unit of work, so a key that any
    process destroyed is never served from here.
    """

    def __init__(self, capacity: int = limits.DATA_KEYS_CACHED) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._keys: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()

    def get(self, subject: str, wrapped: bytes) -> bytes | None:
        """Return the data key that ``wrapped`` holds, when known."""
        with self._lock:
            key = self._keys.get((subject, wrapped))
            if key is not None:
                self._keys.move_to_end((subject, wrapped))
            return key

    def put(self, subject: str, wrapped: bytes, key: bytes) -> None:
        """Remember a data key, forgetting the one unused for longest when full."""
        with self._lock:
            self._keys[subject, wrapped] = key
            self._keys.move_to_end((subject, wrapped))
            while len(self._keys) > self._capacity:
                self._keys.popitem(last=False)

    def forget(self, subject: str, wrapped: bytes) -> None:
        """Drop a data key from memory."""
        with self._lock:
            self._keys.pop((subject, wrapped), None)

    def __len__(self) -> int:
        """Return how many data keys are held."""
        return len(self._keys)


class Vault:
    """Seals and opens within one unit of work.

    ``now`` stamps new and destroyed keys. Reads each subject's key row once per unit of work;
    call ``load`` first when many subjects will be opened.
    """

    def __init__(
        self,
        session: Session,
        keyring: KeyRing,
        now: datetime,
        cache: DataKeyCache | None = None,
    ) -> None:
        self._session = session
        self._keyring = keyring
        self._now = now
        self._cache = DataKeyCache() if cache is None else cache
        # None: destroyed. Absent: not read yet, or no key made yet.
        self._keys: dict[str, bytes | None] = {}

    def seal(self, subject: str, field: str, plain: str) -> bytes:
        """Encrypt ``plain``; makes the subject's data key on first use (which writes).

        Raises KeyDestroyed.
        """
        nonce = fresh_nonce()
        key = self._key_for_sealing(subject)
        sealed = AESGCM(key).encrypt(nonce, plain.encode(), _binding(subject, field))
        return _VERSION + nonce + sealed

    def open(self, subject: str, field: str, sealed: bytes) -> str:
        """Decrypt what ``seal`` made for this subject and field.

        Raises KeyDestroyed, Tampered, and RingKeyMissingError when the ring lacks a key.
        """
        key = self._key(subject)
        if key is None or sealed[:1] != _VERSION:
            raise Tampered(subject, field)
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return AESGCM(key).decrypt(nonce, rest, _binding(subject, field)).decode()
        except (InvalidTag, ValueError) as error:
            raise Tampered(subject, field) from error

    def load(self, subjects: Iterable[str]) -> None:
        """Read the keys of many subjects with few statements, so that ``open`` needs none."""
        missing = sorted({one for one in subjects if one not in self._keys})
        for start in range(0, len(missing), _LOAD_CHUNK):
            chunk = missing[start : start + _LOAD_CHUNK]
            for row in self._rows(chunk):
                self._keys[row[0]] = self._unwrapped(*row)

    def destroy(self, subject: str) -> None:
        """Delete the subject's data key for ever and leave a tombstone.

        Takes effect at commit. Idempotent; also works for a subject that never had a key, so that
        a list of destroyed subjects can be replayed on a restored backup.
        """
        # First the tombstone: on PostgreSQL this waits for whoever is making the key right now.
        insert_new(self._session, SubjectKey, [self._row(subject, self._keyring.active, None)])
        for _, _, wrapped in self._rows([subject]):
            if wrapped is not None:
                self._bury(subject)
                self._cache.forget(subject, wrapped)
        self._keys[subject] = None

    def forget(self) -> None:
        """Read every key anew: a part of this unit of work was undone, with the keys it made."""
        self._keys.clear()

    def destroyed(self, subject: str) -> bool:
        """Tell whether the subject's key was destroyed."""
        self.load([subject])
        return subject in self._keys and self._keys[subject] is None

    def blind(self, purpose: str, value: str) -> str:
        """Return the keyed fingerprint of ``value`` as 32 hex digits (see KeyRing.blind)."""
        return self._keyring.blind(purpose, value)

    def rewrap(self, limit: int) -> int:
        """Re-wrap up to ``limit`` data keys under the ring's active key; return how many.

        Call it until it returns 0 after a rotation. What was sealed is not touched.
        """
        statement = (
            select(SubjectKey.subject, SubjectKey.ring_key_id, SubjectKey.wrapped)
            .where(col(SubjectKey.ring_key_id) != self._keyring.active)
            .where(col(SubjectKey.wrapped).is_not(None))
            .order_by(col(SubjectKey.subject))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = self._session.exec(statement).all()
        return sum(self._rewrap_one(*row) for row in rows)

    def _rewrap_one(self, subject: str, ring_key_id: str, wrapped: bytes | None) -> bool:
        if wrapped is None:
            return False
        key = self._keyring.unwrap(ring_key_id, wrapped, subject.encode())
        active, rewrapped = self._keyring.wrap(key, subject.encode())
        self._session.exec(
            update(SubjectKey)
            .where(col(SubjectKey.subject) == subject, col(SubjectKey.wrapped) == wrapped)
            .values(ring_key_id=active, wrapped=rewrapped)
            .execution_options(synchronize_session=False)
        )
        self._cache.forget(subject, wrapped)
        return True

    def _key_for_sealing(self, subject: str) -> bytes:
        key = self._key(subject)
        if key is not None:
            return key
        ring_key_id, wrapped = self._keyring.wrap(fresh_key(), subject.encode())
        insert_new(self._session, SubjectKey, [self._row(subject, ring_key_id, wrapped)])
        # Another transaction may have been first: whatever the row holds now is the key.
        key = self._key(subject)
        if key is None:
            raise KeyDestroyed(subject)
        return key

    def _key(self, subject: str) -> bytes | None:
        """Return the data key, None when none was made yet. Raises KeyDestroyed."""
        if self.destroyed(subject):
            raise KeyDestroyed(subject)
        return self._keys.get(subject)

    def _unwrapped(self, subject: str, ring_key_id: str, wrapped: bytes | None) -> bytes | None:
        if wrapped is None:
            return None
        key = self._cache.get(subject, wrapped)
        if key is None:
            key = self._keyring.unwrap(ring_key_id, wrapped, subject.encode())
            self._cache.put(subject, wrapped, key)
        return key

    def _rows(self, subjects: list[str]) -> list[tuple[str, str, bytes | None]]:
        self._session.flush()
        rows = self._session.connection().execute(_KEYS, {"subjects": subjects})
        return [(row.subject, row.ring_key_id, row.wrapped) for row in rows]

    def _bury(self, subject: str) -> None:
        self._session.exec(
            update(SubjectKey)
            .where(col(SubjectKey.subject) == subject)
            .values(wrapped=None, destroyed_at=self._now)
            .execution_options(synchronize_session=False)
        )

    def _row(self, subject: str, ring_key_id: str, wrapped: bytes | None) -> dict[str, object]:
        return {
            "subject": subject,
            "ring_key_id": ring_key_id,
            "wrapped": wrapped,
            "created_at": self._now,
            "destroyed_at": self._now if wrapped is None else None,
        }


def _binding(subject: str, field: str) -> bytes:
    owner = subject.encode()
    return _VERSION + len(owner).to_bytes(2) + owner + field.encode()
