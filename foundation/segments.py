"""The bytes of a spool segment: pure encoding and decoding, no files.

A segment is a header (magic, mark of the ring key, checksum) and records: length and time with a
checksum of both, then nonce and AES-256-GCM ciphertext. The record's head is authenticated with it.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation.keyring import NONCE_BYTES, KeyRing, fresh_nonce

MAGIC = b"ANBUSPL1"
PURPOSE = "spool"
MARK_BYTES = 8
_HEAD = struct.Struct(">IQ")
_CHECKSUM = struct.Struct(">I")
_HEADER_BYTES = len(MAGIC) + MARK_BYTES + _CHECKSUM.size
_HEAD_BYTES = _HEAD.size + _CHECKSUM.size
_SEALING_BYTES = NONCE_BYTES + 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole record as it stands in a segment; its body is still sealed."""

    raw: bytes = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Segment:
    """What was found in a segment's bytes.

    ``torn`` counts bytes of a last record whose writing was cut short. ``damaged`` counts bytes
    that cannot be read for any other reason. ``mark`` tells the ring key.
    """

    mark: bytes
    frames: tuple[Frame, ...]
    torn: int = 0
    damaged: int = 0


def mark_of(key_id: str) -> bytes:
    """Return the fixed-length stand-in for a ring key's id."""
    return hashlib.sha256(key_id.encode()).digest()[:MARK_BYTES]


def header(mark: bytes) -> bytes:
    """Return the first bytes of a segment sealed under the ring key with this mark."""
    start = MAGIC + mark
    return start + _CHECKSUM.pack(zlib.crc32(start))


class Sealer:
    """Seals and opens record bodies under one ring key."""

    def __init__(self, keyring: KeyRing, mark: bytes) -> None:
        """Raise RingKeyMissingError when the ring has no key with this mark."""
        key_id = next((name for name in keyring.keys if mark_of(name) == mark), mark.hex())
        self._cipher = AESGCM(keyring.derive(key_id, PURPOSE))

    def seal(self, body: bytes, at: datetime) -> bytes:
        """Return the whole record of a body that came at ``at``."""
        nonce = fresh_nonce()
        head = _HEAD.pack(len(body) + _SEALING_BYTES, (at - _EPOCH) // _MICROSECOND)
        sealed = self._cipher.encrypt(nonce, body, head)
        return head + _CHECKSUM.pack(zlib.crc32(head)) + nonce + sealed

    def open(self, frame: Frame) -> bytes | None:
        """Return the body, or None when the record was changed."""
        head = frame.raw[: _HEAD.size]
        nonce = frame.raw[_HEAD_BYTES : _HEAD_BYTES + NONCE_BYTES]
        try:
            return self._cipher.decrypt(nonce, frame.raw[_HEAD_BYTES + NONCE_BYTES :], head)
        except InvalidTag:
            return None


def parse(content: bytes) -> Segment:
    """Split a segment's bytes into records, telling a torn tail from damage."""
    mark = content[len(MAGIC) : len(MAGIC) + MARK_BYTES]
    if content[:_HEADER_BYTES] != header(mark):
        torn = len(content.rstrip(b"\0")) < _HEADER_BYTES
        return _segment(b"", (), rest=content, torn=torn)
    frames = tuple(_frames(content, _HEADER_BYTES))
    rest = content[_HEADER_BYTES + sum(len(frame.raw) for frame in frames) :]
    return _segment(mark, frames, rest=rest, torn=_is_torn_record(rest))


def _segment(mark: bytes, frames: tuple[Frame, ...], *, rest: bytes, torn: bool) -> Segment:
    size = len(rest)
    return Segment(mark, frames, torn=size if torn else 0, damaged=0 if torn else size)


def _frames(content: bytes, start: int) -> Iterator[Frame]:
    position = start
    while (head := _head_at(content, position)) is not None:
        length, microseconds = head
        end = position + _HEAD_BYTES + length
        if end > len(content):
            return
        yield Frame(content[position:end], _EPOCH + microseconds * _MICROSECOND)
        position = end


def _head_at(content: bytes, position: int) -> tuple[int, int] | None:
    """Return length and time of the record that begins here, or None when its head is no head."""
    head = content[position : position + _HEAD.size]
    checksum = content[position + _HEAD.size : position + _HEAD_BYTES]
    if len(checksum) < _CHECKSUM.size or checksum != _CHECKSUM.pack(zlib.crc32(head)):
        return None
    length, microseconds = _HEAD.unpack(head)
    return length, microseconds


def _is_torn_record(rest: bytes) -> bool:
    """Tell whether these bytes after the last whole record are an append that was cut short.

    A power cut may also leave zeros where the file had grown before its bytes were written.
    """
    written = rest.rstrip(b"\0")
    return len(written) < _HEAD_BYTES or _head_at(rest, 0) is not None
