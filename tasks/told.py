"""What the page or the telephone tells whoever has some work, or why it does not. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tasks.model import Result, TaskKind

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Hazard, HazardKind, Phone
    from signals.model import Ref
    from tasks.decide import NotBack
    from tasks.model import Task


@dataclass(frozen=True, slots=True)
class Visited:
    """One of the people behind a door, and what may be said of her. `waits`: until she is back."""

    task_id: str
    resident: Ref
    origin: str
    """What the work comes of: `case:<id>`, or something else."""
    code: str
    name: str = field(repr=False)
    phones: tuple[Phone, ...]
    form: tuple[Result, ...]
    may_wait: bool
    waits: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom the work of `by` is about. `cookie` is what the browser must bring next time.

    `at` is the moment of this view; `due_at` when the first of them has to be seen; `ladder` the
    text keys of the steps at the door, empty for work that leads to no door; `said` what a helper
    wrote that is to be read, the oldest first; `hazards` what endangers whoever goes there, for
    officials; `by_phone`: only a telephone may be used; `fault` why what was just told cannot be.
    """

    by: Ref
    people: tuple[Visited, ...]
    address: str = field(repr=False)
    district: str
    kind: TaskKind
    at: datetime
    due_at: datetime
    ladder: tuple[str, ...]
    said: tuple[str, ...] = field(repr=False)
    hazards: tuple[Hazard, ...]
    by_phone: bool
    cookie: str = field(repr=False)
    cookie_until: datetime
    fault: NotBack | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a task is about; without an address it leads to nobody's home.

    `hazards` is what endangers whoever goes there, for officials.
    """

    ref: Ref
    name: str = field(repr=False)
    address: str = field(repr=False)
    phones: tuple[Phone, ...]
    hazards: tuple[HazardKind, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongPin:
    """Not her PIN; `left` tries remain."""

    left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong PINs, or she has none yet: an officer has to help."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such page, or not any more: closed, too old, replaced, given to another."""


@dataclass(frozen=True, slots=True)
class OtherBrowser:
    """The PIN is right, but another browser opened the page first."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """She no longer serves, or as a helper may not know whom it is about: an officer helps."""


@dataclass(frozen=True, slots=True)
class Thanked:
    """Every result is there. `result` is the last of them."""

    code: str
    result: Result


class TakesResults(Protocol):
    """What `tasks.service.Tasks` does with what was found."""

    def take_result(self, uow: UnitOfWork, task: Task, by: Ref, result: Result) -> bool:
        """Take what `by` found."""
        ...

    def wait_for_her(
        self, uow: UnitOfWork, task: Task, by: Ref, back_at: datetime
    ) -> NotBack | None:
        """She is out and back then, or why that cannot be."""
        ...


Told: TypeAlias = Whom | WrongPin | Locked | Gone | Withheld
Page: TypeAlias = Shown | Thanked | WrongPin | Locked | Gone | OtherBrowser | Withheld
