"""How the town's servers know the time and ask for a later moment."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

Now: TypeAlias = Callable[[], datetime]
"""Reads the town's clock: a UTC-aware datetime."""

Action: TypeAlias = Callable[[], Awaitable[None]]

Schedule: TypeAlias = Callable[[datetime, Action, str], None]
"""`schedule(at, action, label)`: have the conductor await `action()` once its clock reads `at`.

Events of one instant run in the order in which they were scheduled. `label` is for people: it
names vendors and ids, never a person's words.
"""
