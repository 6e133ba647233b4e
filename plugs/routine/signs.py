"""Signs of life in one channel: steps of power or light that its own nights do not make. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import days
from plugs.routine.days import by_day, over_slots
from plugs.routine.edges import (
    EDGE_SHARE,
    EDGE_WATTS,
    MARGIN,
    NIGHT_FROM,
    NIGHT_UNTIL,
    NIGHTS_KEPT,
    QUANTILE,
    STEP_LUX,
    STEP_SHARE,
)

if TYPE_CHECKING:
    from plugs.routine.arrays import Bools, Floats

NIGHT = slice(6 * NIGHT_FROM.hour, 6 * NIGHT_UNTIL.hour)
ENOUGH_CHANGES = 7 * 15
"""Changes of seven nights, nearly whole."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What one channel shows, over slots: `life` where it changed as only a person makes it.

    `known`: the slot and the one before were measured. `moves`: it changed more than a steady
    appliance does, whoever made it.
    """

    life: Bools
    known: Bools
    moves: Bools


def of_power(watts: Floats) -> Signs:
    """Signs of life in mean watts a slot; NaN where nothing is known. `watts` has whole days."""
    before = np.concatenate(([np.nan], watts[:-1]))
    change = np.abs(watts - before)
    known = np.isfinite(change)
    with np.errstate(invalid="ignore"):
        level = np.maximum(watts, before)
        moves = change > np.maximum(EDGE_WATTS, EDGE_SHARE * level)
        life = moves & (change > over_slots(_jitter(by_day(change))))
    return Signs(life, known, moves)


def of_light(lux: Floats, dark: Bools) -> Signs:
    """Signs of life in a room's brightness: steps while the sun is down, as lamps make them."""
    before = np.concatenate(([np.nan], lux[:-1]))
    change = np.abs(lux - before)
    known = np.isfinite(change)
    with np.errstate(invalid="ignore"):
        life = dark & (change > np.maximum(STEP_LUX, STEP_SHARE * np.maximum(lux, before)))
    return Signs(life, known, np.zeros_like(known))


def _jitter(change: Floats) -> Floats:
    """By day, the change between two slots that its nights before hardly ever exceed."""
    nights = change[:, NIGHT]
    seen = [np.flatnonzero(np.isfinite(night)) for night in nights]
    told = days.told_before([len(one) > 0 for one in seen], NIGHTS_KEPT)
    learnt = np.zeros(len(change))
    for day, nights_before in enumerate(told):
        values = nights[nights_before].ravel()
        values = values[np.isfinite(values)]
        if values.size >= ENOUGH_CHANGES:
            learnt[day] = MARGIN * np.quantile(values, QUANTILE)
    return learnt
