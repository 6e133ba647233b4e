"""What the API gives and takes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from admin_api.permissions import Permission
from care.model import ContactKind, ContactState
from locales.model import Language
from locales.texts import say
from residents.model import (
    Device,
    HazardKind,
    LifeState,
    StaffRole,
    Tier,
    speaking,
)
from tasks.model import DeclineReason, Result, TaskKind, TaskState

ULID = "01JD3WYFK7Q2M8R5T9V1X4ZB6C"
PAGE_ITEMS, MOST_ITEMS = 50, 200

T = TypeVar("T")


class Shape(BaseModel):
    """Nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Shape):
    """How people read a code."""

    ko: str = Field(examples=["안부를 여쭈었으나 소식이 아직 없음"])
    en: str = Field(examples=["Asked, and no word yet"])


class Page(Shape, Generic[T]):
    """One page of a list. Ask for the next one with `after`; null when this is the last."""

    items: list[T]
    next: str | None = Field(examples=[ULID])


class Login(Shape):
    """Who signs in."""

    login: str = Field(max_length=200, examples=["kim.minji"])
    password: str = Field(max_length=1_000, examples=["four words of your own"])


class Me(Shape):
    """Who is signed in, and what she may do. `standing_in`: districts she has as a deputy now."""

    ref: str = Field(examples=[f"staff:{ULID}"])
    name: str = Field(examples=["김민지"])
    role: StaffRole = Field(examples=["officer"])
    districts: list[str] = Field(examples=[["jijwa-dong"]])
    standing_in: list[str] = Field(examples=[["daegok-dong"]])
    permissions: list[Permission]


class ResidentLine(Shape):
    """A resident in a list. `name` is there only when it was asked for, which is logged."""

    id: str = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    tier: Tier
    state: LifeState
    language: Language
    lives_alone: bool
    deceased: bool
    devices: list[Device]
    named_checker: str | None = Field(examples=[f"helper:{ULID}"])
    name: str | None = Field(default=None, examples=["김순자"])


class ContactOut(Shape):
    """Somebody to ring about a resident."""

    id: str = Field(examples=[ULID])
    order: int
    name: str = Field(examples=["김영희"])
    relation: str = Field(examples=["딸"])
    phone: str = Field(examples=["010-7000-0002"])
    keyholder: bool


class ResidentOut(Shape):
    """A resident with her personal data: opening it is a line of the access log."""

    id: str = Field(examples=[ULID])
    name: str = Field(examples=["김순자"])
    birth_year: int = Field(examples=[1941])
    address: str = Field(examples=["김천시 지좌동 감천로 12, 101호"])
    phones: list[str] = Field(examples=[["010-7000-0001"]])
    notes: str
    district: str = Field(examples=["jijwa-dong"])
    tier: Tier
    state: LifeState
    language: Language
    lives_alone: bool
    deceased: bool
    devices: list[Device]
    named_checker: str | None
    household: str = Field(examples=[ULID])
    contacts: list[ContactOut]
    speaking_rate: int = Field(examples=[speaking.NORMAL])
    hazards: list[HazardKind] = Field(
        description="What endangers whoever comes to her home.", examples=[["dog"]]
    )


class OfferOut(Shape):
    """Somebody the task was offered to. `why` she declined: as far as she said it.

    `shown_at` is set while the offer waits for her minute: when it is shown to her, if nothing more
    pressing comes.
    """

    to: str = Field(examples=[f"helper:{ULID}"])
    state: str = Field(examples=["declined"])
    round: int
    why: DeclineReason | None = Field(examples=["too_far"])
    shown_at: datetime | None = Field(examples=["2026-03-03T01:31:05Z"])


class TaskLine(Shape):
    """A task in a list.

    `done_by` is when it has to be done: known once it is accepted, sooner where a day is set.
    `resident` is null where it is about the helper of its `origin`.
    """

    id: str = Field(examples=[ULID])
    code: str = Field(examples=["K7Q2M"])
    kind: TaskKind
    kind_words: Words
    resident: str | None = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    origin: str = Field(examples=[f"case:{ULID}"])
    urgency: str | None = Field(examples=["caution"])
    state: TaskState
    state_words: Words
    version: int
    opened_at: datetime
    next_step_at: datetime
    accepted_by: str | None = Field(examples=[f"staff:{ULID}"])
    accepted_at: datetime | None
    done_by: datetime | None
    back_at: datetime | None = Field(description="When the resident is back, as was told.")
    result: Result | None
    result_words: Words | None
    closed_at: datetime | None


class TaskOut(TaskLine):
    """A task with everybody it was offered to.

    `hazards` is what endangers whoever goes to her home: no helper is asked to.
    """

    offers: list[OfferOut]
    hazards: list[HazardKind] = Field(examples=[["dog"]])


class TaskIn(Shape):
    """Work that an official asks for about a resident."""

    kind: TaskKind = Field(examples=["survey"])
    do_by: AwareDatetime | None = Field(
        default=None,
        description="By when it has to be done; else as is usual for its kind.",
        examples=["2026-03-17T18:00:00+09:00"],
    )
    mine: bool = Field(default=False, description="You do it yourself; else your office is asked.")


class BackIn(Shape):
    """When a resident who is out is back: two hours from now at most."""

    back_at: AwareDatetime = Field(examples=["2026-03-03T15:30:00+09:00"])


class InNameOf(Shape):
    """Who said it, when an official enters it for a helper who rang."""

    in_name_of: str | None = Field(
        default=None, pattern=r"^helper:[0-9A-Za-z]{1,26}$", examples=[f"helper:{ULID}"]
    )


class ResultIn(InNameOf):
    """How a task ended, for whoever has it."""

    result: Result = Field(examples=["seen_well"])


class CheckinOut(Shape):
    """One check-in."""

    id: str = Field(examples=[ULID])
    resident: str = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    slot_at: datetime
    deadline: datetime
    state: str = Field(examples=["fine"])
    state_words: Words
    asked: bool
    last_rung: str | None = Field(examples=["call"])
    answered_at: datetime | None
    answered_on: str | None = Field(examples=["telegram"])
    closed_at: datetime | None


class HumanContactOut(Shape):
    """Whom a person has to meet, and by when. `task` is open to bring it about.

    `away_until` is set while an absence keeps the office from being asked.
    """

    resident: str = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    kind: ContactKind = Field(examples=["quarterly_contact"])
    kind_words: Words
    state: ContactState = Field(examples=["overdue"])
    state_words: Words
    due_at: datetime
    asks_at: datetime
    last_met_at: datetime | None
    away_until: datetime | None
    task: str | None = Field(examples=[ULID])


After = Annotated[
    str | None,
    Query(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$", description="`next` of the page before."),
]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS)]
Since = Annotated[AwareDatetime | None, Query(description="An instant with its zone.")]
District = Annotated[str | None, Query(max_length=40, description="Only this district's code.")]


def words(key: str) -> Words:
    """A text in Korean and English."""
    return Words(ko=say(key, Language.ko), en=say(key, Language.en))


def newest_first(
    found: Iterable[T], id_of: Callable[[T], str], after: str | None, limit: int
) -> tuple[Sequence[T], str | None]:
    """One page by id, which grows with time, and the id to go on after."""
    wanted = [one for one in found if after is None or id_of(one) < after]
    wanted.sort(key=id_of, reverse=True)
    return _cut(wanted, id_of, limit)


def in_order(
    found: Iterable[T], id_of: Callable[[T], str], after: str | None, limit: int
) -> tuple[Sequence[T], str | None]:
    """One page by id, the smallest first, and the id to go on after."""
    wanted = [one for one in found if after is None or id_of(one) > after]
    wanted.sort(key=id_of)
    return _cut(wanted, id_of, limit)


def _cut(
    wanted: Sequence[T], id_of: Callable[[T], str], limit: int
) -> tuple[Sequence[T], str | None]:
    page = wanted[:limit]
    return page, id_of(page[-1]) if len(wanted) > limit else None
