"""What was promised to those who had an accident, noted at its moment from the rules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkins import service as checkins
from plugs import service as plugs
from residents import service as residents
from runtime.demo.promise import Known, Rules, promised_moment
from runtime.wiring import case_policy, checkin_policy

if TYPE_CHECKING:
    from datetime import datetime

    from runtime.demo.registry import Enrolled
    from runtime.wiring import Service
    from town.people.model import Accident


def pledge(service: Service, enrolled: Enrolled, accident: Accident) -> datetime:
    """By when a person will have acted."""
    rules = Rules(service.calendar, checkin_policy(service.settings), case_policy(service.settings))
    with service.database.read() as uow:
        resident = residents.outline(uow, enrolled.refs[accident.resident])
        ways = service.checkins.ways_of(uow, resident)
        planned = checkins.planned(uow, resident.id)
        by_plug = plugs.has_informative_plug(uow, resident.ref)
        away = residents.is_away(uow, resident.ref, uow.now)
    assert planned is not None  # noqa: S101 - whoever is active is asked
    known = Known(
        plan=planned.plan,
        tier=resident.tier,
        ways=ways,
        watched_by_plug=by_plug,
        asked_next_at=planned.slot_at if away else None,
    )
    return promised_moment(rules, known, accident.onset)
