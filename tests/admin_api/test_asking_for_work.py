"""Officials ask for a survey, a lesson, a repair: each kind has its day and its form."""

from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from residents.model import Resident
from signals import service as signals
from signals.model import SignalKind
from tasks.model import APPOINTMENTS, OF_AN_APPOINTMENT, RESULT_OF, Result, TaskKind
from tasks.office import DONE_WITHIN, LATEST
from tests.admin_api.office import add_resident

pytestmark = pytest.mark.anyio
KEY = {"idempotency-key": "key-for-work-1"}
WORDS = {
    TaskKind.SURVEY: "설문 여쭙기",
    TaskKind.LESSON: "1:1 사용법 안내",
    TaskKind.REFERRAL_FOLLOW_UP: "연계해 드린 도움 확인",
}


@pytest.fixture
def resident(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


async def asks(
    client: httpx.AsyncClient, resident: Resident, kind: str, **more: object
) -> httpx.Response:
    wanted = {"kind": kind, **more}
    return await client.post(f"/residents/{resident.id}/tasks", headers=KEY, json=wanted)


async def gives(client: httpx.AsyncClient, task: str, result: Result) -> httpx.Response:
    headers = {"idempotency-key": f"result-{result}"}
    return await client.post(f"/tasks/{task}/result", headers=headers, json={"result": result})


@pytest.mark.parametrize("kind", DONE_WITHIN)
async def test_each_kind_has_its_day(
    officer: httpx.AsyncClient, resident: Resident, clock: ManualClock, kind: TaskKind
) -> None:
    opened = (await asks(officer, resident, kind)).json()
    assert (opened["kind"], opened["state"]) == (kind, "offered")
    assert datetime.fromisoformat(opened["done_by"]) == clock.now() + DONE_WITHIN[kind]
    assert opened["kind_words"]["ko"] == WORDS.get(kind, opened["kind_words"]["ko"])
    assert (await asks(officer, resident, kind)).headers["idempotent-replayed"] == "true"


async def test_a_day_of_her_own(
    officer: httpx.AsyncClient, resident: Resident, clock: ManualClock
) -> None:
    day = clock.now() + timedelta(days=30)
    opened = (await asks(officer, resident, "survey", do_by=day.isoformat())).json()
    assert datetime.fromisoformat(opened["done_by"]) == day


@pytest.mark.parametrize("by", [timedelta(), -timedelta(days=1), LATEST + timedelta(seconds=1)])
async def test_a_day_that_is_no_day(
    officer: httpx.AsyncClient, resident: Resident, clock: ManualClock, by: timedelta
) -> None:
    day = (clock.now() + by).isoformat()
    refused = await asks(officer, resident, "lesson", do_by=day)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["code"] == "no-such-day"


@pytest.mark.parametrize("kind", sorted(set(TaskKind) - DONE_WITHIN.keys()))
async def test_other_kinds_come_by_themselves(
    officer: httpx.AsyncClient, resident: Resident, kind: TaskKind
) -> None:
    refused = await asks(officer, resident, kind)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.json()["code"] == "not-asked-for"


@pytest.mark.parametrize("kind", APPOINTMENTS)
@pytest.mark.parametrize("result", sorted(set(RESULT_OF.values())))
async def test_an_appointment_is_kept_or_not(
    officer: httpx.AsyncClient,
    resident: Resident,
    database: Database,
    kind: TaskKind,
    result: Result,
) -> None:
    mine = (await asks(officer, resident, kind, mine=True)).json()
    assert mine["state"] == "accepted"
    answer = await gives(officer, mine["id"], result)
    with database.read() as uow:
        since = datetime.fromisoformat(mine["opened_at"])
        told = signals.since(uow, resident.ref, [SignalKind.TASK_DONE], since)
    if result in OF_AN_APPOINTMENT:
        assert answer.json()["result"] == result
        assert [one.data["result"] for one in told] == [result]
    else:
        assert answer.status_code == HTTPStatus.CONFLICT
        assert told == []
