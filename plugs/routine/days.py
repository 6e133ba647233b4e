"""Days and their slots, and which days a day may learn from. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from plugs.routine import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from plugs.routine.arrays import Bools, Floats, Ints

T = TypeVar("T", bound=np.generic)

MEASURED = 0.8
"""A day of which less is known teaches nothing."""


def by_day(slots: NDArray[T]) -> NDArray[T]:
    """Arrays over slots as [days, SLOTS]."""
    return slots.reshape(-1, SLOTS)


def over_slots(daily: NDArray[T]) -> NDArray[T]:
    """Arrays over days, each value for all slots of its day."""
    return np.repeat(daily, SLOTS)


def measured(known: Bools) -> Bools:
    """By day, whether enough of it is known to learn from."""
    return np.asarray(known.reshape(-1, SLOTS).mean(axis=1) >= MEASURED)


def told_before(tells: Bools | Sequence[bool], most: int) -> Iterator[Ints]:
    """For each day the numbers of the days before it that tell something, the last `most`."""
    telling = np.flatnonzero(tells)
    count = np.concatenate(([0], np.cumsum(tells)))[:-1]
    for many in count:
        yield telling[max(0, many - most) : many]


def sum_before(daily: Floats | Ints | Bools, tells: Bools, most: int) -> Floats:
    """By day, the sum over the last `most` days before it that tell something."""
    total = np.concatenate(([0.0], np.cumsum(np.asarray(daily, dtype=float)[tells])))
    count = np.concatenate(([0], np.cumsum(tells)))[:-1]
    return np.asarray(total[count] - total[np.maximum(count - most, 0)])
