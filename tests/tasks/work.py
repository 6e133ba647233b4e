"""Tasks as other packages open them."""

from datetime import timedelta

from signals.model import Ref, Signal, SignalKind
from signals.store import of_subject
from tasks import store
from tasks.model import Audience, NewTask, Offer, Round, Task, TaskKind
from tests.runtime.neighbourhood import DISTRICT, TUESDAY, Neighbourhood

TEN = timedelta(minutes=10)
HELPERS = Round(Audience.HELPERS, 3, TEN)
EVERYBODY = Round(Audience.HELPERS, 99, TEN)
OFFICERS = Round(Audience.OFFICERS, 2, TEN)
LEADS = Round(Audience.LEADS, 2, TEN)


def a_visit(here: Neighbourhood, her: Ref, *rounds: Round, **other: object) -> Task:
    """Open a task about her and show its cards."""
    given: dict[str, object] = {
        "kind": TaskKind.WELFARE_VISIT,
        "resident": her,
        "origin": "case:none",
        "district": DISTRICT,
        "rounds": rounds or (HELPERS,),
        "do_within": timedelta(minutes=60),
    }
    with here.database.write() as uow:
        opened = here.tasks.open(uow, NewTask(**given | other))  # type: ignore[arg-type]
    here.settle()
    return here.fresh(opened)


def offers(here: Neighbourhood, task: Task) -> dict[Ref, Offer]:
    with here.database.read() as uow:
        return {one.to: one for one in store.offers(uow, task.id)}


def told(here: Neighbourhood, her: Ref, *kinds: SignalKind) -> list[Signal]:
    """What the creator of a task was told."""
    with here.database.read() as uow:
        return of_subject(uow, her, kinds or [SignalKind.TASK_DONE], TUESDAY)
