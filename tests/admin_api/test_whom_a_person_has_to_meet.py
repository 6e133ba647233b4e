"""The officials' list of whom a person has to meet, what is due first in front."""

from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import pytest

from care import store
from care.model import Contact, ContactState, Schedule
from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import Ref, Resident, StaffRole
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import CONTACTS, NAME, add_resident, add_staff

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


def known(database: Database, resident: Resident) -> Contact:
    with database.read() as uow:
        found = store.of(uow, resident.id)
    assert found is not None
    return found


def on_board(database: Database, name: str = NAME, district: str = "jijwa-dong") -> Resident:
    with database.write() as uow:
        resident = add_resident(uow, district, name)
        CONTACTS.act(uow, resident.ref)
    return resident


def acts(database: Database, ref: Ref) -> None:
    with database.write() as uow:
        CONTACTS.act(uow, ref)


async def got(client: httpx.AsyncClient, **query: str | int) -> list[str]:
    answer = await client.get("/contacts", params=query)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return [one["resident"] for one in answer.json()["items"]]


async def test_a_line_says_by_when_how_it_stands_and_which_task(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    resident = on_board(database)
    with database.write() as uow:
        add_staff(uow)
    plan = known(database, resident).schedule
    assert await got(officer, state="not_due") == [resident.id]
    clock.set(plan.asks_at)
    acts(database, resident.ref)
    officer = await fresh(officer)
    (line,) = (await officer.get("/contacts?state=due_soon")).json()["items"]
    assert (line["kind"], line["state"]) == ("quarterly_contact", "due_soon")
    assert line["kind_words"] == {"ko": "분기 안부", "en": "Quarterly contact"}
    assert line["state_words"] == {"ko": "곧 뵐 때", "en": "Due soon"}
    assert datetime.fromisoformat(line["due_at"]) == plan.due_at
    assert (line["last_met_at"], line["away_until"]) == (None, None)
    (task,) = (await officer.get("/tasks")).json()["items"]
    assert line["task"] == task["id"]
    assert datetime.fromisoformat(task["done_by"]) == plan.due_at
    assert NAME not in (await officer.get("/contacts?state=due_soon")).text


async def fresh(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The session has ended long ago: sign in again."""
    answer = await client.post(
        "/session", json={"login": "jijwa", "password": "네 낱말로 된 긴 문장"}
    )
    assert answer.status_code == HTTPStatus.OK
    return client


async def test_without_a_state_it_lists_what_is_overdue(
    officer: httpx.AsyncClient, database: Database
) -> None:
    late = put(database, on_board(database), -3 * DAY)
    put(database, on_board(database, "이영자"), 3 * DAY)
    assert await got(officer) == [late]
    assert await got(officer, state="overdue") == [late]


def put(database: Database, resident: Resident, due_in: timedelta, **other: timedelta) -> str:
    """Her schedule as it would be; due so long from now."""
    with database.write() as uow:
        contact = store.of(uow, resident.id)
        assert contact is not None
        away = other.get("away_for")
        plan = Schedule(
            due_at=uow.now + due_in,
            asks_at=uow.now + due_in - 14 * DAY,
            away_until=None if away is None else uow.now + away,
        )
        store.save(uow, Contact(contact.promise, plan, contact.look_at))
    return resident.id


async def test_what_is_due_first_stands_first_and_pages_hold_everybody_once(
    officer: httpx.AsyncClient, database: Database
) -> None:
    late = {days: on_board(database, f"김{days}") for days in (2, 9, 5, 1, 7)}
    ids = [
        put(database, resident, -days * DAY)
        for days, resident in sorted(late.items(), reverse=True)
    ]
    assert await got(officer) == ids
    for limit in (1, 2, 4, 5, 200):
        seen: list[str] = []
        query: dict[str, str | int] = {"limit": limit}
        while True:
            page = (await officer.get("/contacts", params=query)).json()
            seen += [one["resident"] for one in page["items"]]
            if page["next"] is None:
                break
            query["after"] = page["next"]
        assert seen == ids


async def test_who_is_away_is_listed_with_until_when(
    officer: httpx.AsyncClient, database: Database
) -> None:
    gone = put(database, on_board(database), -3 * DAY, away_for=20 * DAY)
    assert await got(officer) == []
    (line,) = (await officer.get("/contacts?state=away")).json()["items"]
    assert line["resident"] == gone
    assert line["away_until"] is not None
    assert line["state_words"]["ko"] == "댁을 비우심"


async def test_every_state_has_words_and_only_its_own(
    officer: httpx.AsyncClient, database: Database
) -> None:
    wanted = {
        ContactState.OVERDUE: put(database, on_board(database, "김1"), -DAY),
        ContactState.DUE: put(database, on_board(database, "김2"), timedelta(hours=9)),
        ContactState.DUE_SOON: put(database, on_board(database, "김3"), 2 * DAY),
        ContactState.NOT_DUE: put(database, on_board(database, "김4"), 40 * DAY),
        ContactState.AWAY: put(database, on_board(database, "김5"), DAY, away_for=DAY),
    }
    for state, resident in wanted.items():
        (line,) = (await officer.get("/contacts", params={"state": state})).json()["items"]
        assert (line["resident"], line["state"]) == (resident, state)
        assert line["state_words"]["ko"]


async def test_an_officer_sees_her_own_districts_and_the_city_all(
    officer: httpx.AsyncClient, database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin_api.routes.contacts.CHUNK", 2)
    elsewhere = [
        put(database, on_board(database, f"이{n}", "daegok-dong"), -(20 - n) * DAY)
        for n in range(5)
    ]
    hers = [put(database, on_board(database, f"김{n}"), -(9 - n) * DAY) for n in range(3)]
    assert await got(officer) == hers
    assert await got(officer, limit=2) == hers[:2]
    refused = await officer.get("/contacts?district=daegok-dong")
    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert refused.headers["content-type"] == "application/problem+json"
    make_admin(database, "city.hall", StaffRole.CITY, name="박시청")
    city = await sign_in("city.hall")
    assert await got(city) == elsewhere + hers
    assert await got(city, district="daegok-dong") == elsewhere


@pytest.mark.parametrize(
    "query",
    ["state=late", "after=tomorrow", "after=1-2", "limit=0", "after=99999999999-" + "0" * 26],
)
async def test_what_makes_no_sense_is_told(officer: httpx.AsyncClient, query: str) -> None:
    answer = await officer.get(f"/contacts?{query}")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["code"] == "invalid"


async def test_the_furthest_mark_is_the_end_of_the_list(
    officer: httpx.AsyncClient, database: Database
) -> None:
    put(database, on_board(database), -DAY)
    assert await got(officer, after="9999999999-" + "0" * 26) == []


async def test_the_list_reads_the_index_and_not_everybody(
    database: Database, officer: httpx.AsyncClient
) -> None:
    """Whoever is not due is not looked at: the registry is asked about those who are."""
    late = put(database, on_board(database), -DAY)
    for number in range(5):
        on_board(database, f"이{number}")
    asked: list[set[str]] = []
    outlines = residents.outlines

    def counted(uow: object, refs: object) -> object:
        asked.append(set(refs))  # type: ignore[call-overload]
        return outlines(uow, asked[-1])  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(residents, "outlines", counted)
        assert await got(officer) == [late]
    assert asked == [{f"resident:{late}"}]
