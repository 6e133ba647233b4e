"""The only place that makes identifiers, tokens and codes."""

import base64
import random
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from foundation.clock import Clock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that people can read it out."""

ID_CHARS = 26
CODE_CHARS = 5
_TIME_CHARS = 10
_TAIL_BITS = 5 * (ID_CHARS - _TIME_CHARS)
_STEP_BYTES = 5
_TOKEN_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Ids:
    """Makes ids from a clock and a source of random bytes.

    ``entropy(n)`` must return ``n`` unpredictable bytes; only ``seeded`` passes anything else.
    """

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._clock = clock
        self._entropy = entropy
        self._lock = threading.Lock()
        self._millisecond = -1
        self._tail = 0

    def new(self) -> str:
        """Return a ULID: 26 Crockford characters that sort by the clock's millisecond.

        Within a millisecond each is greater than the one before, so that what one transaction
        queues goes out in the order in which it was written.
        """
        elapsed = self._clock.now() - _EPOCH
        milliseconds = (elapsed.days * 86_400 + elapsed.seconds) * 1_000
        milliseconds += elapsed.microseconds // 1_000
        with self._lock:
            tail = self._next_tail(milliseconds)
        return _crockford(milliseconds, _TIME_CHARS) + _crockford(tail, ID_CHARS - _TIME_CHARS)

    def _next_tail(self, milliseconds: int) -> int:
        """80 bits; a fresh one leaves its highest bit free for the steps of its millisecond."""
        if milliseconds == self._millisecond:
            # A step of its own size: one id tells nobody what the next will be.
            self._tail += 1 + self._random(_STEP_BYTES)
        else:
            self._tail = self._random(_TAIL_BITS // 8) >> 1
        self._millisecond = milliseconds
        return self._tail

    def _random(self, count: int) -> int:
        return int.from_bytes(self._entropy(count))

    def token(self) -> str:
        """Return 22 URL-safe characters carrying 128 random bits, for one-time links."""
        return base64.urlsafe_b64encode(self._entropy(_TOKEN_BYTES)).rstrip(b"=").decode()

    def code(self) -> str:
        """Return 5 Crockford characters for people to read out; not a secret."""
        return "".join(ALPHABET[byte & 31] for byte in self._entropy(CODE_CHARS))

    def digits(self, count: int) -> str:
        """Return ``count`` decimal digits, such as a PIN."""
        # Eight spare bytes make the bias of the remainder immeasurable.
        number = self._random(count + 8) % 10**count
        return f"{number:0{count}d}"


def seeded(clock: Clock, seed: int) -> Ids:
    """Return ids that repeat for the same seed: for demo, simulation and tests only."""
    return Ids(clock, random.Random(seed).randbytes)  # noqa: S311 - repeatable on purpose


def _crockford(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * length - 5, -1, -5))
