"""Plans, the ladder of one check-in, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from residents.model import ChannelName


class Rhythm(StrEnum):
    """How often a resident is asked."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


@dataclass(frozen=True, slots=True)
class Plan:
    """When one resident is asked.

    `weekday` counts from Monday = 0 and, like `odd_weeks`, is ignored by a daily rhythm.
    `position` in [0, 1) is her place in the morning window: everybody's differs, nobody's moves.
    """

    resident_id: str
    rhythm: Rhythm
    weekday: int
    odd_weeks: bool
    position: float


class Occasion(StrEnum):
    """Why she is asked. Each but the planned one has a text `checkin.ask.<occasion>`."""

    PLANNED = "planned"
    QUIET_HOME = "quiet_home"
    """Her home has been silent for long, though not for too long yet."""
    DEVICE_FAULT = "device_fault"
    """Her plug does not report: we cannot see."""
    RETURN = "return"
    """An absence is over, as far as is known, or her home is in use during one."""
    PRACTICE = "practice"
    """She learns how to answer, with somebody beside her: no button and no silence says a thing."""


class Planned(NamedTuple):
    """A plan with the next question in it, and why that one is asked."""

    plan: Plan
    slot_at: datetime
    occasion: Occasion


class Rung(StrEnum):
    """The steps of the ladder, from a message to a person."""

    MESSAGE = "message"
    REMINDER = "reminder"
    NOTICE = "notice"
    CALL = "call"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt to hear from her."""

    rung: Rung
    channel: ChannelName
    at: datetime


@dataclass(frozen=True, slots=True)
class LadderPolicy:
    """The ladder's delays from the slot, and the local hours by which it must have ended.

    Source of hours and of three calls a day: docs/care.md 4 and the practice it names.
    """

    reminder_after: timedelta = timedelta(minutes=45)
    notice_after: timedelta = timedelta(minutes=75)
    calls_after: tuple[timedelta, ...] = (
        timedelta(minutes=90),
        timedelta(minutes=110),
        timedelta(minutes=130),
    )
    missed_after: timedelta = timedelta(minutes=150)
    opens_hour: int = 9
    ends_hour: int = 15
    ends_hour_on_eves: int = 12
    quiet_from_hour: int = 21
    """An unplanned question may be asked until it would still ring after this hour."""
    put_off_by: timedelta = timedelta(hours=2)
    """How much later she is asked who has no time now."""
    clarify_within: timedelta = timedelta(minutes=60)
    one_utterance: timedelta = timedelta(minutes=1)
    """What she adds so soon is part of what she said: she has not read the question yet."""
    late_answer_counts_for: timedelta = timedelta(hours=48)
    practice_lasts: timedelta = timedelta(minutes=30)


class CheckinState(StrEnum):
    """What is known about the answer."""

    ASKING = "asking"
    CLARIFYING = "clarifying"
    """She is alive, but what she said was not clear; she was asked once more."""
    FINE = "fine"
    HELP = "help"
    ABSENT = "absent"
    """She said that she is away for some time."""
    UNCLEAR = "unclear"
    MISSED = "missed"
    NOT_ASKED = "not_asked"
    """We failed to ask in time. It is raised like a silence, and counted apart."""
    WITHDRAWN = "withdrawn"
    """Not to be asked after all: away, died, stopped."""


OPEN_STATES = frozenset({CheckinState.ASKING, CheckinState.CLARIFYING})


@dataclass(frozen=True, slots=True)
class Checkin:
    """One expectation to hear from a resident.

    `steps` is her ladder, copied when it started; `next_step` counts those taken. `asked` turns
    true when the first step has certainly left. `deadline` is when silence counts.
    """

    id: str
    resident_id: str
    slot_at: datetime
    steps: tuple[Step, ...]
    next_step: int
    asked: bool
    state: CheckinState
    deadline: datetime
    due_at: datetime
    occasion: Occasion = Occasion.PLANNED
    answered_at: datetime | None = None
    answered_on: ChannelName | None = None
    answered_rung: Rung | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still expected."""
        return self.state in OPEN_STATES

    def is_practice(self, at: datetime) -> bool:
        """Whether a button pressed at this moment is pressed to learn it; later it is meant."""
        practises = self.occasion is Occasion.PRACTICE and self.state is not CheckinState.WITHDRAWN
        return practises and at <= self.deadline

    @property
    def last_rung(self) -> Rung | None:
        """The step that was taken last."""
        return self.steps[self.next_step - 1].rung if self.next_step else None
