"""An offer that waits for a helper's minute says when it is shown to her."""

from datetime import timedelta

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from messaging import minutes
from messaging.pacing import MINUTE
from tests.admin_api.office import add_helper, add_resident, open_task

pytestmark = pytest.mark.anyio


async def test_offers_wait_until_her_minute_is_over_the_pressing_first(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        grandmother = add_resident(uow)
        helper = add_helper(uow)
        minutes.take(uow, {helper.ref})
        calm = open_task(uow, grandmother, urgency="watch")
        grave = open_task(uow, grandmother, urgency="danger")
    began = clock.now()
    clock.advance(timedelta(seconds=20))
    for task, after in ((grave, MINUTE), (calm, 2 * MINUTE)):
        (offer,) = (await officer.get(f"/tasks/{task.id}")).json()["offers"]
        shown_at = (began + after).isoformat().replace("+00:00", "Z")
        assert (offer["to"], offer["shown_at"]) == (helper.ref, shown_at)
