"""A task, its rounds of offers and its results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from messaging.render.buttons import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signals.model import Ref


class TaskKind(StrEnum):
    """What is to be done. Each has a text `task.kind.<kind>`."""

    WELFARE_VISIT = "welfare_visit"
    PERSON_CHECK = "person_check"
    CALL_BACK = "call_back"
    AFTER_UNCLEAR = "after_unclear"
    AFTER_DISCHARGE = "after_discharge"
    DATA_QUALITY = "data_quality"
    TALK_AFTER_STOP = "talk_after_stop"
    DECEASED_CHECK = "deceased_check"
    DEVICE_REPAIR = "device_repair"
    NOT_WATCHED = "not_watched"
    """Nothing would tell us of her silence: a way to hear from her is to be found today."""
    ASK_CONTACT = "ask_contact"
    CONTACT_CHECK = "contact_check"
    """Her contacts are asked whether they have met her or spoken with her."""
    QUARTERLY_CONTACT = "quarterly_contact"
    REGULAR_VISIT = "regular_visit"
    SURVEY = "survey"
    """Questions of the city's, asked in person."""
    LESSON = "lesson"
    """How to answer, and how to use what she was given: one person with one person."""
    REFERRAL_FOLLOW_UP = "referral_follow_up"
    """Whether help that she was put in touch with has come."""
    SECURE_THE_DOOR = "secure_the_door"
    VISIT_AFTER_ENTRY = "visit_after_entry"
    REVIEW_AFTER_ENTRY = "review_after_entry"
    """Rule, key and plan after an opened door."""
    DECISION = "decision"
    """What happens with an open case before the evening."""
    DEBRIEF = "debrief"
    """A talk with the helper who found her; the task's origin says who that is."""
    HELPERS_WORDS = "helpers_words"
    """What a helper wrote is read, and she is rung: the task is about herself."""


HOW_SHE_IS = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.CALL_BACK,
        TaskKind.AFTER_UNCLEAR,
        TaskKind.AFTER_DISCHARGE,
        TaskKind.VISIT_AFTER_ENTRY,
    }
)
"""Work that is there to find out how she is. The rest is the office's own."""

WITH_HER = HOW_SHE_IS | {
    TaskKind.QUARTERLY_CONTACT,
    TaskKind.REGULAR_VISIT,
    TaskKind.TALK_AFTER_STOP,
    TaskKind.DECEASED_CHECK,
    TaskKind.DECISION,
}
"""Work that is done with her. Other work (a plug, a number) may be done with somebody else."""

LOOKS_FOR_HER = HOW_SHE_IS | {TaskKind.REGULAR_VISIT, TaskKind.DECISION}
"""Work in which somebody who finds no sign of her has found silence."""


APPOINTMENTS = frozenset({TaskKind.SURVEY, TaskKind.LESSON, TaskKind.REFERRAL_FOLLOW_UP})
"""Work that is done or not. What was seen of her meanwhile counts, and nothing else."""

ALSO_MEETS_HER = frozenset({TaskKind.CONTACT_CHECK, TaskKind.SURVEY, TaskKind.LESSON})
"""Work by which somebody hears or sees her besides: it shows that she lives, and ends nothing."""


ONE_VISIT = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.REGULAR_VISIT,
        TaskKind.AFTER_DISCHARGE,
        TaskKind.VISIT_AFTER_ENTRY,
    }
)
"""Work that leads to her door, where others may live of whom the same is wanted."""


class Audience(StrEnum):
    """To whom a round is offered."""

    NAMED = "named"
    """The helper or officer whom the resident's plan names."""
    HELPERS = "helpers"
    """The best of the district's volunteers."""
    OFFICERS = "officers"
    """The district's officers, or their deputies; off hours whoever is on duty."""
    DEPUTIES = "deputies"
    """Who stands in for the district's officers, beside them."""
    LEADS = "leads"
    CONTACTS = "contacts"
    """Her family and neighbours, in her own order: whom of them was not asked yet."""


@dataclass(frozen=True, slots=True)
class Round:
    """Offer to so many of an audience and wait so long for somebody to accept."""

    audience: Audience
    count: int
    wait: timedelta

    def as_json(self) -> dict[str, Any]:
        """The round as it is stored on a task or a case."""
        return {
            "audience": self.audience.value,
            "count": self.count,
            "wait_seconds": int(self.wait.total_seconds()),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The round that `as_json` wrote."""
        return cls(
            audience=Audience(value["audience"]),
            count=value["count"],
            wait=timedelta(seconds=value["wait_seconds"]),
        )


class TaskState(StrEnum):
    """How far a task has come."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DONE = "done"
    UNANSWERED = "unanswered"
    """All rounds ended and nobody came; its creator decides what is next."""
    WITHDRAWN = "withdrawn"
    """Not needed any more, for instance because the resident answered."""


OPEN_STATES = frozenset({TaskState.OFFERED, TaskState.ACCEPTED})


class Result(StrEnum):
    """How a task ended, in the words of the ladder at the door (docs/care.md 7)."""

    SEEN_WELL = "seen_well"
    SPOKEN_WELL = "spoken_well"
    SEEN_ELSEWHERE = "seen_elsewhere"
    AWAY = "away"
    NO_ANSWER = "no_answer"
    NEEDS_HELP = "needs_help"
    DANGER = "danger"
    HELPED = "helped"
    """What she needed she has; nobody else has to do anything."""
    HANDED_OVER = "handed_over"
    """119 or 112 is with her."""
    DIED = "died"
    VISIT_TODAY = "visit_today"
    """She decides to go there herself before the evening."""
    ON_DUTY = "on_duty"
    """She decides that whoever is on duty has it from the evening on."""
    PLAN_MADE = "plan_made"
    """A number, an hour or a device was found with which she can be asked."""
    PERSON_CALLS = "person_calls"
    """Whoever says so calls or visits her from now on."""
    CARE_ENDED = "care_ended"
    """She does not wish to be asked after any more."""
    UNREACHED = "unreached"
    """A contact does not reach her either."""
    WORRIED = "worried"
    """A contact wants somebody to go there."""


RESULT_OF = {
    Verb.SEEN_WELL: Result.SEEN_WELL,
    Verb.SPOKEN_WELL: Result.SPOKEN_WELL,
    Verb.SEEN_ELSEWHERE: Result.SEEN_ELSEWHERE,
    Verb.AWAY: Result.AWAY,
    Verb.NO_ANSWER: Result.NO_ANSWER,
    Verb.NEEDS_HELP: Result.NEEDS_HELP,
    Verb.DANGER: Result.DANGER,
    Verb.HELPED: Result.HELPED,
    Verb.HANDED_OVER: Result.HANDED_OVER,
    Verb.DIED: Result.DIED,
    Verb.VISIT_TODAY: Result.VISIT_TODAY,
    Verb.ON_DUTY: Result.ON_DUTY,
    Verb.PLAN_MADE: Result.PLAN_MADE,
    Verb.PERSON_CALLS: Result.PERSON_CALLS,
    Verb.CARE_ENDED: Result.CARE_ENDED,
}

SAID_BY_CONTACTS = {
    Verb.CONTACT_WELL: Result.SPOKEN_WELL,
    Verb.CONTACT_UNREACHED: Result.UNREACHED,
    Verb.CONTACT_WORRIED: Result.WORRIED,
}

BACK_IN = {
    Verb.BACK_IN_30: timedelta(minutes=30),
    Verb.BACK_IN_60: timedelta(minutes=60),
    Verb.BACK_IN_120: timedelta(minutes=120),
}
BACK_WITHIN = timedelta(hours=2)
"""Whoever is out for longer is away."""

REACHED = frozenset({Result.SEEN_WELL, Result.SPOKEN_WELL, Result.SEEN_ELSEWHERE})
"""Results in which somebody saw or heard the resident well."""

DECISIONS = frozenset({Result.VISIT_TODAY, Result.ON_DUTY})
"""Results of a decision alone."""

OF_A_WAY = frozenset({Result.PLAN_MADE, Result.PERSON_CALLS, Result.CARE_ENDED})
"""Results of finding a way to hear from somebody alone."""

ENDS_ALONE = {
    **dict.fromkeys(DECISIONS, TaskKind.DECISION),
    **dict.fromkeys(OF_A_WAY, TaskKind.NOT_WATCHED),
}
"""Results that only one kind of work can have."""

OFFICIAL = frozenset({Result.HELPED, Result.HANDED_OVER, Result.DIED, *ENDS_ALONE})
"""Results with which somebody answers for what happens next: for staff only."""

GRAVE = frozenset({Result.NEEDS_HELP, Result.DANGER, Result.HANDED_OVER, Result.DIED})
"""Results that count whenever they are given."""


OF_A_DEATH = REACHED | {Result.DIED, Result.NO_ANSWER, Result.NEEDS_HELP}
"""Whether news of a death is true, not known yet, or wrong."""


OF_AN_APPOINTMENT = frozenset(
    {Result.HELPED, Result.NO_ANSWER, Result.NEEDS_HELP, Result.DANGER, Result.DIED}
)
"""Done, not done, or something was seen that matters more."""


def may_report(kind: TaskKind, by: Ref, result: Result) -> bool:
    """Whether work of a kind that this person did may end so."""
    if kind is TaskKind.CONTACT_CHECK or result in {Result.UNREACHED, Result.WORRIED}:
        return False
    if kind is TaskKind.HELPERS_WORDS:
        return result is Result.HELPED and is_staff(by)
    if kind is TaskKind.DECEASED_CHECK:
        return result in OF_A_DEATH and is_staff(by)
    if kind is TaskKind.DEBRIEF:
        return result not in OFFICIAL
    if kind in APPOINTMENTS:
        return result in OF_AN_APPOINTMENT and is_staff(by)
    if ENDS_ALONE.get(result, kind) is not kind:
        return False
    return result not in OFFICIAL or is_staff(by)


def is_staff(person: Ref) -> bool:
    """Whether she is an officer or a lead, not a helper."""
    return person.startswith("staff:")


def is_contact(person: Ref) -> bool:
    """Whether she is family or a neighbour whom the resident named, and no helper."""
    return person.startswith("contact:")


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task about to be opened.

    `resident` is whom it is about: a helper where her own words are to be heard.
    `origin` is the ref of what asked for it (`case:…`, `checkin:…`, the helper to talk with) and is
    told the result.
    `do_within` is how long somebody who accepted may take, at the least when a moment is set by
    which it has to be done (`do_by`). `urgency` is for the console only. `when` is the text key of
    how soon, as people read it where no moment is set.
    """

    kind: TaskKind
    resident: Ref
    origin: str
    district: str
    rounds: tuple[Round, ...]
    do_within: timedelta
    do_by: datetime | None = None
    when: str = "task.when.today"
    urgency: str | None = None
    named: Ref | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it stands. `due_at` is when its next step is due, whatever that is.

    `version` counts its changes; a card shows the version it was made from. A task of version 0
    is not stored yet.
    """

    id: str
    code: str
    new: NewTask
    state: TaskState
    version: int
    round_index: int
    opened_at: datetime
    due_at: datetime
    accepted_by: Ref | None = None
    accepted_at: datetime | None = None
    reminded: bool = False
    result: Result | None = None
    closed_at: datetime | None = None
    back_at: datetime | None = None
    """When the resident is back, as whoever has it heard at her door, and looks once more."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN_STATES

    @property
    def was_offered(self) -> bool:
        """Whether its first round has begun: else nobody has heard of it."""
        return self.round_index >= 0

    @property
    def is_about_resident(self) -> bool:
        """Whether facts about it say something of a resident."""
        return self.new.resident.startswith("resident:")

    @property
    def do_by(self) -> datetime | None:
        """By when it has to be done: the moment that is set, or as whoever accepted promised."""
        if self.accepted_at is None:
            return self.new.do_by
        promised = (self.back_at or self.accepted_at) + self.new.do_within
        return promised if self.new.do_by is None else max(promised, self.new.do_by)

    @property
    def round(self) -> Round:
        """The round that is running."""
        return self.new.rounds[self.round_index]


class Standing(StrEnum):
    """How a task stands with somebody who was offered it."""

    OPEN = "open"
    """Nobody has it: she may take it."""
    HERS = "hers"
    TAKEN = "taken"
    OVER = "over"


class DeclineReason(StrEnum):
    """Why somebody does not do what she was offered or has accepted."""

    NOT_NOW = "not_now"
    TOO_FAR = "too_far"
    UNWELL = "unwell"
    SOMEBODY_ELSE = "somebody_else"
    AWAY = "away"
    """She is away, as she said before: no reason of this task's."""


REASON_OF = {
    Verb.NOT_NOW: DeclineReason.NOT_NOW,
    Verb.TOO_FAR: DeclineReason.TOO_FAR,
    Verb.UNWELL: DeclineReason.UNWELL,
    Verb.SOMEBODY_ELSE: DeclineReason.SOMEBODY_ELSE,
}


class OfferState(StrEnum):
    """What became of one person's offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Load:
    """Tasks that somebody has, that she is asked for just now, and that she declined of late.

    `declined` counts by the reason that she gave, None for none.
    """

    accepted: int = 0
    offered: int = 0
    declined: Mapping[DeclineReason | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A task offered to one person. `why`: of an offer that was declined, if she said it."""

    task_id: str
    to: Ref
    state: OfferState
    round_index: int
    why: DeclineReason | None = None
