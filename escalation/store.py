"""Case rows and facts to model and back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from escalation.fold import fold
from escalation.model import LONGEST_REOPENING_HOURS, Case, Fact, FactKind, Policy, Reason
from escalation.tables import CaseRow, FactRow
from foundation.ahead import Key, Reading
from foundation.behind import Writing
from foundation.clock import as_utc
from foundation.sql import rows_of, table_of
from tasks.model import Round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

_CASES, _FACT = table_of(CaseRow), table_of(FactRow)
_OPEN_OF = rows_of(CaseRow).where(
    _CASES.c.resident.in_(bindparam("residents", expanding=True)), _CASES.c.closed_at.is_(None)
)
_CASE = rows_of(CaseRow).where(_CASES.c.id == bindparam("case"))
_ENDED_OF = (
    rows_of(CaseRow)
    .where(
        _CASES.c.resident.in_(bindparam("residents", expanding=True)),
        _CASES.c.closed_at > bindparam("since"),
    )
    .order_by(_CASES.c.closed_at)
)
_FACTS = (
    rows_of(FactRow)
    .where(_FACT.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(_FACT.c.case_id, _FACT.c.seq)
)
LOOK_BACK = timedelta(hours=LONGEST_REOPENING_HOURS)
_NEW_CASES = Writing(CaseRow)
_LINES = Writing(FactRow)
_UPDATE = (
    update(_CASES)
    .where(_CASES.c.id == bindparam("changed"))
    .values(
        {each: bindparam(each) for each in ("urgency", "policy", "due_at", "outcome", "closed_at")}
    )
)


def insert(uow: UnitOfWork, case: Case, policy: Policy, due_at: datetime) -> None:
    """Store the row of a new case; its facts follow by `append`."""
    row = {
        "id": case.id,
        "resident": case.resident,
        "opened_at": case.opened_at,
        **_changing(case, policy, due_at),
    }
    uow.behind.add(uow, _NEW_CASES, case.id, row, case.resident)
    uow.ahead.put(_OPEN, case.resident, (case, policy, as_utc(due_at)))


def append(uow: UnitOfWork, case: Case, fact: Fact) -> None:
    """Write the newest line of the timeline, which `case` knows already."""
    row = {
        "case_id": case.id,
        "seq": case.facts,
        "at": fact.at,
        "kind": fact.kind.value,
        "reason": None if fact.reason is None else fact.reason.value,
        "data": dict(fact.data),
    }
    known = uow.ahead.known(_OPEN, case.resident)
    uow.behind.add(uow, _LINES, (case.id, case.facts), row, case.resident)
    if known is not None:
        uow.ahead.put(_OPEN, case.resident, (case, *known[1:]))


def update_row(uow: UnitOfWork, case: Case, policy: Policy, due_at: datetime) -> None:
    """Bring the row up to what the facts say."""
    changing = _changing(case, policy, due_at)
    waiting = uow.behind.waiting(_NEW_CASES, case.id)
    if waiting is not None:
        waiting.update(changing)
    else:
        with uow.ahead.concerning(case.resident):
            uow.session.connection().execute(_UPDATE, {"changed": case.id, **changing})
    uow.ahead.put(_OPEN, case.resident, (case, policy, as_utc(due_at)) if case.is_open else None)


def _changing(case: Case, policy: Policy, due_at: datetime) -> dict[str, Any]:
    return {
        "urgency": int(case.urgency),
        "policy": _policy_out(policy),
        "due_at": due_at,
        "outcome": None if case.outcome is None else case.outcome.value,
        "closed_at": case.closed_at,
    }


def open_of(uow: UnitOfWork, resident: Ref) -> tuple[Case, Policy, datetime] | None:
    """The resident's open case, the policy copied onto it, and when it is looked at next."""
    return uow.ahead.one(uow, _OPEN, resident)


def due_of(uow: UnitOfWork, resident: Ref) -> datetime | None:
    """When the resident's open case is looked at next."""
    found = open_of(uow, resident)
    return None if found is None else found[2]


def _read_open(
    uow: UnitOfWork, residents: Sequence[Ref]
) -> dict[Ref, tuple[Case, Policy, datetime]]:
    rows = uow.rows(_OPEN_OF, {"residents": list(residents)})
    cases = _all_folded(uow, rows)
    return {
        row.resident: (case, _policy_in(row.policy), row.due_at)
        for row, case in zip(rows, cases, strict=True)
    }


_OPEN = Reading(_read_open, CaseRow, FactRow, key=Key.REF)


def lately_ended(uow: UnitOfWork, resident: Ref) -> tuple[Case, Policy] | None:
    """The last case of hers that ended so lately that it might be opened again, and its policy."""
    return uow.ahead.one(uow, _ENDED, resident)


def _read_ended(uow: UnitOfWork, residents: Sequence[Ref]) -> dict[Ref, tuple[Case, Policy]]:
    asked = {"residents": list(residents), "since": uow.now - LOOK_BACK}
    rows = uow.rows(_ENDED_OF, asked)
    cases = _all_folded(uow, rows)
    return {
        row.resident: (case, _policy_in(row.policy)) for row, case in zip(rows, cases, strict=True)
    }


_ENDED = Reading(_read_ended, CaseRow, FactRow, key=Key.REF)


def get(uow: UnitOfWork, case_id: str) -> Case | None:
    """One case, open or closed."""
    rows = uow.rows(_CASE, {"case": case_id})
    return next(iter(_all_folded(uow, rows)), None)


def facts_of(uow: UnitOfWork, case_id: str) -> list[Fact]:
    """The timeline, oldest first."""
    return _timelines(uow, [case_id])[case_id]


def _timelines(uow: UnitOfWork, case_ids: Sequence[str]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {case_id: [] for case_id in case_ids}
    for row in uow.rows(_FACTS, {"cases": list(case_ids)}) if case_ids else ():
        found[row.case_id].append(_fact(row))
    return found


def _fact(row: Found) -> Fact:
    return Fact(
        at=row.at,
        kind=FactKind(row.kind),
        reason=None if row.reason is None else Reason(row.reason),
        data=row.data,
    )


def opened_since(uow: UnitOfWork, moment: datetime) -> list[Case]:
    """Cases opened at or after `moment`, and all that are still open."""
    wanted = (_CASES.c.opened_at >= moment) | _CASES.c.closed_at.is_(None)
    in_order = rows_of(CaseRow).order_by(_CASES.c.opened_at, _CASES.c.id)
    return _all_folded(uow, uow.rows(in_order.where(wanted), {}))


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


def _all_folded(uow: UnitOfWork, rows: Sequence[Found]) -> list[Case]:
    timelines = _timelines(uow, [row.id for row in rows])
    return [fold(row.id, row.resident, timelines[row.id]) for row in rows]


def _policy_out(policy: Policy) -> dict[str, Any]:
    return {
        "rounds": [one.as_json() for one in policy.rounds],
        "repeat": policy.repeat.as_json(),
        "do_within_seconds": int(policy.do_within.total_seconds()),
        "when": policy.when,
        "contacts": [one.as_json() for one in policy.contacts],
        "reopen_within_seconds": int(policy.reopen_within.total_seconds()),
    }


def _policy_in(value: dict[str, Any]) -> Policy:
    return Policy(
        rounds=tuple(Round.from_json(one) for one in value["rounds"]),
        repeat=Round.from_json(value["repeat"]),
        do_within=timedelta(seconds=value["do_within_seconds"]),
        when=value["when"],
        contacts=tuple(Round.from_json(one) for one in value.get("contacts", ())),
        reopen_within=timedelta(seconds=value.get("reopen_within_seconds", 0)),
    )
