"""Homes of several weeks, made up slot by slot."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from plugs.routine import SLOTS
from plugs.routine.arrays import Bools, Floats
from plugs.routine.course import LIMITS, STAGES, Course, Limits, Stage, judge, look
from plugs.routine.signs import Signs, of_power

MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - recordings tell local time without zone
HIGH = LIMITS["high"]


USES = (7.3, 9.5, 12.2, 17.0, 20.0)


def kettle(days: int, seed: int = 7, hours: tuple[float, ...] = USES) -> Floats:
    """Boiled at about these hours of every day, never at night."""
    draw = np.random.default_rng(seed)
    watts = np.zeros(days * SLOTS)
    for day in range(days):
        for hour in hours:
            slot = day * SLOTS + round(6 * (hour + draw.normal(0, 0.4)))
            watts[slot] = 600.0
    return watts


def refrigerator(days: int, seed: int = 3) -> Floats:
    """A compressor that goes on and off all day and night."""
    draw = np.random.default_rng(seed)
    watts: list[float] = []
    while len(watts) < days * SLOTS:
        watts += [80.0] * int(draw.integers(1, 4)) + [2.0] * int(draw.integers(1, 4))
    return np.array(watts[: days * SLOTS])


def router(days: int) -> Floats:
    return np.full(days * SLOTS, 9.0)


def signs(*channels: Floats) -> list[Signs]:
    return [of_power(watts) for watts in channels]


def weekend(days: int) -> Bools:
    return np.array([(MONDAY + timedelta(days=day)).weekday() >= 5 for day in range(days)])


def course(
    *channels: Floats, limits: Limits = HIGH, away: Bools | None = None, capped: bool = True
) -> Course:
    days = len(channels[0]) // SLOTS
    return judge(look(signs(*channels), weekend(days), away), limits, capped=capped)


def stage(told: Course, slot: int) -> Stage:
    return STAGES[int(told.stage[slot])]


def first(told: Course, wanted: Stage, begins: int = 0) -> int | None:
    """The first slot with this stage from `begins` on."""
    found = np.flatnonzero(told.stage[begins:] == STAGES.index(wanted))
    return None if len(found) == 0 else begins + int(found[0])


def write(path: Path, **channels: Floats) -> Path:
    """A file as it is recorded: a row for each channel and slot, gaps empty."""
    lines = ["ts,plug,watts,watts_inst,lux"]
    for name, watts in channels.items():
        for slot, value in enumerate(watts):
            ts = (MONDAY + timedelta(minutes=10 * slot)).isoformat()
            lines.append(f"{ts},{name},{'' if np.isnan(value) else f'{value:.1f}'},,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
