"""The port that every channel's edge implements, and what can become of one send."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from datetime import timedelta

    from residents.model import ChannelName


@dataclass(frozen=True, slots=True)
class Button:
    """One button of a card: pressed it sends `data` back, or opens `url`. Exactly one is set."""

    label: str
    data: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one of `data` and `url` is set."""
        if (self.data is None) == (self.url is None):
            message = "a button needs either callback data or a url"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Command:
    """A line in the menu of a chat: what is sent without its slash, and what it does."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A text with rows of buttons. `edits` names the earlier message it replaces.

    `menu` is what the chat's menu shows from now on; when it is empty that stays as it is.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: str | None = None
    menu: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class Sms:
    """A plain text of at most 90 cp949 bytes, or more where the channel may send long ones."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """An automated call. `script` names the spoken steps, served when the call is answered."""

    script: str
    ring_seconds: int


Rendered: TypeAlias = Card | Sms | Call


class Refusal(StrEnum):
    """Why a message was certainly not sent. Each asks for something else."""

    LATER = "later"
    """Too many at once: wait and send again."""
    DOWN = "down"
    """The provider was not reached: send again, with growing pauses."""
    UNREACHABLE = "unreachable"
    """This person cannot be reached on this channel (blocked the bot, opted out)."""
    BAD_ADDRESS = "bad_address"
    """No such chat or number: the next channel, and somebody corrects the data."""
    INVALID = "invalid"
    """This message is malformed: an operator must look, repeating is useless."""
    CONFIG = "config"
    """The provider does not accept *us* (token, sender number): the channel stops."""
    UNCHANGED = "unchanged"
    """An edit that had nothing left to change: as good as sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it and gave it this id."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not sent."""

    why: Refusal
    detail: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have been sent: no answer came."""

    detail: str


Outcome: TypeAlias = Sent | Refused | Unknown


class Channel(Protocol):
    """One way to reach a person. Sending never raises for what a provider can answer."""

    @property
    def name(self) -> ChannelName:
        """Which channel this is."""

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        """Send once. `attempt` is our id of this try, for providers that can carry it back."""


@runtime_checkable
class Reconciler(Protocol):
    """A channel that can be asked whether an attempt of unknown outcome was sent after all."""

    async def find(self, address: str, attempt: str) -> Sent | None:
        """The sent message of that attempt, or None when the provider never took it."""
