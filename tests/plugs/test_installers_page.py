"""The installer sees on a telephone whether a plug speaks, and later whether it tells anything."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest
from fastapi import FastAPI

from admin_api.pages import plug
from foundation.city import City
from locales.formats import moment
from locales.model import Language
from locales.texts import keys, placeholders, say
from locales.words import revealing_words, unkind_words
from plugs import service
from plugs.model import Device, Kind, SlotPower
from plugs.service import installing
from plugs.store import states
from tests.admin_api.office import CITY
from tests.plugs.plug_world import Counter, World, message, presence

pytestmark = pytest.mark.anyio

BASE = "https://anbu.example"
KO = Language.ko
SLOT = timedelta(minutes=10)
Watts = Callable[[int], float]


@pytest.fixture
def device(world: World) -> Device:
    return world.home(age=timedelta()).device


@pytest.fixture
def path(world: World, device: Device) -> str:
    with world.database.write() as uow:
        return installing.issue_page(uow, device.id, BASE).removeprefix(BASE)


@pytest.fixture
async def phone(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with telephone(world, CITY) as client:
        yield client


def telephone(world: World, city: City) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(plug.router(world.database, city, BASE, world.clock))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE)


async def opened(phone: httpx.AsyncClient, path: str) -> str:
    """The page after the press that opens it."""
    before = await phone.get(path)
    assert say("page.plug.open", KO) in before.text
    shown = await phone.post(path, follow_redirects=True)
    assert shown.status_code == HTTPStatus.OK
    return shown.text


async def test_within_minutes_it_shows_that_readings_arrive(
    world: World, device: Device, path: str, phone: httpx.AsyncClient
) -> None:
    html = await opened(phone, path)
    assert say("page.plug.not_yet", KO) in html
    assert '<meta http-equiv="refresh" content="20">' in html
    assert "<script" not in html
    meter = Counter(device)
    for watts in (0, 1200):
        world.wait(minutes=5)
        world.hear(meter.report(world.now, watts, minutes=5))
    html = (await phone.get(path)).text
    assert say("page.plug.arrives", KO) in html
    assert say("page.plug.worth.early", KO, days=0, enough=7) in html
    assert moment(world.now, world.now, CITY.zone, KO) in html
    world.wait(minutes=1)
    told = f"tele/{device.topic}/SENSOR", {"ENERGY": {"Power": 1234}}
    world.hear(message(told, world.now))
    assert "1,234 W" in (await phone.get(path)).text
    world.hear(presence(device, world.now, online=False))
    assert say("page.plug.stopped", KO) in (await phone.get(path)).text
    world.hear(meter.report(world.now + SLOT, 0))
    world.wait(minutes=60)
    assert say("page.plug.stopped", KO) in (await phone.get(path)).text


@pytest.mark.parametrize(
    ("watts", "key", "instead"),
    [
        (lambda slot: 1500.0 if slot % 144 in {20, 42, 75, 140} else 0.0, "informative", False),
        (lambda slot: 1500.0 if slot % 144 == 75 and slot // 144 % 4 else 0.0, "weak", True),
        (lambda slot: 90.0 if slot % 4 < 2 else 5.0, "cyclic", True),
        (lambda _: 6.0, "blind", True),
    ],
)
async def test_after_days_it_shows_what_the_place_is_worth(
    world: World,
    device: Device,
    path: str,
    phone: httpx.AsyncClient,
    watts: Watts,
    key: str,
    instead: bool,
) -> None:
    begins = world.now
    world.clock.advance(timedelta(days=12))
    with world.database.write() as uow:
        slots = [
            SlotPower(device.id, begins + n * SLOT, Kind.ENERGY, watts(n), 600)
            for n in range(12 * 144)
        ]
        states.add_slots(uow, slots)
    html = await opened(phone, path)
    assert say(f"page.plug.worth.{key}", KO) in html
    assert (say("page.plug.instead", KO) in html) is instead
    assert (say("page.plug.events", KO) in html) is (key != "cyclic")


async def test_it_belongs_to_the_telephone_that_opened_it_first(
    world: World, path: str, phone: httpx.AsyncClient
) -> None:
    await opened(phone, path)
    async with telephone(world, CITY) as other:
        for answer in (await other.get(path), await other.post(path)):
            assert answer.status_code == HTTPStatus.FORBIDDEN
            assert say("page.plug.other_browser", KO, phone=CITY.phone) in answer.text


async def test_it_closes_with_the_device_with_time_and_with_a_newer_one(
    world: World, device: Device, path: str, phone: httpx.AsyncClient
) -> None:
    await opened(phone, path)
    with world.database.write() as uow:
        newer = installing.issue_page(uow, device.id, BASE).removeprefix(BASE)
    assert (await phone.get(path)).status_code == HTTPStatus.NOT_FOUND
    await opened(phone, newer)
    world.clock.advance(installing.OPEN_FOR)
    assert (await phone.get(newer)).status_code == HTTPStatus.NOT_FOUND
    with world.database.write() as uow:
        last = installing.issue_page(uow, device.id, BASE).removeprefix(BASE)
        service.remove_device(uow, device.id)
    assert (await phone.post(last)).status_code == HTTPStatus.NOT_FOUND


async def test_made_up_addresses_are_soon_not_answered(phone: httpx.AsyncClient) -> None:
    made_up = f"/p/{'0' * 26}.{'0' * 22}"
    for _ in range(plug.FAILURES):
        assert (await phone.get(made_up)).status_code == HTTPStatus.NOT_FOUND
    assert (await phone.post(made_up)).status_code == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.parametrize("language", list(Language))
def test_its_words_name_nobody_and_hurt_nobody(language: Language) -> None:
    values: dict[str, str | int] = {"days": 1, "enough": 7, "seconds": 20, "phone": CITY.phone}
    for key in (one for one in keys() if one.startswith("page.plug.")):
        words = say(key, language, **{name: values[name] for name in placeholders(key)})
        assert not unkind_words(words, language)
        assert not revealing_words(words, language)
