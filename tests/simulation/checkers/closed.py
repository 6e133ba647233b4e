"""Rule 9: "fine" ends no case in which somebody needs help; a person does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from escalation.model import FactKind, Outcome
from escalation.tables import FactRow
from tests.simulation.checkers.reading import rows_after
from tests.simulation.world import World

NEEDS_A_PERSON = frozenset({"asked_for_help", "cause", "unclear", "danger_seen", "needs_help_seen"})


@dataclass
class Seen:
    """How far facts were read."""

    row: int = 0


def check(world: World, _now: datetime) -> Iterator[str]:
    """Look at what each case that her own words ended had known."""
    seen = world.seen(Seen)
    is_end = col(FactRow.kind) == FactKind.CLOSED.value
    with world.database.read() as uow:
        ends, seen.row = rows_after(uow, FactRow, seen.row, is_end)
        for end in ends:
            if end.data["outcome"] != Outcome.ANSWERED:
                continue
            facts = uow.session.exec(
                select(FactRow.kind, FactRow.data)
                .where(col(FactRow.case_id) == end.case_id, col(FactRow.seq) < end.seq)
                .order_by(col(FactRow.seq))
            )
            known: set[str] = set()
            for kind, data in facts:
                known = set() if kind == FactKind.REOPENED else known
                news = data.get("known", {}).items()
                known |= {name for name, value in news if value and name in NEEDS_A_PERSON}
            if known:
                why = sorted(known)
                yield f"case {end.case_id} was ended by her own words though it knew {why}"
