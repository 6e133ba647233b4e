"""An officer enters what a helper says on the telephone."""

from http import HTTPStatus
from itertools import count

import httpx
import pytest

from foundation.database import Database
from signals import service as signals
from signals.model import SignalKind
from tasks.model import Task
from tests.admin_api.office import add_helper, add_resident, open_task

pytestmark = pytest.mark.anyio
_keys = count(1)


@pytest.fixture
def task(database: Database) -> Task:
    """Offered to a helper of Jijwa-dong."""
    with database.write() as uow:
        add_helper(uow)
        return open_task(uow, add_resident(uow))


async def in_her_name(
    client: httpx.AsyncClient, task: Task, what: str, helper: str, **more: str
) -> httpx.Response:
    headers = {"idempotency-key": f"entered-{next(_keys):08d}"}
    body = {"in_name_of": helper, **more}
    return await client.post(f"/tasks/{task.id}/{what}", headers=headers, json=body)


def entered(database: Database, task: Task, kind: SignalKind) -> list[tuple[str, str]]:
    """Who said it, and who entered it."""
    with database.read() as uow:
        found = signals.since(uow, task.new.resident, [kind], task.opened_at)
    return [(one.data["by"], one.data["entered_by"]) for one in found]


async def test_an_officer_enters_what_a_helper_says_on_the_telephone(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    me = (await officer.get("/me")).json()["ref"]
    (offer,) = (await officer.get(f"/tasks/{task.id}")).json()["offers"]
    helper = offer["to"]
    hers = (await in_her_name(officer, task, "accept", helper)).json()
    assert (hers["state"], hers["accepted_by"]) == ("accepted", helper)
    assert entered(database, task, SignalKind.TASK_ACCEPTED) == [(helper, me)]
    done = (await in_her_name(officer, task, "result", helper, result="seen_well")).json()
    assert (done["state"], done["result"]) == ("done", "seen_well")
    assert entered(database, task, SignalKind.TASK_DONE) == [(helper, me)]


async def test_an_officer_enters_that_a_helper_cannot(
    officer: httpx.AsyncClient, task: Task
) -> None:
    (offer,) = (await officer.get(f"/tasks/{task.id}")).json()["offers"]
    answer = (await in_her_name(officer, task, "decline", offer["to"])).json()
    states = {one["to"]: one["state"] for one in answer["offers"]}
    assert states[offer["to"]] == "declined"
    assert answer["accepted_by"] is None


async def test_nothing_is_entered_for_whoever_was_not_asked(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    with database.write() as uow:
        stranger = add_helper(uow, "최통장").ref
    for what in ("accept", "decline"):
        answer = await in_her_name(officer, task, what, stranger)
        assert answer.json()["code"] == "not-offered"
    answer = await in_her_name(officer, task, "result", stranger, result="seen_well")
    assert answer.json()["code"] == "not-offered"
    no_helper = await in_her_name(officer, task, "accept", "staff:1")
    assert no_helper.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_what_only_staff_answers_for_is_not_entered_for_a_helper(
    officer: httpx.AsyncClient, task: Task
) -> None:
    (offer,) = (await officer.get(f"/tasks/{task.id}")).json()["offers"]
    await in_her_name(officer, task, "accept", offer["to"])
    answer = await in_her_name(officer, task, "result", offer["to"], result="died")
    assert answer.json()["code"] == "cannot-say-so"
