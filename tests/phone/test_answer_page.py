"""The page behind the link: who sees what, and what a press records."""

from datetime import timedelta

import pytest

from checkins.model import CheckinState
from locales.model import Language
from locales.texts import say
from locales.words import revealing_words, unkind_words
from phone.answers import OPEN_FOR
from residents import service as residents
from residents.model import ChannelName
from signals.intake import IntakeUnavailableError
from signals.model import SignalKind, Source
from tests.phone.answer_web import CALL_ME, FINE, HELP, OTHER, Page, Web
from tests.phone.phone_world import CHECKIN, CITY_PHONE, only

pytestmark = pytest.mark.anyio


# ------------------------------------------------------------------------------- the question


@pytest.mark.parametrize("language", list(Language))
async def test_she_is_asked_in_her_language(web: Web, language: Language) -> None:
    web.checkin(web.world.resident(language=language))
    answer = await web.look()
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.language == {"zh_Hans": "zh-Hans"}.get(language.value, language.value)
    assert page.headings == [say("page.answer.question", language)]
    assert page.title == say("page.answer.title", language)
    assert page.buttons == {
        FINE: say("page.answer.fine", language),
        HELP: say("page.answer.help", language),
        CALL_ME: say("page.answer.call", language),
        OTHER: say("page.answer.other", language),
    }
    assert "tel:0544206114" in page.links
    assert page.links["tel:0544206114"] == CITY_PHONE


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


@pytest.mark.parametrize("state", [CheckinState.ASKING, CheckinState.FINE, CheckinState.WITHDRAWN])
async def test_whoever_gets_hold_of_the_link_does_not_learn_whose_it_is(
    web: Web, state: CheckinState
) -> None:
    her = web.world.resident()
    web.checkin(her, state=state, answered_at=web.world.clock.now())
    for html in ((await web.look()).text, (await web.press(HELP)).text):
        assert "김순자" not in html
        assert "순자" not in html
        assert her.id not in html
        assert CHECKIN not in html


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
    web.world.clock.set(web.world.clock.now() + timedelta(seconds=5))
    assert (await web.press(FINE)).text == first.text
    only(web.world.facts())


async def test_help_pressed_again_later_counts_again(web: Web) -> None:
    """What she asked for first may be settled by then."""
    checkin = web.checkin(web.world.resident())
    await web.press(HELP)
    web.world.clock.set(checkin.deadline + timedelta(hours=20))
    page = Page((await web.press(HELP)).text)
    assert "담당자가 전화드립니다" in only(page.headings)
    assert [reply["verb"] for reply in web.world.replies()] == ["h", "h"]


async def test_the_same_words_written_again_later_count_again(web: Web) -> None:
    checkin = web.checkin(web.world.resident())
    for minutes in (0, 1):
        web.world.clock.set(checkin.deadline + timedelta(minutes=minutes))
        for _ in range(2):
            await web.write("쓰러졌어요 도와주세요")
    assert len(web.world.replies()) == 2


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
    assert only(page.headings) == say("page.answer.expired", Language.vi)
    assert CITY_PHONE in page.links.values()


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
    web.world.clock.set(web.world.clock.now() + timedelta(hours=1))
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
    assert CITY_PHONE in Page(answer.text).links.values()
