"""Rule 6: in an emergency somebody has it, or somebody was asked a moment ago, for ever."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from escalation.model import FactKind, Urgency
from escalation.tables import CaseRow, FactRow
from tasks.tables import OfferRow, TaskRow
from tests.simulation.world import World

ONE_CYCLE = timedelta(seconds=60)
ASKS = (FactKind.TASK_OPENED.value, FactKind.ROUNDS_REPEATED.value)


def check(world: World, now: datetime) -> Iterator[str]:
    """Look at every open emergency. For settled moments."""
    urgent = select(CaseRow).where(
        col(CaseRow.closed_at).is_(None), CaseRow.urgency == int(Urgency.EMERGENCY)
    )
    with world.database.read() as uow:
        for case in uow.session.exec(urgent).all():
            if _has_a_person(uow.session, case.id):
                continue
            asked_at = _asked_at(uow.session, case)
            rounds = [*case.policy["rounds"], case.policy["repeat"]]
            wait = timedelta(seconds=max(one["wait_seconds"] for one in rounds))
            if asked_at + wait + ONE_CYCLE < now:
                yield f"case {case.id} is an emergency and since {asked_at} nobody was asked"


def _has_a_person(session: Session, case_id: str) -> bool:
    """Whether somebody is on the way; that she goes is watched by her own deadline."""
    accepted = select(TaskRow.id).where(
        TaskRow.origin == f"case:{case_id}", TaskRow.state == "accepted"
    )
    return session.exec(accepted).first() is not None


def _asked_at(session: Session, case: CaseRow) -> datetime:
    """When somebody was asked last, or had it last."""
    facts = select(FactRow.at).where(FactRow.case_id == case.id, col(FactRow.kind).in_(ASKS))
    offers = select(OfferRow.offered_at, TaskRow.closed_at).where(
        col(OfferRow.task_id) == col(TaskRow.id), TaskRow.origin == f"case:{case.id}"
    )
    moments: list[datetime] = [case.opened_at, *session.exec(facts)]
    for offered_at, closed_at in session.exec(offers):
        moments += [offered_at] if closed_at is None else [offered_at, closed_at]
    return max(moments)
