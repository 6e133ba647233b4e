"""What was set aside, counted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func
from sqlmodel import col, select

from foundation.sql import insert_into
from foundation.unit_of_work import UnitOfWork
from plugs.model import Oddity, Oddness
from plugs.tables import OddityRow

KEPT = 10_000
"""More different ones than this are counted together: a flood must not fill the disk."""
REST = "*"
_DIFFERENT = select(func.count()).select_from(OddityRow)


def add(uow: UnitOfWork, oddities: Sequence[Oddity]) -> None:
    """Count messages that were set aside."""
    if not oddities:
        return
    full = uow.session.exec(_DIFFERENT).one() >= KEPT
    times = Counter((one.reason, REST if full else one.digest) for one in oddities)
    seen_at = max(one.at for one in oddities)
    new = insert_into(uow.session, OddityRow)
    uow.session.connection().execute(
        new.on_conflict_do_update(
            index_elements=["reason", "digest"],
            set_={
                "times": col(OddityRow.times) + new.excluded.times,
                "last_at": new.excluded.last_at,
            },
        ),
        [
            {
                "reason": reason.value,
                "digest": digest,
                "times": count,
                "first_at": seen_at,
                "last_at": seen_at,
            }
            for (reason, digest), count in sorted(times.items())
        ],
    )


def counts(uow: UnitOfWork) -> Mapping[Oddness, int]:
    """How many messages were set aside, by reason."""
    rows = uow.session.exec(
        select(OddityRow.reason, func.sum(col(OddityRow.times))).group_by(col(OddityRow.reason))
    )
    return {Oddness(reason): int(times) for reason, times in rows}
