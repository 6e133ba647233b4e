"""A case, its facts, and how urgent it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from residents.model import Tier
    from signals.model import Cause, Ref
    from tasks.model import Round


LONGEST_REOPENING_HOURS = 72


class Urgency(IntEnum):
    """관심 · 주의 · 위험 · 긴급. Never shown outside the console and to officers."""

    WATCH = 1
    CAUTION = 2
    DANGER = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        """The text key's last part."""
        return self.name.lower()


class Reason(StrEnum):
    """Why a case is as urgent as it is. Metrics, timeline and officers read the same word."""

    MISSED_CHECKIN = "missed_checkin"
    MISSED_CHECKIN_HIGH_TIER = "missed_checkin_high_tier"
    MISSED_CHECKIN_LOW_TIER = "missed_checkin_low_tier"
    QUIET_HOME_UNANSWERED = "quiet_home_unanswered"
    LEFT_ON_UNANSWERED = "left_on_unanswered"
    NOT_ASKED = "not_asked"
    UNCLEAR_ANSWER = "unclear_answer"
    ASKED_FOR_HELP = "asked_for_help"
    URGENT_MEDICAL = "urgent_medical"
    URGENT_FALL = "urgent_fall"
    URGENT_FIRE = "urgent_fire"
    URGENT_SELF_HARM = "urgent_self_harm"
    URGENT_VIOLENCE = "urgent_violence"
    PLUG_QUIET = "plug_quiet"
    VENDOR_ALARM = "vendor_alarm"
    VENDOR_EMERGENCY = "vendor_emergency"
    TWO_SOURCES_SILENT = "two_sources_silent"
    SILENT_VISIT = "silent_visit"
    SECOND_SILENT_VISIT = "second_silent_visit"
    DANGER_SEEN = "danger_seen"
    NEEDS_HELP_SEEN = "needs_help_seen"
    OFFICE_TASK_UNANSWERED = "office_task_unanswered"
    CONTACT_WORRIED = "contact_worried"
    RAISED_BY_OFFICER = "raised_by_officer"
    ALIVE_SINCE = "alive_since"


DISCREET = frozenset({Reason.URGENT_SELF_HARM, Reason.URGENT_VIOLENCE})
"""Never to volunteers, contacts or anybody else than officers (docs/care.md 3)."""


class Recipient(StrEnum):
    """To whom an official may tell who somebody is and where, to save her."""

    FIRE_SERVICE = "119"
    POLICE = "112"
    HOSPITAL = "hospital"
    MENTAL_HEALTH = "mental_health"


class Opener(StrEnum):
    """Who opened a door: nobody else may (docs/care.md 7)."""

    FIRE_SERVICE = "119"
    POLICE = "112"
    KEYHOLDER = "keyholder"
    """With written consent, and not alone."""


class Outcome(StrEnum):
    """How a case ended. "All-clear" exists only for WELL and ANSWERED."""

    ANSWERED = "answered"
    """The resident spoke up herself."""
    WELL = "well"
    HELPED = "helped"
    AWAY = "away"
    HANDED_OVER = "handed_over"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done about a case of one urgency; copied onto the case when it opens or rises."""

    rounds: tuple[Round, ...]
    repeat: Round
    do_within: timedelta
    when: str
    reopen_within: timedelta = timedelta()
    """So long after a case ended well, more of the same is the same case again."""
    contacts: tuple[Round, ...] = ()
    """Her contacts, one after the other, beside all others."""


class FactKind(StrEnum):
    """What can be written on a case's timeline."""

    OPENED = "opened"
    EVIDENCE = "evidence"
    TASK_OPENED = "task_opened"
    ROUNDS_REPEATED = "rounds_repeated"
    NOBODY_CAME = "nobody_came"
    ACCEPTED = "accepted"
    VISITED = "visited"
    CONTACT_SAID = "contact_said"
    """Her family or a neighbour told us something. Nobody was there."""
    WAITS = "waits"
    """She is out; whoever was there goes again once she is back."""
    RESIDENT_TOLD = "resident_told"
    DECISION_ASKED = "decision_asked"
    NOTED = "noted"
    """An official wrote down what she knows."""
    DISCLOSED = "disclosed"
    """An official told somebody outside who she is and where, to save her."""
    ENTERED = "entered"
    """Her door was opened."""
    HAZARD_RECORDED = "hazard_recorded"
    """Whoever goes there is in danger."""
    HAZARD_LIFTED = "hazard_lifted"
    CLOSED = "closed"
    REOPENED = "reopened"
    """It had ended well, and the same is amiss again soon afterwards."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the timeline. `data` holds ids, kinds and numbers.

    What changes the evidence carries it as `data["known"]`, with the urgency weighed from it.
    `data["told"]` is the signal behind the line: its id, kind, source and moment, and by whom.
    """

    at: datetime
    kind: FactKind
    reason: Reason | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known together."""

    tier: Tier
    missed_checkin: bool = False
    quiet_home: bool = False
    """She was asked because her home was stiller than it ever is, and did not answer."""
    left_on: bool = False
    """She was asked because something hot was left on in her home, and did not answer."""
    not_asked: bool = False
    unclear: bool = False
    asked_for_help: bool = False
    cause: Cause | None = None
    plug_quiet: bool = False
    vendor_alarm: bool = False
    """Another service hears nothing of her, or sees too little life in her home."""
    vendor_emergency: bool = False
    """Another service was called for help: by a button of hers, a smoke alarm."""
    silent_visits: int = 0
    danger_seen: bool = False
    needs_help_seen: bool = False
    office_task_unanswered: bool = False
    alive_since: bool = False
    away_told: bool = False
    """A helper heard that she is away. Whether that is enough is for an officer to say."""
    worry_told: bool = False
    """A contact wants somebody to go there."""
    raised_to: int = 0
    """How urgent an official wants it; 0 as long as none has said so."""
    death_told: bool = False
    """Somebody wrote that she has died. Whether that is so is for an officer to say."""

    @property
    def home_is_silent(self) -> bool:
        """Whether anything but her own silence speaks of her home, ours or another service's."""
        return self.plug_quiet or self.vendor_alarm

    @property
    def only_a_person_closes(self) -> bool:
        """Help wins over fine, whichever came first, until a person closes it (docs/care.md 2).

        Work of the office that nobody took is not done by her being well.
        """
        told = self.asked_for_help or self.unclear or self.cause is not None
        told = told or self.vendor_emergency
        seen = self.danger_seen or self.needs_help_seen or self.worry_told
        return told or seen or self.office_task_unanswered or self.raised_to > 0


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its facts make it."""

    id: str
    resident: Ref
    opened_at: datetime
    urgency: Urgency
    reasons: tuple[Reason, ...]
    known: Evidence
    nobody_came: bool = False
    repeated_at: datetime | None = None
    reached_person_at: datetime | None = None
    decision_asked_at: datetime | None = None
    facts: int = 1
    """How many lines its timeline has."""
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    reopened_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When it was opened, the last time: what is older belongs to what has ended."""
        return self.reopened_at or self.opened_at

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look after it."""
        return self.closed_at is None

    @property
    def needs_a_person(self) -> bool:
        """Whether the resident's own "fine" is not enough to end it."""
        return self.known.only_a_person_closes

    @property
    def is_discreet(self) -> bool:
        """Whether only officers may know."""
        return bool(DISCREET & set(self.reasons))
