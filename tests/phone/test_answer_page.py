"""The page behind the link: who sees what, what a press records, and who can read it."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI
from typing_extensions import override

from checkins import store as checkins
from checkins.model import Checkin, CheckinState
from locales.model import Language
from locales.texts import say
from locales.words import revealing_words, unkind_words
from phone.answer_page import Pages, router
from phone.answers import OPEN_FOR, AnswerPageEdge, checkin_in, page_url
from residents import service as residents
from residents.model import ChannelName, Resident
from signals.intake import Intake, IntakeUnavailableError
from signals.model import SignalKind, Source
from tests.phone.phone_world import CITY_PHONE, PUBLIC, PhoneWorld, call_back_at, only

pytestmark = pytest.mark.anyio

CHECKIN = "01KJV0000000000000000000C1"
FINE, HELP, CALL_ME, OTHER = "1", "2", "0", "3"


class Web:
    """The page on a server, with one check-in of one resident."""

    def __init__(self, world: PhoneWorld) -> None:
        self.world = world
        self.edge = AnswerPageEdge(checkins.get)
        self.intake = Intake(
            world.database, world.spool, {Source.ANSWER_PAGE: self.edge.receive}, lambda: None
        )
        pages = Pages(world.database, checkins.get, call_back_at, world.city, world.clock)
        app = FastAPI()
        app.include_router(router(self.intake, pages, world.keyring))
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url=PUBLIC)

    def checkin(self, her: Resident, **changes: object) -> Checkin:
        now = self.world.clock.now()
        checkin = Checkin(
            id=CHECKIN,
            resident_id=her.id,
            slot_at=now,
            steps=(),
            next_step=0,
            asked=True,
            state=CheckinState.ASKING,
            deadline=now + timedelta(hours=2),
            due_at=now + timedelta(hours=2),
        )
        changed = replace(checkin, **changes)  # type: ignore[arg-type]
        with self.world.database.write() as uow:
            checkins.save(uow, changed)
        return changed

    @property
    def address(self) -> str:
        with self.world.database.read() as uow:
            return page_url(uow, PUBLIC, CHECKIN)

    async def look(self) -> httpx.Response:
        return await self.client.get(self.address)

    async def press(self, choice: str) -> httpx.Response:
        return await self.client.post(self.address, data={"answer": choice})


@pytest.fixture
async def web(world: PhoneWorld) -> AsyncIterator[Web]:
    made = Web(world)
    yield made
    await made.client.aclose()


class Page(HTMLParser):
    """What a browser makes of the page, as far as these tests look."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.buttons: dict[str, str] = {}
        self.looks: list[str] = []
        self.headings: list[str] = []
        self.links: dict[str, str] = {}
        self.tags: list[str] = []
        self.title = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.language = found.get("lang", self.language)
        if tag == "button":
            self.looks.append(found["class"])
        if tag not in {"meta", "link"}:
            self._open.append((tag, found))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    @override
    def handle_data(self, data: str) -> None:
        tag, found = self._open[-1] if self._open else ("", {})
        match tag:
            case "title":
                self.title += data
            case "h1":
                self.headings.append(data.strip())
            case "button":
                self.buttons[found["value"]] = data.strip()
            case "a":
                self.links[found["href"]] = data.strip()
            case _:
                pass


# ------------------------------------------------------------------------------- the question


@pytest.mark.parametrize("language", list(Language))
async def test_she_is_asked_in_her_language(web: Web, language: Language) -> None:
    web.checkin(web.world.resident(language=language))
    answer = await web.look()
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.language == {"zh_Hans": "zh-Hans"}.get(language.value, language.value)
    assert page.headings == [say("page.answer.question", language, name="김순자")]
    assert page.title == say("page.answer.title", language)
    assert page.buttons == {
        FINE: say("page.answer.fine", language),
        HELP: say("page.answer.help", language),
        CALL_ME: say("page.answer.call", language),
        OTHER: say("page.answer.other", language),
    }
    assert "tel:0544206114" in page.links
    assert CITY_PHONE in page.links["tel:0544206114"]


async def test_looking_records_nothing(web: Web) -> None:
    """Messengers and virus scanners open every link they see."""
    web.checkin(web.world.resident())
    for _ in range(3):
        await web.look()
    assert web.world.facts() == []


@pytest.mark.parametrize("language", list(Language))
async def test_nobody_who_looks_over_her_shoulder_learns_anything(
    web: Web, language: Language
) -> None:
    web.checkin(web.world.resident(language=language))
    html = (await web.look()).text
    assert unkind_words(html, language) == ("!",)  # of <!doctype html>
    assert revealing_words(html, language) == ()


async def test_a_name_is_never_read_as_markup(web: Web) -> None:
    web.checkin(web.world.resident(name="<b>순자</b> & 'x\""))
    html = (await web.look()).text
    assert "<b>" not in html
    assert Page(html).headings == ["<b>순자</b> & 'x\" 님, 오늘 잘 지내고 계세요?"]


# --------------------------------------------------------------------------------- the answers


@pytest.mark.parametrize(
    ("choice", "data", "thanks"),
    [
        (FINE, {"key": "1", "verb": "f"}, "잘 지내신다니 다행입니다"),
        (HELP, {"key": "2", "verb": "h"}, "오늘 오전 9시 30분에 담당자가 전화드립니다"),
        (CALL_ME, {"key": "0"}, "오늘 오전 9시 30분에 담당자가 전화드리겠습니다"),
        (OTHER, {"key": "3"}, "그분이 어떻게 지내시는지"),
    ],
)
async def test_a_press_is_recorded_and_answered(
    web: Web, choice: str, data: dict[str, str], thanks: str
) -> None:
    her = web.world.resident()
    web.checkin(her)
    answer = await web.press(choice)
    fact = only(web.world.facts())
    assert (fact.kind, fact.source, fact.subject) == (
        SignalKind.REPLY, Source.ANSWER_PAGE, her.ref
    )  # fmt: skip
    assert fact.data == {
        "channel": ChannelName.SMS.value,
        "form": "page",
        "checkin": CHECKIN,
        "version": 0,
        **data,
    }
    assert answer.status_code == 200
    assert thanks in only(Page(answer.text).headings)
    assert Page(answer.text).buttons == {}


async def test_pressing_twice_is_one_answer(web: Web) -> None:
    web.checkin(web.world.resident())
    first = await web.press(FINE)
    assert (await web.press(FINE)).text == first.text
    only(web.world.facts())


async def test_help_counts_after_fine(web: Web) -> None:
    web.checkin(web.world.resident())
    await web.press(FINE)
    await web.press(HELP)
    assert {reply["verb"] for reply in web.world.replies()} == {"f", "h"}


@pytest.mark.parametrize("sent", ["", "9", "fine", "1 ", "11"])
async def test_what_is_no_button_asks_again(web: Web, sent: str) -> None:
    web.checkin(web.world.resident())
    page = Page((await web.press(sent)).text)
    assert len(page.buttons) == 4
    assert web.world.facts() == []


async def test_a_body_beyond_reason_asks_again(web: Web) -> None:
    web.checkin(web.world.resident())
    answer = await web.client.post(web.address, content=b"answer=1&x=" + b"0" * 300_000)
    assert len(Page(answer.text).buttons) == 4
    assert web.world.facts() == []


# ------------------------------------------------------------------------ once, and not for ever


@pytest.mark.parametrize("state", [CheckinState.FINE, CheckinState.HELP, CheckinState.MISSED])
async def test_who_has_answered_is_thanked_and_can_still_ask_for_help(
    web: Web, state: CheckinState
) -> None:
    now = web.world.clock.now()
    web.checkin(web.world.resident(), state=state, answered_at=now)
    page = Page((await web.look()).text)
    assert page.headings == ["이미 답해 주셨습니다. 고맙습니다."]
    assert set(page.buttons) == {HELP, CALL_ME}


@pytest.mark.parametrize(
    "state",
    [CheckinState.ASKING, CheckinState.CLARIFYING, CheckinState.UNCLEAR, CheckinState.MISSED,
     CheckinState.NOT_ASKED],
)  # fmt: skip
async def test_who_has_not_answered_is_asked_also_late(web: Web, state: CheckinState) -> None:
    checkin = web.checkin(web.world.resident(), state=state)
    web.world.clock.set(checkin.deadline + OPEN_FOR)
    assert len(Page((await web.look()).text).buttons) == 4


async def test_an_old_page_names_the_number(web: Web) -> None:
    checkin = web.checkin(web.world.resident(language=Language.vi))
    web.world.clock.set(checkin.deadline + OPEN_FOR + timedelta(seconds=1))
    page = Page((await web.look()).text)
    assert page.buttons == {}
    assert only(page.headings) == say("page.answer.expired", Language.vi, phone=CITY_PHONE)


async def test_help_from_a_page_that_has_grown_old_still_counts(web: Web) -> None:
    checkin = web.checkin(web.world.resident())
    web.world.clock.set(checkin.deadline + OPEN_FOR + timedelta(days=1))
    await web.press(HELP)
    assert only(web.world.replies())["verb"] == "h"


async def test_a_withdrawn_question_is_not_asked(web: Web) -> None:
    web.checkin(web.world.resident(), state=CheckinState.WITHDRAWN)
    assert Page((await web.look()).text).buttons == {}


async def test_nobody_is_asked_after_a_death(web: Web) -> None:
    her = web.world.resident()
    web.checkin(her)
    with web.world.database.write() as uow:
        residents.mark_deceased(uow, her.ref, reported_by="staff:kim")
    html = (await web.look()).text
    assert Page(html).buttons == {}
    assert "김순자" not in html


async def test_an_erased_resident_has_no_page(web: Web) -> None:
    web.checkin(web.world.resident(), resident_id="01KJV00000000000000000GONE")
    assert (await web.look()).status_code == 404
    await web.press(FINE)
    assert web.world.replies() == []


# ------------------------------------------------------------------------------------ the token


async def test_the_address_is_bound_to_the_checkin(web: Web) -> None:
    keyring = web.world.keyring
    token = web.address.rpartition("/")[2]
    assert checkin_in(token, keyring) == CHECKIN
    other = "01KJV0000000000000000000C2"
    for forged in (token.replace(CHECKIN, other), token[:-1], token + "0", token.upper(), CHECKIN,
                   "", token.replace(".", "-"), f"{CHECKIN}.{'0' * 22}"):  # fmt: skip
        assert checkin_in(forged, keyring) is None


async def test_a_made_up_address_is_answered_without_a_look(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.checkin(web.world.resident())
    web.world.database.away = True
    for address in (f"{PUBLIC}/a/{CHECKIN}.{'0' * 22}", f"{PUBLIC}/a/x", f"{PUBLIC}/a/%00"):
        for answer in (await web.client.get(address), await web.client.post(address)):
            assert answer.status_code == 404
            assert CITY_PHONE in answer.text
    assert web.world.spool.size() == 0


async def test_a_page_of_a_checkin_that_is_gone(web: Web) -> None:
    assert (await web.look()).status_code == 404
    await web.press(FINE)
    fact = only(web.world.facts())
    assert (fact.kind, fact.data["reason"]) == (SignalKind.UNREADABLE, "unknown_checkin")


# ------------------------------------------------------------------------- without the database


async def test_without_the_database_the_page_names_the_number(web: Web) -> None:
    web.checkin(web.world.resident())
    address = web.address
    web.world.database.away = True
    answer = await web.client.get(address)
    assert answer.status_code == 503
    assert only(Page(answer.text).headings).startswith("죄송합니다. 지금은 화면을 열 수 없습니다.")


@pytest.mark.parametrize("choice", [FINE, HELP, CALL_ME, OTHER])
async def test_without_the_database_the_spool_takes_the_answer(web: Web, choice: str) -> None:
    web.checkin(web.world.resident())
    address = web.address
    web.world.database.away = True
    answer = await web.client.post(address, data={"answer": choice})
    assert answer.status_code == 200
    assert "고맙습니다" in only(Page(answer.text).headings)
    web.world.database.away = False
    web.intake.drain()
    assert only(web.world.replies())["key"] == choice


async def test_when_nothing_takes_it_she_is_told_so(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_inbound: object) -> None:
        raise IntakeUnavailableError

    web.checkin(web.world.resident())
    monkeypatch.setattr(web.intake, "take", refuse)
    answer = await web.press(HELP)
    assert answer.status_code == 503
    assert CITY_PHONE in only(Page(answer.text).headings)


# ---------------------------------------------------------------------- who can read and press it


def colours(html: str) -> dict[str, tuple[str, str]]:
    """Of each rule that sets both: text and background."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    found = {}
    for selector, rules in re.findall(r"([^{}]+)\{([^}]*)\}", style):
        text = re.search(r"(?<![-\w])color: (#[0-9a-f]{6})", rules)
        ground = re.search(r"background: (#[0-9a-f]{6})", rules)
        if text:
            found[selector.strip()] = (text[1], ground[1] if ground else "#ffffff")
    return found


def luminance(colour: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


async def test_text_stands_out_from_its_ground(web: Web) -> None:
    web.checkin(web.world.resident())
    found = colours((await web.look()).text)
    assert {"button.fine", "button.help", "button.call", "button.quiet", "body", "a"} <= set(found)
    assert all(contrast(*pair) >= 7 for pair in found.values()), found


async def test_the_style_keeps_to_large_things(web: Web) -> None:
    style = (await _style(web)).replace(" ", "")
    assert "html{font-size:125%;}" in style
    assert "min-height:5rem" in style  # the three large buttons: 100 px
    assert "min-height:3rem" in style
    assert "outline:.25remsolid#1d4ed8" in style
    assert contrast("#1d4ed8", "#ffffff") >= 3
    assert "px" not in style  # grows with the reader's own size of letters
    assert "url(" not in style


async def _style(web: Web) -> str:
    web.checkin(web.world.resident())
    return (await web.look()).text.partition("<style>")[2].partition("</style>")[0]


async def test_the_page_is_plain_html_in_order(web: Web) -> None:
    web.checkin(web.world.resident())
    html = (await web.look()).text
    page = Page(html)
    assert page.looks == ["fine", "help", "call", "quiet"]
    assert page.tags.count("h1") == 1
    assert page.tags.count("main") == 1
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in html
    assert "user-scalable" not in html
    assert len(html) < 4_000  # opens at once also far from the town


async def test_nothing_is_fetched_run_framed_or_kept(web: Web) -> None:
    web.checkin(web.world.resident())
    answer = await web.look()
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
