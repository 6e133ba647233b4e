"""A person finds out what the program could not make of a fact about a resident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from residents import service as residents
from signals.model import SignalKind
from tasks import store
from tasks.model import Audience, NewTask, Round, TaskKind, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal

ASIDE_ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(minutes=15)),
    Round(Audience.LEADS, 2, timedelta(minutes=15)),
)
ASIDE_WITHIN = timedelta(hours=1)
SAYS_NOTHING_OF_HER = frozenset(
    {
        SignalKind.LINK_OPENED,
        SignalKind.CHANNEL_RESTORED,
        SignalKind.RECEIPT,
        SignalKind.TASK_ACCEPTED,
        SignalKind.PLUG_ACTIVE,
        SignalKind.PLUG_UNUSUAL,
        SignalKind.PLUG_BACK,
        SignalKind.VENDOR_BACK,
        SignalKind.VENDOR_CONTACT,
        SignalKind.CAMPAIGN,
    }
)
"""Facts for which, set aside, an engineer is enough."""


def work_for(uow: UnitOfWork, signal: Signal) -> Iterator[NewTask]:
    """An officer is asked to look at once, unless she is already."""
    if SignalKind(signal.data["kind"]) in SAYS_NOTHING_OF_HER:
        return
    found = residents.outlines(uow, _resident_ids(signal.subject))
    asked = any(
        one.new.kind is TaskKind.AFTER_UNCLEAR
        and one.new.origin.startswith("signal:")
        and (one.is_open or one.state is TaskState.UNANSWERED)
        for one in store.about_since(uow, signal.subject, uow.now - ASIDE_WITHIN)
    )
    for resident in () if asked else found.values():
        yield NewTask(
            kind=TaskKind.AFTER_UNCLEAR,
            resident=resident.ref,
            origin=f"signal:{signal.data['signal']}",
            district=resident.district,
            rounds=ASIDE_ROUNDS,
            do_within=ASIDE_WITHIN,
            when="task.when.now",
            emergency=True,
        )


def _resident_ids(subject: Ref) -> list[str]:
    kind, _, identity = subject.partition(":")
    return [identity] if kind == "resident" else []
