"""Who would be asked about a case, and when, while nobody answers. Reads, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from escalation.decide import for_the_nearest
from escalation.model import Urgency
from tasks.model import NewTask, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from escalation.model import Policy
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Resident
    from signals.model import Ref
    from tasks.model import Round
    from tasks.roster import Roster


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a round is offered to at `at`; nobody is a possible answer.

    `beside`: it goes beside the other rounds and waits for none. `repeated`: it is walked again
    after its wait, until somebody acts.
    """

    at: datetime
    round: Round
    people: tuple[Ref, ...]
    beside: bool = False
    repeated: bool = False


def foresee(
    uow: UnitOfWork,
    roster: Roster,
    resident: Resident,
    urgency: Urgency,
    policy: Policy,
    until: datetime,
) -> Iterator[Asked]:
    """The rounds of a case that opens now and that only silence follows, up to `until`.

    It is a case that everybody may know of: self-harm and violence are for officers only.
    """
    new = _task_of(resident, policy, urgency)
    moment = uow.now

    def asked(one: Round, **how: bool) -> Asked:
        then = replace(uow, now=moment)
        return Asked(moment, one, tuple(roster.people_for(then, new, one)), **how)

    if urgency is Urgency.EMERGENCY:
        (nearest,) = for_the_nearest(policy, by_night=False).rounds
        yield asked(nearest, beside=True)
    for one in policy.rounds:
        step = asked(one)
        yield step
        if step.people:
            moment += one.wait
    while moment <= until:
        yield asked(policy.repeat, repeated=True)
        moment += policy.repeat.wait


def _task_of(resident: Resident, policy: Policy, urgency: Urgency) -> NewTask:
    return NewTask(
        kind=TaskKind.WELFARE_VISIT,
        resident=resident.ref,
        origin="case:none",
        district=resident.district,
        rounds=policy.rounds,
        do_within=policy.do_within,
        when=policy.when,
        named=resident.named_checker,
        emergency=urgency is Urgency.EMERGENCY,
    )
