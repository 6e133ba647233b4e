"""A fact that the program could not work with: a person finds out what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from residents import service as residents
from signals.model import SignalKind
from tasks import store
from tasks.model import Audience, NewTask, Round, TaskKind, TaskState

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal

ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(minutes=15)),
    Round(Audience.LEADS, 2, timedelta(minutes=15)),
)
WITHIN = timedelta(hours=1)
SAYS_NOTHING_OF_HER = frozenset(
    {
        SignalKind.LINK_OPENED,
        SignalKind.CHANNEL_RESTORED,
        SignalKind.RECEIPT,
        SignalKind.TASK_ACCEPTED,
        SignalKind.PLUG_ACTIVE,
        SignalKind.PLUG_UNUSUAL,
        SignalKind.PLUG_BACK,
        SignalKind.CAMPAIGN,
    }
)
"""Facts for which, set aside, an engineer is enough."""


def work_for(uow: UnitOfWork, signal: Signal) -> list[NewTask]:
    """The work that a fact which was set aside brings; none while somebody looks into one."""
    if SignalKind(signal.data["kind"]) in SAYS_NOTHING_OF_HER:
        return []
    asked = any(
        one.new.kind is TaskKind.AFTER_UNCLEAR
        and one.new.origin.startswith("signal:")
        and (one.is_open or one.state is TaskState.UNANSWERED)
        for one in store.about_since(uow, signal.subject, uow.now - WITHIN)
    )
    found = {} if asked else residents.outlines(uow, _resident_ids(signal.subject))
    return [
        NewTask(
            kind=TaskKind.AFTER_UNCLEAR,
            resident=resident.ref,
            origin=f"signal:{signal.data['signal']}",
            district=resident.district,
            rounds=ROUNDS,
            do_within=WITHIN,
            when="task.when.now",
            emergency=True,
        )
        for resident in found.values()
    ]


def _resident_ids(subject: Ref) -> list[str]:
    kind, _, identity = subject.partition(":")
    return [identity] if kind == "resident" else []
