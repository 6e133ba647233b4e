"""A task and its rounds of offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from tasks.model.kinds import TaskKind
from tasks.model.results import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signals.model import Ref


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


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task about to be opened.

    `resident` is whom it is about: a helper where her own words are to be heard, a 읍면동
    (`district:<code>`) where it is about many homes at once.
    `origin` is the ref of what asked for it (`case:…`, `checkin:…`, the helper to talk with) and is
    told the result.
    `do_within` is how long somebody who accepted may take, at the least when a moment is set by
    which it has to be done (`do_by`). `urgency` is for the console only. `when` is the text key of
    how soon, as people read it where no moment is set. `tells`: what its card says besides, counts
    and moments, never of whom.
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
    tells: Mapping[str, Any] = field(default_factory=dict)


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
