"""How often Python looks for garbage in cycles."""

import gc

NEW_OBJECTS = 50_000
"""At most so many are made before it looks: a batch of readings is as many."""
_YOUNG, _MIDDLE = 20, 50


def collect_seldom() -> None:
    """What was imported until now stays for ever; of what a process makes, little is in cycles.

    Looking through everything again and again is a fifth of what a batch of readings costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, _YOUNG, _MIDDLE)
