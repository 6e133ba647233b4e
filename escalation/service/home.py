"""Whether she is at home, and whether somebody else may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence
from signals import service as signals
from signals.model import Meaning, SignalKind
from tasks import service as tasks
from tasks.model import TaskKind, TaskState

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal


def note_absence(uow: UnitOfWork, resident: Ref, kind: AbsenceKind, by: Ref) -> None:
    """Who is not at home is not asked there; every absence ends in a question.

    Of hospital an officer answers. That she is out, somebody heard at her door.
    """
    heard = kind is AbsenceKind.TRAVEL
    known = residents.absence_of(uow, resident)
    if known is not None and (heard or known.kind is not AbsenceKind.TRAVEL):
        return
    if known is not None:
        residents.end_absence(uow, known.id, by)
    away = NewAbsence(
        kind=kind,
        source=AbsenceSource.WORDS if heard else AbsenceSource.OFFICER,
        since=uow.now,
        until=None,
        recorded_by=by,
    )
    residents.add_absence(uow, resident, away)


def may_be_a_visitor(uow: UnitOfWork, resident: Ref) -> bool:
    """Whether somebody is on the way to her, or there: it may be she who put the kettle on."""
    return any(
        task.state is TaskState.ACCEPTED and task.new.kind is not TaskKind.DEBRIEF
        for task in tasks.open_about(uow, resident)
    )


def was_answered(uow: UnitOfWork, signal: Signal) -> bool:
    """Whether she has said that she is fine since another service was alarmed by silence.

    Such an alarm may come hours after the fact: told in time, her word would have ended it.
    """
    if signal.kind is not SignalKind.VENDOR_ALARM or signal.data.get("grave"):
        return False
    said = signals.since(uow, signal.subject, [SignalKind.SAID], signal.occurred_at)
    return any(one.data["meaning"] == Meaning.OK for one in said)
