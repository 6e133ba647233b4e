"""Does anything lie open beyond its time? Asked of each package's own state columns.

It does not look at the worker's agenda: what a worker forgot is found here all the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from care import service as contacts
from checkins import service as checkins
from escalation import service as escalation
from messaging import service as messaging
from plugs import service as plugs
from signals import service as signals
from tasks import service as tasks

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.database import Database

GRACE = timedelta(minutes=5)


def audit(database: Database, now: datetime) -> dict[str, int]:
    """How much of each kind is late at `now`; all zero when nothing is."""
    with database.read() as uow:
        return {
            "signals": signals.overdue(uow, now - GRACE),
            "signals_set_aside": signals.quarantined(uow),
            "messages": messaging.overdue(uow, now, GRACE),
            "checkins": checkins.overdue(uow, now, GRACE),
            "tasks": tasks.overdue(uow, now, GRACE),
            "plugs": plugs.overdue(uow, now, GRACE),
            "contacts": contacts.late(uow, now, GRACE),
            "cases": escalation.overdue(uow, now, GRACE),
        }
