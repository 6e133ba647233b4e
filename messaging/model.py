"""A message to one person: why, on which channel, until when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from residents.model import ChannelName
    from signals.model import Ref


class AfterUnknown(StrEnum):
    """What to do when nobody knows whether a message was sent."""

    RESEND = "resend"
    """A duplicate is harmless, silence is not: send again."""
    ADOPT = "adopt"
    """Ask the provider whether it has it; send again only when it does not."""
    HOLD = "hold"
    """Wait for an operator."""


class Priority(IntEnum):
    """Who goes first when not everything can leave at once."""

    EMERGENCY = 0
    HELP = 1
    """Somebody asks for help: her answer, and the first card by which anybody learns of it."""
    ANSWER = 2
    """She pressed or wrote something just now and waits for this; or she need not go any more."""
    FIRST = 3
    """The first message about a matter to this person."""
    LATER = 4
    """Work that can wait, and cards that go to others beside the first."""
    NEXT = 5
    """Reminders and repetitions."""
    NEWS = 6


class OutboxState(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    LEASED = "leased"
    """A worker has it and has not called the provider yet."""
    CALLING = "calling"
    """The provider is being called: after a crash the outcome is unknown."""
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    """A newer message of the same card made it pointless."""
    WITHDRAWN = "withdrawn"
    HELD = "held"
    """Unknown outcome, waiting for an operator."""


OPEN_STATES = frozenset({OutboxState.QUEUED, OutboxState.LEASED, OutboxState.CALLING})


@dataclass(frozen=True, slots=True)
class Message:
    """What a package asks to be sent.

    `values` fill the template; `{"at": iso}` is shown as a moment in the reader's language, and
    a string that begins with "@" names another text. They hold no personal datum: the reader's
    own name is added when the message is rendered. `try` counts the calls before this one in the
    same matter, from 0: each rings her next number.

    Messages with the same `card` show one card: a later one edits what the earlier one sent, or
    with `anew` in `values` takes its place at the end of the chat.
    With `edit_only` nothing is sent when there is nothing to edit. `origin` asks for a receipt.
    """

    to: Ref
    channel: ChannelName
    template: str
    dedupe_key: str
    due_at: datetime
    expires_at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    after_unknown: AfterUnknown = AfterUnknown.RESEND
    priority: Priority = Priority.FIRST
    about: Ref | None = None
    card: str | None = None
    edit_only: bool = False
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What several people who work read alike, each of them once for its `key`.

    It is of no use after `until`. `pressing`: somebody may be in danger meanwhile, so that it goes
    before other news, and rather comes twice than not at all.
    """

    template: str
    key: str
    until: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What should have left and has not: how many, and since when the oldest of them.

    `help_since` is since when somebody who asked for help waits: for her turn, for her answer, or
    for the first card about her to leave; the minute for which everybody is left in peace does not
    count.
    """

    count: int
    since: datetime | None
    help_since: datetime | None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in the outbox."""

    id: str
    message: Message
    state: OutboxState
    attempts: int
    provider_id: str | None = None
