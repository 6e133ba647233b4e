"""The page behind the link: who sees what, and what a press records."""

from datetime import timedelta

import pytest
from sqlmodel import select

from checkins.model import CheckinState, Occasion
from foundation.keyring import KeyRing
from locales.model import Language
from locales.texts import say
from locales.words import revealing_words, unkind_words
from phone.answers import OPEN_FOR
from phone.links import TOKEN_CHARS, page_in, page_url
from phone.tables import AnswerPageRow
from residents import service as residents
from residents.model import ChannelName
from signals.intake import IntakeUnavailableError
from signals.model import SignalKind, Source
from tests.phone.answer_web import Page, Web
from tests.phone.phone_world import CHECKIN, CITY_PHONE, PUBLIC, only

pytestmark = pytest.mark.anyio

FINE, HELP, CALL_ME, OTHER = "1", "2", "0", "3"


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


# --------------------------------------------------------------------------- in her own words


@pytest.mark.parametrize(
    ("language", "words", "heading", "dials"),
    [
        (Language.ko, "잘 지내고 있어요", "page.answer.thanks.fine", []),
        (Language.ko, "가슴이 너무 아파요", "reply.urgent.medical", ["tel:119"]),
        (Language.ko, "화장실에서 넘어졌어요", "reply.urgent.fall", ["tel:119"]),
        (Language.ko, "집에 불이 났어요", "reply.urgent.fire", ["tel:119"]),
        (Language.ko, "죽고 싶어요", "reply.urgent.self_harm", ["tel:109"]),
        (Language.ko, "아들이 때려요", "reply.noted", []),
        (Language.ko, "딸네 집에 와 있어요", "reply.absent", []),
        (Language.ko, "이따가 할게요", "reply.noted", []),
        (Language.ko, "이제 보내지 마세요", "reply.stop", []),
        (Language.ko, "며느리가 냉장고를 바꿨어", "page.answer.unclear", []),
        (Language.en, "I fell down", "reply.urgent.fall", ["tel:119"]),
        (Language.en, "I want to die", "reply.urgent.self_harm", ["tel:109"]),
        (Language.vi, "Tôi bị ngã", "reply.urgent.fall", ["tel:119"]),
        (Language.zh_Hans, "我摔倒了", "reply.urgent.fall", ["tel:119"]),
    ],
)
async def test_her_words_are_answered_by_what_they_mean(
    web: Web, language: Language, words: str, heading: str, dials: list[str]
) -> None:
    web.checkin(web.world.resident(language=language))
    page = Page((await web.write(words)).text)
    assert page.headings == [say(heading, language)]
    assert [link for link in page.links if link in {"tel:119", "tel:109"}] == dials
    fact = only(web.world.facts())
    assert (fact.words, fact.data["form"], fact.data["checkin"]) == (words, "page", CHECKIN)
    assert "verb" not in fact.data
    assert words not in str(fact.data)


@pytest.mark.parametrize("language", list(Language))
async def test_violence_reads_like_any_other_message(web: Web, language: Language) -> None:
    web.checkin(web.world.resident(language=language))
    neutral = {Language.ko: "이따가 할게요", Language.en: "later please",
               Language.vi: "Để sau nhé", Language.zh_Hans: "等会儿再说"}[language]  # fmt: skip
    violent = {Language.ko: "아들이 때려요", Language.en: "he hits me",
               Language.vi: "Chồng tôi đánh tôi", Language.zh_Hans: "他打我"}[language]  # fmt: skip
    assert (await web.write(violent)).text == (await web.write(neutral)).text


async def test_a_wish_for_help_in_words_names_when_somebody_rings(web: Web) -> None:
    web.checkin(web.world.resident())
    page = Page((await web.write("좀 도와주세요")).text)
    assert "오늘 오전 9시 30분에 담당자가 전화드립니다" in only(page.headings)
    assert page.buttons == {}


async def test_what_is_not_understood_is_passed_on_and_asked_about_once_more(web: Web) -> None:
    web.checkin(web.world.resident())
    page = Page((await web.write("며느리가 냉장고를 바꿨어")).text)
    assert set(page.buttons) == {FINE, HELP, CALL_ME}


async def test_an_empty_field_says_so_and_records_nothing(web: Web) -> None:
    web.checkin(web.world.resident())
    answer = await web.write(" \r\n ")
    assert say("page.answer.words.none", Language.ko) in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert len(Page(answer.text).buttons) == 4
    assert web.world.facts() == []


async def test_the_same_words_twice_are_one_message(web: Web) -> None:
    web.checkin(web.world.resident())
    await web.write("잘 지내요")
    await web.write("잘 지내요")
    await web.write("고마워요")
    assert sorted(str(fact.words) for fact in web.world.facts()) == ["고마워요", "잘 지내요"]


async def test_more_than_the_field_takes_is_not_from_the_page(web: Web) -> None:
    web.checkin(web.world.resident())
    await web.write("가" * 2001)
    assert web.world.facts() == []
    await web.write("가\r\n" * 666)
    only(web.world.facts())


async def test_her_words_are_never_read_as_markup_nor_shown_again(web: Web) -> None:
    web.checkin(web.world.resident())
    words = "<script>alert(1)</script>"
    assert "alert" not in (await web.write(words)).text
    assert only(web.world.facts()).words == words


@pytest.mark.parametrize(
    ("words", "heading"),
    [("가슴이 아파요", "reply.urgent.medical"), ("도와줘", "page.answer.thanks.noted")],
)
async def test_without_the_database_her_words_are_kept_and_danger_is_answered(
    web: Web, words: str, heading: str
) -> None:
    web.checkin(web.world.resident())
    address = web.address
    web.world.database.away = True
    answer = await web.client.post(address, data={"words": words})
    assert Page(answer.text).headings == [say(heading, Language.ko)]
    web.world.database.away = False
    web.intake.drain()
    assert only(web.world.facts()).words == words


# -------------------------------------------------------------------------------- the practice


@pytest.mark.parametrize("language", list(Language))
async def test_a_practice_says_that_it_is_one(web: Web, language: Language) -> None:
    web.checkin(web.world.resident(language=language), occasion=Occasion.PRACTICE)
    page = Page((await web.look()).text)
    assert page.headings == [say("page.answer.practice", language)]
    assert set(page.buttons) == {FINE, HELP, CALL_ME}
    assert "textarea" not in page.tags


@pytest.mark.parametrize("choice", [FINE, HELP, CALL_ME])
async def test_every_button_of_a_practice_is_right_and_says_nothing_of_her(
    web: Web, choice: str
) -> None:
    web.checkin(web.world.resident(), occasion=Occasion.PRACTICE)
    page = Page((await web.press(choice)).text)
    assert page.headings == [say("reply.practised", Language.ko)]
    assert only(web.world.replies())["verb"] == "p"


async def test_after_a_practice_the_page_shows_that_it_is_done(web: Web) -> None:
    now = web.world.clock.now()
    web.checkin(web.world.resident(), occasion=Occasion.PRACTICE, state=CheckinState.FINE,
                answered_at=now)  # fmt: skip
    page = Page((await web.look()).text)
    assert (page.headings, page.buttons) == ([say("reply.practised", Language.ko)], {})


@pytest.mark.parametrize("answered", [False, True])
async def test_when_the_practice_is_over_help_is_meant(web: Web, answered: bool) -> None:
    changes = {"state": CheckinState.FINE, "answered_at": web.world.clock.now()}
    unanswered = {"state": CheckinState.MISSED}
    practice = web.checkin(
        web.world.resident(), occasion=Occasion.PRACTICE, **(changes if answered else unanswered)
    )
    web.world.clock.set(practice.deadline + timedelta(seconds=1))
    assert set(Page((await web.look()).text).buttons) == ({HELP, CALL_ME} if answered else set())
    page = Page((await web.press(HELP)).text)
    assert "담당자가 전화드립니다" in only(page.headings)
    assert only(web.world.replies())["verb"] == "h"


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


# ------------------------------------------------------------------------------------ the token


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


async def test_every_checkin_has_one_address_however_often_it_is_sent(web: Web) -> None:
    addresses = {web.address_of(checkin) for checkin in ("A", "B", "A", "C")}
    assert len(addresses) == 3
    assert {len(one.rpartition("/")[2]) for one in addresses} == {TOKEN_CHARS}


async def test_the_address_is_of_letters_and_digits_which_every_telephone_takes_for_a_link(
    web: Web,
) -> None:
    for number in range(200):
        assert web.address_of(str(number)).removeprefix(f"{PUBLIC}/a/").isalnum()


async def test_another_key_ring_makes_other_addresses(web: Web) -> None:
    token = web.address.rpartition("/")[2]
    assert page_in(token, KeyRing.generate()) is None


async def test_the_database_holds_no_address_that_works(web: Web) -> None:
    token = web.address.rpartition("/")[2]
    with web.world.database.write() as uow:
        rows = uow.session.exec(select(AnswerPageRow)).all()
        assert page_url(uow, "", CHECKIN).endswith(token)
    assert [(row.number, row.checkin_id) for row in rows] == [(1, CHECKIN)]


async def test_a_made_up_address_is_answered_without_a_look(web: Web) -> None:
    web.checkin(web.world.resident())
    web.world.database.away = True
    for address in (f"{PUBLIC}/a/{'0' * 16}", f"{PUBLIC}/a/x", f"{PUBLIC}/a/%00"):
        for answer in (await web.client.get(address), await web.client.post(address)):
            assert answer.status_code == 404
            assert CITY_PHONE in answer.text
    assert web.world.spool.size() == 0


async def test_a_made_up_address_looks_like_one_that_is_too_old(web: Web) -> None:
    checkin = web.checkin(web.world.resident())
    web.world.clock.set(checkin.deadline + OPEN_FOR + timedelta(seconds=1))
    assert (await web.client.get(f"{PUBLIC}/a/{'0' * 16}")).text == (await web.look()).text


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
    assert CITY_PHONE in Page(answer.text).links.values()
