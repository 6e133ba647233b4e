"""What plugs told is kept for as long as it serves somebody, and then dropped."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from foundation.unit_of_work import UnitOfWork
from plugs.store import old
from residents.calendar import Calendar
from signals.model import Ref

SUBJECT = "city:plugs"
"""Whose agenda this stands on."""
AT = time(3, 0)
AT_ONCE = 2_000
"""Rows of one device in one transaction: tens of milliseconds."""
GO_ON_AFTER = timedelta(seconds=5)
"""While there is more: whatever else is due comes in between."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long: single values, and the means of ten minutes with their signs of life."""

    readings: timedelta = timedelta(days=30)
    slots: timedelta = timedelta(days=400)


class Forgetting:
    """Actor for the city's own agenda row. It keeps no state: what is too old is there, or not."""

    def __init__(self, calendar: Calendar, keeping: Keeping) -> None:
        self._calendar = calendar
        self._ages = ((old.READINGS, keeping.readings), (old.SLOTS, keeping.slots))
        self._oddities = keeping.readings

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Drop some of what is too old."""
        if subject != SUBJECT:
            return
        for told, age in self._ages:
            before = uow.now - age
            device_id = old.whose(uow, told, before)
            if device_id is not None:
                old.forget(uow, told, device_id, before, AT_ONCE)
                return
        old.forget_oddities(uow, uow.now - self._oddities)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """Soon while there is more, else the coming night."""
        if subject != SUBJECT:
            return None
        if any(old.whose(uow, told, uow.now - age) for told, age in self._ages):
            return uow.now + GO_ON_AFTER
        day = self._calendar.local(uow.now).date()
        tonight = self._calendar.at(day, AT)
        return tonight if uow.now < tonight else self._calendar.at(day + timedelta(days=1), AT)
