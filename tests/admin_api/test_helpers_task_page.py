"""A helper's task page: what it shows, to whom, and until when."""

import re
from datetime import timedelta
from http import HTTPStatus

import anyio
import httpx
import pytest
from fastapi import FastAPI

from admin_api import pins
from foundation.clock import ManualClock
from foundation.database import Database
from locales.model import Language
from locales.texts import say
from residents import service as residents
from residents.model import Basis, ChannelName, Consent, LifeState, Purpose, StaffRole
from tasks import disclosure, store
from tasks.model import Result
from tests.admin_api.conftest import browser
from tests.admin_api.office import (
    ADDRESS,
    CITY,
    NAME,
    PHONE,
    PIN,
    TASKS,
    Errand,
    accept,
    add_helper,
    add_resident,
    add_staff,
    open_task,
)

pytestmark = pytest.mark.anyio
WRONG = "1357"
MADE_UP = f"/t/{'0' * 26}.{'0' * 22}"


async def test_the_pin_shows_name_place_and_phone(phone: httpx.AsyncClient, errand: Errand) -> None:
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.OK
    for shown in (NAME, ADDRESS, PHONE, errand.task.code, "지좌동 · 안부 방문"):
        assert shown in answer.text
    assert 'href="tel:+821070000001"' in answer.text
    assert "오늘 오후 1시" in answer.text


async def test_a_wrong_pin_says_how_many_tries_are_left(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    answer = await phone.post(errand.path, data={"pin": WRONG})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "4번 더" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert NAME not in answer.text


async def test_five_wrong_pins_lock_and_the_right_one_no_longer_opens(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    answers = [await phone.post(errand.path, data={"pin": WRONG}) for _ in range(5)]
    assert "1번 더" in answers[3].text
    assert CITY.phone in answers[4].text
    locked = await phone.post(errand.path, data={"pin": PIN})
    assert locked.status_code == HTTPStatus.FORBIDDEN
    assert say("page.task.locked", Language.ko, phone=CITY.phone) in locked.text
    assert NAME not in locked.text
    with database.write() as uow:
        pins.unlock_pin(uow, errand.by)
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_who_has_no_pin_yet_is_asked_to_ring(
    database: Database, phone: httpx.AsyncClient
) -> None:
    with database.write() as uow:
        resident, helper = add_resident(uow), add_helper(uow, pin=None)
        errand = accept(uow, resident, open_task(uow, resident), helper.ref)
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert CITY.phone in answer.text


async def test_only_the_first_browser_may_look_again(
    page_app: FastAPI, phone: httpx.AsyncClient, errand: Errand
) -> None:
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text
    async with browser(page_app) as other:
        refused = await other.post(errand.path, data={"pin": PIN})
        forged = await other.post(
            errand.path, data={"pin": PIN}, headers={"cookie": f"__Secure-anbu_task={'A' * 22}"}
        )
    for answer in (refused, forged):
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert NAME not in answer.text
        assert "set-cookie" not in answer.headers
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_of_two_browsers_at_once_only_one_gets_it(page_app: FastAPI, errand: Errand) -> None:
    answers: list[httpx.Response] = []

    async def open_it() -> None:
        async with browser(page_app) as client:
            answers.append(await client.post(errand.path, data={"pin": PIN}))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(open_it)
    assert sorted(answer.status_code for answer in answers) == [200, 403, 403, 403]


async def test_the_cookie_is_for_this_page_only_and_out_of_scripts_reach(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    answer = await phone.post(errand.path, data={"pin": PIN})
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=strict", f"Path={errand.path}", "Max-Age=43200"):
        assert part in cookie
    value = re.search(r"__Secure-anbu_task=([^;]+)", cookie)
    assert value is not None
    with database.read() as uow:
        row = store.link(uow, errand.path.removeprefix("/t/").partition(".")[0])
        assert row is not None
        assert row.opened_by
        assert value[1] not in row.opened_by


async def test_every_view_is_in_the_access_log(
    phone: httpx.AsyncClient, errand: Errand, database: Database, page_app: FastAPI
) -> None:
    await phone.post(errand.path, data={"pin": WRONG})
    await phone.post(errand.path, data={"pin": PIN})
    await phone.post(errand.path, data={"pin": PIN})
    async with browser(page_app) as other:
        await other.post(errand.path, data={"pin": PIN})
    with database.read() as uow:
        lines = residents.accesses_to(uow, errand.resident.ref, errand.task.opened_at)
    assert [line.what for line in lines] == [
        disclosure.REFUSED_BROWSER,
        disclosure.VIEWED,
        disclosure.VIEWED,
    ]
    assert {line.who for line in lines} == {errand.by}
    assert {line.where for line in lines} == {"127.0.0.1"}


async def test_it_is_gone_once_the_task_is_done(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    await phone.post(errand.path, data={"pin": PIN})
    with database.write() as uow:
        TASKS.take_result(uow, errand.task, errand.by, Result.SEEN_WELL)
    gone = await phone.post(errand.path, data={"pin": PIN})
    made_up = await phone.post(MADE_UP, data={"pin": PIN})
    assert gone.status_code == made_up.status_code == HTTPStatus.NOT_FOUND
    assert gone.text == made_up.text
    assert NAME not in gone.text


async def test_it_is_gone_once_somebody_else_has_the_task(
    phone: httpx.AsyncClient, errand: Errand, database: Database, clock: ManualClock
) -> None:
    for _ in range(2):  # a reminder, then it is taken back and offered on
        clock.advance(timedelta(hours=2))
        with database.write() as uow:
            TASKS.act(uow, errand.resident.ref)
    with database.write() as uow:
        other = add_helper(uow, "최이웃")
        later = store.get(uow, errand.task.id)
        assert later is not None
        accept(uow, errand.resident, later, other.ref)
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.NOT_FOUND


async def test_a_newer_page_of_the_same_task_replaces_the_older(
    phone: httpx.AsyncClient, errand: Errand, database: Database, clock: ManualClock
) -> None:
    clock.advance(timedelta(seconds=1))
    with database.write() as uow:
        link = store.put_link(uow, errand.task, errand.by, uow.now + timedelta(hours=1))
        newer = disclosure.page_url(uow, "", link)
    assert (await phone.post(errand.path, data={"pin": PIN})).status_code == HTTPStatus.NOT_FOUND
    assert NAME in (await phone.post(newer, data={"pin": PIN})).text


async def test_it_is_gone_when_it_is_too_old(
    phone: httpx.AsyncClient, errand: Errand, clock: ManualClock
) -> None:
    clock.advance(timedelta(hours=12))
    assert (await phone.post(errand.path, data={"pin": PIN})).status_code == HTTPStatus.NOT_FOUND


async def test_it_is_gone_once_the_resident_is_erased(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    with database.write() as uow:
        residents.set_state(uow, errand.resident.id, LifeState.ENDED)
        residents.erase(uow, errand.resident.ref)
    assert (await phone.post(errand.path, data={"pin": PIN})).status_code != HTTPStatus.OK


def withdraw(database: Database, errand: Errand) -> None:
    with database.write() as uow:
        residents.withdraw_consent(
            uow, errand.resident.ref, Purpose.HELPERS, errand.resident.ref, ChannelName.CALL
        )


async def test_without_consent_a_helper_sees_nothing(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    withdraw(database, errand)
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert NAME not in answer.text
    assert CITY.phone in answer.text


async def test_in_a_pressing_task_a_withdrawal_waits_for_its_end(
    phone: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        resident, helper = add_resident(uow), add_helper(uow)
        task = open_task(uow, resident, urgency="danger")
        errand = accept(uow, resident, task, helper.ref)
    clock.advance(timedelta(minutes=5))
    withdraw(database, errand)
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_a_helper_who_left_sees_nothing(
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
    with database.write() as uow:
        residents.change_helper(uow, errand.by, active=False)
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert NAME not in answer.text


async def test_an_officer_opens_it_with_a_pin_of_her_own_and_no_helpers_consent(
    phone: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        resident, officer = add_resident(uow), add_staff(uow)
        errand = accept(uow, resident, open_task(uow, resident), officer.ref)
    withdraw(database, errand)
    assert (await phone.post(errand.path, data={"pin": PIN})).status_code == HTTPStatus.FORBIDDEN
    with database.write() as uow:
        pins.set_pin(uow, officer.ref, PIN)
    for left in (4, 3):
        wrong = await phone.post(errand.path, data={"pin": WRONG})
        assert f"{left}번 더" in wrong.text
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_an_officers_pin_locks_too(phone: httpx.AsyncClient, database: Database) -> None:
    with database.write() as uow:
        resident, officer = add_resident(uow), add_staff(uow)
        errand = accept(uow, resident, open_task(uow, resident), officer.ref)
        pins.set_pin(uow, officer.ref, PIN)
    for _ in range(5):
        await phone.post(errand.path, data={"pin": WRONG})
    assert (await phone.post(errand.path, data={"pin": PIN})).status_code == HTTPStatus.FORBIDDEN
    with database.write() as uow:
        pins.unlock_pin(uow, officer.ref)
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


@pytest.mark.parametrize("weak", ["1111", "1234", "4321", "12", "123456789", "abcd"])
def test_a_weak_pin_is_refused(weak: str, sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        officer = add_staff(uow)
        with pytest.raises(ValueError, match="digits"):
            pins.set_pin(uow, officer.ref, weak)


@pytest.fixture
def at_desk(database: Database) -> Errand:
    """The night desk has accepted a visit to somebody who agreed to that."""
    with database.write() as uow:
        resident = add_resident(uow)
        agreed = Consent(
            Purpose.NIGHT, Basis.CONSENT, uow.now, None, "1", ChannelName.PERSON, "staff:1"
        )
        residents.give_consent(uow, resident.ref, agreed)
        desk = add_staff(uow, "당직실", StaffRole.DESK, districts=())
        pins.set_pin(uow, desk.ref, PIN)
        return accept(uow, resident, open_task(uow, resident), desk.ref)


async def test_the_night_desk_opens_its_sheet_by_code_and_pin(
    phone: httpx.AsyncClient, at_desk: Errand, database: Database
) -> None:
    assert say("page.task.at_desk.code", Language.ko) in (await phone.get("/t")).text
    typed = {"code": f" {at_desk.task.code.lower()} ", "pin": PIN}
    answer = await phone.post("/t", data=typed)
    assert answer.status_code == HTTPStatus.OK
    assert NAME in answer.text
    with database.read() as uow:
        views = residents.accesses_to(uow, at_desk.resident.ref, at_desk.task.opened_at)
    assert [(one.who, one.what) for one in views] == [(at_desk.by, disclosure.VIEWED)]


async def test_a_wrong_pin_at_the_desk_asks_for_the_code_again(
    phone: httpx.AsyncClient, at_desk: Errand
) -> None:
    answer = await phone.post("/t", data={"code": at_desk.task.code, "pin": WRONG})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert 'name="code"' in answer.text
    assert NAME not in answer.text


async def test_the_desk_sees_nothing_once_her_consent_is_gone(
    phone: httpx.AsyncClient, at_desk: Errand, database: Database
) -> None:
    with database.write() as uow:
        her = at_desk.resident.ref
        residents.withdraw_consent(uow, her, Purpose.NIGHT, "staff:1", ChannelName.PERSON)
    answer = await phone.post("/t", data={"code": at_desk.task.code, "pin": PIN})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert NAME not in answer.text


async def test_work_of_others_is_not_opened_by_its_code(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    for code in (errand.task.code, "", "99999"):
        answer = await phone.post("/t", data={"code": code, "pin": PIN})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert NAME not in answer.text
