"""Does anything lie open beyond its time? Asked of each package's own state columns.

It does not look at the worker's agenda: what a worker forgot is found here all the same. It runs
in a thread and with connections of its own, and goes on when the worker does not.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from care import service as contacts
from checkins import service as checkins
from checkins import watch
from escalation import service as escalation
from foundation import limits
from messaging import service as messaging
from messaging.model import News
from plugs import service as plugs
from reports import figures
from residents import service as residents
from signals import agenda
from signals import service as signals
from tasks import service as tasks
from vendors import service as vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from threading import Event

    from foundation.database import Database
    from messaging.model import Waiting
    from runtime.backlog import Backlog

log = structlog.get_logger()

GRACE = timedelta(minutes=5)
TOLD_EVERY = timedelta(hours=1)
"""The leads read of late work at most this often."""
PUT_BACK_AT_ONCE = 500
UNWATCHED_FOR = 2 * watch.EVERY
"""So long somebody whom nobody asks and nobody has work for may wait for a plan."""
SET_ASIDE = "signals_set_aside"
LEFT_BEHIND = (
    signals.left_behind,
    checkins.left_behind,
    tasks.left_behind,
    escalation.left_behind,
    plugs.left_behind,
)
"""Who is waited for in vain, by each package's own state."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was seen at `at`. `late` counts what lies open beyond its time, by kind.

    `late` is None when the database did not tell; `goes_on` is whether this process does its part.
    """

    at: datetime
    late: Mapping[str, int] | None
    goes_on: bool
    waiting: Waiting | None = None
    """What waits in a queue; None when the database did not tell."""

    @property
    def forgotten(self) -> int:
        """How much is late; a fact that was set aside has its own task."""
        late = self.late or {}
        return sum(count for what, count in late.items() if what != SET_ASIDE)

    @property
    def clean(self) -> bool:
        """Whether nothing at all is amiss."""
        return self.goes_on and self.late is not None and not any(self.late.values())


def audit(database: Database, now: datetime) -> dict[str, int]:
    """How much of each kind is late at `now`; all zero when nothing is."""
    with database.read() as uow:
        return {
            "signals": signals.overdue(uow, now - GRACE),
            SET_ASIDE: signals.quarantined(uow),
            "messages": messaging.overdue(uow, now, GRACE),
            "checkins": checkins.overdue(uow, now, GRACE),
            "tasks": tasks.overdue(uow, now, GRACE),
            "plugs": plugs.overdue(uow, now, GRACE),
            "contacts": contacts.late(uow, now, GRACE),
            "cases": escalation.overdue(uow, now, GRACE),
            "vendors": vendors.overdue(uow, now, GRACE),
        }


class Auditor:
    """Looks again and again, puts back what the agenda lost, and tells whoever can help.

    The outside switch at `heartbeat` is pinged after a clean look only: whoever waits there for a
    ping in vain calls an engineer.
    """

    def __init__(
        self,
        database: Database,
        heartbeat: str | None = None,
        spooled_since: Callable[[], datetime | None] = lambda: None,
        backlog: Backlog | None = None,
    ) -> None:
        self._database = database
        self._heartbeat = heartbeat
        self._spooled_since = spooled_since
        self._backlog = backlog
        self._unwatched: dict[str, datetime] = {}
        """By resident id, since when a round has found nobody who would notice her silence, or
        who would say whether she has died."""

    def run(self, stop: Event, goes_on: Callable[[], bool], every_seconds: float) -> None:
        """Look every so often until `stop` is set. Whatever is raised is logged.

        `goes_on` says whether the other parts of this process do.
        """
        while not stop.wait(every_seconds):
            try:
                self.round(goes_on=goes_on())
            except Exception:
                log.exception("audit_failed")

    def round(self, *, goes_on: bool = True) -> Audit:
        """Look once, and act on what was seen."""
        self._look_for_unwatched()
        self._look_for_a_backlog()
        look = self.look(goes_on=goes_on)
        if look.clean:
            self._ping()
            return look
        log.error("late", goes_on=goes_on, **(look.late or {"database": 1}))
        if look.late is not None and any(look.late.values()):
            self._put_back(look.at - GRACE, look.forgotten)
        return look

    def look(self, *, goes_on: bool = True) -> Audit:
        """What is amiss now."""
        now = self._database.now()
        try:
            late = audit(self._database, now) | self._own(now)
            with self._database.read() as uow:
                waiting = messaging.waiting(uow)
        except SQLAlchemyError as error:
            log.warning("not_audited", error=type(error).__name__)
            return Audit(now, None, goes_on)
        return Audit(now, late, goes_on, waiting)

    async def aio_look(self, *, goes_on: bool) -> Audit:
        """The same for whoever must not wait; without an answer in time the database is away."""
        work = self._database.aio(lambda: self.look(goes_on=goes_on))
        try:
            return await asyncio.wait_for(work, limits.INTAKE_DATABASE_SECONDS)
        except TimeoutError:
            log.warning("not_audited", error="TimeoutError")
            return Audit(self._database.now(), None, goes_on)

    def close(self) -> None:
        """Let go of its connections."""
        self._database.close()

    def _own(self, now: datetime) -> dict[str, int]:
        """What no package's rows tell: who is not watched, and whether the spool is not emptied."""
        since = self._spooled_since()
        return {
            "unwatched": sum(now - seen >= UNWATCHED_FOR for seen in self._unwatched.values()),
            "spool": int(since is not None and since < now - GRACE),
        }

    def _look_for_unwatched(self) -> None:
        try:
            with self._database.read() as uow:
                found = [*figures.unwatched(uow), *figures.unconfirmed(uow)]
        except SQLAlchemyError as error:
            log.warning("unwatched_not_looked_for", error=type(error).__name__)
            return
        now = self._database.now()
        self._unwatched = {one: self._unwatched.get(one, now) for one in found}

    def _look_for_a_backlog(self) -> None:
        """Officers are told while words of help wait for too long."""
        if self._backlog is None:
            return
        try:
            with self._database.read() as uow:
                waits = self._backlog.waits_too_long(uow)
            if waits:
                with self._database.write() as uow:
                    self._backlog.tell_officers(uow)
        except SQLAlchemyError as error:
            log.warning("backlog_not_looked_for", error=type(error).__name__)

    def _put_back(self, before: datetime, count: int) -> None:
        """Whatever is late is looked at again at once, and the leads learn that it was."""
        with self._database.write() as uow:
            waiting = {
                subject
                for left_behind in LEFT_BEHIND
                for subject in left_behind(uow, before, PUT_BACK_AT_ONCE)
            }
            waiting |= {f"resident:{one}" for one in self._unwatched}
            # in one order, so that two auditors never wait for each other
            agenda.bring_all_forward(uow, sorted(waiting), uow.now, urgency=agenda.PRESSING)
            if count:
                leads = [lead.ref for lead in residents.leads(uow, uow.now)]
                messaging.tell_all(uow, leads, _news(count, uow.now))

    def _ping(self) -> None:
        if self._heartbeat is None:
            return
        timeout = httpx.Timeout(limits.HTTP_READ_SECONDS, connect=limits.HTTP_CONNECT_SECONDS)
        try:
            httpx.get(self._heartbeat, timeout=timeout).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("heartbeat_not_taken", error=type(error).__name__)


def _news(count: int, now: datetime) -> News:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return News("audit.late", f"late:{hour.isoformat()}", now + TOLD_EVERY, {"count": count})
