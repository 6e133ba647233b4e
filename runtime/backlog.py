"""Officers are rung when words of help wait: a channel is too slow for so many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import AfterUnknown, Message, Priority
from messaging.render.voice import LATE
from residents import service as residents
from residents.model import ChannelName, StaffRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref

RUNG_AFTER = timedelta(seconds=60)
RUNG_EVERY = timedelta(minutes=30)
"""Each of them at most this often."""


class Backlog:
    """Sees to it that officers know of people whose answers and helpers wait in a queue.

    They are rung, if the city has set up calls; else a message tells them that goes before all
    others.
    """

    def __init__(self, calendar: Calendar, channels: Collection[ChannelName]) -> None:
        self._calendar = calendar
        self._rings = ChannelName.CALL in channels

    def waits_too_long(self, uow: UnitOfWork) -> bool:
        """Whether somebody asked for help so long ago, and nobody has heard of it."""
        since = messaging.waiting(uow).help_since
        return since is not None and uow.now - since >= RUNG_AFTER

    def tell_officers(self, uow: UnitOfWork) -> None:
        """Ring those who are there, and the leads; once in a while."""
        for officer in self._officers(uow):
            rung = self._rings and residents.is_reachable(uow, officer, ChannelName.CALL)
            messaging.post(uow, _news(officer, uow.now, rung=rung))

    def _officers(self, uow: UnitOfWork) -> list[Ref]:
        there = {one.ref for one in (*residents.on_duty(uow, uow.now), *residents.leads(uow))}
        if self._calendar.in_office_hours(uow.now):
            there |= {
                one.ref
                for one in residents.all_staff(uow)
                if one.role is StaffRole.OFFICER and one.active and not one.is_away(uow.now)
            }
        return sorted(there)


def _news(to: Ref, now: datetime, *, rung: bool) -> Message:
    spell = int(now.timestamp() // RUNG_EVERY.total_seconds())
    return Message(
        to=to,
        channel=ChannelName.CALL if rung else ChannelName.TELEGRAM,
        template=LATE if rung else "audit.waiting",
        dedupe_key=f"waiting:{spell}:{to}",
        due_at=now,
        expires_at=now + RUNG_EVERY,
        after_unknown=AfterUnknown.ADOPT if rung else AfterUnknown.RESEND,
        priority=Priority.EMERGENCY,
    )
