"""Installers' pages of devices, and the last values that they show."""

from datetime import datetime

from sqlmodel import col, select

from foundation.unit_of_work import UnitOfWork
from plugs.model import Kind
from plugs.tables import PageRow, ReadingRow


def issue(uow: UnitOfWork, device_id: str) -> str:
    """A new page; returns its id. The device's earlier pages are no more."""
    for row in uow.session.exec(select(PageRow).where(col(PageRow.device_id) == device_id)):
        uow.session.delete(row)
    row = PageRow(id=uow.ids.new(), device_id=device_id, issued_at=uow.now)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def get(uow: UnitOfWork, page_id: str) -> tuple[str, datetime, str | None] | None:
    """The device of a page, when it was issued, and whose browser has it."""
    row = uow.session.get(PageRow, page_id, populate_existing=True)
    return None if row is None else (row.device_id, row.issued_at, row.browser)


def take(uow: UnitOfWork, page_id: str, browser: str) -> bool:
    """This browser has it from now on; False when one has it already."""
    row = uow.session.get(PageRow, page_id, with_for_update=True, populate_existing=True)
    if row is None or row.browser is not None:
        return False
    row.browser = browser
    uow.session.flush()
    return True


def last_watts(uow: UnitOfWork, device_id: str) -> float | None:
    """The power that a device told last."""
    of_power = (col(ReadingRow.device_id) == device_id, col(ReadingRow.kind) == Kind.POWER.value)
    newest = select(ReadingRow.value).where(*of_power).order_by(col(ReadingRow.at).desc()).limit(1)
    return uow.session.exec(newest).first()
