"""What officials write down about a case: notes, to whom they told what, doors that were opened.

They hold the subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation import store, work
from escalation.decide import told_by
from escalation.fold import apply
from escalation.model import Fact, FactKind
from residents import service as residents
from signals import service as signals
from signals.model import Draft, SignalKind, Source, resident_id

if TYPE_CHECKING:
    from escalation.model import Case, Opener, Recipient
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref, Signal
    from tasks.service import Tasks


def note(uow: UnitOfWork, case: Case, by: Ref, text: str) -> Case:
    """She knows something of it. Changes nothing but the timeline."""
    told = said(uow, case.resident, text, by=by, act="note")
    return _write(uow, case, Fact(uow.now, FactKind.NOTED, data=told_by(told)))


def disclose(uow: UnitOfWork, case: Case, by: Ref, to: Recipient, why: str) -> Case:
    """She told somebody outside who the resident is and where, to save her (docs/care.md 3)."""
    told = said(uow, case.resident, why, by=by, act="disclose", to=to.value)
    data = {"to": to.value, **told_by(told)}
    return _write(uow, case, Fact(uow.now, FactKind.DISCLOSED, data=data))


def enter(  # noqa: PLR0913, PLR0917 - who, through whom, and what it left behind
    uow: UnitOfWork,
    tasks: Tasks,
    calendar: Calendar,
    case: Case,
    by: Ref,
    opened_by: Opener,
    text: str,
) -> Case:
    """A door was opened: secured today, she is visited tomorrow, rules are looked at in a week.

    The work outlives the case.
    """
    told = said(uow, case.resident, text, by=by, act="enter", opened_by=opened_by.value)
    data = {"opened_by": opened_by.value, **told_by(told)}
    case = _write(uow, case, Fact(uow.now, FactKind.ENTERED, data=data))
    her = residents.outline(uow, resident_id(case.resident))
    for new, not_before in work.after_entry(case, her, uow.now, calendar):
        tasks.open(uow, new, not_before)
    return case


def said(uow: UnitOfWork, resident: Ref, text: str | None, **data: str | int) -> Signal:
    """What an official says about her, as a fact like all others."""
    recorded = signals.record(
        uow,
        Draft(
            kind=SignalKind.OFFICER_SAID,
            source=Source.STAFF,
            source_id=uow.ids.new(),
            subject=resident,
            occurred_at=uow.now,
            data=data,
            words=text,
        ),
    )
    assert recorded is not None  # noqa: S101 - its id is new
    return recorded


def _write(uow: UnitOfWork, case: Case, fact: Fact) -> Case:
    after = apply(case, fact)
    store.append(uow, after, fact)
    return after
