"""A helper's task page: what it shows, to whom, and until when."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus

import anyio
import httpx
import pytest
from fastapi import FastAPI

from admin_api import pins
from admin_api.pages import rendering, task
from foundation.clock import ManualClock
from foundation.database import Database
from locales.model import Language
from locales.texts import say
from locales.words import revealing_words, unkind_words
from residents import service as residents
from residents.model import ChannelName, LifeState, Purpose
from residents.service.pins import _hasher
from tasks import disclosure, store
from tasks.model import Result, TaskKind
from tests.admin_api.office import (
    ADDRESS,
    BASE,
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


@pytest.fixture
def app(database: Database, clock: ManualClock) -> FastAPI:
    served = FastAPI()
    served.include_router(task.router(database, CITY, BASE, clock))
    return served


def browser(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)


@pytest.fixture
async def phone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        yield client


@pytest.fixture
def errand(database: Database) -> Errand:
    """A helper has accepted a visit."""
    with database.write() as uow:
        resident, helper = add_resident(uow), add_helper(uow)
        return accept(uow, resident, open_task(uow, resident), helper.ref)


async def test_the_pin_shows_name_place_and_phone(phone: httpx.AsyncClient, errand: Errand) -> None:
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.OK
    for shown in (NAME, ADDRESS, PHONE, errand.task.code, "지좌동 · 안부 방문"):
        assert shown in answer.text
    assert 'href="tel:+821070000001"' in answer.text
    assert "오늘 오후 1시" in answer.text


async def test_the_steps_at_the_door_end_with_119(phone: httpx.AsyncClient, errand: Errand) -> None:
    html = (await phone.post(errand.path, data={"pin": PIN})).text
    places = [html.index(say(step, Language.ko)) for step in disclosure.LADDER]
    assert places == sorted(places)
    assert "문은 열지 마세요" in html
    assert "119(112)" in html


async def test_work_that_leads_to_no_door_has_no_ladder(
    database: Database, phone: httpx.AsyncClient
) -> None:
    with database.write() as uow:
        resident, officer = add_resident(uow), add_staff(uow)
        pins.set_pin(uow, officer.ref, PIN)
        talk = open_task(uow, resident, kind=TaskKind.TALK_AFTER_STOP)
        errand = accept(uow, resident, talk, officer.ref)
    answer = await phone.post(errand.path, data={"pin": PIN})
    assert NAME in answer.text
    assert say("page.task.ladder.title", Language.ko) not in answer.text


async def test_the_form_is_the_same_for_every_address(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    real, made_up = await phone.get(errand.path), await phone.get(MADE_UP)
    odd = await phone.get("/t/%00%F0%9F%98%80")
    assert real.status_code == made_up.status_code == odd.status_code == HTTPStatus.OK
    assert real.text == made_up.text == odd.text
    assert NAME not in real.text
    assert "set-cookie" not in real.headers


async def test_looking_at_the_form_uses_nothing_up(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    await phone.head(errand.path)
    await phone.get(errand.path)
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


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


@pytest.mark.parametrize("typed", ["２５８０", " 25 80 ", "25-80", "2580\n"])
async def test_digits_are_read_however_they_are_typed(
    typed: str, phone: httpx.AsyncClient, errand: Errand
) -> None:
    assert NAME in (await phone.post(errand.path, data={"pin": typed})).text


@pytest.mark.parametrize("typed", ["", "12", "123456789", "abcd", "25800 OR 1=1", "x" * 5_000])
async def test_what_can_be_no_pin_costs_no_try(
    typed: str, phone: httpx.AsyncClient, errand: Errand
) -> None:
    for _ in range(6):
        answer = await phone.post(errand.path, data={"pin": typed})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_bytes_that_are_no_form_are_refused_kindly(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    for body in (b"\xff\xfe\x00", b"pin", b"&&==", b'{"pin": "2580"}'):
        answer = await phone.post(errand.path, content=body)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_only_the_first_browser_may_look_again(
    app: FastAPI, phone: httpx.AsyncClient, errand: Errand
) -> None:
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text
    async with browser(app) as other:
        refused = await other.post(errand.path, data={"pin": PIN})
        forged = await other.post(
            errand.path, data={"pin": PIN}, headers={"cookie": f"__Secure-anbu_task={'A' * 22}"}
        )
    for answer in (refused, forged):
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert NAME not in answer.text
        assert "set-cookie" not in answer.headers
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


async def test_of_two_browsers_at_once_only_one_gets_it(app: FastAPI, errand: Errand) -> None:
    answers: list[httpx.Response] = []

    async def open_it() -> None:
        async with browser(app) as client:
            answers.append(await client.post(errand.path, data={"pin": PIN}))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(open_it)
    assert sorted(answer.status_code for answer in answers) == [200, 403, 403, 403]


async def test_a_browser_cannot_choose_its_own_cookie(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    planted = "B" * 22
    answer = await phone.post(
        errand.path, data={"pin": PIN}, headers={"cookie": f"__Secure-anbu_task={planted}"}
    )
    assert answer.status_code == HTTPStatus.OK
    assert planted not in answer.headers["set-cookie"]


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
    phone: httpx.AsyncClient, errand: Errand, database: Database, app: FastAPI
) -> None:
    await phone.post(errand.path, data={"pin": WRONG})
    await phone.post(errand.path, data={"pin": PIN})
    await phone.post(errand.path, data={"pin": PIN})
    async with browser(app) as other:
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
        TASKS.give_result(uow, errand.task, errand.by, Result.SEEN_WELL)
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
    phone: httpx.AsyncClient, errand: Errand, database: Database
) -> None:
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
def test_a_weak_pin_is_refused(weak: str, database: Database) -> None:
    with database.write() as uow:
        officer = add_staff(uow)
        with pytest.raises(ValueError, match="digits"):
            pins.set_pin(uow, officer.ref, weak)


async def test_guessing_addresses_is_slowed_down(
    phone: httpx.AsyncClient, errand: Errand, clock: ManualClock
) -> None:
    for _ in range(task.FAILURES):
        answer = await phone.post(MADE_UP, data={"pin": PIN})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    slowed = await phone.post(errand.path, data={"pin": PIN})
    assert slowed.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(slowed.headers["retry-after"]) > 0
    clock.advance(task.WITHIN)
    assert NAME in (await phone.post(errand.path, data={"pin": PIN})).text


def test_a_made_up_address_costs_what_a_real_pin_costs() -> None:
    pretence, _ = disclosure._pretence()
    for real in (_hasher(), pins._hasher()):
        for cost in ("time_cost", "memory_cost", "parallelism"):
            assert getattr(pretence, cost) == getattr(real, cost)


@pytest.mark.parametrize("tamper", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), str.lower])
async def test_an_address_cannot_be_made_up_from_another(
    tamper: object, phone: httpx.AsyncClient, errand: Errand
) -> None:
    assert callable(tamper)
    answer = await phone.post(tamper(errand.path), data={"pin": PIN})
    assert answer.status_code == HTTPStatus.NOT_FOUND


async def test_the_database_being_away_is_said_kindly(
    app: FastAPI, errand: Errand, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("locked"))

    monkeypatch.setattr(disclosure, "open_page", away)
    async with browser(app) as client:
        answer = await client.post(errand.path, data={"pin": PIN})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert CITY.phone in answer.text


async def test_no_page_may_be_kept_framed_scripted_or_found(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    answers = [
        await phone.get(errand.path),
        await phone.post(errand.path, data={"pin": WRONG}),
        await phone.post(errand.path, data={"pin": PIN}),
        await phone.post(MADE_UP, data={"pin": PIN}),
    ]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "<script" not in answer.text
        assert re.findall(r'(?:src|href)="(?!tel:)', answer.text) == []
        assert rendering._STYLE in answer.text


@pytest.mark.parametrize("accepted", ["", "vi", "en-US,en;q=0.9", "zh-CN", "fr;q=x, ko"])
async def test_it_speaks_the_readers_language_and_shows_no_reason(
    accepted: str, app: FastAPI, errand: Errand
) -> None:
    language = rendering.language_of(accepted)
    async with browser(app, **{"accept-language": accepted}) as client:
        form = await client.get(errand.path)
        shown = await client.post(errand.path, data={"pin": PIN})
    assert f"<title>{say('page.task.title', language)}</title>" in shown.text
    for answer in (form, shown):
        words = re.sub(r"<style>.*</style>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
        assert unkind_words(words, language) == ()
        assert revealing_words(words, language) == ()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", Language.ko),
        ("ko-KR,en;q=0.9", Language.ko),
        ("en-US,ko;q=0.9", Language.en),
        ("ko;q=0.2,vi;q=0.8", Language.vi),
        ("zh-TW", Language.zh_Hans),
        ("fr-FR,de", Language.ko),
        ("*;q=0.5", Language.ko),
        (";;;q=,", Language.ko),
    ],
)
def test_a_browser_says_which_language_it_wants(accepted: str, language: Language) -> None:
    assert rendering.language_of(accepted) is language
