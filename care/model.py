"""Human contact: whom a person has to meet, by when, and how that stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


class ContactKind(StrEnum):
    """What is promised to a resident. The task that keeps the promise has the same kind."""

    QUARTERLY_CONTACT = "quarterly_contact"
    """A visit or a call by a person in each calendar quarter."""
    REGULAR_VISIT = "regular_visit"
    """Somebody sees her at her door, every so many days."""


class ContactState(StrEnum):
    """How a promise stands at a moment. Each has a text `contact.state.<state>`."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    """The office has been asked; there are days left."""
    DUE = "due"
    """Today."""
    OVERDUE = "overdue"
    AWAY = "away"
    """An absence keeps the office from being asked: it is shown until when."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, in days.

    `days_apart` is the longest time between two meetings, `ask_days_before` how long before the
    due day the office is asked, `again_after_days` when it is asked again after a try that did not
    reach her, `days_after_return` how long it has once she is back from an absence.
    """

    days_apart: int
    ask_days_before: int
    again_after_days: int
    days_after_return: int


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """The pace of each kind. Quarterly contacts fall due so many days before the quarter ends."""

    paces: Mapping[ContactKind, Pace]
    days_before_quarter_ends: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter by its first and its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised to whom: since she is active in this tier, and when she was last met."""

    resident_id: str
    kind: ContactKind
    since: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a promise has to be kept.

    `due_at` is when the offices close on the due day, `asks_at` when the office is asked;
    `away_until` is set while an absence keeps it from being asked.
    """

    due_at: datetime
    asks_at: datetime
    away_until: datetime | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A promise with its schedule. `look_at` is when it wants attention next."""

    promise: Promise
    schedule: Schedule
    look_at: datetime
