"""Whose people an official sees: her own, those she stands in for, or the whole city's."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from admin_api.permissions import ALL_DISTRICTS
from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import Ref, StaffRole
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import add_resident, add_staff

pytestmark = pytest.mark.anyio


@pytest.fixture
def neighbours(database: Database) -> tuple[str, str]:
    """Ids of a resident of Jijwa-dong and one of Daegok-dong."""
    with database.write() as uow:
        return (
            add_resident(uow, "jijwa-dong", "김순자").id,
            add_resident(uow, "daegok-dong", "이영수").id,
        )


def stand_in(database: Database, away: Ref, deputy: Ref, clock: ManualClock) -> None:
    with database.write() as uow:
        residents.change_staff(
            uow,
            away,
            deputy=deputy,
            away_from=clock.now(),
            away_until=clock.now() + timedelta(hours=1),
        )


async def listed(client: httpx.AsyncClient) -> set[str]:
    answer = await client.get("/residents")
    assert answer.status_code == HTTPStatus.OK, answer.text
    return {one["id"] for one in answer.json()["items"]}


async def test_an_officer_sees_her_own_district_only(
    officer: httpx.AsyncClient, neighbours: tuple[str, str]
) -> None:
    mine, other = neighbours
    assert await listed(officer) == {mine}
    assert (await officer.get(f"/residents/{mine}")).status_code == HTTPStatus.OK
    elsewhere = await officer.get(f"/residents/{other}")
    nowhere = await officer.get("/residents/nobody")
    assert elsewhere.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND
    assert elsewhere.json() == nowhere.json()


async def test_another_district_cannot_be_asked_for(officer: httpx.AsyncClient) -> None:
    for path in ("/residents", "/cases", "/tasks", "/checkins"):
        for district in ("daegok-dong", "atlantis"):
            answer = await officer.get(path, params={"district": district})
            assert answer.status_code == HTTPStatus.NOT_FOUND
        assert (await officer.get(path, params={"district": "jijwa-dong"})).status_code == 200


async def test_a_deputy_sees_the_absent_officers_district_while_she_is_away(
    database: Database,
    sign_in: SignIn,
    neighbours: tuple[str, str],
    clock: ManualClock,
) -> None:
    deputy = make_admin(database, "jijwa", StaffRole.OFFICER, "jijwa-dong")
    with database.write() as uow:
        away = add_staff(uow, "박대곡", districts=("daegok-dong",)).ref
    client = await sign_in("jijwa")
    assert await listed(client) == {neighbours[0]}
    stand_in(database, away, deputy, clock)
    assert await listed(client) == set(neighbours)
    assert (await client.get("/me")).json()["standing_in"] == ["daegok-dong"]
    clock.advance(timedelta(minutes=20))
    assert len(await listed(client)) == 2
    clock.advance(timedelta(minutes=29))
    await listed(client)
    clock.advance(timedelta(minutes=11))
    assert await listed(client) == {neighbours[0]}


async def test_a_deputy_of_an_absent_deputy_stands_in_too(
    database: Database, sign_in: SignIn, neighbours: tuple[str, str], clock: ManualClock
) -> None:
    last = make_admin(database, "last", StaffRole.OFFICER, "yulgok-dong")
    with database.write() as uow:
        first = add_staff(uow, "박대곡", districts=("daegok-dong",)).ref
        second = add_staff(uow, "최둘째", districts=("jijwa-dong",)).ref
    stand_in(database, first, second, clock)
    stand_in(database, second, last, clock)
    assert await listed(await sign_in("last")) == set(neighbours)


async def test_who_is_away_still_sees_her_own(
    database: Database, sign_in: SignIn, neighbours: tuple[str, str], clock: ManualClock
) -> None:
    away = make_admin(database, "jijwa", StaffRole.OFFICER, "jijwa-dong")
    with database.write() as uow:
        deputy = add_staff(uow, "최대직", districts=()).ref
    stand_in(database, away, deputy, clock)
    assert await listed(await sign_in("jijwa")) == {neighbours[0]}


@pytest.mark.parametrize("role", [StaffRole.LEAD, StaffRole.CITY])
async def test_lead_and_city_see_everybody(
    role: StaffRole, database: Database, sign_in: SignIn, neighbours: tuple[str, str]
) -> None:
    make_admin(database, "city.hall", role)
    client = await sign_in("city.hall")
    assert await listed(client) == set(neighbours)
    assert set((await client.get("/me")).json()["districts"]) == ALL_DISTRICTS


async def test_an_officer_moved_elsewhere_loses_her_old_district_at_once(
    database: Database, sign_in: SignIn, neighbours: tuple[str, str]
) -> None:
    ref = make_admin(database, "jijwa", StaffRole.OFFICER, "jijwa-dong")
    client = await sign_in("jijwa")
    with database.write() as uow:
        residents.change_staff(uow, ref, districts=frozenset({"daegok-dong"}))
    assert await listed(client) == {neighbours[1]}
