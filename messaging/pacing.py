"""How many messages may leave now. Pure; the past second comes from the outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from messaging.model import Posted
    from signals.model import Ref

WINDOW = timedelta(seconds=1)
"""One message a second to one person; a channel's own limit counts over the same window."""


def may_leave(
    waiting: Iterable[Posted], called: Sequence[Ref], per_second: int
) -> tuple[list[Posted], bool]:
    """Of `waiting`, in its order, those that may leave now, and whether some must wait.

    `called` names whom the channel called within the window, one entry a call.
    """
    room = per_second - len(called)
    busy = set(called)
    chosen: list[Posted] = []
    held_back = False
    for posted in waiting:
        if room <= 0 or posted.message.to in busy:
            held_back = True
            continue
        chosen.append(posted)
        busy.add(posted.message.to)
        room -= 1
    return chosen, held_back
