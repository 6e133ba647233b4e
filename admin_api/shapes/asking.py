"""How one resident is asked: her plan and wishes, her absences, practice, festivals."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from admin_api.shapes import ULID, Shape
from checkins.model import Occasion, Rhythm
from residents.model import AbsenceKind, AbsenceSource, ChannelName, Tier, speaking

FRIDAY = "2026-09-11T15:00:00+09:00"
PracticeChannel = Literal[ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL]


def _without_zone(wall: time) -> time:
    if wall.tzinfo is not None:
        message = "Give the city's wall time, without a zone."
        raise ValueError(message)
    return wall


class PhoneWishesIn(Shape):
    """How a resident wishes to be rung; what is left out stays as it is."""

    phones: list[str] | None = Field(
        default=None,
        max_length=10,
        examples=[["054-420-0000", "010-7000-0001"]],
        description="All her numbers, in the order in which they are tried.",
    )
    speaking_rate: int | None = Field(
        default=None,
        ge=speaking.SLOWEST,
        le=speaking.FASTEST,
        examples=[speaking.SLOW],
        description="Percent of a voice's own pace.",
    )


class PhoneWishesOut(Shape):
    """How a resident is rung and spoken to from now on."""

    phones: list[str] = Field(examples=[["054-420-0000", "010-7000-0001"]])
    speaking_rate: int = Field(examples=[speaking.SLOW])


class WishesIn(Shape):
    """What she wants otherwise than her tier has it; what is left out is as usual.

    `times` are wall times of the city, one for each question of a day; `weekday` counts from
    Monday = 0; `channels` are those she wants to be asked on, `person` alone: somebody comes.
    """

    rhythm: Rhythm | None = None
    weekday: Annotated[int, Field(ge=0, le=4)] | None = None
    times: list[Annotated[time, AfterValidator(_without_zone)]] = Field(
        default=[], examples=[["09:30", "18:00"]]
    )
    channels: list[ChannelName] = Field(default=[], examples=[["call"]])


class PlanOut(Shape):
    """How she is asked. Without a rhythm nobody asks her: she is not active."""

    rhythm: Rhythm | None
    occasion: Occasion | None
    next: list[datetime] = Field(examples=[["2026-09-08T09:21:00+09:00"]])
    channels: list[ChannelName]
    wishes: WishesIn


class AbsenceIn(Shape):
    """She is, or will be, away. Without `until` nobody knows when she comes back."""

    kind: AbsenceKind
    said_by: AbsenceSource = AbsenceSource.OFFICER
    since: AwareDatetime | None = None
    until: AwareDatetime | None = Field(default=None, examples=[FRIDAY])


class AbsenceUntil(Shape):
    """Until when an absence goes on, as far as anybody knows."""

    until: AwareDatetime | None = Field(default=None, examples=[FRIDAY])


class AbsenceOut(Shape):
    """An absence. `holds_until` is when she is asked whether she is back."""

    id: str = Field(examples=[ULID])
    kind: AbsenceKind
    said_by: AbsenceSource
    since: datetime
    until: datetime | None
    holds_until: datetime
    ended_at: datetime | None


class StaysAloneOut(Shape):
    """Somebody who spends the festival alone. A gap: of her tier, and nobody who is there looks."""

    resident: str = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    tier: Tier
    checker: str | None = Field(examples=[f"helper:{ULID}"])
    looked_after: bool
    is_gap: bool


class FestivalOut(Shape):
    """Seollal or Chuseok with the days off around it."""

    first: date = Field(examples=["2026-09-24"])
    last: date = Field(examples=["2026-09-27"])
    gaps: int
    alone: list[StaysAloneOut]


class CheckerIn(Shape):
    """Who looks after a resident: a helper, an employee, or nobody."""

    checker: str | None = Field(max_length=40, examples=[f"helper:{ULID}"])


class PracticeIn(Shape):
    """How she is asked: by card, by a text with a link, or by a call. Else card or call."""

    on: PracticeChannel | None = Field(default=None, examples=["sms"])


class PracticeOut(Shape):
    """A practice that begins now. No answer and no silence of it is reported anywhere."""

    id: str = Field(examples=[ULID])
    on: ChannelName = Field(examples=["sms"])
    deadline: datetime = Field(examples=[FRIDAY])
