"""Rule 3 for tasks: somebody has a task, or nobody has; never two."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, select

from messaging.tables import OutboxRow
from signals.model import SignalKind
from signals.tables import SignalRow
from tasks.tables import OfferRow, TaskRow
from tests.simulation.world import World


def check(world: World, _now: datetime) -> Iterator[str]:
    """Each acceptance after the first follows a taking back; each end is told once."""
    with world.database.read() as uow:
        kinds = [SignalKind.TASK_ACCEPTED.value, SignalKind.TASK_DONE.value]
        facts = list(
            uow.session.exec(
                select(SignalRow)
                .where(col(SignalRow.kind).in_(kinds))
                .order_by(col(SignalRow.recorded_at), col(SignalRow.id))
            )
        )
        taken_back = Counter(
            key.split(":")[1]
            for key in uow.session.exec(
                select(OutboxRow.dedupe_key).where(OutboxRow.template == "task.taken_back")
            )
        )
        tasks = {task.id: task for task in uow.session.exec(select(TaskRow))}
        offers = list(uow.session.exec(select(OfferRow).where(OfferRow.state == "accepted")))
    yield from _accepted_once(facts, taken_back)
    yield from _ended_once(facts, tasks)
    for task, count in Counter(offer.task_id for offer in offers).items():
        if count > 1:
            yield f"task {task} is accepted by {count} people at once"


def _accepted_once(facts: list[SignalRow], taken_back: Counter[str]) -> Iterator[str]:
    accepted = Counter(fact.data["task"] for fact in facts if fact.kind == SignalKind.TASK_ACCEPTED)
    for task, count in accepted.items():
        if count > 1 + taken_back[task]:
            yield f"task {task} was accepted {count} times, taken back {taken_back[task]} times"


def _ended_once(facts: list[SignalRow], tasks: dict[str, TaskRow]) -> Iterator[str]:
    """Several may tell what they found, who had it before one another; nobody tells it twice."""
    told = Counter(
        (fact.data["task"], fact.data["by"], fact.data["result"])
        for fact in facts
        if fact.kind == SignalKind.TASK_DONE
    )
    for (task, by, result), count in told.items():
        if count > 1:
            yield f"task {task} was told to be {result} by {by} {count} times"
    heard = {task for task, _, _ in told}
    for task, row in tasks.items():
        if row.state == "done" and task not in heard:
            yield f"task {task} is done and nobody was told"
