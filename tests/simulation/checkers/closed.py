"""Rule 9: "fine" ends no case in which somebody needs help; a person does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select

from escalation.model import FactKind, Outcome
from escalation.tables import FactRow
from tests.simulation.world import World

NEEDS_A_PERSON = frozenset(
    {"asked_for_help", "cause", "unclear", "danger_seen", "needs_help_seen"}
)


@dataclass
class Seen:
    """How far facts were read."""

    row: int = 0


def check(world: World, _now: datetime) -> Iterator[str]:
    """Look at what each case that her own words ended had known."""
    seen = world.seen(Seen)
    new = select(text("case_fact.rowid"), FactRow.case_id, FactRow.data).where(
        FactRow.kind == FactKind.CLOSED.value,
        text("case_fact.rowid > :seen").bindparams(seen=seen.row),
    )
    with world.database.read() as uow:
        for row, case, data in uow.session.connection().execute(new).all():
            seen.row = max(seen.row, row)
            if data["outcome"] != Outcome.ANSWERED:
                continue
            facts = uow.session.exec(select(FactRow.data).where(col(FactRow.case_id) == case))
            known = {
                name
                for fact in facts
                for name, value in fact.get("known", {}).items()
                if value and name in NEEDS_A_PERSON
            }
            if known:
                yield f"case {case} was ended by her own words though it knew {sorted(known)}"
