"""Chance that repeats: every draw has a generator of its own, named by what it decides."""

from __future__ import annotations

import hashlib
import math
import random


def draw(seed: int, person: str, event: str, n: int) -> random.Random:
    """Return the generator for the `n`-th `event` of `person`: the same names, the same chance.

    No draw can disturb another: asking one person once more moves nobody else.
    """
    name = f"{seed}|{person}|{event}|{n}"
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return random.Random(number)


def minutes(chance: random.Random, typical: float, spread: float = 0.6) -> float:
    """Draw a waiting time in minutes: log-normal around `typical`, never under half a minute."""
    return max(0.5, chance.lognormvariate(math.log(typical), spread))
