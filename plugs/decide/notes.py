"""What of a home is worth a note, given its diaries, and when a note is over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from plugs.model import COOKS, SLOT, WARMS, NoteKind
from plugs.routine import SLOTS, rhythm
from plugs.routine.days import MEASURED
from plugs.routine.diary import DAYS_KEPT
from plugs.routine.rhythm import Change, Channel, Home, Part, Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from plugs.model import Appliance, Note
    from plugs.routine.arrays import Bools, Ints
    from plugs.routine.diary import Diary

STANDS = timedelta(days=28)
"""A note is not repeated before, and stands no longer by itself."""
COLD_LASTS = timedelta(days=3)
"""So long after a cold wave was told it is believed to go on."""
WARMED_BEFORE_DAYS = 28
LEFT_ON_HOURS, LEFT_ON_TIMES = 3.0, 2
"""At least so long, and so many times as long as ever before."""
UNKNOWN_ON_HOURS, ENOUGH_DAYS = 6.0, 14
"""Of what is known for fewer days, this long."""
_SLOT_HOURS = SLOT / timedelta(hours=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Written:
    """A device and its diary up to the evening before."""

    device_id: str
    appliance: Appliance
    diary: Diary


@dataclass(frozen=True, slots=True)
class Seen:
    """A home on the morning of `today`, as the diaries of one resident's devices show it.

    `away`: of the last `DAYS_KEPT` days, whether she was known to be elsewhere. `alone`: nobody
    else lives there. `cold_since`: the first day of a cold wave that goes on.
    """

    today: date
    devices: tuple[Written, ...]
    away: Bools
    alone: bool
    cold_since: date | None

    @property
    def first(self) -> date:
        """The first day that is looked at."""
        return self.today - timedelta(days=DAYS_KEPT)


@dataclass(frozen=True, slots=True)
class Found:
    """Something worth a note, with its figures."""

    kind: NoteKind
    data: Mapping[str, Any]


def found(seen: Seen) -> list[Found]:
    """What is worth a note this morning, whatever was noted before.

    A home in which several live tells of nobody's rhythm.
    """
    told = rhythm.changes(_home(seen)) if seen.alone else []
    return [*(Found(NoteKind(one.change), _as_data(one)) for one in told), *_cold(seen)]


def is_over(note: Note, noted_on: date, seen: Seen) -> bool:
    """Whether all is as it was before a note, which was made in the morning of `noted_on`."""
    match note.kind:
        case NoteKind.COLD:
            return seen.cold_since is None or any(
                _is_on_since(one, noted_on, seen)
                for one in seen.devices
                if one.device_id == note.data["device"]
            )
        case NoteKind.LEFT_ON:
            return noted_on < seen.today
        case _:
            days_ago = (seen.today - noted_on).days
            return rhythm.is_back(_home(seen), _from_data(note), days_ago)


def may_repeat(kind: NoteKind, notes: Sequence[Note], now: datetime) -> bool:
    """Whether nothing was noted for this reason lately."""
    return all(one.kind is not kind or now - one.at >= STANDS for one in notes)


def hours_left_on(on_for: timedelta, diary: Diary | None) -> tuple[float, float | None] | None:
    """How long it has been hot and how long it ever was before, in hours; None where that is usual.

    What is not known well enough has no longest time.
    """
    hours = on_for / timedelta(hours=1)
    days = 0 if diary is None else int(_measured(diary.known).sum())
    if diary is None or days < ENOUGH_DAYS:
        return (hours, None) if hours >= UNKNOWN_ON_HOURS else None
    longest = float(diary.hot.max()) * _SLOT_HOURS
    is_long = hours >= max(LEFT_ON_HOURS, LEFT_ON_TIMES * longest)
    return (hours, longest) if is_long else None


def _home(seen: Seen) -> Home:
    laid = [(one, one.diary.since(seen.first, DAYS_KEPT)) for one in seen.devices]
    weekday = (np.arange(DAYS_KEPT) + seen.first.weekday()) % 7
    return Home(
        tuple(Channel(diary.life, diary.known, one.appliance in COOKS) for one, diary in laid),
        np.asarray(weekday >= SATURDAY),
        seen.away,
    )


def _as_data(told: Told) -> dict[str, Any]:
    return {
        "now": told.now,
        "now_days": told.now_days,
        "before": told.before,
        "before_days": told.before_days,
        "hours": told.hours,
        "meals": [part.value for part in told.meals],
    }


def _from_data(note: Note) -> Told:
    data = note.data
    return Told(
        Change(note.kind),
        data["now"],
        data["now_days"],
        data["before"],
        data["before_days"],
        data["hours"],
        tuple(Part(one) for one in data["meals"]),
    )


def _cold(seen: Seen) -> Iterator[Found]:
    """What warms her is told well, and was not on once since the cold began."""
    if seen.cold_since is None or seen.away[-1]:
        return
    warm = [one for one in seen.devices if one.appliance in WARMS]
    if any(_is_on_since(one, seen.cold_since, seen) for one in warm):
        return
    for one in warm:
        days = (seen.today - seen.cold_since).days
        diary = one.diary.since(seen.first, DAYS_KEPT)
        if days < 1 or not _measured(diary.known[-days:]).all():
            continue
        before = slice(-days - WARMED_BEFORE_DAYS, -days)
        told = _measured(diary.known[before])
        yield Found(
            NoteKind.COLD,
            {
                "device": one.device_id,
                "appliance": one.appliance.value,
                "days": days,
                "before": int((diary.drawn[before] > 0)[told].sum()),
                "before_days": int(told.sum()),
            },
        )
        return


def _is_on_since(one: Written, day: date, seen: Seen) -> bool:
    days = max((seen.today - day).days, 0)
    return bool(one.diary.since(day, days).drawn.any())


def _measured(known: Ints) -> Bools:
    return np.asarray(known >= MEASURED * SLOTS)
