"""What can be known about a resident, a home, a helper or a task, and from whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Ref: TypeAlias = str
"""`<kind>:<id>` of a person or thing: `resident:…`, `helper:…`, `device:…`, `address:…`."""


class Source(StrEnum):
    """Where a fact comes from. With the source's own id it names a fact for ever."""

    TELEGRAM = "telegram"
    TWILIO = "twilio"
    ANSWER_PAGE = "answer_page"
    PLUGS = "plugs"
    VENDORS = "vendors"
    """Services of others that look after residents, too: what they say was decided there."""
    STAFF = "staff"
    MESSAGING = "messaging"
    UNDERSTANDING = "understanding"
    CHECKINS = "checkins"
    ESCALATION = "escalation"
    TASKS = "tasks"
    RESIDENTS = "residents"
    RUNTIME = "runtime"


class SignalKind(StrEnum):
    """Facts from outside first, then what the service concluded from them."""

    LINK_OPENED = "link_opened"
    """Somebody pressed Start in the messenger, with or without an enrolment token."""
    REPLY = "reply"
    """Anything a resident did on a channel: a button, a key, words, a picture."""
    CHANNEL_LOST = "channel_lost"
    CHANNEL_RESTORED = "channel_restored"
    OFFER_ANSWERED = "offer_answered"
    """A helper or officer pressed accept or decline on a card."""
    RESULT_GIVEN = "result_given"
    """A helper or officer said how a task ended."""
    CONTACT_ANSWERED = "contact_answered"
    """A contact said how the resident is, or that she does not want to be asked."""
    IN_TOWN = "in_town"
    """A helper said whether she stays in town through a festival."""
    WORKER_WROTE = "worker_wrote"
    """A helper or officer sent words, a command or a picture."""
    AWAY_CHOSEN = "away_chosen"
    """A helper pressed until when she is away, or that she is back."""
    UNREADABLE = "unreadable"
    """Something arrived that nothing here understands; kept for a person to read."""

    SAID = "said"
    """What a reply means, decided once: see `messaging.understanding`."""
    RECEIPT = "receipt"
    """What became of a message that its sender asked to be told about."""
    CHECKIN_MISSED = "checkin_missed"
    CHECKIN_NOT_ASKED = "checkin_not_asked"
    CHECKIN_UNCLEAR = "checkin_unclear"
    """She is alive, but even a second question brought no clear answer."""
    PLUG_ACTIVE = "plug_active"
    PLUG_UNUSUAL = "plug_unusual"
    """Her home has been silent for most of what her tier allows."""
    PLUG_QUIET = "plug_quiet"
    PLUG_BACK = "plug_back"
    PLUG_NOTED = "plug_noted"
    """Her days, or an appliance, go otherwise than they used to: a word on the next visit."""
    PLUG_LEFT_ON = "plug_left_on"
    """Something in her home is hot for longer than it ever was."""
    PLUG_AS_BEFORE = "plug_as_before"
    """What was noted is as it was again."""
    DEVICE_FAULT = "device_fault"
    POWER_CUT = "power_cut"
    """Nothing is heard of her home since other homes nearby went: no fault of its devices."""
    BATTERY_LOW = "battery_low"
    """A device in her home still reports, and will not for long."""
    VENDOR_ALARM = "vendor_alarm"
    """Another service says that something is amiss; `grave`: it calls for help at once."""
    VENDOR_BACK = "vendor_back"
    """Another service sees life in her home again."""
    VENDOR_CONTACT = "vendor_contact"
    """Another service has spoken with her, or somebody of it has met her."""
    TASK_UNANSWERED = "task_unanswered"
    TASK_ACCEPTED = "task_accepted"
    TASK_DONE = "task_done"
    TASK_WAITS = "task_waits"
    """Nobody is at home, and somebody told when she is back."""
    DECEASED = "deceased"
    HAZARD_RECORDED = "hazard_recorded"
    """Whoever comes to her home is in danger, as somebody has seen."""
    HAZARD_LIFTED = "hazard_lifted"
    OFFICER_SAID = "officer_said"
    """An official opens a case, raises or closes it, or writes down what she knows of it."""
    CAMPAIGN = "campaign"
    """An official has everybody of some districts asked; this resident is one of them."""
    SET_ASIDE = "set_aside"
    """A consumer could not handle a fact; a person has to look at what it says."""


class Meaning(StrEnum):
    """What a person's words or key press say. They are not one scale (docs/care.md)."""

    ALIVE = "alive"
    """She did something that says nothing else: it stops the clock of silence only."""
    OK = "ok"
    HELP = "help"
    URGENT = "urgent"
    UNCLEAR = "unclear"
    ABSENT = "absent"
    LATER = "later"
    STOP = "stop"
    WRONG_PERSON = "wrong_person"
    PRACTISED = "practised"
    """She pressed a button or key of a practice: it says that she can, not how she is."""
    DECEASED = "deceased"


class Cause(StrEnum):
    """Why something is urgent: it decides who may know."""

    MEDICAL = "medical"
    FALL = "fall"
    FIRE = "fire"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact about to be recorded.

    `subject` is whose agenda it belongs to. `data` holds ids, kinds and numbers only;
    `words` are somebody's own and are sealed under the subject's key.
    """

    kind: SignalKind
    source: Source
    source_id: str
    subject: Ref
    occurred_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A recorded fact. Never changed, never deleted while its subject is served."""

    id: str
    kind: SignalKind
    source: Source
    source_id: str
    subject: Ref
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]
    words: str | None = None

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Canonical order in which a subject's facts are decided."""
        return (self.occurred_at, self.source, self.source_id)


def resident_id(subject: Ref) -> str:
    """The id in `resident:<id>`. Raises ValueError for any other subject."""
    kind, _, identity = subject.partition(":")
    if kind != "resident" or not identity:
        message = f"{kind!r} is not a resident; signals about residents need resident:<id>"
        raise ValueError(message)
    return identity
