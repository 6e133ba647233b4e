"""Rule 3 for tasks: somebody has a task, or nobody has; never two."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import col, select

from messaging.tables import OutboxRow
from signals.model import SignalKind
from signals.tables import SignalRow
from tasks.tables import OfferRow, TaskRow
from tests.simulation.checkers.reading import rows_after
from tests.simulation.world import World

TOLD = (SignalKind.TASK_ACCEPTED.value, SignalKind.TASK_DONE.value)


@dataclass
class Seen:
    """What was read so far."""

    row: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(task, by whom, result) of every end."""


def check(world: World, _now: datetime) -> Iterator[str]:
    """Each acceptance after the first follows a taking back; each end is told once."""
    seen = world.seen(Seen)
    with world.database.read() as uow:
        facts, seen.row = rows_after(uow, SignalRow, seen.row, col(SignalRow.kind).in_(TOLD))
        accepted = _noted(facts, seen)
        twice = [task for task in accepted if seen.accepted[task] > 1]
        taken_back = Counter(
            key.split(":")[1]
            for key in uow.session.exec(
                select(OutboxRow.dedupe_key).where(OutboxRow.template == "task.taken_back")
            )
            if twice
        )
        done = uow.session.exec(select(TaskRow.id).where(TaskRow.state == "done")).all()
        offers = uow.session.exec(
            select(OfferRow.task_id).where(OfferRow.state == "accepted")
        ).all()
    for task in sorted(twice):
        if seen.accepted[task] > 1 + taken_back[task]:
            times = f"{seen.accepted[task]} times, taken back {taken_back[task]} times"
            yield f"task {task} was accepted {times}"
    yield from _ended_once(done, seen)
    for task, count in Counter(offers).items():
        if count > 1:
            yield f"task {task} is accepted by {count} people at once"


def _noted(facts: Iterable[Row[Any]], seen: Seen) -> set[str]:
    """Take in new facts; the tasks that were accepted by them."""
    accepted = set()
    for fact in facts:
        data = fact.data
        if fact.kind == SignalKind.TASK_ACCEPTED:
            seen.accepted[data["task"]] += 1
            accepted.add(data["task"])
        else:
            seen.told[data["task"], data["by"], data["result"]] += 1
    return accepted


def _ended_once(done: Iterable[str], seen: Seen) -> Iterator[str]:
    """Several may tell what they found, who had it before one another; nobody tells it twice."""
    for (task, by, result), count in seen.told.items():
        if count > 1:
            yield f"task {task} was told to be {result} by {by} {count} times"
    heard = {task for task, _, _ in seen.told}
    for task in done:
        if task not in heard:
            yield f"task {task} is done and nobody was told"
