"""Rows to model and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlmodel import col, select

from foundation.sql import insert_into, insert_new, table_of
from vendors.model import Event, Fault, How, Served, State, Vendor, What
from vendors.tables import WAITS, EventRow, FileRow, RefusalRow, ServedRow, VendorRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

NUMBER, WORDS = "vendors.number", "vendors.words"


# ---------------------------------------------------------------------------------- vendors


def add(uow: UnitOfWork, name: str, title: str, text: str) -> bool:
    """A new vendor. False when there is one of this name."""
    row = {
        "name": name,
        "title": title,
        "map": text,
        "key": 1,
        "key_since": uow.now,
        "added_at": uow.now,
        "ended_at": None,
    }
    return bool(insert_new(uow.session, VendorRow, [row]))


def change(uow: UnitOfWork, name: str, **fields: Any) -> None:
    """Other values of some columns."""
    uow.session.flush()
    statement = update(VendorRow).where(col(VendorRow.name) == name).values(**fields)
    uow.session.exec(statement.execution_options(synchronize_session=False))
    uow.session.expire_all()


def vendor(uow: UnitOfWork, name: str) -> Vendor | None:
    """One vendor, also one that has ended."""
    row = uow.session.get(VendorRow, name)
    return None if row is None else _vendor(row)


def vendors(uow: UnitOfWork) -> list[Vendor]:
    """All of them by name."""
    rows = uow.session.exec(select(VendorRow).order_by(col(VendorRow.name)))
    return [_vendor(row) for row in rows]


def map_of(uow: UnitOfWork, name: str) -> str:
    """The text of its map file."""
    return uow.session.exec(select(VendorRow.map).where(col(VendorRow.name) == name)).one()


# ---------------------------------------------------------------------------- also served by


def serve(uow: UnitOfWork, resident: Ref, vendor: str, number: str | None, by: Ref) -> str | None:
    """She is served from now on. None when she is already."""
    row = {
        "id": uow.ids.new(),
        "resident": resident,
        "vendor": vendor,
        "number": None if number is None else uow.vault.seal(resident, NUMBER, number),
        "number_blind": "" if number is None else blind(uow, vendor, number),
        "since": uow.now,
        "until": None,
        "recorded_by": by,
    }
    return str(row["id"]) if insert_new(uow.session, ServedRow, [row]) else None


def end_serving(uow: UnitOfWork, served_id: str) -> None:
    """She is not served any more."""
    row = uow.session.get_one(ServedRow, served_id)
    row.until = row.until or uow.now
    uow.session.flush()


def served(uow: UnitOfWork, resident: Ref) -> list[Served]:
    """By whom she is and was served, the oldest first."""
    rows = uow.session.exec(
        select(ServedRow).where(col(ServedRow.resident) == resident).order_by(col(ServedRow.id))
    )
    return [_served(uow, row) for row in rows]


def with_number(uow: UnitOfWork, vendor: str, number_blind: str) -> list[Ref]:
    """The residents whom a vendor knows by this number now."""
    statement = (
        select(ServedRow.resident)
        .where(
            col(ServedRow.vendor) == vendor,
            col(ServedRow.number_blind) == number_blind,
            col(ServedRow.until).is_(None),
        )
        .order_by(col(ServedRow.resident))
    )
    return list(uow.session.exec(statement))


def count_served(uow: UnitOfWork) -> Mapping[str, int]:
    """By vendor, how many residents it serves now."""
    statement = (
        select(ServedRow.vendor, func.count())
        .where(col(ServedRow.until).is_(None))
        .group_by(col(ServedRow.vendor))
    )
    return dict(uow.session.exec(statement).all())


def blind(uow: UnitOfWork, vendor: str, number: str) -> str:
    """The fingerprint by which a number is found."""
    return uow.vault.blind(f"vendor:{vendor}", number)


# --------------------------------------------------------------------------------- messages


def insert_once(uow: UnitOfWork, values: Mapping[str, Any]) -> str | None:
    """A message, once by its vendor and key; its id, or None when it is known."""
    row = {
        **dict.fromkeys(table_of(EventRow).columns.keys()),
        "id": uow.ids.new(),
        "received_at": uow.now,
        "pressing": False,
        **values,
    }
    return str(row["id"]) if insert_new(uow.session, EventRow, [row]) else None


def sealed(uow: UnitOfWork, vendor: str, field: str, text: str) -> bytes:
    """What waits for an official is sealed for the vendor: nobody knows whose it is."""
    return uow.vault.seal(_owner(vendor), field, text)


def event(uow: UnitOfWork, event_id: str) -> Event | None:
    """One message."""
    row = uow.session.get(EventRow, event_id)
    return None if row is None else _event(uow, row)


def key_of(uow: UnitOfWork, event_id: str) -> str:
    """By what a message is known again."""
    return uow.session.get_one(EventRow, event_id).key


def waiting(
    uow: UnitOfWork, vendor: str | None = None, number_blind: str | None = None
) -> list[Event]:
    """The messages that wait for an official, the oldest first."""
    statement = select(EventRow).where(WAITS).order_by(col(EventRow.id))
    if vendor is not None:
        statement = statement.where(col(EventRow.vendor) == vendor)
    if number_blind is not None:
        statement = statement.where(col(EventRow.number_blind) == number_blind)
    return [_event(uow, row) for row in uow.session.exec(statement)]


def is_not_ours(uow: UnitOfWork, vendor: str, number_blind: str) -> bool:
    """Whether an official has said so of this number."""
    statement = select(EventRow.id).where(
        col(EventRow.vendor) == vendor,
        col(EventRow.number_blind) == number_blind,
        col(EventRow.state) == State.NOT_OURS.value,
    )
    return uow.session.exec(statement.limit(1)).first() is not None


def conclude(uow: UnitOfWork, event_id: str, state: State, by: Ref, *, again: bool = False) -> None:
    """It waits no more: what identifies somebody in it is hers now, or nobody's.

    `again`: it is taken anew, as a message of its own.
    """
    row = uow.session.get_one(EventRow, event_id)
    row.key = row.id if again else row.key
    row.state, row.settled_by, row.settled_at = state.value, by, uow.now
    row.number = row.raw = row.due_at = None
    uow.session.flush()


def counts(uow: UnitOfWork) -> tuple[int, int]:
    """How many messages wait, and in how many of them somebody may be in danger."""
    statement = (
        select(col(EventRow.pressing), func.count()).where(WAITS).group_by(col(EventRow.pressing))
    )
    by_kind = dict(uow.session.exec(statement).all())
    return sum(by_kind.values()), by_kind.get(True, 0)


def next_due(uow: UnitOfWork) -> datetime | None:
    """When officials are told next that something waits."""
    return uow.session.exec(select(func.min(col(EventRow.due_at))).where(WAITS)).one()


def put_off(uow: UnitOfWork, pressing_until: datetime, others_until: datetime) -> None:
    """What was due was told now, and is told again then."""
    uow.session.flush()
    for pressing, until in ((True, pressing_until), (False, others_until)):
        due = (WAITS, col(EventRow.pressing).is_(pressing), col(EventRow.due_at) <= uow.now)
        told = update(EventRow).where(*due).values(due_at=until)
        uow.session.exec(told.execution_options(synchronize_session=False))
    uow.session.expire_all()


def overdue(uow: UnitOfWork, before: datetime) -> int:
    """How many messages wait of which officials should have been told before then."""
    statement = select(func.count()).select_from(EventRow)
    return uow.session.exec(statement.where(WAITS, col(EventRow.due_at) < before)).one()


def last_heard(uow: UnitOfWork, vendor: str) -> datetime | None:
    """When its last message came."""
    newest = select(func.max(col(EventRow.received_at))).where(col(EventRow.vendor) == vendor)
    return uow.session.exec(newest).one()


# ------------------------------------------------------------------------- files and refusals


def is_known_file(uow: UnitOfWork, vendor: str, file_hash: str) -> bool:
    """Whether this very file was imported."""
    return uow.session.get(FileRow, (vendor, file_hash)) is not None


def note_file(uow: UnitOfWork, vendor: str, file_hash: str, rows: int, refused: int) -> None:
    """The file has been imported to its end."""
    row = {
        "vendor": vendor,
        "hash": file_hash,
        "imported_at": uow.now,
        "rows": rows,
        "refused": refused,
    }
    insert_new(uow.session, FileRow, [row])


def count_refused(uow: UnitOfWork, vendor: str, reason: str, times: int) -> None:
    """So many posts more were not let in."""
    insert = insert_into(uow.session, RefusalRow).values(
        vendor=vendor, reason=reason, times=times, last_at=uow.now
    )
    more = insert.on_conflict_do_update(
        index_elements=["vendor", "reason"],
        set_={"times": table_of(RefusalRow).c.times + times, "last_at": uow.now},
    )
    uow.session.connection().execute(more)


def refused(uow: UnitOfWork) -> Mapping[str, int]:
    """By vendor, how many posts were not let in."""
    statement = select(RefusalRow.vendor, func.sum(col(RefusalRow.times))).group_by(
        col(RefusalRow.vendor)
    )
    return {name: int(times) for name, times in uow.session.exec(statement).all()}


def _owner(vendor: str) -> str:
    return f"vendor:{vendor}"


def _vendor(row: VendorRow) -> Vendor:
    return Vendor(
        name=row.name,
        title=row.title,
        key=row.key,
        key_since=row.key_since,
        added_at=row.added_at,
        ended_at=row.ended_at,
    )


def _served(uow: UnitOfWork, row: ServedRow) -> Served:
    number = row.number
    return Served(
        id=row.id,
        resident=row.resident,
        vendor=row.vendor,
        number=None if number is None else uow.vault.open(row.resident, NUMBER, number),
        since=row.since,
        until=row.until,
    )


def _event(uow: UnitOfWork, row: EventRow) -> Event:
    owner = _owner(row.vendor)
    return Event(
        id=row.id,
        vendor=row.vendor,
        how=How(row.how),
        state=State(row.state),
        fault=None if row.fault is None else Fault(row.fault),
        what=None if row.what is None else What(row.what),
        at=row.at,
        received_at=row.received_at,
        line=row.line,
        number=None if row.number is None else uow.vault.open(owner, NUMBER, row.number),
        words=None if row.raw is None else uow.vault.open(owner, WORDS, row.raw),
    )
