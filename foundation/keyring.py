"""The key ring: the few keys that wrap every person's own data key.

The ring is one JSON file: ``{"active": id, "keys": {id: base64 of 32 bytes},
"index_key": base64 of 32 bytes, "demo": bool}``. Whoever has this file and the database can read
everything; whoever lost it can read nothing.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from foundation.files import sync_directory

KEY_BYTES = 32
NONCE_BYTES = 12
BLIND_CHARS = 32
_KEY_ID_BYTES = 4
_FILE_MODE = 0o600


class KeyRingError(Exception):
    """The key ring cannot be used; the message says what to do."""


class RingKeyMissingError(KeyRingError):
    """Something was encrypted with a ring key that this ring does not hold."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The key ring has no key {key_id!r}: put back the key ring file that was in use when "
            "this was written."
        )
        self.key_id = key_id


class UnwrapError(KeyRingError):
    """A wrapped key was changed, or was wrapped for another subject."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"A key wrapped by ring key {key_id!r} does not open: it was changed.")


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Immutable; ``rotate`` returns a new ring. Its repr never shows key material."""

    active: str
    keys: Mapping[str, bytes]
    index_key: bytes
    demo: bool = False

    def __post_init__(self) -> None:
        """Raise KeyRingError unless the active key exists and every key has 32 bytes."""
        if self.active not in self.keys:
            message = f"The key ring's active key {self.active!r} is not among its keys."
            raise KeyRingError(message)
        for name, key in (*self.keys.items(), ("index_key", self.index_key)):
            if len(key) != KEY_BYTES:
                message = f"The key ring's key {name!r} has {len(key)} bytes, not {KEY_BYTES}."
                raise KeyRingError(message)

    @override
    def __repr__(self) -> str:
        """Show key ids only."""
        return f"KeyRing(active={self.active!r}, keys={sorted(self.keys)!r}, demo={self.demo})"

    @classmethod
    def generate(cls) -> Self:
        """Return a ring with one fresh random key."""
        key_id = _fresh_key_id()
        keys = {key_id: fresh_key()}
        return cls(active=key_id, keys=keys, index_key=fresh_key())

    @classmethod
    def demo_ring(cls) -> Self:
        """Return the ring that everybody knows, for demo and tests; ``serve`` refuses it."""
        key = hashlib.sha256(b"anbu demo key").digest()
        index_key = hashlib.sha256(b"anbu demo index key").digest()
        return cls(active="demo", keys={"demo": key}, index_key=index_key, demo=True)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a ring from its file. Raises KeyRingError when it is missing or malformed."""
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            message = f"The key ring file {path} cannot be read: {error.strerror}."
            raise KeyRingError(message) from error
        try:
            return cls._parsed(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # The cause may quote the file's content, that is, keys.
            message = f"The key ring file {path} is malformed ({type(error).__name__})."
            raise KeyRingError(message) from None

    @classmethod
    def _parsed(cls, content: Mapping[str, object]) -> Self:
        keys = cast("Mapping[str, str]", content["keys"])
        return cls(
            active=str(content["active"]),
            keys={str(name): _decoded(text) for name, text in keys.items()},
            index_key=_decoded(cast("str", content["index_key"])),
            demo=content.get("demo", False) is True,
        )

    def save(self, path: Path) -> None:
        """Write a new file readable by its owner only.

        Raises KeyRingError when the file exists: a ring that is overwritten is data lost.
        """
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        except FileExistsError:
            message = f"{path} exists and is not overwritten: move it away, or give another path."
            raise KeyRingError(message) from None
        self._write(descriptor)
        sync_directory(path.parent)

    def replace_file(self, path: Path) -> None:
        """Put this ring in the place of the one in ``path`` atomically, after ``rotate``.

        Raises KeyRingError when the file holds a key that this ring lacks.
        """
        lost = set(KeyRing.load(path).keys) - set(self.keys)
        if lost:
            message = f"{path} holds keys that the new ring lacks: {sorted(lost)}."
            raise KeyRingError(message)
        draft = path.with_name(f"{path.name}.{_fresh_key_id()}")
        self._write(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE))
        draft.replace(path)
        sync_directory(path.parent)

    def rotate(self) -> Self:
        """Return a ring whose active key is fresh; old keys stay, to open what they wrapped."""
        key_id = _fresh_key_id()
        keys = {**self.keys, key_id: fresh_key()}
        return replace(self, active=key_id, keys=keys)

    def wrap(self, key: bytes, context: bytes) -> tuple[str, bytes]:
        """Encrypt ``key`` under the active key; return that key's id and the wrapped bytes."""
        nonce = fresh_nonce()
        wrapped = AESGCM(self.keys[self.active]).encrypt(nonce, key, context)
        return self.active, nonce + wrapped

    def unwrap(self, key_id: str, wrapped: bytes, context: bytes) -> bytes:
        """Undo ``wrap``. Raises RingKeyMissingError or UnwrapError."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self._key(key_id)).decrypt(nonce, sealed, context)
        except (InvalidTag, ValueError) as error:
            raise UnwrapError(key_id) from error

    def derive(self, key_id: str, purpose: str) -> bytes:
        """Return a 32-byte key for ``purpose`` alone. Raises RingKeyMissingError."""
        info = f"anbu {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(
            self._key(key_id)
        )

    def blind(self, purpose: str, value: str) -> str:
        """Return the keyed fingerprint of ``value`` as 32 hex digits, for look-ups.

        Equal values give equal fingerprints within a purpose only. Normalise before calling.
        """
        label = purpose.encode()
        message = len(label).to_bytes(2) + label + value.encode()
        return hmac.new(self.index_key, message, hashlib.sha256).hexdigest()[:BLIND_CHARS]

    def _key(self, key_id: str) -> bytes:
        if key_id not in self.keys:
            raise RingKeyMissingError(key_id)
        return self.keys[key_id]

    def _write(self, descriptor: int) -> None:
        content = {
            "active": self.active,
            "keys": {name: _encoded(key) for name, key in self.keys.items()},
            "index_key": _encoded(self.index_key),
            "demo": self.demo,
        }
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())


def fresh_key() -> bytes:
    """Return a random AES-256 key."""
    return secrets.token_bytes(KEY_BYTES)


def fresh_nonce() -> bytes:
    """Return a random AES-GCM nonce."""
    return secrets.token_bytes(NONCE_BYTES)


def _fresh_key_id() -> str:
    return f"k{secrets.token_hex(_KEY_ID_BYTES)}"


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        message = "not base64"
        raise ValueError(message) from None
