"""Who stands in for whom, through the API."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import Ref, StaffRole
from tests.admin_api.conftest import SignIn, make_admin

pytestmark = pytest.mark.anyio


@pytest.fixture
def colleague(database: Database) -> Ref:
    """The officer of another 읍면동."""
    return make_admin(database, "daegok", StaffRole.OFFICER, "daegok-dong", name="박수진")


def leave_of(ref: Ref) -> str:
    return f"/staff/{ref.partition(':')[2]}/leave"


async def found(client: httpx.AsyncClient, ref: Ref) -> dict[str, object]:
    listed = (await client.get("/staff")).json()["items"]
    return next(one for one in listed if one["ref"] == ref)


async def test_she_says_that_she_is_away_and_back(
    officer: httpx.AsyncClient, database: Database, colleague: Ref, pokes: list[str]
) -> None:
    her = (await officer.get("/me")).json()["ref"]
    with database.write() as uow:
        residents.change_staff(uow, her, deputy=colleague)
    answer = await officer.put(leave_of(her), json={})
    assert answer.status_code == HTTPStatus.OK, answer.text
    assert answer.json()["stands_in"] == colleague
    assert pokes == ["poke"]
    assert (await officer.delete(leave_of(her))).status_code == HTTPStatus.NO_CONTENT
    assert (await found(officer, her))["away_from"] is None


async def test_only_a_lead_says_it_for_somebody_else(
    officer: httpx.AsyncClient, database: Database, sign_in: SignIn, colleague: Ref
) -> None:
    refused = await officer.put(leave_of(colleague), json={})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    make_admin(database, "lead", StaffRole.LEAD)
    lead = await sign_in("lead")
    assert (await lead.put(leave_of(colleague), json={})).status_code == HTTPStatus.OK
    assert (await found(lead, colleague))["away_from"] is not None
    nobody = leave_of("staff:01JD3WYFK7Q2M8R5T9V1X4ZB6C")
    assert (await lead.put(nobody, json={})).status_code == HTTPStatus.NOT_FOUND


async def test_an_end_that_lies_behind_is_refused(
    officer: httpx.AsyncClient, clock: ManualClock
) -> None:
    her = (await officer.get("/me")).json()["ref"]
    until = (clock.now() - timedelta(days=1)).isoformat()
    refused = await officer.put(leave_of(her), json={"until": until})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "later end" in refused.text


async def test_districts_without_officer_or_deputy_are_named(officer: httpx.AsyncClient) -> None:
    gaps = {one["district"]: one["lacks"] for one in (await officer.get("/staff")).json()["gaps"]}
    assert gaps["jijwa-dong"] == ["deputy"]
    assert gaps["daegok-dong"] == ["deputy", "officer"]
