"""Case rows and facts to model and back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from escalation.fold import fold
from escalation.model import Case, Fact, FactKind, Policy, Reason
from escalation.tables import CaseRow, FactRow
from tasks.model import Round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

_IS_OPEN = (col(CaseRow.resident) == bindparam("resident"), col(CaseRow.closed_at).is_(None))
_OPEN_OF = select(CaseRow).where(*_IS_OPEN).execution_options(populate_existing=True)
_DUE_OF = select(CaseRow.due_at).where(*_IS_OPEN)


def insert(uow: UnitOfWork, case: Case, policy: Policy, due_at: datetime) -> None:
    """Store the row of a new case; its facts follow by `append`."""
    uow.session.add(
        CaseRow(
            id=case.id,
            resident=case.resident,
            urgency=case.urgency,
            policy=_policy_out(policy),
            opened_at=case.opened_at,
            due_at=due_at,
        )
    )
    uow.session.flush()


def append(uow: UnitOfWork, case_id: str, facts: Sequence[Fact]) -> None:
    """Write further lines of the timeline."""
    last = uow.session.exec(
        select(func.max(col(FactRow.seq))).where(col(FactRow.case_id) == case_id)
    ).one()
    for seq, fact in enumerate(facts, start=(last or 0) + 1):
        uow.session.add(
            FactRow(
                case_id=case_id,
                seq=seq,
                at=fact.at,
                kind=fact.kind,
                reason=fact.reason,
                data=dict(fact.data),
            )
        )
    uow.session.flush()


def update_row(uow: UnitOfWork, case: Case, policy: Policy, due_at: datetime) -> None:
    """Bring the row up to what the facts say."""
    uow.session.execute(
        update(CaseRow)
        .where(col(CaseRow.id) == case.id)
        .values(
            urgency=int(case.urgency),
            policy=_policy_out(policy),
            due_at=due_at,
            outcome=case.outcome,
            closed_at=case.closed_at,
        )
    )


def open_of(uow: UnitOfWork, resident: Ref) -> tuple[Case, Policy, datetime] | None:
    """The resident's open case, the policy copied onto it, and when it is looked at next."""
    row = uow.session.exec(_OPEN_OF, params={"resident": resident}).first()
    return None if row is None else (_folded(uow, row), _policy_in(row.policy), row.due_at)


def due_of(uow: UnitOfWork, resident: Ref) -> datetime | None:
    """When the resident's open case is looked at next."""
    return uow.session.exec(_DUE_OF, params={"resident": resident}).first()


def get(uow: UnitOfWork, case_id: str) -> Case | None:
    """One case, open or closed."""
    row = uow.session.get(CaseRow, case_id)
    return None if row is None else _folded(uow, row)


def facts_of(uow: UnitOfWork, case_id: str) -> list[Fact]:
    """The timeline, oldest first."""
    rows = uow.session.exec(
        select(FactRow).where(col(FactRow.case_id) == case_id).order_by(col(FactRow.seq))
    )
    return [
        Fact(
            at=row.at,
            kind=FactKind(row.kind),
            reason=None if row.reason is None else Reason(row.reason),
            data=row.data,
        )
        for row in rows
    ]


def opened_since(uow: UnitOfWork, moment: datetime) -> list[Case]:
    """Cases opened at or after `moment`, and all that are still open."""
    rows = uow.session.exec(
        select(CaseRow)
        .where((col(CaseRow.opened_at) >= moment) | col(CaseRow.closed_at).is_(None))
        .order_by(col(CaseRow.opened_at), col(CaseRow.id))
    )
    return [_folded(uow, row) for row in rows]


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many open cases should have been looked at before `moment`."""
    return uow.session.exec(
        select(func.count())
        .select_from(CaseRow)
        .where(col(CaseRow.closed_at).is_(None), col(CaseRow.due_at) < moment)
    ).one()


def residents_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[Ref]:
    """Those of up to `limit` open cases that should have been looked at before `moment`."""
    late = (col(CaseRow.closed_at).is_(None), col(CaseRow.due_at) < moment)
    return list(uow.session.exec(select(CaseRow.resident).where(*late).limit(limit)))


def _folded(uow: UnitOfWork, row: CaseRow) -> Case:
    return fold(row.id, row.resident, facts_of(uow, row.id))


def _policy_out(policy: Policy) -> dict[str, Any]:
    return {
        "rounds": [one.as_json() for one in policy.rounds],
        "repeat": policy.repeat.as_json(),
        "do_within_seconds": int(policy.do_within.total_seconds()),
        "when": policy.when,
    }


def _policy_in(value: dict[str, Any]) -> Policy:
    return Policy(
        rounds=tuple(Round.from_json(one) for one in value["rounds"]),
        repeat=Round.from_json(value["repeat"]),
        do_within=timedelta(seconds=value["do_within_seconds"]),
        when=value["when"],
    )
