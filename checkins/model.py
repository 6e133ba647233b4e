"""Plans, the ladder of one check-in, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from residents.model import ChannelName, Scope, Tier
    from signals.model import Ref


class Rhythm(StrEnum):
    """How often a resident is asked."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


class InFestivals(StrEnum):
    """How often a resident is asked through Seollal and Chuseok, whatever her rhythm is."""

    EVERY_DAY = "every_day"
    EVERY_SECOND_DAY = "every_second_day"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one resident, or her officer for her, wants otherwise than her tier has it.

    `times` are local wall times, one for each question of a day; `weekday` counts from Monday = 0.
    `channels` are those she wants to be asked on, in place of all she has. Empty or None: as usual.
    """

    rhythm: Rhythm | None = None
    weekday: int | None = None
    times: tuple[time, ...] = ()
    channels: frozenset[ChannelName] = frozenset()


AS_USUAL = Wishes()


@dataclass(frozen=True, slots=True)
class Plan:
    """When one resident is asked.

    `weekday` counts from Monday = 0 and, like `odd_weeks`, is ignored by a daily rhythm.
    `position` in [0, 1) is her place in the morning window: everybody's differs, nobody's moves,
    and who is more at risk comes earlier. Where she has `times` of her own, it is her place in the
    minutes over which those of the same wish are spread.
    """

    resident_id: str
    rhythm: Rhythm
    weekday: int
    odd_weeks: bool
    position: float
    times: tuple[time, ...] = ()
    in_festivals: InFestivals = InFestivals.NOT


class Occasion(StrEnum):
    """Why she is asked. Each but the planned one has a text `checkin.ask.<occasion>`."""

    PLANNED = "planned"
    QUIET_HOME = "quiet_home"
    """Her home has been silent for long, though not for too long yet."""
    DEVICE_FAULT = "device_fault"
    """Her plug does not report: we cannot see."""
    LEFT_ON = "left_on"
    """Something in her home is hot for longer than it ever was."""
    POWER_CUT = "power_cut"
    """Every plug of her home went at once, alone or with others': the power, or the network."""
    RETURN = "return"
    """An absence is over, as far as is known, or her home is in use during one."""
    HEAT = "heat"
    COLD = "cold"
    TYPHOON = "typhoon"
    """An official has everybody asked whom such weather may harm: a campaign."""
    PRACTICE = "practice"
    """She learns how to answer, with somebody beside her: no button and no silence says a thing."""


BY_HER_HOME = (Occasion.QUIET_HOME, Occasion.LEFT_ON)
"""Her home has told something: no answer then means more."""


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
    """The ladder's delays from its first step. A check-in keeps the one it started with."""

    reminder_after: timedelta
    notice_after: timedelta
    calls_after: tuple[timedelta, ...]
    landline_calls_after: tuple[timedelta, ...]
    """For somebody who can only be rung at home: the last comes at another time of the day."""
    missed_after: timedelta
    put_off_by: timedelta
    """How much later she is asked who has no time now."""
    clarify_within: timedelta
    late_answer_counts_for: timedelta


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall times between which residents are asked."""

    opens: time
    ends: time
    """By then a day's ladders are over, so that a person can still act the same day."""
    ends_on_eves: time
    quiet_from: time
    quiet_until: time
    spread: timedelta
    """Over so much those are spread who wish to be asked at the same time."""


@dataclass(frozen=True, slots=True)
class Rhythms:
    """How often residents of a tier are asked."""

    of_tier: Mapping[Tier, Rhythm]
    beside_a_plug: Rhythm
    """For the high tier, while a plug that means something watches her home."""
    after_discharge: Rhythm
    closer_for: timedelta
    """How long the rhythm is closer after a stay in hospital."""
    in_festivals: Mapping[Tier, InFestivals]


@dataclass(frozen=True, slots=True)
class CampaignPolicy:
    """How a campaign comes to its residents."""

    spares: timedelta
    """Whoever was asked or heard from so recently is not asked again."""
    spread: timedelta
    """Over so much its questions are spread, those most at risk first."""


@dataclass(frozen=True, slots=True)
class CheckinPolicy:
    """How a city asks its residents: `checkins/policy.toml`, or a file of its own."""

    rhythms: Rhythms
    ladder: LadderPolicy
    hours: Hours
    campaigns: CampaignPolicy


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

    `steps` is her ladder by `policy`, both copied when it started; `next_step` counts those taken,
    `sent` numbers those that have certainly left. `deadline` is when silence counts.
    """

    id: str
    resident_id: str
    slot_at: datetime
    steps: tuple[Step, ...]
    policy: LadderPolicy
    next_step: int
    sent: frozenset[int]
    state: CheckinState
    deadline: datetime
    due_at: datetime
    occasion: Occasion = Occasion.PLANNED
    answered_at: datetime | None = None
    answered_on: ChannelName | None = None
    answered_rung: Rung | None = None
    closed_at: datetime | None = None
    put_off_to: datetime | None = None
    """When its ladder begins anew, because she had no time."""

    @property
    def begins_at(self) -> datetime:
        """When its ladder begins, or began last."""
        return self.put_off_to or self.slot_at

    @property
    def is_open(self) -> bool:
        """Whether an answer is still expected."""
        return self.state in OPEN_STATES

    @property
    def asks_in_earnest(self) -> bool:
        """Whether silence to it means something; it does not while she only practises."""
        return self.occasion is not Occasion.PRACTICE

    def is_practice(self, at: datetime) -> bool:
        """Whether a button pressed at this moment is pressed to learn it; later it is meant."""
        return self.occasion is Occasion.PRACTICE and at <= self.deadline

    @property
    def asked(self) -> bool:
        """Whether any question has certainly left."""
        return bool(self.sent)

    @property
    def last_rung(self) -> Rung | None:
        """The step that was taken last."""
        return self.steps[self.next_step - 1].rung if self.next_step else None


class CampaignKind(StrEnum):
    """What an official is worried about. Each is an occasion of the same name."""

    HEAT = "heat"
    COLD = "cold"
    TYPHOON = "typhoon"


CAMPAIGN_OCCASIONS = frozenset(Occasion(kind.value) for kind in CampaignKind)


@dataclass(frozen=True, slots=True)
class Campaign:
    """An official has every resident of a scope asked about the weather.

    `residents` counts those of the scope when it was started. From `begins_at` on it is put to
    them, a page at a time: `walked_to` is the last resident who had it, `due_at` is when the next
    page is, and `walked_at` when everybody had it.
    """

    id: str
    kind: CampaignKind
    scope: Scope
    started_at: datetime
    started_by: Ref
    residents: int
    begins_at: datetime
    due_at: datetime
    walked_to: str | None = None
    walked_at: datetime | None = None


class Spared(StrEnum):
    """Why a campaign does not ask one resident of its scope."""

    NOT_ACTIVE = "not_active"
    """Not looked after any more when her turn came, or reported dead."""
    NO_PLAN = "no_plan"
    AWAY = "away"
    BEING_ASKED = "being_asked"
    """Her answer is expected already."""
    ASKED_LATELY = "asked_lately"


class Tally(NamedTuple):
    """So many residents of one place and tier with whom a campaign is as far as this.

    Spared for a reason, or asked and as far as `state` says; neither while it has yet to come to
    them.
    """

    campaign_id: str
    district: str
    tier: Tier
    spared: Spared | None
    state: CheckinState | None
    residents: int


class Ended(NamedTuple):
    """The rungs that were taken in a check-in that is over, and the one that was answered."""

    taken: tuple[Rung, ...]
    answered: Rung | None
