"""By when somebody who now lies helpless will be found, from what the service knows then."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from checkins import service as checkins
from checkins.model import CheckinPolicy
from foundation.database import Database
from plugs import service as plugs
from residents import service as residents
from runtime.demo.promise import Known, Rules, promised_moment
from runtime.demo.registry import Enrolled
from runtime.wiring import Service, case_policy, checkin_policy
from tests.simulation.fleet import Fleet
from tests.simulation.plugs import REPORT_EVERY
from town.people.model import Accident
from town.servers.timeline import Schedule

SEEN_BY_PLUG_WITHIN = 3 * REPORT_EVERY
"""The report after her last deed still tells of it, and one may be lost."""
AGAIN = timedelta(seconds=30)


class Promises:
    """Noted at each accident's moment; `made` holds them by the town's key of the resident."""

    def __init__(
        self, database: Database, fleet: Fleet, enrolled: Enrolled, schedule: Schedule
    ) -> None:
        self._database = database
        self._fleet = fleet
        self._enrolled = enrolled
        self._schedule = schedule
        self.made: dict[str, datetime] = {}

    def note(self, accident: Accident) -> Callable[[], Awaitable[None]]:
        """What to do at the accident's moment; while every process is down a little later."""

        async def note() -> None:
            service = self._fleet.anybody
            if service is None:
                self._schedule(self._database.now() + AGAIN, note, "promise")
            elif (promised := self._promised(service, accident)) is not None:
                self.made[accident.resident] = promised

        return note

    def _promised(self, service: Service, accident: Accident) -> datetime | None:
        """None when she is asked no more, since she died or does not wish it."""
        with self._database.read() as uow:
            she = residents.outline(uow, self._enrolled.refs[accident.resident])
            planned = checkins.planned(uow, she.id)
            ways = service.checkins.ways_of(uow, she)
            by_plug = plugs.has_informative_plug(uow, she.ref)
            away = residents.is_away(uow, she.ref, uow.now)
        if planned is None:
            return None
        asked_next = planned.slot_at if away else None
        known = Known(planned.plan, she.tier, ways, watched_by_plug=False, asked_next_at=asked_next)
        rules = _rules(service, checkin_policy(service.settings))
        by_question = promised_moment(rules, known, accident.onset)
        if not by_plug:
            return by_question
        watched = Known(
            planned.plan, she.tier, ways, watched_by_plug=True, asked_next_at=asked_next
        )
        by_either = promised_moment(rules, watched, accident.onset)
        return min(by_question, by_either + SEEN_BY_PLUG_WITHIN)


def _rules(service: Service, asking: CheckinPolicy) -> Rules:
    return Rules(service.calendar, asking, case_policy(service.settings))
