"""What would make the plans fit: each change is tried before it is suggested. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import cycle
from typing import TYPE_CHECKING

from checkins.decide.capacity import (
    Short,
    examine,
    late_messages,
    missing_people,
    with_limits,
)
from checkins.decide.load import slots_of
from checkins.decide.plans import DAY_NAMES
from checkins.model import Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkins.decide.capacity import Examined, Lack, Scenario
    from checkins.model import CheckinPolicy

    Group = tuple[Short, str | None]

MOST_TELEGRAM, MOST_CALLS = 30, 100
"""What the settings take (`foundation/settings.py`)."""
EARLIER = timedelta(minutes=30)
MORE_SPREAD = range(10, 61, 10)
MOST_PEOPLE = 200
A_HELPERS_LOAD = 3
"""How many tasks a helper takes on who said nothing else."""


class Change(StrEnum):
    """What can be changed. Each has a text `capacity.change.<change>`."""

    TELEGRAM_PER_SECOND = "telegram_per_second"
    CALLS_PER_SECOND = "calls_per_second"
    OPENS = "opens"
    SPREAD = "spread"
    MOVE_WEEKLY = "move_weekly"
    HELPERS = "helpers"
    OFFICERS = "officers"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change. `amount` is a rate, minutes, plans or people; `wall` a new opening hour.

    `weekday` (Monday = 0) is the day from which plans move, `district` where people are added or
    whose plans move.
    """

    change: Change
    amount: int = 0
    wall: time | None = None
    weekday: int | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A remedy that alone removes these lacks, without making another."""

    remedy: Remedy
    removes: tuple[Lack, ...]


def suggestions(examined: Examined) -> tuple[Suggestion, ...]:
    """For each group of lacks every single change, the least of its kind, that removes them all."""
    groups: defaultdict[Group, list[Lack]] = defaultdict(list)
    for lack in examined.lacks:
        groups[lack.group].append(lack)
    return tuple(
        Suggestion(remedy, tuple(lacks))
        for group, lacks in groups.items()
        for remedy in _remedies(examined, group, lacks)
    )


def applied(scenario: Scenario, remedy: Remedy) -> Scenario:
    """The same city after the change."""
    match remedy.change:
        case Change.TELEGRAM_PER_SECOND:
            return with_limits(scenario, telegram_per_second=remedy.amount)
        case Change.CALLS_PER_SECOND:
            return with_limits(scenario, calls_per_second=remedy.amount)
        case Change.OPENS | Change.SPREAD:
            return _asked_otherwise(scenario, _policy_after(scenario.course.policy, remedy))
        case Change.MOVE_WEEKLY:
            return _moved(scenario, remedy)
        case Change.HELPERS | Change.OFFICERS:
            return _staffed(scenario, remedy)


# ------------------------------------------------------------------------------- looking for them


def _remedies(examined: Examined, group: Group, lacks: list[Lack]) -> Iterator[Remedy]:
    trial = _Trial(examined, group, lacks)
    for candidates in _candidates(examined.scenario, group, lacks):
        found = trial.least(candidates)
        if found is not None:
            yield found


def _candidates(scenario: Scenario, group: Group, lacks: list[Lack]) -> Iterable[list[Remedy]]:
    """Lists of remedies of one kind, from the least change to the greatest."""
    of, district = group
    limits, hours = scenario.limits, scenario.course.policy.hours
    match of:
        case Short.TELEGRAM:
            rates = range(limits.telegram_per_second + 1, MOST_TELEGRAM + 1)
            yield [Remedy(Change.TELEGRAM_PER_SECOND, one) for one in rates]
        case Short.SMS | Short.CALL:
            rates = range(limits.calls_per_second + 1, MOST_CALLS + 1)
            yield [Remedy(Change.CALLS_PER_SECOND, one) for one in rates]
        case Short.PEOPLE:
            some = range(1, MOST_PEOPLE + 1)
            yield [Remedy(Change.HELPERS, one, district=district) for one in some]
            yield [Remedy(Change.OFFICERS, one, district=district) for one in some]
        case Short.CHAT:
            pass
    if of is not Short.PEOPLE:
        walls = _earlier(hours.opens, hours.quiet_until)
        yield [Remedy(Change.OPENS, wall=wall) for wall in walls]
        now = int(hours.spread / timedelta(minutes=1))
        yield [Remedy(Change.SPREAD, one) for one in MORE_SPREAD if one > now]
    yield _moves(scenario, district, lacks)


def _earlier(opens: time, quiet_until: time) -> Iterator[time]:
    """Opening hours before `opens`, the latest first, none in the quiet of the night."""
    at = datetime.combine(date.max, opens) - EARLIER
    while quiet_until <= at.time() < opens:
        yield at.time()
        at -= EARLIER


def _moves(scenario: Scenario, district: str | None, lacks: list[Lack]) -> list[Remedy]:
    """Weekly plans may leave a weekday when it is the only one that lacks something."""
    weekdays = {lack.at.weekday() for lack in lacks}
    (weekday,) = weekdays if len(weekdays) == 1 else (len(DAY_NAMES),)
    movable = _movable(scenario, weekday, district)
    return [
        Remedy(Change.MOVE_WEEKLY, one, weekday=weekday, district=district)
        for one in range(1, len(movable) + 1)
    ]


class _Trial:
    """Tries remedies for one group of lacks."""

    def __init__(self, examined: Examined, group: Group, lacks: list[Lack]) -> None:
        self._examined = examined
        self._group = group
        self._weekdays = {lack.at.weekday() for lack in lacks}
        self._known = {_where(lack) for lack in examined.lacks}

    def least(self, candidates: list[Remedy]) -> Remedy | None:
        """The first of ever greater changes that is enough; None without one, or if it harms."""
        low, high = 0, len(candidates) - 1
        if high < 0 or not self._is_enough(candidates[high]):
            return None
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_enough(candidates[middle]) else (middle + 1, high)
        return candidates[low] if self._mends(candidates[low]) else None

    def _is_enough(self, remedy: Remedy) -> bool:
        """Whether nothing lacks any more on the days of the week on which it did."""
        return not any(
            lack.group == self._group and lack.at.weekday() in self._weekdays
            for lack in self._after(remedy)
        )

    def _mends(self, remedy: Remedy) -> bool:
        """Whether nothing of it lacks on any day, and nothing else that did not before."""
        after = self._after(remedy)
        return all(lack.group != self._group and _where(lack) in self._known for lack in after)

    def _after(self, remedy: Remedy) -> tuple[Lack, ...]:
        """What lacks after the change; what it cannot touch is not counted again."""
        scenario, load = applied(self._examined.scenario, remedy), self._examined.load
        people = [lack for lack in self._examined.lacks if lack.of is Short.PEOPLE]
        sent = [lack for lack in self._examined.lacks if lack.of is not Short.PEOPLE]
        match remedy.change:
            case Change.TELEGRAM_PER_SECOND | Change.CALLS_PER_SECOND:
                return (*late_messages(scenario, load), *people)
            case Change.HELPERS | Change.OFFICERS:
                return (*sent, *missing_people(scenario, load))
            case Change.OPENS | Change.SPREAD | Change.MOVE_WEEKLY:
                return examine(scenario).lacks


def _where(lack: Lack) -> tuple[Group, date]:
    return lack.group, lack.at.date()


# ------------------------------------------------------------------------------- applying them


def _policy_after(policy: CheckinPolicy, remedy: Remedy) -> CheckinPolicy:
    hours = policy.hours
    if remedy.wall is not None:
        return replace(policy, hours=replace(hours, opens=remedy.wall))
    return replace(policy, hours=replace(hours, spread=timedelta(minutes=remedy.amount)))


def _asked_otherwise(scenario: Scenario, policy: CheckinPolicy) -> Scenario:
    course = replace(scenario.course, policy=policy)
    slots = tuple(slots_of(one, course, anew=True) for one in scenario.asked)
    return replace(scenario, course=course, slots=slots)


def _movable(scenario: Scenario, weekday: int, district: str | None) -> list[int]:
    """Numbers of those who are asked weekly on `weekday`, in an order that never changes."""
    movable = [
        (one.plan.resident_id, number)
        for number, one in enumerate(scenario.asked)
        if one.plan.rhythm is Rhythm.WEEKLY
        and one.plan.weekday == weekday
        and district in {None, one.district}
    ]
    return [number for _, number in sorted(movable)]


def _moved(scenario: Scenario, remedy: Remedy) -> Scenario:
    """So many weekly plans go from their weekday to the others in turn, those before it first."""
    assert remedy.weekday is not None  # noqa: S101 - plans move away from a day
    others = cycle(
        (remedy.weekday + step) % len(DAY_NAMES) for step in range(len(DAY_NAMES) - 1, 0, -1)
    )
    asked, slots = list(scenario.asked), list(scenario.slots)
    movable = _movable(scenario, remedy.weekday, remedy.district)
    for number, weekday in zip(movable[: remedy.amount], others, strict=False):
        one = asked[number]
        asked[number] = replace(one, plan=replace(one.plan, weekday=weekday))
        slots[number] = slots_of(asked[number], scenario.course, anew=True)
    return replace(scenario, asked=tuple(asked), slots=tuple(slots))


def _staffed(scenario: Scenario, remedy: Remedy) -> Scenario:
    """More helpers or officers in one district, every day."""
    staffing, more = scenario.staffing, remedy.amount
    if remedy.change is Change.HELPERS:
        helpers = {
            key: load + (more * A_HELPERS_LOAD if key[1] == remedy.district else 0)
            for key, load in staffing.helpers.items()
        }
        return replace(scenario, staffing=replace(staffing, helpers=helpers))
    new = frozenset(f"staff:new-{number}" for number in range(more))
    officers = {
        key: acting | (new if key[1] == remedy.district else frozenset())
        for key, acting in staffing.officers.items()
    }
    return replace(scenario, staffing=replace(staffing, officers=officers))
