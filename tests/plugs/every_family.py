"""A kettle as every family tells of it, and what is heard of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from plugs.model import Family, Message
from signals.model import SignalKind
from tests.plugs.plug_world import Home, World, message
from tests.plugs.wordings import COUNTING, WORDINGS
from tests.support.database import MONDAY_MORNING as NINE

ACTIVE, FAULT = SignalKind.PLUG_ACTIVE, SignalKind.DEVICE_FAULT
MINUTE = timedelta(minutes=1)
EACH = pytest.mark.parametrize("family", Family)
IDLE, KETTLE = 0.0, 900.0
DAY = (IDLE, IDLE, IDLE, KETTLE, IDLE, IDLE, IDLE)
"""Mean watts of slots of ten minutes: a kettle in the fourth."""
OF_THE_KETTLE = [NINE + 30 * MINUTE, NINE + 40 * MINUTE]
EVERY = 2


def recorded(home: Home, watts: Sequence[float] = DAY, power: float | None = None) -> list[Message]:
    """What a plug says every two minutes: the power that flows, and its counter if it has one.

    `power` is said instead of what flows.
    """
    wording, key = WORDINGS[home.device.family], home.device.topic
    counted, told = 5000.0, []
    for number in range(len(watts) * 10 // EVERY + 1):
        at = NINE + number * EVERY * MINUTE
        flows = watts[min(number * EVERY // 10, len(watts) - 1)]
        if home.device.family in COUNTING:
            told.append(message(wording.counted(key, at, counted), at))
        else:
            told.append(message(wording.power(key, flows if power is None else power), at))
        counted += flows * EVERY / 60
    return told


def hear(world: World, told: Sequence[Message]) -> None:
    for one in told:
        world.clock.set(max(one.at, world.now))
        world.hear(one)


def lives(world: World) -> list[datetime]:
    return [one.at for one in world.told(ACTIVE)]


def installed(world: World, family: Family) -> Home:
    return world.home(family, interval=10 * MINUTE)
