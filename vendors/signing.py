"""Whether a post is a vendor's: it signs the moment and what it sends with its secret.

The header is `Anbu-Signature: t=<seconds since 1970>,k=<number of the secret>,v1=<hex>`, where v1
is HMAC-SHA256 of `<t>.<body>`. The secret follows from the key ring alone, so that a post can be
checked, and kept, while the database is away.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.keyring import KeyRing

HEADER = "Anbu-Signature"
PURPOSE = "vendor-secret"
WITHIN = timedelta(minutes=5)
"""So far a vendor's clock may be from ours; within it a repetition is known by its content."""
_WRITTEN = re.compile(r"t=(\d{1,10}),(?:k=(\d{1,6}),)?v1=([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a post claims: when it was signed, with the secret of which number, and how."""

    at: int
    key: int
    mac: str

    def is_fresh(self, now: datetime) -> bool:
        """Whether it was signed just now by our clock."""
        return abs(now - datetime.fromtimestamp(self.at, UTC)) <= WITHIN


def read(header: str) -> Signature | None:
    """What a header says; None when it is none of ours."""
    found = _WRITTEN.fullmatch(header.strip())
    if found is None:
        return None
    return Signature(int(found[1]), int(found[2] or 1), found[3])


def secret_of(keyring: KeyRing, vendor: str, key: int) -> str:
    """The secret that a vendor was given: 32 hex digits, and the same each time it is asked for."""
    return keyring.blind(PURPOSE, f"{vendor}:{key}")


def mac_of(secret: str, at: int, body: bytes) -> str:
    """What signs a body at a moment."""
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()


def written(secret: str, key: int, at: datetime, body: bytes) -> str:
    """The header of a post that is signed at `at`."""
    seconds = int(at.timestamp())
    return f"t={seconds},k={key},v1={mac_of(secret, seconds, body)}"


def is_genuine(signature: Signature, secret: str, body: bytes) -> bool:
    """Whether whoever signed this body knew the secret."""
    return hmac.compare_digest(mac_of(secret, signature.at, body), signature.mac)
