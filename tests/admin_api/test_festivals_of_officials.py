"""Officials see who stays alone through the next festival, and name who looks after her."""

from http import HTTPStatus

import httpx
import pytest

from foundation.database import Database
from residents import service as residents
from residents.model import Resident
from tests.admin_api.office import add_helper, add_resident

pytestmark = pytest.mark.anyio


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        add_resident(uow, "daegok-dong", "이영수")
        return add_resident(uow)


async def test_the_list_of_her_district_and_a_neighbour_for_each(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    listed = (await officer.get("/festival")).json()
    assert (listed["first"], listed["last"], listed["gaps"]) == ("2026-09-24", "2026-09-27", 1)
    assert [one["resident"] for one in listed["alone"]] == [her.id]
    with database.write() as uow:
        helper = add_helper(uow)
    path = f"/residents/{her.id}/checker"
    named = await officer.put(path, json={"checker": helper.ref})
    assert named.status_code == HTTPStatus.NO_CONTENT, named.text
    [one] = (await officer.get("/festival")).json()["alone"]
    assert (one["checker"], one["looked_after"], one["is_gap"]) == (helper.ref, True, False)
    assert (await officer.put(path, json={"checker": None})).status_code == HTTPStatus.NO_CONTENT
    with database.read() as uow:
        assert residents.outline(uow, her.ref).named_checker is None


@pytest.mark.parametrize("nobody", ["helper:nobody", "staff:nobody", "resident:x", "x"])
async def test_nobody_knows_this_checker(
    officer: httpx.AsyncClient, her: Resident, nobody: str
) -> None:
    answer = await officer.put(f"/residents/{her.id}/checker", json={"checker": nobody})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["where"] == ["checker"]
