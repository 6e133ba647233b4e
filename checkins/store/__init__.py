"""Rows of plans and check-ins to model and back."""

from __future__ import annotations

from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, func
from sqlmodel import col, select

from checkins.model import (
    AS_USUAL,
    OPEN_STATES,
    Checkin,
    CheckinState,
    Ended,
    InFestivals,
    LadderPolicy,
    Occasion,
    Plan,
    Planned,
    Rhythm,
    Rung,
    Step,
    Wishes,
)
from checkins.tables import OPEN, CheckinRow, PlanRow, WishRow
from foundation.ahead import Reading
from foundation.sql import insert_or_replace, listed, rows_of, table_of
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select
    from sqlmodel import SQLModel

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork

_LADDER = TypeAdapter(LadderPolicy)
_OPEN = [state.value for state in OPEN_STATES]
_PLANS = table_of(PlanRow)
_PLAN_OF = rows_of(PlanRow).where(_PLANS.c.resident_id.in_(bindparam("residents", expanding=True)))
PLANNED = select(PlanRow.resident_id)
"""Ids of everybody who has a plan."""
_PLANS_AFTER = (
    rows_of(PlanRow)
    .where(_PLANS.c.resident_id > bindparam("after"))
    .order_by(_PLANS.c.resident_id)
    .limit(bindparam("limit"))
)
_WISHES_AMONG = select(WishRow).where(
    col(WishRow.resident_id).in_(bindparam("residents", expanding=True))
)
_WISHES_OF = rows_of(WishRow).where(
    table_of(WishRow).c.resident_id.in_(bindparam("residents", expanding=True))
)
_DROP_PLAN = delete(_PLANS).where(_PLANS.c.resident_id == bindparam("resident"))
_PLANNED_AMONG = select(PlanRow.resident_id).where(
    col(PlanRow.resident_id).in_(bindparam("residents", expanding=True))
)
_NEWEST_ENDED = (
    select(CheckinRow.steps, CheckinRow.next_step, CheckinRow.state, CheckinRow.answered_rung)
    .where(
        col(CheckinRow.slot_at) >= bindparam("since"),
        col(CheckinRow.state).not_in([*_OPEN, CheckinState.WITHDRAWN.value]),
        col(CheckinRow.occasion) == Occasion.PLANNED.value,
    )
    .order_by(col(CheckinRow.slot_at).desc(), col(CheckinRow.id))
    .limit(bindparam("limit"))
)
_CHECKIN = table_of(CheckinRow)
_CHECKINS = rows_of(CheckinRow)
_BY_ID = _CHECKINS.where(_CHECKIN.c.id == bindparam("checkin"))
_OPEN_OF = _CHECKINS.where(_CHECKIN.c.resident_id.in_(bindparam("residents", expanding=True)), OPEN)
_IN_EARNEST = _CHECKIN.c.occasion != Occasion.PRACTICE.value


def plan_of(uow: UnitOfWork, resident_id: str) -> Planned | None:
    """Her plan and its next slot."""
    return uow.ahead.one(uow, _PLANS_OF, resident_id)


def _read_plans(uow: UnitOfWork, resident_ids: Sequence[str]) -> dict[str, Planned]:
    rows = uow.rows(_PLAN_OF, {"residents": list(resident_ids)})
    return {row.resident_id: _planned(row) for row in rows}


_PLANS_OF = Reading(_read_plans, PlanRow)


def put_plan(
    uow: UnitOfWork,
    plan: Plan,
    next_slot_at: datetime,
    occasion: Occasion = Occasion.PLANNED,
) -> None:
    """Store her plan, in place of the one before."""
    row = {
        "resident_id": plan.resident_id,
        "rhythm": plan.rhythm.value,
        "weekday": plan.weekday,
        "odd_weeks": plan.odd_weeks,
        "position": plan.position,
        "times": _walls(plan.times),
        "in_festivals": plan.in_festivals.value,
        "next_slot_at": next_slot_at,
        "occasion": occasion.value,
    }
    _put(uow, PlanRow, row)


def plans_after(uow: UnitOfWork, resident_id: str, limit: int) -> list[Planned]:
    """A page of plans with their next slots, in the order of residents' ids."""
    rows = uow.rows(_PLANS_AFTER, {"after": resident_id, "limit": limit})
    return [_planned(row) for row in rows]


def drop_plan(uow: UnitOfWork, resident_id: str) -> None:
    """She is not asked any more."""
    with uow.ahead.concerning(resident_id):
        uow.session.connection().execute(_DROP_PLAN, {"resident": resident_id})


def wishes_of(uow: UnitOfWork, resident_id: str) -> Wishes:
    """What she wants otherwise than usual."""
    return uow.ahead.one(uow, _WISHES_BY_ID, resident_id) or AS_USUAL


def _read_wishes(uow: UnitOfWork, resident_ids: Sequence[str]) -> dict[str, Wishes]:
    rows = uow.rows(_WISHES_OF, {"residents": list(resident_ids)})
    return {
        row.resident_id: Wishes(
            rhythm=None if row.rhythm is None else Rhythm(row.rhythm),
            weekday=row.weekday,
            times=_times(row.times),
            channels=_channels(row.channels),
        )
        for row in rows
    }


_WISHES_BY_ID = Reading(_read_wishes, WishRow)


def wished_channels(
    uow: UnitOfWork, resident_ids: Sequence[str]
) -> dict[str, frozenset[ChannelName]]:
    """Of these residents, the channels of those who wish for some."""
    rows = uow.session.exec(_WISHES_AMONG, params={"residents": list(resident_ids)})
    return {row.resident_id: _channels(row.channels) for row in rows if row.channels}


def put_wishes(uow: UnitOfWork, resident_id: str, wishes: Wishes, by: str) -> None:
    """Store what she wants, in place of what she wanted before."""
    row = {
        "resident_id": resident_id,
        "rhythm": None if wishes.rhythm is None else wishes.rhythm.value,
        "weekday": wishes.weekday,
        "times": _walls(wishes.times),
        "channels": sorted(channel.value for channel in wishes.channels),
        "wished_at": uow.now,
        "recorded_by": by,
    }
    _put(uow, WishRow, row)


def save(uow: UnitOfWork, checkin: Checkin) -> None:
    """Store a check-in as it is now."""
    row = {
        "id": checkin.id,
        "resident_id": checkin.resident_id,
        "slot_at": checkin.slot_at,
        "steps": [
            {"rung": one.rung, "channel": one.channel, "at": one.at.isoformat()}
            for one in checkin.steps
        ],
        "policy": _LADDER.dump_python(checkin.policy, mode="json"),
        "next_step": checkin.next_step,
        "sent": sorted(checkin.sent),
        "state": checkin.state.value,
        "deadline": checkin.deadline,
        "due_at": checkin.due_at,
        "occasion": checkin.occasion.value,
        "answered_at": checkin.answered_at,
        "answered_on": None if checkin.answered_on is None else checkin.answered_on.value,
        "answered_rung": None if checkin.answered_rung is None else checkin.answered_rung.value,
        "closed_at": checkin.closed_at,
        "put_off_to": checkin.put_off_to,
    }
    _put(uow, CheckinRow, row)


def get(uow: UnitOfWork, checkin_id: str) -> Checkin | None:
    """One check-in."""
    return next(map(_checkin, uow.rows(_BY_ID, {"checkin": checkin_id})), None)


def open_of(uow: UnitOfWork, resident_id: str) -> Checkin | None:
    """Her open check-in, if she is being asked."""
    return uow.ahead.one(uow, _OPEN_BY_ID, resident_id)


def _read_open(uow: UnitOfWork, resident_ids: Sequence[str]) -> dict[str, Checkin]:
    rows = uow.rows(_OPEN_OF, {"residents": list(resident_ids)})
    return {row.resident_id: _checkin(row) for row in rows}


_OPEN_BY_ID = Reading(_read_open, CheckinRow)


def latest_of(uow: UnitOfWork, resident_id: str) -> Checkin | None:
    """Her most recent check-in, open or not. A practice is none."""
    return uow.ahead.one(uow, _LATEST_BY_ID, resident_id)


def _read_latest(uow: UnitOfWork, resident_ids: Sequence[str]) -> dict[str, Checkin]:
    rows = uow.rows(_latest_of(uow.dialect), {"residents": list(resident_ids)})
    return {row.resident_id: _checkin(row) for row in rows}


@cache
def _latest_of(dialect: str) -> Select[Any]:
    """With one look into the index for each of them, however long she has been asked."""
    each, past = listed(dialect, "residents").subquery(), _CHECKIN.alias("past")
    newest = (
        select(past.c.id)
        .where(past.c.resident_id == each.c.value, past.c.occasion != Occasion.PRACTICE.value)
        .order_by(past.c.slot_at.desc())
        .limit(1)
    )
    return _CHECKINS.join_from(_CHECKIN, each, _CHECKIN.c.id == newest.scalar_subquery())


_LATEST_BY_ID = Reading(_read_latest, CheckinRow)


def since(uow: UnitOfWork, moment: datetime) -> list[Checkin]:
    """Check-ins whose slot was at or after `moment`, for reports. A practice is none."""
    order = (_CHECKIN.c.slot_at, _CHECKIN.c.id)
    since_then = _CHECKINS.where(_CHECKIN.c.slot_at >= moment, _IN_EARNEST).order_by(*order)
    return [_checkin(row) for row in uow.rows(since_then, {})]


def newest_ended(uow: UnitOfWork, moment: datetime, limit: int) -> list[Ended]:
    """Of planned check-ins since `moment` the newest, with what became of their steps.

    Who answered after her silence was counted had not answered in time.
    """
    missed = CheckinState.MISSED.value
    rows = uow.session.exec(_NEWEST_ENDED, params={"since": moment, "limit": limit})
    return [
        Ended(
            taken=tuple(Rung(one["rung"]) for one in steps[:taken]),
            answered=None if rung is None or state == missed else Rung(rung),
        )
        for steps, taken, state, rung in rows
    ]


def planned_among(uow: UnitOfWork, resident_ids: Sequence[str]) -> frozenset[str]:
    """Those who have a plan."""
    return frozenset(uow.session.exec(_PLANNED_AMONG, params={"residents": list(resident_ids)}))


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many open check-ins should have had their next step before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(CheckinRow).where(OPEN, col(CheckinRow.due_at) < moment)
    ).one()


def slots_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many plans had a slot before `moment` that nobody has taken up."""
    return uow.session.exec(
        select(func.count()).select_from(PlanRow).where(col(PlanRow.next_slot_at) < moment)
    ).one()


def residents_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[str]:
    """Ids of up to `limit` residents with a step or a slot that was due before `moment`."""
    steps = select(CheckinRow.resident_id).where(OPEN, col(CheckinRow.due_at) < moment)
    slots = select(PlanRow.resident_id).where(col(PlanRow.next_slot_at) < moment)
    return list(uow.session.scalars(steps.union(slots).limit(limit)))


def _put(uow: UnitOfWork, table: type[SQLModel], row: Mapping[str, Any]) -> None:
    with uow.ahead.concerning(row["resident_id"]):
        insert_or_replace(uow.session, table, [row])


def _planned(row: Found) -> Planned:
    plan = Plan(
        resident_id=row.resident_id,
        rhythm=Rhythm(row.rhythm),
        weekday=row.weekday,
        odd_weeks=row.odd_weeks,
        position=row.position,
        times=_times(row.times),
        in_festivals=InFestivals(row.in_festivals),
    )
    return Planned(plan, row.next_slot_at, Occasion(row.occasion))


def _channels(names: Sequence[str]) -> frozenset[ChannelName]:
    return frozenset(ChannelName(one) for one in names)


def _checkin(row: Found) -> Checkin:
    return Checkin(
        id=row.id,
        resident_id=row.resident_id,
        slot_at=row.slot_at,
        steps=tuple(
            Step(Rung(one["rung"]), ChannelName(one["channel"]), datetime.fromisoformat(one["at"]))
            for one in row.steps
        ),
        policy=_LADDER.validate_python(row.policy),
        next_step=row.next_step,
        sent=frozenset(row.sent),
        state=CheckinState(row.state),
        deadline=row.deadline,
        due_at=row.due_at,
        occasion=Occasion(row.occasion),
        answered_at=row.answered_at,
        answered_on=None if row.answered_on is None else ChannelName(row.answered_on),
        answered_rung=None if row.answered_rung is None else Rung(row.answered_rung),
        closed_at=row.closed_at,
        put_off_to=row.put_off_to,
    )


def _times(walls: Sequence[str]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(one) for one in walls)


def _walls(times: Sequence[time]) -> list[str]:
    return [one.isoformat("minutes") for one in times]
