"""How many messages may leave now, and until when the others wait. Pure.

What has just been called comes from the outbox, and when somebody was told last from `told`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from messaging.model import Priority
from messaging.render.bundles import Together, together
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from messaging.model import Message, Posted
    from signals.model import Ref

WINDOW = timedelta(seconds=1)
"""One message a second to one person; a channel's own limit counts over the same window."""
MINUTE = timedelta(minutes=1)
"""One message a minute to somebody who works and did not ask for it."""
MOST = 10
"""So many messages leave as one, at most: what a screen shows."""
_WORKERS = ("helper:", "staff:")
_WRITTEN = frozenset({ChannelName.TELEGRAM, ChannelName.SMS})
_AT_ONCE = frozenset({Priority.EMERGENCY, Priority.ANSWER})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves as one message: the first, and those that it brings along."""

    posted: Posted
    riders: tuple[Posted, ...] = ()

    @property
    def all(self) -> tuple[Posted, ...]:
        """All that is in it."""
        return self.posted, *self.riders


@dataclass(frozen=True, slots=True)
class Choice:
    """What may leave now, and what waits.

    `deferred` says by id until when; `held_back` that something has to wait for the next second.
    """

    parcels: tuple[Parcel, ...]
    deferred: Mapping[str, datetime]
    held_back: bool


def is_unbidden(message: Message) -> bool:
    """Whether it interrupts a helper or an official who asked for nothing.

    An emergency may, at any time; a card that changes makes no sound.
    """
    return (
        message.to.startswith(_WORKERS)
        and message.channel in _WRITTEN
        and message.priority not in _AT_ONCE
        and not message.edit_only
    )


def is_running(told: datetime, now: datetime) -> bool:
    """Whether the minute that began at `told` is not over. A clock may have been set back."""
    return now - MINUTE < told < now + MINUTE


def may_leave(
    waiting: Iterable[Posted],
    called: Sequence[Ref],
    per_second: int,
    told: Mapping[Ref, datetime],
    now: datetime,
) -> Choice:
    """Of `waiting`, in its order, what may leave at `now`; what is alike leaves as one.

    `called` names whom the channel called within the second, one entry a call; `told` says when
    somebody was last told anything unbidden.
    """
    room = per_second - len(called)
    busy = set(called)
    free_at = {person: at + MINUTE for person, at in told.items() if is_running(at, now)}
    leaving: dict[Ref, list[Posted]] = {}
    parcels: list[list[Posted]] = []
    deferred: dict[str, datetime] = {}
    held_back = False
    for posted in waiting:
        to, paced = posted.message.to, _is_paced(posted, now)
        if paced and to in free_at:
            if not _joins(leaving.get(to, []), posted):
                deferred[posted.id] = free_at[to]
        elif room <= 0 or to in busy:
            held_back = True
        else:
            parcels.append([posted])
            busy.add(to)
            room -= 1
            if paced:
                leaving[to], free_at[to] = parcels[-1], now + MINUTE
    return Choice(tuple(Parcel(one, tuple(more)) for one, *more in parcels), deferred, held_back)


def shown_from(
    queue: Sequence[Posted], told: datetime | None, now: datetime
) -> dict[str, datetime]:
    """By id when each of one person's waiting messages leaves, if nothing more pressing comes.

    `queue` holds the unbidden ones in the order in which they leave.
    """
    moment = told + MINUTE if told is not None and is_running(told, now) else now
    left = list(queue)
    found: dict[str, datetime] = {}
    while left:
        parcel = left[:1]
        left = [one for one in left[1:] if not _joins(parcel, one)]
        found |= {one.id: moment for one in parcel}
        moment += MINUTE
    return found


def _is_paced(posted: Posted, now: datetime) -> bool:
    """What has expired is only settled, and takes nobody's minute."""
    return is_unbidden(posted.message) and posted.message.expires_at > now


def _joins(parcel: list[Posted], posted: Posted) -> bool:
    """Put it into the parcel that leaves for the same person, if it fits."""
    if not parcel or len(parcel) == MOST or not _is_alike(parcel[0].message, posted.message):
        return False
    parcel.append(posted)
    return True


def _is_alike(first: Message, other: Message) -> bool:
    """Nothing pressing is hidden among what is not, and nobody's buttons among others'."""
    kinds = {together(first), together(other)}
    return (
        first.channel is other.channel is ChannelName.TELEGRAM
        and first.priority is other.priority
        and first.after_unknown is other.after_unknown
        and kinds in ({Together.OFFERS}, {Together.TEXTS})
    )
