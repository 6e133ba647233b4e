"""Addresses of answer pages: short, bound to one check-in, and told apart without a look."""

from datetime import timedelta

import pytest
from sqlmodel import select

from foundation.database import Database
from foundation.keyring import KeyRing
from locales.model import Language
from locales.texts import say
from phone.answers import OPEN_FOR
from phone.links import TOKEN_CHARS, checkin_behind, page_in, page_url
from phone.tables import AnswerPageRow
from signals.model import SignalKind
from tests.phone.answer_web import FINE, Page, Web
from tests.phone.phone_world import CHECKIN, CITY_PHONE, PUBLIC, only

URL = "https://anbu.example"


def test_an_address_leads_back_to_its_checkin(database: Database, keyring: KeyRing) -> None:
    with database.write() as uow:
        addresses = {one: page_url(uow, URL, one) for one in ("A", "B", "C")}
    with database.write() as uow:  # sent again
        assert {one: page_url(uow, URL, one) for one in addresses} == addresses
    with database.read() as uow:
        for checkin, address in addresses.items():
            page = page_in(address.removeprefix(f"{URL}/a/"), keyring)
            assert page is not None
            assert checkin_behind(uow, page) == checkin
        assert checkin_behind(uow, 99) is None


def test_when_the_numbers_are_used_up_it_is_said(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.links.NUMBER_CHARS", 0)
    with sqlite_database.write() as uow, pytest.raises(ValueError, match="does not fit"):
        page_url(uow, URL, "A")


@pytest.mark.anyio
async def test_the_address_is_bound_to_the_checkin(web: Web) -> None:
    keyring = web.world.keyring
    token = web.address.rpartition("/")[2]
    assert page_in(token, keyring) == 1
    number, mac = token[:5], token[5:]
    for forged in (
        *("00002" + mac, token[:-1], token + "0", token.swapcase(), number, ""),
        *(number + "0" * 11, token[:-1] + "-", "１" + token[1:], "\n" + token[1:]),
    ):
        assert page_in(forged, keyring) is None


@pytest.mark.anyio
async def test_every_checkin_has_one_address_however_often_it_is_sent(web: Web) -> None:
    addresses = {web.address_of(checkin) for checkin in ("A", "B", "A", "C")}
    assert len(addresses) == 3
    assert {len(one.rpartition("/")[2]) for one in addresses} == {TOKEN_CHARS}


@pytest.mark.anyio
async def test_the_address_is_of_letters_and_digits_which_every_telephone_takes_for_a_link(
    web: Web,
) -> None:
    for number in range(200):
        assert web.address_of(str(number)).removeprefix(f"{PUBLIC}/a/").isalnum()


@pytest.mark.anyio
async def test_another_key_ring_makes_other_addresses(web: Web) -> None:
    token = web.address.rpartition("/")[2]
    assert page_in(token, KeyRing.generate()) is None


@pytest.mark.anyio
async def test_the_database_holds_no_address_that_works(web: Web) -> None:
    token = web.address.rpartition("/")[2]
    with web.world.database.write() as uow:
        rows = uow.session.exec(select(AnswerPageRow)).all()
        assert page_url(uow, "", CHECKIN).endswith(token)
    assert [(row.number, row.checkin_id) for row in rows] == [(1, CHECKIN)]


@pytest.mark.anyio
async def test_a_made_up_address_is_answered_without_a_look(web: Web) -> None:
    web.checkin(web.world.resident())
    web.world.database.away = True
    for address in (f"{PUBLIC}/a/{'0' * 16}", f"{PUBLIC}/a/x", f"{PUBLIC}/a/%00"):
        for answer in (await web.client.get(address), await web.client.post(address)):
            assert answer.status_code == 404
            assert CITY_PHONE in answer.text
    assert web.world.spool.size() == 0


@pytest.mark.anyio
async def test_a_made_up_address_looks_like_one_that_is_too_old(web: Web) -> None:
    checkin = web.checkin(web.world.resident())
    web.world.clock.set(checkin.deadline + OPEN_FOR + timedelta(seconds=1))
    assert (await web.client.get(f"{PUBLIC}/a/{'0' * 16}")).text == (await web.look()).text


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", Language.vi),
        ("zh-CN", Language.zh_Hans),
        ("en", Language.en),
        ("EN-us;q=0.5", Language.en),
        ("fr-FR,fr;q=0.9", Language.ko),
        ("*", Language.ko),
        ("", Language.ko),
    ],
)
async def test_where_nobody_knows_who_reads_her_telephones_language_is_taken(
    web: Web, header: str, language: Language
) -> None:
    web.client.headers["accept-language"] = header
    page = Page((await web.client.get(f"{PUBLIC}/a/x")).text)
    assert page.headings == [say("page.answer.expired", language)]
    web.checkin(web.world.resident(language=Language.ko))
    assert Page((await web.look()).text).language == "ko"


@pytest.mark.anyio
async def test_a_page_of_a_checkin_that_is_gone(web: Web) -> None:
    assert (await web.look()).status_code == 404
    await web.press(FINE)
    fact = only(web.world.facts())
    assert (fact.kind, fact.data["reason"]) == (SignalKind.UNREADABLE, "unknown_checkin")
