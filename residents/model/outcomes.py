"""What the registry answers when something may go more than one way."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from locales.model import Language
from residents.model import speaking
from residents.model.consents import ChannelName, Denied
from signals.model import Ref


class UnknownPersonError(LookupError):
    """Nobody has this id, or what was known about her was destroyed."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(f"{ref} is not registered: look the person up again.")
        self.ref = ref


class AlreadyRegisteredError(ValueError):
    """The same person (external key, or name and birth year and phone or address) is there."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(f"This person is registered as {ref}: change that entry instead.")
        self.ref = ref


class ChatTakenError(ValueError):
    """The Telegram chat belongs to somebody else."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(f"The chat belongs to {ref}: remove it there first.")
        self.ref = ref


class NotLawfulError(ValueError):
    """What was asked needs a basis that is missing or of the wrong kind."""


class WrongStateError(ValueError):
    """The change does not follow from the present state."""


class WrongPinError(ValueError):
    """A new PIN is too short, too long or too easily guessed."""


class BarReason(StrEnum):
    """Why nothing is to be sent to somebody by a channel."""

    UNKNOWN = "unknown"
    """Not registered, erased, or no longer active."""
    DECEASED = "deceased"
    CLOSED = "closed"
    """She stopped the channel, or it was found dead."""
    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom something is to be sent to, and by which channel.

    `last_word` is for the one kind line that answers a stop or the news of a death: it is let
    through although the channel was just closed. Consent is asked for all the same. `attempt`
    counts the calls before this one in the same matter: each rings her next number that lives.
    """

    ref: Ref
    channel: ChannelName
    last_word: bool = False
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is reached by a channel right now, and how she is spoken to."""

    address: str = field(repr=False)
    name: str = field(repr=False)
    language: Language
    speaking_rate: int = speaking.NORMAL
    """Percent."""


@dataclass(frozen=True, slots=True)
class Barred:
    """Nothing is to be sent to her by this channel. `denied`: the purpose that is missing."""

    reason: BarReason
    denied: Denied | None = None


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The link was good: the chat now belongs to `ref`."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Used:
    """The link was redeemed before; `same_chat` says whether by this very chat."""

    ref: Ref
    same_chat: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such link was ever given out."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The link ran out, or a newer one replaced it."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Taken:
    """The chat belongs to `owner` already. The link stays good."""

    ref: Ref
    owner: Ref


Redemption = Redeemed | Used | Unknown | Expired | Taken


@dataclass(frozen=True, slots=True)
class PinRight:
    """The PIN is hers; the count of wrong tries starts anew."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """Not her PIN. `left` tries remain before an officer has to unlock it."""

    left: int


@dataclass(frozen=True, slots=True)
class PinLocked:
    """Too many wrong tries: an officer unlocks it."""


@dataclass(frozen=True, slots=True)
class PinUnset:
    """She has no PIN yet."""


PinCheck = PinRight | PinWrong | PinLocked | PinUnset


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the access log: who did what with whose data, when and from where."""

    seq: int
    at: datetime
    who: Ref
    subject: Ref
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class AccessHead:
    """The end of the access log. Kept outside the database it shows a log that was cut short."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class BrokenAt:
    """The first line of the access log that is missing or not as it was written."""

    seq: int
