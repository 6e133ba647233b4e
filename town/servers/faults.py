"""What goes wrong on purpose: answers that fail, and webhooks that stray.

A `Fault` spoils one answer of a vendor's API. A `Mishap` happens to one webhook on its way to
the service. Both are pushed by tests one by one, or drawn by a policy in a simulation.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias


class FaultKind(StrEnum):
    """How an answer fails; each vendor words it in its own way."""

    TOO_MANY = "too_many"
    """429, with the seconds to wait."""
    UNAUTHORIZED = "unauthorized"
    """401."""
    FORBIDDEN = "forbidden"
    """403."""
    SERVER_ERROR = "server_error"
    """500, 502 or 503 with a page of HTML, as a proxy in front of the vendor sends it."""
    CUT = "cut"
    """The connection is closed before a byte of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One spoilt answer.

    `done` tells whether the work was done before the answer failed: with `SERVER_ERROR` and
    `CUT` the caller cannot see the difference, which is the point.
    """

    kind: FaultKind
    done: bool = False
    retry_after: int = 1
    status: int = 500

    @classmethod
    def too_many(cls, retry_after: int = 1) -> "Fault":
        return cls(kind=FaultKind.TOO_MANY, retry_after=retry_after)

    @classmethod
    def unauthorized(cls) -> "Fault":
        return cls(kind=FaultKind.UNAUTHORIZED)

    @classmethod
    def forbidden(cls) -> "Fault":
        return cls(kind=FaultKind.FORBIDDEN)

    @classmethod
    def server_error(cls, *, done: bool = False, status: int = 500) -> "Fault":
        return cls(kind=FaultKind.SERVER_ERROR, done=done, status=status)

    @classmethod
    def cut(cls, *, done: bool = False) -> "Fault":
        return cls(kind=FaultKind.CUT, done=done)


FaultPolicy: TypeAlias = Callable[[str, str], Fault | None]
"""(method, address) → the fault that hits this request, or None."""

ANY_METHOD = "*"


@dataclass(slots=True)
class _Scripted:
    method: str
    address: str | None
    fault: Fault
    times: int

    def hits(self, method: str, address: str) -> bool:
        return self.method in (method, ANY_METHOD) and self.address in (None, address)


class Faults:
    """The script of a vendor's failing answers; when it is empty, `policy` decides."""

    def __init__(self) -> None:
        self._script: list[_Scripted] = []
        self.policy: FaultPolicy = lambda _method, _address: None

    def push(
        self, method: str, fault: Fault, *, times: int = 1, address: str | None = None
    ) -> None:
        """Spoil the next `times` answers to `method` (`"*"`: any), for one address or for all.

        Telegram methods are named as in its documentation (`sendMessage`), Twilio's as in its
        client (`messages.create`, `calls.update`). The address is a chat id or a phone number.
        """
        self._script.append(_Scripted(method, address, fault, times))

    def take(self, method: str, address: str) -> Fault | None:
        """The fault for this request, used up."""
        for scripted in self._script:
            if scripted.hits(method, address):
                scripted.times -= 1
                if scripted.times == 0:
                    self._script.remove(scripted)
                return scripted.fault
        return self.policy(method, address)

    @property
    def left(self) -> int:
        """How many scripted faults have not happened yet."""
        return sum(scripted.times for scripted in self._script)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """What happens to one webhook on its way.

    `copies`: how often it arrives (0: never, 2: doubled). `delay`: how much later.
    `behind_next`: it arrives after the one that was to follow it.
    """

    copies: int = 1
    delay: timedelta = timedelta(0)
    behind_next: bool = False


UNHARMED = Mishap()

MishapPolicy: TypeAlias = Callable[[str], Mishap]
"""Kind of webhook (`callback_query`, `ringing` …) → what happens to it."""


class Mishaps:
    """The script of stray webhooks; when it is empty, `policy` decides."""

    def __init__(self) -> None:
        self._script: deque[tuple[str | None, Mishap]] = deque()
        self.policy: MishapPolicy = lambda _kind: UNHARMED

    def push(self, mishap: Mishap, *, kind: str | None = None) -> None:
        """Let `mishap` happen to the next webhook (of this kind)."""
        self._script.append((kind, mishap))

    def take(self, kind: str) -> Mishap:
        """What happens to this webhook, used up."""
        for index, (wanted, mishap) in enumerate(self._script):
            if wanted in (None, kind):
                del self._script[index]
                return mishap
        return self.policy(kind)
