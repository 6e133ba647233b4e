"""What a browser gets of the task page, whatever database is behind it."""

import re
from http import HTTPStatus

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
from residents.service.pins import _hasher
from tasks import disclosure, page_content
from tasks.model import TaskKind
from tests.admin_api.conftest import browser
from tests.admin_api.office import (
    CITY,
    NAME,
    PIN,
    Errand,
    accept,
    add_resident,
    add_staff,
    open_task,
)

pytestmark = pytest.mark.anyio
WRONG = "1357"
MADE_UP = f"/t/{'0' * 26}.{'0' * 22}"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """No engine changes what a browser is shown."""
    return sqlite_database


async def test_the_steps_at_the_door_end_with_119(phone: httpx.AsyncClient, errand: Errand) -> None:
    html = (await phone.post(errand.path, data={"pin": PIN})).text
    places = [html.index(say(step, Language.ko)) for step in page_content.LADDER]
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


async def test_a_browser_cannot_choose_its_own_cookie(
    phone: httpx.AsyncClient, errand: Errand
) -> None:
    planted = "B" * 22
    answer = await phone.post(
        errand.path, data={"pin": PIN}, headers={"cookie": f"__Secure-anbu_task={planted}"}
    )
    assert answer.status_code == HTTPStatus.OK
    assert planted not in answer.headers["set-cookie"]


def test_a_made_up_address_costs_what_a_real_pin_costs() -> None:
    for cost in ("time_cost", "memory_cost", "parallelism"):
        assert getattr(_hasher(), cost) == getattr(pins._hasher(), cost)


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


@pytest.mark.parametrize("tamper", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), str.lower])
async def test_an_address_cannot_be_made_up_from_another(
    tamper: object, phone: httpx.AsyncClient, errand: Errand
) -> None:
    assert callable(tamper)
    answer = await phone.post(tamper(errand.path), data={"pin": PIN})
    assert answer.status_code == HTTPStatus.NOT_FOUND


async def test_the_database_being_away_is_said_kindly(
    page_app: FastAPI, errand: Errand, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("locked"))

    monkeypatch.setattr(disclosure, "open_page", away)
    async with browser(page_app) as client:
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
    accepted: str, page_app: FastAPI, errand: Errand
) -> None:
    language = rendering.language_of(accepted)
    async with browser(page_app, **{"accept-language": accepted}) as client:
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


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    value = colour.removeprefix("#")
    value = value if len(value) == 6 else "".join(digit * 2 for digit in value)
    channels = [int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "back", "needed"),
    [
        ("#1d2420", "#f4f1ea", 7.0),
        ("#1d2420", "#fff", 7.0),
        ("#1d2420", "#fdf1e3", 7.0),
        ("#4b544e", "#f4f1ea", 4.5),
        ("#4b544e", "#fff", 4.5),
        ("#fff", "#1f5c4a", 4.5),
        ("#5b665f", "#fff", 3.0),  # edge of the field
        ("#b4530a", "#fff", 3.0),  # focus and notice
        ("#b4530a", "#f4f1ea", 3.0),
    ],
)
def test_colours_are_far_enough_apart(front: str, back: str, needed: float) -> None:
    assert front in rendering._STYLE
    assert back in rendering._STYLE
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= needed


def test_nothing_is_written_smaller_than_18_pixels() -> None:
    sizes = re.findall(r"(?:font-size:|font:\d+ )([\d.]+)rem", rendering._STYLE)
    assert len(sizes) > 4
    assert min(float(size) * 16 for size in sizes) >= 18


def test_every_refusal_is_said_in_every_language() -> None:
    for language in Language:
        for _, key in task.SAID.values():
            values = {} if key == "page.task.gone" else {"phone": CITY.phone}
            assert say(key, language, **values)
