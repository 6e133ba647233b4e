"""Officers see how many messages wait, and since when."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from messaging import service as messaging
from messaging.model import Message, Priority
from residents.model import ChannelName

pytestmark = pytest.mark.anyio


async def test_what_should_have_left_is_counted(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    nothing = await officer.get("/messages/waiting")
    assert nothing.json() == {"count": 0, "since": None, "help_since": None}
    first = clock.now()
    for number, priority in enumerate((Priority.NEWS, Priority.HELP, Priority.NEWS)):
        clock.advance(timedelta(minutes=number))
        with database.write() as uow:
            message = Message(
                to="resident:a",
                channel=ChannelName.TELEGRAM,
                template="reply.noted",
                dedupe_key=str(number),
                due_at=uow.now,
                expires_at=uow.now + timedelta(hours=1),
                priority=priority,
            )
            messaging.post(uow, message)
    answer = await officer.get("/messages/waiting")
    assert answer.status_code == HTTPStatus.OK
    found = answer.json()
    assert found["count"] == 3
    assert found["since"] == first.isoformat().replace("+00:00", "Z")
    assert found["help_since"] == (first + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
