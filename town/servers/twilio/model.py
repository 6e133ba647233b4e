"""What the town's Twilio talks about: text messages, calls, and people's lines."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from town.servers.twiml import Say

API_VERSION: Final = "2010-04-01"


class Line(StrEnum):
    """What is at the other end of a number."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    UNASSIGNED = "unassigned"


def line_of(number: str) -> Line:
    """By the Korean numbering plan; numbers abroad count as mobile."""
    if number.startswith("+82") and not number.startswith("+8210"):
        return Line.LANDLINE
    return Line.MOBILE


# ------------------------------------------------------------------------------------ SMS


@dataclass(frozen=True, slots=True)
class SmsFate:
    """What becomes of a text message, and after how many seconds."""

    status: Literal["delivered", "undelivered", "failed"] = "delivered"
    error_code: int | None = None
    after: float = 4.0


@dataclass(slots=True)
class Sms:
    """A text message from the service."""

    sid: str
    to: str
    sender: str
    body: str
    created_at: datetime
    updated_at: datetime
    status: str = "queued"
    sent_at: datetime | None = None
    error_code: int | None = None
    callback_url: str = ""

    @property
    def shown(self) -> str:
        """As a Korean phone shows a text from abroad: a mark in front, no foreign characters."""
        if not self.to.startswith("+82"):
            return self.body
        body = self.body.encode("cp949", "replace").decode("cp949")
        return f"[국제발신]\n{body}"


# ---------------------------------------------------------------------------------- calls


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody picks up after some seconds of ringing, and may hang up in the middle."""

    after: float = 6.0
    hangs_up_after: float | None = None
    detected_as: str = "human"


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A machine picks up. It listens to everything and presses nothing."""

    after: float = 20.0
    detected_as: str = "machine_start"


@dataclass(frozen=True, slots=True)
class Busy:
    """The line is taken, or the call is turned away."""

    after: float = 2.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """It rings until the caller gives up."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The call never reaches a phone."""

    sip_code: int = 404


Ring: TypeAlias = Answer | Voicemail | Busy | NoAnswer | Failed


@dataclass(frozen=True, slots=True)
class Key:
    """Presses keys, `after` seconds after the prompt has ended (negative: into the prompt)."""

    digits: str
    after: float = 2.0


@dataclass(frozen=True, slots=True)
class Says:
    """Speaks."""

    text: str
    after: float = 1.0
    confidence: float = 0.92


@dataclass(frozen=True, slots=True)
class Silence:
    """Does nothing until the time is up."""


@dataclass(frozen=True, slots=True)
class HangsUp:
    """Puts the phone down."""

    after: float = 1.0


Reaction: TypeAlias = Key | Says | Silence | HangsUp


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said since the last answer, and what may be answered now."""

    spoken: tuple[Say, ...]
    inputs: frozenset[str]
    num_digits: int | None
    seconds_to_answer: float
    asked_before: int
    """How many questions this call has asked already."""

    @property
    def text(self) -> str:
        return " ".join(say.text for say in self.spoken)


@dataclass(slots=True)
class Call:
    """A call between the service and a number."""

    sid: str
    to: str
    sender: str
    direction: Literal["outbound-api", "inbound"]
    created_at: datetime
    updated_at: datetime
    request: Mapping[str, str] = field(default_factory=dict)
    """The parameters of the create request, each with its last value."""
    events: frozenset[str] = frozenset({"completed"})
    status: str = "queued"
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: str | None = None
    by_machine: bool = False
    sequence: int = 0
    epoch: int = 0
    """Grows when the conversation takes another course: what was planned for before is void."""
    spoken: list[Say] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    @property
    def person(self) -> str:
        """The number of the human end."""
        return self.sender if self.direction == "inbound" else self.to

    @property
    def over(self) -> bool:
        return self.status in FINAL

    @property
    def seconds(self) -> int:
        """How long they talked."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return round((self.ended_at - self.answered_at) / timedelta(seconds=1))


FINAL: Final = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


class Handsets:
    """How the town's people and their lines behave; the demo and the simulation set these.

    `on_sms` and `on_said` are told, `on_ring`, `on_prompt`, `sms_fate` and `line_of` decide.
    """

    def __init__(self) -> None:
        self.line_of: Callable[[str], Line] = line_of
        self.on_sms: Callable[[Sms], None] = lambda _sms: None
        self.sms_fate: Callable[[Sms], SmsFate] = lambda _sms: SmsFate()
        self.on_ring: Callable[[Call], Ring] = lambda _call: NoAnswer()
        self.on_prompt: Callable[[Call, Heard], Reaction] = lambda _call, _heard: Silence()
        self.on_said: Callable[[Call, Say], None] = lambda _call, _say: None
        self.on_call_ended: Callable[[Call], None] = lambda _call: None


# ------------------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the service's number does when it is called, or written to."""

    voice_url: str
    fallback_url: str = ""
    status_callback: str = ""
    sms_url: str = ""


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """One account. The credentials and numbers are made up.

    `strict`: TwiML that Twilio would refuse raises out of the event instead of being spoken
    as "an application error has occurred".
    """

    account_sid: str = "AC" + "70" * 16
    auth_token: str = field(default="town" * 8, repr=False)
    numbers: frozenset[str] = frozenset({"+12025550142"})
    incoming: Incoming | None = None
    calls_per_second: float = 1.0
    concurrent_calls: int | None = None
    strict: bool = True


class Sids:
    """Ids that look like Twilio's and repeat from run to run."""

    def __init__(self, account_sid: str) -> None:
        self._seed = account_sid
        self._count: Counter[str] = Counter()

    def new(self, prefix: str) -> str:
        self._count[prefix] += 1
        source = f"{self._seed}:{prefix}:{self._count[prefix]}"
        return prefix + hashlib.sha256(source.encode()).hexdigest()[:32]


class RestError(Exception):
    """An answer of the REST API other than success."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
