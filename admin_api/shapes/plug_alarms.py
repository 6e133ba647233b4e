"""What the API gives about alarms of plugs, what they turned out to be, and what may be changed."""

from datetime import datetime

from pydantic import Field

from admin_api.shapes import ULID, Shape, Words
from plugs.decide.changes import Change
from plugs.model.alarms import Grade, Turned


class PlugAlarmOut(Shape):
    """One alarm. `silent_from` and `silent_until`: the last activity, and activity again."""

    grade: Grade = Field(examples=["hard"])
    grade_words: Words
    at: datetime
    silent_from: datetime
    silent_until: datetime | None
    turned: Turned = Field(examples=["at_home"])
    turned_words: Words


class PlugChangeOut(Shape):
    """A change that is proposed for her home, with why, for an official to decide.

    `hard` and `soft` count the needless alarms that ask for it.
    """

    change: Change = Field(examples=["appliance"])
    why: Words
    hard: int
    soft: int
    plug: str | None = Field(examples=[ULID], description="The plug that tells too little.")


class HomesAlarmsOut(Shape):
    """The alarms of her home in four weeks, the newest first, and what is proposed."""

    needless: int = Field(examples=[3], description="Of these, while she was well or away.")
    alarms: list[PlugAlarmOut]
    proposed: list[PlugChangeOut]


class PlugChangeIn(Shape):
    """`accept`: it is done so. Else nothing changes, and it is proposed after as many alarms."""

    accept: bool = Field(examples=[True])


class TurnedOut(Shape):
    """How many alarms turned out so."""

    turned: Turned = Field(examples=["away"])
    turned_words: Words
    alarms: int


class GradedOut(Shape):
    """How many alarms went so far, by what they turned out to be."""

    grade: Grade = Field(examples=["hard"])
    grade_words: Words
    alarms: int
    outcomes: list[TurnedOut]


class AlarmsOfMonthOut(Shape):
    """The alarms of plugs in one month of your districts."""

    month: str = Field(examples=["2026-09"])
    graded: list[GradedOut]
