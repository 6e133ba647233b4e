"""An official lets a resident practise, from the office or at her kitchen table."""

from http import HTTPStatus

import httpx
import pytest

from checkins import store
from checkins.model import Occasion
from foundation.database import Database
from residents import service as residents
from residents.model import Device, LifeState, Resident
from tests.admin_api.office import add_resident

pytestmark = pytest.mark.anyio


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        she = add_resident(uow)
        return residents.change_resident(uow, she.ref, devices=frozenset({Device.MOBILE}))


async def practise(client: httpx.AsyncClient, resident: str, **wanted: str) -> httpx.Response:
    return await client.post(f"/residents/{resident}/practice", json=wanted)


async def test_she_is_asked_for_practice_at_once(
    officer: httpx.AsyncClient, her: Resident, database: Database, pokes: list[str]
) -> None:
    begun = (await practise(officer, her.id, on="sms")).json()
    assert begun["on"] == "sms"
    with database.read() as uow:
        practice = store.get(uow, begun["id"])
    assert practice is not None
    assert (practice.occasion, practice.resident_id) == (Occasion.PRACTICE, her.id)
    assert pokes == ["poke"]


async def test_without_a_channel_it_is_the_one_she_is_asked_on(
    officer: httpx.AsyncClient, her: Resident
) -> None:
    assert (await practise(officer, her.id)).json()["on"] == "call"


async def test_another_practice_takes_the_place_of_the_first(
    officer: httpx.AsyncClient, her: Resident
) -> None:
    first = await practise(officer, her.id)
    another = await practise(officer, her.id)
    assert another.status_code == HTTPStatus.OK
    assert another.json()["id"] != first.json()["id"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({"on": "telegram"}, "no-channel"), ({"on": "person"}, "invalid"), ({"on": ""}, "invalid")],
)
async def test_what_cannot_be_practised(
    officer: httpx.AsyncClient, her: Resident, wanted: dict[str, str], code: str
) -> None:
    assert (await practise(officer, her.id, **wanted)).json()["code"] == code


async def test_who_is_not_active_does_not_practise(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    with database.write() as uow:
        residents.set_state(uow, her.ref, LifeState.PAUSED)
    refused = await practise(officer, her.id)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "not-active")


async def test_residents_of_other_districts_are_unknown(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        far = add_resident(uow, "daegok-dong", name="이영희")
    for who in (far.id, "01KJV00000000000000000GONE"):
        assert (await practise(officer, who)).status_code == HTTPStatus.NOT_FOUND
