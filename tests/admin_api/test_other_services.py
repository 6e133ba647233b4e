"""Officials note by whom she is also served, enter what they hear, and say whose a message is."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from escalation import store as cases
from escalation.service import timeline
from foundation.database import Database
from residents import service as residents
from residents.model import Resident
from signals import service as signals
from signals.model import SignalKind
from tests.admin_api.office import LAST_YEAR, SERVICES, add_resident
from tests.vendors.maps import DEUNDEUN, NAME
from vendors import decide
from vendors import service as vendors
from vendors.mapping import parse
from vendors.model import How
from vendors.service.taking import Arrival, take

pytestmark = pytest.mark.anyio

MAP = parse(DEUNDEUN, "map")
ENTRY = {"vendor": NAME, "what": "alarm", "words": "24시간 전기 사용 없음, 담당자 통화"}
KEY = {"idempotency-key": "12345678"}


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        vendors.add_vendor(uow, NAME, DEUNDEUN, "deundeun.toml")
        return add_resident(uow)


def services(resident: Resident) -> str:
    return f"/residents/{resident.id}/services"


def said(resident: Resident) -> str:
    return f"/residents/{resident.id}/services-said"


def tells(database: Database, level: str = "심각", number: str = "0312345678") -> None:
    with database.write() as uow:
        fields = {"계약번호": number, "구분": level, "발생일시": uow.now.isoformat()}
        take(uow, Arrival(NAME, How.WEBHOOK, uow.now), decide.event_of(fields, MAP, uow.now))


def decided(database: Database, resident: Resident) -> None:
    """The worker takes what was recorded of her."""
    with database.write() as uow:
        for one in signals.pending(uow, resident.ref):
            SERVICES.cases.handle(uow, one)


async def test_she_is_also_served_and_what_waited_for_her_is_told(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    tells(database)
    noted = await officer.post(services(her), json={"vendor": NAME, "number": "031-2345-678"})
    assert noted.status_code == HTTPStatus.CREATED
    known = noted.json()
    assert (known["number"], known["told"], known["until"]) == ("0312345678", 1, None)
    shown = (await officer.get(services(her))).json()
    assert shown == [{key: known[key] for key in ("id", "vendor", "number", "since", "until")}]
    assert (await officer.get("/vendors")).json()[0]["residents"] == 1
    with database.read() as uow:
        assert [one.kind for one in signals.pending(uow, her.ref)] == [SignalKind.VENDOR_ALARM]
        looked = [one.what for one in residents.accesses_to(uow, her.ref, LAST_YEAR)]
    assert sorted(looked) == ["api.service_noted", "api.services_shown"]


async def test_the_same_number_again_is_refused_and_another_is_not(
    officer: httpx.AsyncClient, her: Resident
) -> None:
    numbers = ["031-2345-678", "0312345678", "0319999999", None, None]
    answers = [
        await officer.post(services(her), json={"vendor": NAME, "number": one}) for one in numbers
    ]
    assert [one.status_code for one in answers] == [201, 409, 201, 201, 409]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"vendor": "nobody"}, "vendor"),
        ({"number": "410101-2345678"}, "number"),
        ({"number": "---"}, "number"),
        ({"number": "9" * 70}, "number"),
    ],
)
async def test_what_cannot_be_noted_says_why(
    officer: httpx.AsyncClient, her: Resident, wrong: dict[str, str], where: str
) -> None:
    answer = await officer.post(services(her), json={"vendor": NAME, **wrong})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["where"] == [where]


async def test_when_it_ends_its_messages_wait_for_an_official(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    noted = await officer.post(services(her), json={"vendor": NAME, "number": "0312345678"})
    path = f"{services(her)}/{noted.json()['id']}/end"
    ended = [(await officer.post(path)).json()["until"] for _ in range(2)]
    assert ended[0] is not None
    assert ended[0] == ended[1]
    tells(database)
    waits = (await officer.get("/vendors/messages")).json()
    assert [one["fault"] for one in waits] == ["nobody"]
    unknown = await officer.post(f"{services(her)}/x/end")
    assert unknown.status_code == HTTPStatus.NOT_FOUND


async def test_an_entry_takes_three_fields_and_counts_like_the_vendors_own_word(
    officer: httpx.AsyncClient, database: Database, her: Resident, pokes: list[str]
) -> None:
    for _ in range(2):
        answer = await officer.post(said(her), json=ENTRY, headers=KEY)
        assert answer.status_code == HTTPStatus.CREATED
        assert answer.json()["what_words"]["ko"] == "소식 없음 알림"
    assert pokes
    decided(database, her)
    with database.read() as uow:
        found = cases.open_of(uow, her.ref)
        assert found is not None
        (opened, *_) = timeline(uow, found[0].id)
    shown = (await officer.get(f"/cases/{found[0].id}")).json()
    first = shown["timeline"][0]
    assert shown["reasons"] == ["vendor_alarm"]
    assert first["source_words"]["ko"] == "다른 서비스 (그쪽에서 판단)"
    assert first["by"] == f"vendor:{NAME}"
    assert first["entered_by"] == opened.data["told"]["entered_by"]
    assert first["entered_by"].startswith("staff:")
    words = (await officer.get(f"/cases/{found[0].id}/words")).json()
    assert [one["words"] for one in words] == [ENTRY["words"]]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"vendor": "nobody"}, "vendor"),
        ({"words": "주민번호 410101-2345678"}, "words"),
        ({"at": "2026-03-02T09:30:00+09:00"}, "at"),
    ],
)
async def test_an_entry_that_cannot_be_says_why_and_is_not_recorded(
    officer: httpx.AsyncClient,
    database: Database,
    her: Resident,
    wrong: dict[str, Any],
    where: str,
) -> None:
    answer = await officer.post(said(her), json={**ENTRY, **wrong}, headers=KEY)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["where"] == [where]
    with database.read() as uow:
        assert signals.pending(uow, her.ref) == []


async def test_an_official_says_whose_a_message_is(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    tells(database)
    (waits,) = (await officer.get("/vendors/messages")).json()
    assert (waits["what_words"]["ko"], waits["number"]) == ("소식 없음 알림", "0312345678")
    assert waits["fault_words"]["ko"] == "이 번호로 등록된 분이 없음"
    path = f"/vendors/messages/{waits['id']}"
    assert (await officer.post(path, json={"resident": her.id})).status_code == 204
    assert (await officer.post(path, json={"resident": her.id})).status_code == 404
    assert (await officer.get("/vendors/messages")).json() == []
    decided(database, her)
    with database.read() as uow:
        assert cases.open_of(uow, her.ref) is not None
        assert [one.number for one in vendors.served(uow, her.ref)] == ["0312345678"]


async def test_a_message_that_nobody_can_read_is_seen_to(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    tells(database, level="불명")
    (waits,) = (await officer.get("/vendors/messages")).json()
    path = f"/vendors/messages/{waits['id']}"
    assert (await officer.post(path, json={"resident": her.id})).status_code == 404
    assert (await officer.post(path, json={"resident": None})).status_code == 204
    assert (await officer.get("/vendors/messages")).json() == []


async def test_residents_of_other_districts_are_not_hers_to_note(
    officer: httpx.AsyncClient, database: Database, her: Resident
) -> None:
    with database.write() as uow:
        other = add_resident(uow, district="daegok-dong", name="박영수")
    noted = await officer.post(services(other), json={"vendor": NAME})
    entered = await officer.post(said(other), json=ENTRY, headers=KEY)
    assert [noted.status_code, entered.status_code] == [HTTPStatus.NOT_FOUND] * 2
