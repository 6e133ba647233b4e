"""What becomes of a task, told as a fact to whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals import service as signals
from signals.model import Draft, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, SignalKind
    from tasks.model import Task


def tell(
    uow: UnitOfWork,
    task: Task,
    kind: SignalKind,
    more: Mapping[str, str],
    entered_by: Ref | None = None,
) -> None:
    """Record a fact of this kind about the task, once for each of its versions.

    Of work that is not about a resident nobody needs to hear. `entered_by`: the official who
    entered what somebody else said or did.
    """
    if not task.is_about_resident:
        return
    if entered_by is not None:
        more = {**more, "entered_by": entered_by}
    signals.record(
        uow,
        Draft(
            kind=kind,
            source=Source.TASKS,
            source_id=":".join((task.id, str(task.version), kind, *more.values())),
            subject=task.new.resident,
            occurred_at=uow.now,
            data={"task": task.id, "origin": task.new.origin, "kind": task.new.kind, **more},
        ),
    )
