"""What follows from vendors' messages by itself: a device is seen to, and nothing waits unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import News
from residents import service as residents
from residents.calendar import OFFICE_OPENS
from signals.model import SignalKind, Source, resident_id
from tasks.model import TaskKind
from vendors import store
from vendors.service.taking import SUBJECT

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref, Signal
    from tasks.service import Tasks

PRESSING_AGAIN = timedelta(hours=1)
STILL_NEWS = timedelta(hours=4)


class Vendors:
    """Consumer of faults of vendors' devices, actor for the city's own agenda row."""

    name = "vendors"
    kinds = frozenset({SignalKind.DEVICE_FAULT})

    def __init__(self, calendar: Calendar, tasks: Tasks) -> None:
        self._calendar = calendar
        self._tasks = tasks

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """The office sees to it that the vendor repairs its device."""
        if signal.source is not Source.VENDORS:
            return
        her = residents.outlines(uow, [signal.subject]).get(resident_id(signal.subject))
        if her is not None:
            self._tasks.ask_office(uow, her, TaskKind.DEVICE_REPAIR, signal.id)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Tell leads and whoever is on duty that messages wait, until somebody sees to them.

        Those in which somebody may be in danger at once and every hour, others each morning.
        """
        due_at = store.next_due(uow) if subject == SUBJECT else None
        if due_at is None or due_at > uow.now:
            return
        count, pressing = store.counts(uow)
        if pressing or self._calendar.in_office_hours(uow.now):
            self._tell(uow, count, pressing)
            tomorrow = self._calendar.local(uow.now).date()
            morning = self._calendar.at(self._calendar.next_working_day(tomorrow), OFFICE_OPENS)
            store.put_off(uow, uow.now + PRESSING_AGAIN, morning)
        else:
            opens = self._calendar.next_office_moment(uow.now)
            store.put_off(uow, opens, opens)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When officials are told, or told again."""
        return store.next_due(uow) if subject == SUBJECT else None

    @staticmethod
    def _tell(uow: UnitOfWork, count: int, pressing: int) -> None:
        team = {one.ref for one in (*residents.leads(uow), *residents.on_duty(uow))}
        news = News(
            template="vendor.waiting.pressing" if pressing else "vendor.waiting",
            key=f"vendors:{uow.now.isoformat()}",
            until=uow.now + STILL_NEWS,
            values={"count": count, "pressing": pressing},
            pressing=bool(pressing),
        )
        messaging.tell_all(uow, sorted(team), news)
