"""Rows of plans and check-ins to model and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from checkins.model import OPEN_STATES, Checkin, CheckinState, Occasion, Plan, Rhythm, Rung, Step
from checkins.tables import CheckinRow, PlanRow
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.unit_of_work import UnitOfWork

_OPEN = [state.value for state in OPEN_STATES]


def plan_of(uow: UnitOfWork, resident_id: str) -> tuple[Plan, datetime] | None:
    """Her plan and its next slot."""
    row = uow.session.get(PlanRow, resident_id)
    if row is None:
        return None
    plan = Plan(row.resident_id, Rhythm(row.rhythm), row.weekday, row.odd_weeks, row.position)
    return plan, row.next_slot_at


def put_plan(uow: UnitOfWork, plan: Plan, next_slot_at: datetime) -> None:
    """Store her plan, in place of the one before."""
    uow.session.merge(
        PlanRow(
            resident_id=plan.resident_id,
            rhythm=plan.rhythm,
            weekday=plan.weekday,
            odd_weeks=plan.odd_weeks,
            position=plan.position,
            next_slot_at=next_slot_at,
        )
    )
    uow.session.flush()


def drop_plan(uow: UnitOfWork, resident_id: str) -> None:
    """She is not asked any more."""
    row = uow.session.get(PlanRow, resident_id)
    if row is not None:
        uow.session.delete(row)
        uow.session.flush()


def save(uow: UnitOfWork, checkin: Checkin) -> None:
    """Store a check-in as it is now."""
    uow.session.merge(
        CheckinRow(
            id=checkin.id,
            resident_id=checkin.resident_id,
            slot_at=checkin.slot_at,
            steps=[
                {"rung": one.rung, "channel": one.channel, "at": one.at.isoformat()}
                for one in checkin.steps
            ],
            next_step=checkin.next_step,
            asked=checkin.asked,
            state=checkin.state,
            deadline=checkin.deadline,
            due_at=checkin.due_at,
            occasion=checkin.occasion,
            answered_at=checkin.answered_at,
            answered_on=checkin.answered_on,
            answered_rung=checkin.answered_rung,
            closed_at=checkin.closed_at,
        )
    )
    uow.session.flush()


def get(uow: UnitOfWork, checkin_id: str) -> Checkin | None:
    """One check-in."""
    row = uow.session.get(CheckinRow, checkin_id)
    return None if row is None else _checkin(row)


def open_of(uow: UnitOfWork, resident_id: str) -> Checkin | None:
    """Her open check-in, if she is being asked."""
    row = uow.session.exec(
        select(CheckinRow).where(
            col(CheckinRow.resident_id) == resident_id, col(CheckinRow.state).in_(_OPEN)
        )
    ).first()
    return None if row is None else _checkin(row)


def latest_of(uow: UnitOfWork, resident_id: str) -> Checkin | None:
    """Her most recent check-in, open or not."""
    row = uow.session.exec(
        select(CheckinRow)
        .where(col(CheckinRow.resident_id) == resident_id)
        .order_by(col(CheckinRow.slot_at).desc())
        .limit(1)
    ).first()
    return None if row is None else _checkin(row)


def since(uow: UnitOfWork, moment: datetime) -> list[Checkin]:
    """Check-ins whose slot was at or after `moment`, for reports."""
    rows = uow.session.exec(
        select(CheckinRow)
        .where(col(CheckinRow.slot_at) >= moment)
        .order_by(col(CheckinRow.slot_at), col(CheckinRow.id))
    )
    return [_checkin(row) for row in rows]


def planned_among(uow: UnitOfWork, resident_ids: Sequence[str]) -> frozenset[str]:
    """Those who have a plan."""
    return frozenset(
        uow.session.exec(
            select(PlanRow.resident_id).where(col(PlanRow.resident_id).in_(resident_ids))
        )
    )


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many open check-ins should have had their next step before `moment`."""
    return uow.session.exec(
        select(func.count())
        .select_from(CheckinRow)
        .where(col(CheckinRow.state).in_(_OPEN), col(CheckinRow.due_at) < moment)
    ).one()


def slots_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many plans had a slot before `moment` that nobody has taken up."""
    return uow.session.exec(
        select(func.count()).select_from(PlanRow).where(col(PlanRow.next_slot_at) < moment)
    ).one()


def _checkin(row: CheckinRow) -> Checkin:
    return Checkin(
        id=row.id,
        resident_id=row.resident_id,
        slot_at=row.slot_at,
        steps=tuple(
            Step(Rung(one["rung"]), ChannelName(one["channel"]), datetime.fromisoformat(one["at"]))
            for one in row.steps
        ),
        next_step=row.next_step,
        asked=row.asked,
        state=CheckinState(row.state),
        deadline=row.deadline,
        due_at=row.due_at,
        occasion=Occasion(row.occasion),
        answered_at=row.answered_at,
        answered_on=None if row.answered_on is None else ChannelName(row.answered_on),
        answered_rung=None if row.answered_rung is None else Rung(row.answered_rung),
        closed_at=row.closed_at,
    )
