"""What happened in a run: the evidence that the checkers judge, and the trace that must repeat."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Post:
    """An update that Telegram brought, and whether the service answered that it has it."""

    at: datetime
    update_id: int
    acknowledged: bool


@dataclass(frozen=True)
class Reading:
    """A plug's message that the listener acknowledged. `late`: as it told the listener."""

    at: datetime
    topic: str
    late: bool


@dataclass
class Call:
    """One message handed to a channel. `outcome` is None while, and when, nobody came to know.

    `life` names the process, and which of its lives, that called. `state` and `attempts` are what
    the outbox said at that moment.
    """

    at: datetime
    life: str
    channel: str
    outbox_id: str
    to: str
    template: str
    after_unknown: str
    state: str
    attempts: int
    text: str = ""
    outcome: str | None = None
    known_at: datetime | None = None


@dataclass
class Journal:
    """Everything that was seen from outside, in order."""

    posts: list[Post] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    in_transaction: list[str] = field(default_factory=list)
    """Requests that left while the caller had a transaction open."""
    unlawful: list[str] = field(default_factory=list)
    """Messages to people who must not get any."""
    deaths: dict[str, datetime] = field(default_factory=dict)
    """Life → when it ended."""
    failures: list[tuple[str, datetime]] = field(default_factory=list)
    """Life, and when the database failed it."""
    hangs: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    """Life, and from when until when it stood still."""
    down: timedelta = timedelta()
    """For how long processes were away or hung, all together."""
    lines: list[str] = field(default_factory=list)

    def note(self, at: datetime, *words: object) -> None:
        """One line of the trace."""
        self.lines.append(" ".join((at.isoformat(), *map(str, words))))

    @property
    def digest(self) -> str:
        """The whole trace in one line."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()
