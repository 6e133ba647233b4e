"""Whether the days of a home go otherwise than they used to: two weeks beside those before. Pure.

An hour counts as used when a sign of life fell into it, however many did. Days on which nobody was
at home, or of which too little is known, say nothing; a channel that tells too little of either
time is left out of both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import SLOTS
from plugs.routine.days import MEASURED
from plugs.routine.habit import HOURS, PER_HOUR
from plugs.routine.worth import CYCLES_ALWAYS, CYCLES_AT_NIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugs.routine.arrays import Bools, Floats, Ints

RECENT_DAYS, BEFORE_DAYS, BACK_DAYS = 14, 56, 7
"""Two weeks are compared with the eight before; one like them, and the rhythm is back."""
RECENT_TOLD, BEFORE_TOLD, BACK_TOLD = 10, 18, 5
"""So many of them must have told something."""
WEEK = 7
NIGHT = slice(1, 5)
DEEP_NIGHT = slice(2, 5)
DAYTIME = slice(8, 22)


class Part(StrEnum):
    """A time of the day at which something is usually eaten."""

    MORNING = "morning"
    NOON = "noon"
    EVENING = "evening"


HOURS_OF = {Part.MORNING: slice(5, 10), Part.NOON: slice(11, 15), Part.EVENING: slice(16, 21)}


class Change(StrEnum):
    """What went otherwise."""

    TURNED = "turned"
    """The whole day lies some hours later or earlier."""
    AWAKE = "awake"
    """Nights in which something was used, where they used to be still."""
    MEALS = "meals"
    """A time of the day at which nothing is cooked any more."""


NIGHTS_MORE, NIGHTS_SURE = 0.25, 3.0
"""By what share of the nights more, and by how many standard deviations of chance."""
MEALS_USUAL, MEALS_LEFT, MEALS_SURE = 0.6, 0.5, 3.0
"""On so many of the days before; on so small a share of that now; and standard deviations."""
TURNED_HOURS, TURNED_LIKER = 3, 0.08
"""By so many hours, and by so much more like the days before when it is turned back."""
HALF = 0.5
_ROLLED = (np.arange(HOURS) - np.arange(HOURS)[:, np.newaxis]) % HOURS
"""[hours, HOURS]: the hours of a day that lies so many hours later."""
STAYS_WITH_ALL = 7.0
"""Days' worth of what is usual on all days, in what is usual of weekdays or of weekends."""


@dataclass(frozen=True, slots=True)
class Channel:
    """What one device told of whole days.

    `life`: [days, HOURS], slots with a sign of life; `known`: by day, slots that were measured.
    `cooks`: it is used for meals.
    """

    life: Ints
    known: Ints
    cooks: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Days of a home, the newest last. `away`, `weekend`: by day."""

    channels: tuple[Channel, ...]
    weekend: Bools
    away: Bools


@dataclass(frozen=True, slots=True)
class Told:
    """One change in figures: on `now` of `now_days` days, and on `before` of `before_days`.

    Of a turned day `hours` is by how many it lies later (negative: earlier), and `now` and
    `before` are the hours around which it lies; `meals` are those that are missing, and the
    figures those of the first of them.
    """

    change: Change
    now: int
    now_days: int
    before: int
    before_days: int
    hours: int = 0
    meals: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Uses:
    """Days that tell something, of two times. `used`, `cooked`: [days, HOURS]."""

    used: Bools
    cooked: Bools | None
    weekend: Bools
    is_now: Bools


def changes(home: Home) -> list[Told]:
    """What has changed in the last two weeks; a turned day explains the rest."""
    days = len(home.weekend)
    ago = np.arange(days, 0, -1)
    now, before = ago <= RECENT_DAYS, (ago > RECENT_DAYS) & (ago <= RECENT_DAYS + BEFORE_DAYS)
    uses = _uses(home, now, before, RECENT_TOLD)
    if uses is None:
        return []
    turned = _turned(uses)
    if turned is not None:
        return [turned]
    return [one for one in (_awake(uses), _meals(uses)) if one is not None]


def is_back(home: Home, told: Told, days_ago: int) -> bool:
    """Whether the last week is more like the days before a change than like the change.

    It was told of the two weeks that ended `days_ago` days before the end of `home`.
    """
    ago = np.arange(len(home.weekend), 0, -1)
    begun = days_ago + RECENT_DAYS
    before = (ago > begun) & (ago <= begun + BEFORE_DAYS)
    uses = _uses(home, ago <= min(BACK_DAYS, days_ago), before, BACK_TOLD)
    if uses is None:
        return False
    match told.change:
        case Change.TURNED:
            hours, _ = _shift(uses, uses.is_now)
            return (hours if told.hours > 0 else -hours) < TURNED_HOURS
        case Change.AWAKE:
            return _share(uses.used, NIGHT, uses.is_now) <= _middle(told)
        case Change.MEALS:
            return uses.cooked is not None and all(
                _share(uses.cooked, HOURS_OF[one], uses.is_now) >= _middle(told)
                for one in told.meals
            )


def _middle(told: Told) -> float:
    return (told.now / told.now_days + told.before / told.before_days) / 2


def _uses(home: Home, now: Bools, before: Bools, enough: int) -> _Uses | None:
    """The days that tell something of the channels that tell enough; None where they do not."""
    good = [one for one in home.channels if _tells(one, now, before, enough)]
    if not good:
        return None
    used = np.any([one.life > 0 for one in good], axis=0)
    known = np.all([_measured(one) for one in good], axis=0)
    days = known & used.any(axis=1) & ~home.away & (now | before)
    if (days & now).sum() < enough or (days & before).sum() < BEFORE_TOLD:
        return None
    kitchen = [one.life > 0 for one in good if one.cooks]
    cooked = np.any(kitchen, axis=0)[days] if kitchen else None
    return _Uses(used[days], cooked, home.weekend[days], now[days])


def _tells(channel: Channel, now: Bools, before: Bools, enough: int) -> bool:
    told = _measured(channel)
    if (told & now).sum() < enough or (told & before).sum() < BEFORE_TOLD:
        return False
    return not any(_cycles(channel, told & part) for part in (now, before))


def _measured(channel: Channel) -> Bools:
    return np.asarray(channel.known >= MEASURED * SLOTS)


def _cycles(channel: Channel, days: Bools) -> bool:
    """Whether it shows life by night about as often as by day, as no person does."""
    night, day = (channel.life[days, part].mean() / PER_HOUR for part in (DEEP_NIGHT, DAYTIME))
    return bool(night >= CYCLES_AT_NIGHT and night >= CYCLES_ALWAYS * day >= night * HALF)


# Nights


def _awake(uses: _Uses) -> Told | None:
    nights = _within(uses.used, NIGHT)
    told = _counted(Change.AWAKE, nights, uses.is_now)
    more = told.now / told.now_days - told.before / told.before_days
    sure = _deviations(nights, uses) >= NIGHTS_SURE
    both = all(nights[week].mean() > _middle(told) for week in _weeks(uses.is_now))
    return told if more >= NIGHTS_MORE and sure and both else None


# Meals


def _meals(uses: _Uses) -> Told | None:
    if uses.cooked is None:
        return None
    missing = [(part, one) for part in Part if (one := _missing(part, uses)) is not None]
    if not missing:
        return None
    return replace(missing[0][1], meals=tuple(part for part, _ in missing))


def _missing(part: Part, uses: _Uses) -> Told | None:
    assert uses.cooked is not None  # noqa: S101 - narrows the type
    eaten = _within(uses.cooked, HOURS_OF[part])
    told = _counted(Change.MEALS, eaten, uses.is_now)
    usual = told.before / told.before_days
    left = told.now / told.now_days <= MEALS_LEFT * usual
    sure = _deviations(eaten, uses) <= -MEALS_SURE
    both = all(eaten[week].mean() < _middle(told) for week in _weeks(uses.is_now))
    return told if usual >= MEALS_USUAL and left and sure and both else None


# What both have in common


def _within(used: Bools, hours: slice) -> Bools:
    """By day, whether anything was used in these hours."""
    return np.asarray(used[:, hours].any(axis=1))


def _share(used: Bools, hours: slice, days: Bools) -> float:
    return float(_within(used, hours)[days].mean())


def _counted(change: Change, happened: Bools, is_now: Bools) -> Told:
    now, before = happened[is_now], happened[~is_now]
    return Told(change, int(now.sum()), len(now), int(before.sum()), len(before))


def _deviations(happened: Bools, uses: _Uses) -> float:
    """By how many standard deviations of chance it happened more often than before.

    Weekdays and weekends each as they were; that little is known of them counts as chance, too.
    """
    before = ~uses.is_now
    ever = (happened[before].sum() + 1) / (before.sum() + 2)
    usual = np.empty(2)
    for kind in (False, True):
        known = before & (uses.weekend == kind)
        usual[int(kind)] = (happened[known].sum() + STAYS_WITH_ALL * ever) / (
            known.sum() + STAYS_WITH_ALL
        )
    expected = usual[uses.weekend[uses.is_now].astype(int)]
    spread = (expected * (1 - expected)).sum() * (1 + uses.is_now.sum() / before.sum())
    return float((happened[uses.is_now].sum() - expected.sum()) / np.sqrt(spread))


def _weeks(is_now: Bools) -> Iterator[Ints]:
    """The numbers of the days of either half of the time that is looked at."""
    days = np.flatnonzero(is_now)
    yield days[: len(days) // 2]
    yield days[len(days) // 2 :]


# The whole day


def _turned(uses: _Uses) -> Told | None:
    hours, liker = _shift(uses, uses.is_now)
    if abs(hours) < TURNED_HOURS or liker < TURNED_LIKER:
        return None
    for week in _weeks(uses.is_now):
        part = np.zeros_like(uses.is_now)
        part[week] = True
        of_week, liker = _shift(uses, part)
        if of_week * np.sign(hours) < TURNED_HOURS - 1 or liker < TURNED_LIKER / 2:
            return None
    before, now_days = _middle_of_the_day(uses.used[~uses.is_now]), int(uses.is_now.sum())
    now, before_days = (before + hours) % HOURS, int((~uses.is_now).sum())
    return Told(Change.TURNED, now, now_days, before, before_days, hours)


def _shift(uses: _Uses, days: Bools) -> tuple[int, float]:
    """By how many hours these days lie later than those before, and how much more alike that is."""
    before, now = _profile(uses.used[~uses.is_now]), _profile(uses.used[days])
    alike = np.sqrt(before[_ROLLED] * now).sum(axis=1)
    best = int(alike.argmax())
    return (best if best <= HOURS // 2 else best - HOURS), float(alike[best] - alike[0])


def _profile(used: Bools) -> Floats:
    """Which share of the use falls into each hour, and a little into its neighbours."""
    counted = used.sum(axis=0) + 1 / HOURS
    smooth = (counted[_ROLLED[1]] + 2 * counted + counted[_ROLLED[-1]]) / 4
    return np.asarray(smooth / smooth.sum())


def _middle_of_the_day(used: Bools) -> int:
    """The hour around which the use of a day lies."""
    turned = 2 * np.pi * np.arange(HOURS) / HOURS
    profile = _profile(used)
    middle = np.arctan2((profile * np.sin(turned)).sum(), (profile * np.cos(turned)).sum())
    return round(float(middle) / (2 * np.pi) * HOURS) % HOURS
