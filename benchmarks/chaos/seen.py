"""What was seen of a run, as plain values: from the providers and from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Acknowledged:
    """A webhook that was answered with 2xx, and by what it can be found.

    By any fact of `source` named in `facts`, by any reply in the call `replies_of`, or in that the
    message `of`, which it proves to have left, is known to have left.
    """

    source: str
    facts: tuple[str, ...]
    replies_of: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One message, text or call that a provider took. `text` as it was first shown."""

    channel: str
    to: str
    provider_id: str
    outbox_id: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Fact:
    """A row of the inbox. `missed_by` heard nothing of it although it concerns them."""

    id: str
    kind: str
    source: str
    source_id: str
    subject: str
    pending: bool = False
    task: str | None = None
    by: str | None = None
    verb: str | None = None
    undecided: bool = False
    missed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posted:
    """A row of the outbox; `chat` is hers. `late`: open, and its time, or its lease, is over."""

    id: str
    to: str
    chat: str
    channel: str
    template: str
    dedupe_key: str
    after_unknown: str
    state: str
    attempts: int
    provider_id: str | None = None
    late: bool = False


@dataclass(frozen=True)
class Task:
    """A row of a task; `holders` have it by their offers."""

    id: str
    resident: str
    state: str
    accepted_by: str | None = None
    holders: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFile:
    """A row of a case beside what its facts make of it. Either is what it is compared by."""

    id: str
    resident: str
    is_open: bool
    row: tuple[object, ...]
    folded: tuple[object, ...]


@dataclass(frozen=True)
class Seen:
    """Everything that the checks look at."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    mine: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    """(task, its version) → the chats that were told that it is theirs."""
    offers_shown: list[str] = field(default_factory=list)
    """The task of each card that still asks whether somebody takes it."""
    shown_to: dict[str, int] = field(default_factory=dict)
    """Ref → how many messages were sent to her chat and edited there."""
    facts: list[Fact] = field(default_factory=list)
    outbox: list[Posted] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    cases: list[CaseFile] = field(default_factory=list)
    open_checkins: list[str] = field(default_factory=list)
    """Residents who are being asked."""
    moments: dict[str, datetime | None] = field(default_factory=dict)
    """Subject → when it is looked at next."""
    unknown: frozenset[str] = frozenset()
    """Messages that were seen with an outcome that nobody knew."""
    quarantined: int = 0
    spooled: int = 0
    spool_damaged: int = 0
    overdue: dict[str, int] = field(default_factory=dict)
    """What the auditor finds late, by kind."""

    @property
    def calm(self) -> bool:
        """Whether nothing is to be done at this very moment."""
        working = any(fact.pending for fact in self.facts) or any(row.late for row in self.outbox)
        return not (working or self.spooled)
