"""Which runs are played: ANBU_SEEDS of them, or the one of ANBU_SEED.

Each is ANBU_DAYS long, in a town of ANBU_RESIDENTS.
"""

import os

from tests.simulation.chance import Plan

SEEDS = int(os.environ.get("ANBU_SEEDS") or 10)
DAYS = int(os.environ.get("ANBU_DAYS") or 2)
RESIDENTS = int(os.environ.get("ANBU_RESIDENTS") or 8)
SECONDS = 150 * DAYS
"""Of real time, on a machine that has a lot of other things to do."""


def plans() -> list[Plan]:
    """The runs that the environment asks for."""
    one = os.environ.get("ANBU_SEED")
    seeds = [int(one)] if one else range(1, SEEDS + 1)
    return [Plan(seed, DAYS, residents=RESIDENTS) for seed in seeds]
