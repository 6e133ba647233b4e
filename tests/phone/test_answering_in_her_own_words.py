"""What she writes into the field of the answer page, and what answers her."""

import pytest

from locales.model import Language
from locales.texts import say
from tests.phone.answer_web import CALL_ME, FINE, HELP, Page, Web
from tests.phone.phone_world import CHECKIN, only

pytestmark = pytest.mark.anyio


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
