"""The weekly summary: on the last working afternoon the leads read how the week went."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from messaging import service as messaging
from messaging.model import News
from reports import alarms
from reports.figures import figures
from residents import service as residents

if TYPE_CHECKING:
    from care.plug_changes import PlugChanges
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref

SUBJECT = "city:weekly"
"""Whose agenda the summary stands on."""
FRIDAY, AT = 4, time(16, 0)
WEEK = timedelta(days=7)
STILL_NEWS = timedelta(days=2)
"""A summary that could not be written for so long is left to the next one."""


class WeeklySummary:
    """Actor for the city's own agenda row. It keeps no state: a week's message has one key."""

    def __init__(self, calendar: Calendar, changes: PlugChanges) -> None:
        self._calendar = calendar
        self._changes = changes

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Post the newest week's summary to every lead, once."""
        if subject != SUBJECT:
            return
        until = self._after(uow.now) - WEEK
        if uow.now - until > STILL_NEWS:
            return
        since = until - WEEK
        first, last = (self._calendar.local(at).date() for at in (since, until))
        content = {
            "figures": {**asdict(figures(uow, since)), **self._of_plugs(uow)},
            "since": first.isoformat(),
            "until": last.isoformat(),
        }
        leads = [lead.ref for lead in residents.leads(uow, uow.now)]
        key = f"summary:{last.isoformat()}"
        messaging.tell_all(uow, leads, News("summary.weekly", key, until + STILL_NEWS, content))

    def _of_plugs(self, uow: UnitOfWork) -> dict[str, Any]:
        """Whether the plugs cry wolf: of four weeks, so that a few alarms tell something."""
        return {
            "plug_outcomes": alarms.outcomes(uow, uow.now - alarms.FOUR_WEEKS),
            "plug_changes": len(self._changes.homes(uow)),
        }

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """The next Friday afternoon."""
        return self._after(uow.now) if subject == SUBJECT else None

    def _after(self, at: datetime) -> datetime:
        """The first moment later than `at` at which a summary is due."""
        day = self._calendar.local(at).date()
        day += timedelta(days=(FRIDAY - day.weekday()) % 7)
        due = self._calendar.at(day, AT)
        return due if due > at else due + WEEK
