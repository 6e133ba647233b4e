"""How a city asks its residents, from a file: refused with line and reason when it does not fit."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from checkins.model import (
    CheckinPolicy,
    Hours,
    InFestivals,
    LadderPolicy,
    Rhythm,
    Rhythms,
)
from foundation import policy_files
from foundation.policy_files import Strict
from residents.model import Tier

if TYPE_CHECKING:
    from pathlib import Path

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Calls = Annotated[tuple[Minutes, ...], Field(min_length=1, max_length=5)]


class _Rhythm(Strict):
    high: Literal[Rhythm.DAILY]  # nobody at high risk is asked less often without a plug
    high_beside_a_plug: Rhythm
    medium: Rhythm
    low: Rhythm
    after_discharge: Rhythm
    closer_days: Annotated[int, Field(ge=0, le=90)]


class _Festivals(Strict):
    high: InFestivals
    medium: InFestivals
    low: InFestivals


class _Ladder(Strict):
    reminder_after: Minutes
    notice_after: Minutes
    calls_after: Calls
    landline_calls_after: Calls
    missed_after: Annotated[int, Field(ge=10, le=6 * 60)]
    put_off_by: Annotated[int, Field(ge=10, le=12 * 60)]
    clarify_within: Annotated[int, Field(ge=5, le=12 * 60)]
    late_answer_counts_for_hours: Annotated[int, Field(ge=0, le=14 * 24)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Steps follow one another, and the last leaves time to pick up."""
        for calls in (self.calls_after, self.landline_calls_after):
            if any(two <= one for one, two in pairwise((*calls, self.missed_after))):
                message = "calls must follow one another and end before missed_after"
                raise ValueError(message)
        if not self.reminder_after < self.notice_after < self.calls_after[0]:
            message = (
                "reminder_after, notice_after and the first of calls_after must follow in order"
            )
            raise ValueError(message)
        return self

    def policy(self) -> LadderPolicy:
        return LadderPolicy(
            reminder_after=timedelta(minutes=self.reminder_after),
            notice_after=timedelta(minutes=self.notice_after),
            calls_after=tuple(timedelta(minutes=one) for one in self.calls_after),
            landline_calls_after=tuple(timedelta(minutes=one) for one in self.landline_calls_after),
            missed_after=timedelta(minutes=self.missed_after),
            put_off_by=timedelta(minutes=self.put_off_by),
            clarify_within=timedelta(minutes=self.clarify_within),
            late_answer_counts_for=timedelta(hours=self.late_answer_counts_for_hours),
        )


class _Hours(Strict):
    opens: time
    ends: time
    ends_on_eves: time
    quiet_from: time
    quiet_until: time
    spread: Annotated[int, Field(ge=0, le=60)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        walls = (self.quiet_until, self.opens, self.ends_on_eves, self.ends, self.quiet_from)
        if list(walls) != sorted(walls):
            message = "quiet_until, opens, ends_on_eves, ends and quiet_from must follow in order"
            raise ValueError(message)
        return self

    def hours(self) -> Hours:
        return Hours(
            opens=self.opens,
            ends=self.ends,
            ends_on_eves=self.ends_on_eves,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            spread=timedelta(minutes=self.spread),
        )


class _File(Strict):
    rhythm: _Rhythm
    festivals: _Festivals
    ladder: _Ladder
    hours: _Hours

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Even before a day off, a whole ladder fits between opening and end."""
        opens, ends = (_since_midnight(at) for at in (self.hours.opens, self.hours.ends_on_eves))
        if ends - opens < timedelta(minutes=self.ladder.missed_after):
            message = "ladder.missed_after is longer than hours.opens to hours.ends_on_eves"
            raise ValueError(message)
        return self

    def policy(self) -> CheckinPolicy:
        return CheckinPolicy(_rhythms(self), self.ladder.policy(), self.hours.hours())


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def shipped() -> CheckinPolicy:
    """The policy that Anbu comes with."""
    return policy_files.shipped(_File, "checkins").policy()


def read(path: Path) -> CheckinPolicy:
    """A city's own policy. Raises `policy_files.PolicyError`."""
    return policy_files.read(_File, path).policy()


def parse(text: str, name: str) -> CheckinPolicy:
    """Read policy TOML. Raises `policy_files.PolicyError`."""
    return policy_files.parse(_File, text, name).policy()


def _rhythms(file: _File) -> Rhythms:
    rhythm, festivals = file.rhythm, file.festivals
    return Rhythms(
        of_tier={Tier.HIGH: rhythm.high, Tier.MEDIUM: rhythm.medium, Tier.LOW: rhythm.low},
        beside_a_plug=rhythm.high_beside_a_plug,
        after_discharge=rhythm.after_discharge,
        closer_for=timedelta(days=rhythm.closer_days),
        in_festivals={
            Tier.HIGH: festivals.high,
            Tier.MEDIUM: festivals.medium,
            Tier.LOW: festivals.low,
        },
    )
