"""When it is dark in a room: the sun is down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from astral import Observer
from astral.sun import elevation, sunrise, sunset

from plugs.routine import SLOTS

if TYPE_CHECKING:
    from foundation.city import City
    from plugs.routine.arrays import Bools

TWILIGHT = timedelta(hours=1)
"""So long after sunset, and before sunrise, the window still changes the light of a room."""
NOON = time(12)


def dark_slots(first: date, days: int, city: City) -> Bools:
    """Over the slots of `days` days from the local midnight of `first` on, whether it is dark."""
    return np.concatenate([_dark_of(first + timedelta(days=day), city) for day in range(days)])


def is_dark(at: datetime, city: City) -> bool:
    """Whether it is dark at this moment."""
    local = at.astimezone(city.zone)
    return bool(_dark_of(local.date(), city)[_slot(local)])


@lru_cache(maxsize=512)
def _dark_of(day: date, city: City) -> Bools:
    sun = Observer(city.latitude, city.longitude)
    try:
        rises = sunrise(sun, day, tzinfo=city.zone) - TWILIGHT
        sets = sunset(sun, day, tzinfo=city.zone) + TWILIGHT
    except ValueError:  # beyond the polar circles it may not rise, or not set
        noon = datetime.combine(day, NOON, tzinfo=city.zone)
        return np.full(SLOTS, elevation(sun, noon) < 0)
    slots = np.arange(SLOTS)
    return np.asarray((slots < _slot(rises)) | (slots >= _slot(sets)))


def _slot(at: datetime) -> int:
    return (at.hour * 60 + at.minute) * SLOTS // (24 * 60)
