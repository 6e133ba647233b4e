"""Whoever leads the team knows in the afternoon who is there for the coming night."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import News
from residents import service as residents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref

SUBJECT = "city:night"
"""Whose agenda the look ahead stands on."""
AT = time(17, 0)
STILL_NEWS = timedelta(hours=4)


class Nights:
    """Actor for the city's own agenda row. It keeps no state: a day's message has one key."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Tell the leads where the night is not covered for everybody, once a day."""
        if subject != SUBJECT:
            return
        day = self._calendar.local(uow.now).date()
        due = self._calendar.at(day, AT)
        if not due <= uow.now < due + STILL_NEWS:
            return
        news = _uncovered(uow)
        if news is None:
            return
        template, values = news
        leads = [lead.ref for lead in residents.leads(uow, uow.now)]
        key = f"night:{day.isoformat()}"
        messaging.tell_all(uow, leads, News(template, key, due + STILL_NEWS, values))

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """The next afternoon, days off included."""
        if subject != SUBJECT:
            return None
        day = self._calendar.local(uow.now).date()
        today = self._calendar.at(day, AT)
        return today if uow.now < today else self._calendar.at(day + timedelta(days=1), AT)


def _uncovered(uow: UnitOfWork) -> tuple[str, Mapping[str, Any]] | None:
    """The text that says for whom nobody is there tonight; None when somebody is for everybody."""
    if residents.on_duty(uow, uow.now):
        return None
    if not residents.night_desks(uow, uow.now):
        return "night.uncovered", {}
    without = residents.without_night_consent(uow)
    return ("night.desk", {"count": without}) if without else None
