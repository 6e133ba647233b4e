"""What is proposed for a home after needless alarms, on the page of an official's work there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from admin_api.permissions import ROLES, Permission
from care.plug_changes import NotProposedError
from plugs.decide.changes import Change
from plugs.service.changing import change_in_words
from residents import service as residents
from signals import agenda
from tasks import service as tasks
from tasks.model import WITH_HER, TaskKind, is_staff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from care.plug_changes import PlugChanges
    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref
    from tasks.disclosure import AtHand
    from tasks.told import Shown

OF_HER_HOME = WITH_HER | {TaskKind.DEVICE_REPAIR, TaskKind.PLUG_PLACE}
"""Work on whose page it may be decided how her home is watched."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An official takes a change up, or leaves things as they are."""

    change: Change
    accept: bool


def decided_in(sent: Mapping[str, str]) -> Decided | None:
    """What the form says; None when it is about something else."""
    for name, accept in (("take", True), ("leave", False)):
        if sent.get(name, "") in set(Change):
            return Decided(Change(sent[name]), accept)
    return None


def proposed_on(
    uow: UnitOfWork, shown: Shown, changes: PlugChanges, language: Language
) -> dict[str, list[tuple[str, str]]]:
    """By task, the changes for the people on a page with why, for whoever may decide them."""
    if shown.kind not in OF_HER_HOME or not _may_decide(uow, shown.by):
        return {}
    known = {one.task_id: tasks.task(uow, one.task_id) for one in shown.people}
    return {
        task_id: [
            (one.change.value, change_in_words(one, uow.now, language))
            for one in changes.proposed(uow, residents.outline(uow, task.new.resident))
        ]
        for task_id, task in known.items()
        if task is not None
    }


def record(uow: UnitOfWork, at: AtHand, changes: PlugChanges, decided: Decided) -> None:
    """She has decided; nothing where it was decided meanwhile, or is not hers to decide."""
    if at.task.new.kind not in OF_HER_HOME or not _may_decide(uow, at.person):
        return
    agenda.hold(uow, at.task.new.resident)
    her = residents.outline(uow, at.task.new.resident)
    try:
        changes.decide(uow, her, decided.change, at.person, accept=decided.accept)
    except NotProposedError:
        return


def _may_decide(uow: UnitOfWork, person: Ref) -> bool:
    if not is_staff(person):
        return False
    return Permission.CHANGE_ASKING in ROLES[residents.staff(uow, person).role]
