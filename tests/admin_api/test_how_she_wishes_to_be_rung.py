"""Officers note in which order a resident's telephones are tried, and how fast calls are spoken."""

from http import HTTPStatus

import httpx
import pytest

from admin_api.routes.residents import WISHES_NOTED
from foundation.database import Database
from residents import service as residents
from residents.model import ChannelName, Resident, parse_phone, speaking
from tests.admin_api.office import LAST_YEAR, PHONE, add_resident

pytestmark = pytest.mark.anyio

HOME = "054-555-0102"


@pytest.fixture
def her(database: Database) -> Resident:
    """Her mobile is tried first, then the telephone at home."""
    with database.write() as uow:
        one = add_resident(uow)
        return residents.change_resident(
            uow, one.id, phones=(parse_phone(PHONE), parse_phone(HOME))
        )


def path(resident: Resident) -> str:
    return f"/residents/{resident.id}/phone"


async def test_she_is_rung_at_home_first_and_spoken_to_slowly(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    wished = {"phones": [HOME, "01070000001"], "speaking_rate": 70}
    answer = await officer.patch(path(her), json=wished)
    assert answer.json() == {"phones": [HOME, PHONE], "speaking_rate": 70}
    with database.read() as uow:
        reach = residents.reach(uow, her.ref, ChannelName.CALL)
    assert isinstance(reach, residents.Reach)
    assert (reach.address, reach.speaking_rate) == (parse_phone(HOME).e164, 70)
    opened = (await officer.get(f"/residents/{her.id}")).json()
    assert (opened["phones"], opened["speaking_rate"]) == ([HOME, PHONE], 70)


async def test_what_is_left_out_stays(officer: httpx.AsyncClient, her: Resident) -> None:
    answer = await officer.patch(path(her), json={"speaking_rate": 100})
    assert answer.json() == {"phones": [PHONE, HOME], "speaking_rate": 100}
    answer = await officer.patch(path(her), json={"phones": [HOME, PHONE]})
    assert answer.json() == {"phones": [HOME, PHONE], "speaking_rate": 100}


async def test_it_is_a_line_of_the_access_log(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    await officer.patch(path(her), json={"speaking_rate": 70})
    with database.read() as uow:
        assert [access.what for access in residents.accesses_to(uow, her.ref, LAST_YEAR)] == [
            WISHES_NOTED
        ]


@pytest.mark.parametrize(
    "phones", [[], [HOME], [HOME, HOME], [HOME, PHONE, "010-7000-0009"], [HOME, "전화"]]
)
async def test_no_number_comes_or_goes_this_way(
    officer: httpx.AsyncClient, database: Database, her: Resident, phones: list[str]
) -> None:
    answer = await officer.patch(path(her), json={"phones": phones, "speaking_rate": 70})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "not-her-numbers"
    with database.read() as uow:
        known = residents.resident(uow, her.id)
    assert [phone.shown for phone in known.phones] == [PHONE, HOME]
    assert known.speaking_rate == speaking.NORMAL


@pytest.mark.parametrize("rate", [59, 121, "slow"])
async def test_a_rate_that_nobody_can_follow_is_refused(
    officer: httpx.AsyncClient, her: Resident, rate: object
) -> None:
    answer = await officer.patch(path(her), json={"speaking_rate": rate})
    assert answer.json()["code"] == "invalid"


async def test_nobody_of_another_district_is_changed(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        elsewhere = add_resident(uow, "daegok-dong")
    answer = await officer.patch(path(elsewhere), json={"speaking_rate": 70})
    assert answer.status_code == HTTPStatus.NOT_FOUND
