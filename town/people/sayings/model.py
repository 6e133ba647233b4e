"""What a saying is, and what its sayer means by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What she means, whatever words she finds for it. The town's own truth."""

    FINE = "fine"
    HELP = "help"
    URGENT = "urgent"
    AWAY = "away"
    LATER = "later"
    STOP = "stop"
    SOMEBODY_ELSE = "somebody_else"
    """It is not she who writes."""
    CHAT = "chat"
    """She talks of something else: how she is it does not say."""


CALLS_FOR_HELP = frozenset({Intent.HELP, Intent.URGENT})


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody's words and what is meant by them."""

    words: str
    intent: Intent
