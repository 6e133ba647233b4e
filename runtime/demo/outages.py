"""What came of the week's power cut: one matter of the office, and nobody taken for in danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from checkins import service as checkins
from checkins.model import CheckinState, Occasion
from residents import service as residents
from signals import service as signals
from signals.model import SignalKind
from tasks import service as tasks
from tasks.model import TaskKind

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from runtime.demo.stage import Stage
    from signals.model import Ref
    from town.people.model import PowerCut

BECAUSE_OF_IT = timedelta(hours=2)
"""Whatever is told of its homes so long after the power is back is put down to it."""
ALARMS = (SignalKind.PLUG_QUIET,)
ANSWERED = frozenset({CheckinState.FINE, CheckinState.HELP, CheckinState.ABSENT})


@dataclass(frozen=True, slots=True)
class InTheDark:
    """The power cuts of the run: homes that went, and what followed.

    `faults`: devices told as broken meanwhile, `alarms`: homes told as too silent of people who
    were well, `asked` and `answered`: questions because of the power cut.
    """

    homes: int = 0
    tasks: int = 0
    faults: int = 0
    alarms: int = 0
    asked: int = 0
    answered: int = 0


def in_the_dark(uow: UnitOfWork, stage: Stage) -> InTheDark:
    """Count what followed from the cuts that have begun."""
    begun = [one for one in stage.town.cast.power_cuts if one.at <= uow.now]
    people = {ref: one for one in begun for ref in _people(stage, one)}
    questions = [
        one
        for one in checkins.since(uow, stage.start)
        if one.occasion is Occasion.POWER_CUT and f"resident:{one.resident_id}" in people
    ]
    opened = tasks.opened_since(uow, stage.start)
    return InTheDark(
        homes=len({residents.outline(uow, ref).household_id for ref in people}),
        tasks=sum(one.new.kind is TaskKind.POWER_CUT for one in opened),
        faults=_told(uow, people, (SignalKind.DEVICE_FAULT,)),
        alarms=_told(uow, _well(stage, people), ALARMS),
        asked=len(questions),
        answered=sum(one.state in ANSWERED for one in questions),
    )


def _people(stage: Stage, cut: PowerCut) -> list[Ref]:
    return [stage.enrolled.refs[one] for one in cut.residents]


def _well(stage: Stage, people: dict[Ref, PowerCut]) -> dict[Ref, PowerCut]:
    helpless = {stage.enrolled.refs[one] for one in stage.town.truth.helpless}
    return {ref: cut for ref, cut in people.items() if ref not in helpless}


def _told(uow: UnitOfWork, people: dict[Ref, PowerCut], kinds: tuple[SignalKind, ...]) -> int:
    return sum(
        cut.at <= one.occurred_at <= cut.until + BECAUSE_OF_IT
        for ref, cut in people.items()
        for one in signals.since(uow, ref, kinds, cut.at)
    )
