"""The schema itself refuses what is open and has no next moment."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from checkins.tables import CampaignRow, CheckinRow
from escalation.tables import CaseRow
from messaging.tables import OutboxRow
from migrations.tables import metadata
from residents.model import StaffRole
from signals.model import SignalKind
from tasks.tables import TaskRow
from tests.runtime.neighbourhood import Neighbourhood

OPEN_THINGS = (CheckinRow, CampaignRow, CaseRow, TaskRow, OutboxRow)


def test_every_open_thing_has_due_at(everywhere: Neighbourhood) -> None:
    here = everywhere
    with here.database.read() as uow:
        found = inspect(uow.session.connection())
        for row in OPEN_THINGS:
            columns = {one["name"]: one for one in found.get_columns(str(row.__tablename__))}
            assert columns["due_at"]["nullable"] is False
    due = {name for name, table in metadata().tables.items() if "due_at" in table.columns}
    assert due >= {str(row.__tablename__) for row in OPEN_THINGS}


def test_a_second_open_checkin_is_refused(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.asked(here.resident())
    with here.database.read() as uow:
        row = uow.session.exec(select(CheckinRow)).one()
    again = dict(row.model_dump(), id="another")
    with pytest.raises(IntegrityError), here.database.write() as uow:
        uow.session.add(CheckinRow(**again))
    with here.database.write() as uow:
        uow.session.add(CheckinRow(**{**again, "state": "fine"}))


def test_whatever_is_open_is_on_the_agenda(here: Neighbourhood) -> None:
    """Each package's own next moment is never earlier than the worker's."""
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    here.asked(her)
    here.record(her, SignalKind.PLUG_QUIET)
    for _ in range(12):
        here.settle()
        planned = here.next_moment()
        assert planned is not None
        with here.database.read() as uow:
            owed = [one.next_due(uow, her) for one in here.actors]
        assert planned == min(moment for moment in owed if moment is not None)
        here.clock.set(planned)
    assert here.templates(lead)
