"""Which runs are played: ANBU_SEEDS of them, or the one of ANBU_SEED.

Each is ANBU_DAYS long, in a town of ANBU_RESIDENTS. Without these most are short, and every third
is a fortnight in a larger town.
"""

import os

from tests.simulation.chance import Plan

SEEDS = int(os.environ.get("ANBU_SEEDS") or 4)
EVERY_THIRD = 3
SHORT, LONG = (3, 8), (14, 12)
"""Days and residents."""
SECONDS = 150 * LONG[0]
"""Of real time for one run, on a machine that has a lot of other things to do."""


def plans() -> list[Plan]:
    """The runs that the environment asks for."""
    one = os.environ.get("ANBU_SEED")
    return [_plan(seed) for seed in ([int(one)] if one else range(1, SEEDS + 1))]


def _plan(seed: int) -> Plan:
    days, residents = SHORT if seed % EVERY_THIRD else LONG
    days = int(os.environ.get("ANBU_DAYS") or days)
    residents = int(os.environ.get("ANBU_RESIDENTS") or residents)
    return Plan(seed, days, residents=residents)
