"""Telegram's flood control, by the town's clock."""

from collections import Counter

from town.servers.telegram.model import Limits, too_many
from town.servers.timeline import Now


class Pace:
    """Counts messages per second of the clock and refuses what is too much."""

    def __init__(self, now: Now, limits: Limits) -> None:
        self._now = now
        self._limits = limits
        self._second = 0
        self._per_chat: Counter[str] = Counter()
        self.refused = 0

    def check(self, chat_id: str) -> None:
        """Whether one more message fits.

        Raises:
            ApiError: 429, the second is full.
        """
        second = int(self._now().timestamp())
        if second != self._second:
            self._second = second
            self._per_chat.clear()
        if _full(self._per_chat.total(), self._limits.overall_per_second) or _full(
            self._per_chat[chat_id], self._limits.per_chat_per_second
        ):
            self.refused += 1
            raise too_many(1)

    def count(self, chat_id: str) -> None:
        """One message was sent or edited in this second."""
        self._per_chat[chat_id] += 1


def _full(count: int, limit: int | None) -> bool:
    return limit is not None and count >= limit
