"""Officials record what endangers whoever comes to a home, lift it, and read it."""

from http import HTTPStatus

import httpx
import pytest
from sqlmodel import select

from admin_api.routes.hazards import READ, RECORDED
from admin_api.tables import CommandRow
from foundation.database import Database
from residents import service as residents
from residents.model import HazardKind, NewHazard, Resident
from residents.tables import HazardRow
from tests.admin_api.office import LAST_YEAR, add_helper, add_resident, open_task

pytestmark = pytest.mark.anyio

WORDS, WHY = "대문 안쪽에 묶이지 않은 개가 있음", "개를 친척 집에 보냄"


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        add_helper(uow)
        return add_resident(uow)


async def record(
    client: httpx.AsyncClient, resident: Resident, key: str = "first-key", **said: object
) -> httpx.Response:
    body = {"kind": "dog", "words": WORDS, **said}
    headers = {"Idempotency-Key": key}
    return await client.post(f"/residents/{resident.id}/hazards", json=body, headers=headers)


async def test_it_is_recorded_once_and_read(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    first, second = await record(officer, her), await record(officer, her)
    assert first.status_code == HTTPStatus.OK
    assert first.json()["words"] == WORDS
    assert first.json()["kind_words"] == {"ko": "사나운 개", "en": "a fierce dog"}
    assert second.headers["Idempotent-Replayed"] == "true"
    (known,) = (await officer.get(f"/residents/{her.id}/hazards")).json()
    assert known == first.json()
    assert known["stands"] is True
    assert (await officer.get(f"/residents/{her.id}")).json()["hazards"] == ["dog"]
    with database.read() as uow:
        what = [one.what for one in residents.accesses_to(uow, her.ref, LAST_YEAR)]
    assert [one for one in what if "hazard" in one] == [READ, RECORDED]


async def test_it_is_lifted_with_a_reason(officer: httpx.AsyncClient, her: Resident) -> None:
    known = (await record(officer, her)).json()
    path = f"/residents/{her.id}/hazards/{known['id']}/lift"
    headers = {"Idempotency-Key": "lift-key"}
    answer = await officer.post(path, json={"why": WHY}, headers=headers)
    assert (answer.json()["stands"], answer.json()["why_lifted"]) == (False, WHY)
    headers = {"Idempotency-Key": "other-key"}
    again = await officer.post(path, json={"why": WHY}, headers=headers)
    assert again.status_code == HTTPStatus.NOT_FOUND
    assert (await officer.get(f"/residents/{her.id}")).json()["hazards"] == []


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "reported"},
        {"kind": "ghost"},
        {"words": "850101-1234567"},
        {"until": "2020-01-01T00:00:00+09:00"},
        {"since": "2099-01-01T00:00:00+09:00"},
    ],
)
async def test_what_cannot_be_is_refused(
    officer: httpx.AsyncClient, her: Resident, said: dict[str, str]
) -> None:
    answer = await record(officer, her, **said)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (await officer.get(f"/residents/{her.id}/hazards")).json() == []


async def test_its_words_lie_nowhere_open(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    await record(officer, her)
    with database.read() as uow:
        (row,) = uow.session.exec(select(HazardRow))
        answers = [str(one.answer) for one in uow.session.exec(select(CommandRow))]
    assert row.words is not None
    assert WORDS.encode() not in row.words
    assert not any(WORDS in one for one in answers)


async def test_once_she_is_erased_only_its_kind_is_known(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    with database.write() as uow:
        other = residents.join_household(uow, add_resident(uow, name="이영수").id, her.household_id)
    await record(officer, her)
    with database.write() as uow:
        residents.erase(uow, her.ref)
    with database.read() as uow:
        (known,) = residents.hazards_of(uow, other.ref)
        assert (known.kind, known.words) == (HazardKind.DOG, "")
        assert residents.standing_hazards(uow, other.ref) == (HazardKind.DOG,)


async def test_a_task_says_what_endangers_whoever_goes_there(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    with database.write() as uow:
        task = open_task(uow, her)
    assert (await officer.get(f"/tasks/{task.id}")).json()["hazards"] == []
    await record(officer, her)
    assert (await officer.get(f"/tasks/{task.id}")).json()["hazards"] == ["dog"]


async def test_a_helper_cannot_be_given_it_by_hand(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    with database.write() as uow:
        task = open_task(uow, her)
        (helper,) = residents.helpers_in(uow, "jijwa-dong")
        residents.record_hazard(
            uow, her.ref, NewHazard(HazardKind.DOG, "", uow.now, None, "staff:1")
        )
    answer = await officer.post(
        f"/tasks/{task.id}/accept",
        json={"in_name_of": helper.ref},
        headers={"Idempotency-Key": "accept-key"},
    )
    assert answer.status_code == HTTPStatus.CONFLICT
