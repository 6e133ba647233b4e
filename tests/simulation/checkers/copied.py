"""Rule 8: what a case or a check-in began with stays with it, whatever is edited meanwhile."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select

from checkins.tables import CheckinRow
from escalation.fold import fold
from escalation.store import facts_of
from escalation.tables import CaseRow
from tests.simulation.world import World


@dataclass
class Seen:
    """Policies as they were first read: of cases by their urgency, of check-ins by their id."""

    cases: dict[tuple[str, datetime, int, bool], str] = field(default_factory=dict)
    checkins: dict[str, str] = field(default_factory=dict)


def check(world: World, _now: datetime) -> Iterator[str]:
    """Compare what is open with what it was.

    A case that rises, or is opened again, takes the policy of that moment.
    """
    seen = world.seen(Seen)
    with world.database.read() as uow:
        for row in uow.session.exec(select(CaseRow).where(col(CaseRow.closed_at).is_(None))).all():
            case = fold(row.id, row.resident, facts_of(uow, row.id))
            policy = json.dumps(row.policy, sort_keys=True)
            opened = (row.id, case.since, row.urgency, case.is_discreet)
            if seen.cases.setdefault(opened, policy) != policy:
                yield f"case {row.id} has another policy than it had"
        is_open = col(CheckinRow.state).in_(["asking", "clarifying"])
        columns = select(CheckinRow.id, CheckinRow.policy).where(is_open)
        for name, kept in uow.session.exec(columns):
            policy = json.dumps(kept, sort_keys=True)
            if seen.checkins.setdefault(name, policy) != policy:
                yield f"checkin {name} has another policy than it had"
