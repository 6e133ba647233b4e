"""What alarms of a home's plugs turned out to be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Grade(StrEnum):
    """How far an alarm goes. Each has a text `plug.grade.<grade>`."""

    SOFT = "soft"
    """She is asked; nobody else is disturbed."""
    HARD = "hard"
    """A person looks."""


class Turned(StrEnum):
    """What an alarm turned out to be. Each has a text `plug.turned.<turned>`."""

    AT_HOME = "at_home"
    """She was well, and nobody said that she was out."""
    AWAY = "away"
    DEVICE = "device"
    """Her devices could not tell: all of them were lost, or the home had no power."""
    REAL = "real"
    UNTOLD = "untold"
    """It runs, or nobody has said what it was."""


NEEDLESS = frozenset({Turned.AT_HOME, Turned.AWAY})


@dataclass(frozen=True, slots=True)
class Span:
    """A time, from `begins` up to `ends`; None: it goes on."""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm, and the silence it is about: from the last activity to activity again."""

    grade: Grade
    at: datetime
    silence: Span
    turned: Turned
