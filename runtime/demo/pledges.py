"""What was promised to those who had an accident, noted at its moment from the rules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkins import decide as checkin_rules
from checkins.model import LadderPolicy
from escalation import policy
from plugs import service as plugs
from residents import service as residents
from runtime.demo.promise import Rules, promised_moment

if TYPE_CHECKING:
    from datetime import datetime

    from runtime.demo.registry import Enrolled
    from runtime.wiring import Service
    from town.people.cast import Accident


def pledge(service: Service, enrolled: Enrolled, accident: Accident) -> datetime:
    """By when a person will have acted."""
    rules = Rules(service.calendar, LadderPolicy(), policy.shipped())
    with service.database.read() as uow:
        resident = residents.resident(uow, enrolled.refs[accident.resident])
        hers = residents.channels_of(uow, resident, accident.onset)
        by_plug = plugs.has_informative_plug(uow, resident.ref)
    asked_on = tuple(one for one in hers if one in service.channels)
    plan = checkin_rules.plan_for(resident.id, resident.tier, watched_by_plug=by_plug)
    return promised_moment(
        rules, plan, resident.tier, asked_on, accident.onset, watched_by_plug=by_plug
    )
