"""Whether she is at home, and whether somebody else may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence
from tasks import service as tasks
from tasks.model import TaskKind, TaskState

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref


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
