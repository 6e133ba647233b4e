"""The sheet that stays with a resident after her first lesson."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import c_float
from dataclasses import replace
from datetime import time
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT, FPDFTextObj_GetFontSize

from checkins import service as checkins
from checkins.model import Rhythm, Wishes
from foundation.clock import ManualClock
from foundation.database import Database
from locales.model import Language
from locales.texts import say
from locales.words import revealing_words, unkind_words
from reports.guide import sheet, words
from reports.guide.known import Known, NoGuideError, known_of
from reports.guide.model import Answers, Guide, Join, words_of
from reports.guide.service import Guides, no_bot, residents_with_guide
from reports.guide.wrapping import wrapped
from residents import service as residents
from residents.model import (
    ChannelName,
    Device,
    LifeState,
    Purpose,
    Redeemed,
    Ref,
    Tier,
    UnknownPersonError,
    parse_phone,
)
from tests.residents.people import ALL_CONSENTS, officer
from tests.runtime.neighbourhood import CITY, DISTRICT, FakeChannel, Neighbourhood

BOT = "gimcheon_anbu_bot"
TELEGRAM, SMS, CALL = ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL
SMARTPHONE = frozenset({Device.SMARTPHONE_TELEGRAM, Device.MOBILE})
LANDLINE = parse_phone("054-432-1234")


@pytest.fixture
def town(sqlite_database: Database, clock: ManualClock) -> Neighbourhood:
    """A city with every channel."""
    channels = {one: FakeChannel(one) for one in (TELEGRAM, SMS, CALL)}
    return Neighbourhood(sqlite_database, clock, channels=channels)


def guide_for(town: Neighbourhood, her: Ref, bot: str | None = BOT) -> Guide:
    with town.database.write() as uow:
        return Guides(town.means, CITY, no_bot).one(uow, her, bot)


def known(town: Neighbourhood, her: Ref) -> Known:
    with town.database.read() as uow:
        return known_of(uow, town.means, her)


def taken_on(town: Neighbourhood, **other: Any) -> Ref:
    """A resident who is asked on what she has, and has not joined by Telegram."""
    her = town.resident(telegram=False, **other)
    town.settle()
    return her


@contextmanager
def printed(*guides: Guide) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(sheet.pdf_of(guides))
    try:
        yield document
    finally:
        document.close()


def read(document: pypdfium2.PdfDocument) -> str:
    """Every word of it, as somebody copies it out of a viewer."""
    texts = (page.get_textpage().get_text_range() for page in document)
    return " ".join(" ".join(texts).split())


def sheet_of(guide: Guide) -> str:
    with printed(guide) as document:
        assert len(document) == 2
        return read(document)


def test_it_says_in_her_words_what_will_happen(town: Neighbourhood) -> None:
    with town.database.write() as uow:
        officer(uow, "박지영")
    her = taken_on(town, tier=Tier.MEDIUM, devices=SMARTPHONE)
    said = sheet_of(guide_for(town, her))
    for shown in (
        "김순자 님께 드리는 안부 인사 안내",
        "김천시 지좌동",
        "사이에 안부를 여쭙니다.",
        "쉬는 날이면 다음 평일에 여쭙니다.",
        "텔레그램으로 여쭙니다. 소식을 못 들으면 그날 자동 전화를 드립니다.",
        "전화드리기 전에 문자로 시각을 알려 드립니다(링크 없음).",
        "잘 지내요 도움이 필요해요",
        "전화에서는 번호를 누르거나 말씀해 주세요.",
        "1 잘 지내고 계시면 2 도움이 필요하시면 3 다른 분이 받으셨으면",
        "급하면 119",
        "이 안부 인사는 119로 이어지지 않습니다.",
        "못 보거나 못 받으셔도 괜찮습니다",
        "늦게라도 연락 주시면 고맙습니다.",
        "그만두시려면 텔레그램에 ‘그만 보내 주세요’ 하고 쓰세요.",
        "054-420-6114 지좌동, 담당 박지영",
        "본인만 한 번 쓰실 수 있습니다.",
        "함께 연습해요",
        "텔레그램에서 「잘 지내요」 누르기",
    ):
        assert shown in said, shown


def test_what_she_presses_is_what_the_call_says() -> None:
    for language in Language:
        menu = say("call.menu", language)
        for name in words.KEYS.values():
            assert say(f"guide.key.{name}", language) in menu


def test_nobody_reads_from_it_why_she_is_asked(town: Neighbourhood) -> None:
    her = taken_on(town, tier=Tier.HIGH, devices=SMARTPHONE, notes="혼자 사심", birth_year=1941)
    with town.database.read() as uow:
        resident = residents.resident(uow, her)
    said = words_of(guide_for(town, her))
    for hidden in (resident.address, resident.phones[0].shown, "1941", "혼자", "위험", "복지"):
        assert hidden not in said


# When and how

PLANS: Mapping[str, tuple[Wishes, str]] = {
    "daily": (Wishes(rhythm=Rhythm.DAILY), "매일 오전 "),
    "weekly": (Wishes(rhythm=Rhythm.WEEKLY, weekday=1), "매주 화요일 오전 "),
    "fortnightly": (Wishes(rhythm=Rhythm.FORTNIGHTLY, weekday=3), "2주에 한 번 목요일 오전 "),
    "her time": (
        Wishes(rhythm=Rhythm.WEEKLY, weekday=1, times=(time(9, 30),)),
        "매주 화요일 오전 9시 30분쯤 안부를 여쭙니다.",
    ),
    "two times": (
        Wishes(rhythm=Rhythm.DAILY, times=(time(8), time(13))),
        "매일 오전 8시쯤, 오후 1시쯤 안부를 여쭙니다.",
    ),
}


@pytest.mark.parametrize(("wishes", "shown"), PLANS.values(), ids=PLANS.keys())
def test_her_plan_stands_on_it(town: Neighbourhood, wishes: Wishes, shown: str) -> None:
    her = taken_on(town, tier=Tier.LOW)
    with town.database.write() as uow:
        checkins.wish(uow, town.means, residents.outline(uow, her), wishes, "staff:kim")
    town.settle()
    assert shown in words_of(guide_for(town, her))


def test_the_hours_hold_every_coming_question(town: Neighbourhood) -> None:
    her = taken_on(town, tier=Tier.HIGH)
    slots = known(town, her).slots
    hours = {(slot.hour, slot.hour + 1) for slot in slots}
    since, until = min(hours)[0], max(hours)[1]
    assert f"오전 {since}시에서" in words_of(guide_for(town, her))
    assert all(since <= slot.hour < until for slot in slots)


def test_who_is_not_asked_yet_hears_the_day_later(town: Neighbourhood) -> None:
    her = taken_on(town, state=LifeState.CONSENTED)
    assert "첫 안부 인사를 드릴 날은 담당자가 알려 드립니다." in words_of(guide_for(town, her))


def test_a_landline_is_only_rung(town: Neighbourhood) -> None:
    her = taken_on(town, phones=(LANDLINE,), devices=frozenset({Device.LANDLINE}))
    said = words_of(guide_for(town, her))
    assert "자동 전화로 여쭙니다. 못 받으셔도 그날 다시 전화드립니다." in said
    assert "전화 받고 1번 누르기" in said
    for absent in ("텔레그램", "문자", "링크", "107"):
        assert absent not in said


def test_who_does_not_hear_well_only_writes(town: Neighbourhood) -> None:
    her = taken_on(town, devices=SMARTPHONE)
    wishes = Wishes(channels=frozenset({TELEGRAM, SMS}))
    with town.database.write() as uow:
        checkins.wish(uow, town.means, residents.outline(uow, her), wishes, "staff:kim")
    town.settle()
    said = words_of(guide_for(town, her))
    for shown in (
        "전화가 어려우시면 119에 문자를 보내셔도 됩니다.",
        "전화가 어려우시면 107 손말이음센터가 대신 전해 드립니다.",
        "시간이나 방법을 바꾸시려면 글로 알려 주세요.",
    ):
        assert shown in said
    for absent in ("번호를 눌러", "다시 들으시려면", "자동 전화", "소리 내어"):
        assert absent not in said


def test_without_a_telephone_a_person_asks(town: Neighbourhood) -> None:
    helper = town.helper(name="박영호")
    her = taken_on(town, phones=(), devices=frozenset({Device.NONE}), named_checker=helper)
    said = words_of(guide_for(town, her))
    assert "박영호 님이 전화하거나 찾아뵙고 여쭙니다." in said
    assert "편하신 대로 말씀해 주세요." in said
    assert "안 계셔도 괜찮습니다" in said
    for absent in ("텔레그램", "자동 전화", "번호를 눌러"):
        assert absent not in said


def test_neighbours_come_only_where_they_may_know_her(town: Neighbourhood) -> None:
    alone = tuple(one for one in ALL_CONSENTS if one.purpose is not Purpose.HELPERS)
    assert "이웃이 전화하거나" in words_of(guide_for(town, taken_on(town)))
    assert "이웃이" not in words_of(guide_for(town, taken_on(town, consents=alone)))


def test_speaking_is_offered_to_who_agreed_to_it(town: Neighbourhood) -> None:
    silent = tuple(one for one in ALL_CONSENTS if one.purpose is not Purpose.SPEECH)
    said = words_of(guide_for(town, taken_on(town, consents=silent)))
    assert "전화에서는 번호를 눌러 주세요." in said
    assert "말씀해 주세요" not in said


def test_a_link_in_a_text_is_told_of_only_where_it_was_practised(town: Neighbourhood) -> None:
    devices = frozenset({Device.MOBILE, Device.PRACTISED_LINKS})
    said = words_of(guide_for(town, taken_on(town, devices=devices)))
    assert "연습하신 링크로 답하셔도 됩니다." in said
    assert "링크 없음" not in said


# Joining


def link_of(guide: Guide) -> str | None:
    return next((block.link for block in guide.blocks if isinstance(block, Join)), None)


def test_its_code_joins_her_while_the_sheet_says_so(town: Neighbourhood) -> None:
    her = taken_on(town, devices=SMARTPHONE)
    guide = guide_for(town, her)
    with printed(guide) as document:
        page = document[1].render(scale=3).to_numpy()
        (code,) = zxingcpp.read_barcodes(page)
        assert "3월 9일 (월)까지 쓸 수 있습니다." in read(document)
    assert code.text == link_of(guide)
    address, _, token = code.text.partition("?start=")
    assert address == f"https://t.me/{BOT}"
    town.clock.set(town.calendar.at(known(town, her).joins_until, time(23, 59)))
    with town.database.write() as uow:
        assert residents.redeem_link(uow, token, "1234") == Redeemed(her)
    assert link_of(guide_for(town, her)) is None


def test_the_code_of_an_earlier_sheet_ends(town: Neighbourhood) -> None:
    her = taken_on(town, devices=SMARTPHONE)
    first = link_of(guide_for(town, her))
    assert first is not None
    assert link_of(guide_for(town, her)) not in {None, first}
    with town.database.write() as uow:
        _, _, token = first.partition("?start=")
        assert not isinstance(residents.redeem_link(uow, token, "1234"), Redeemed)


def test_without_telegram_there_is_no_code(town: Neighbourhood) -> None:
    no_smartphone = taken_on(town, devices=frozenset({Device.MOBILE}))
    assert link_of(guide_for(town, no_smartphone)) is None
    stopped = taken_on(town, devices=SMARTPHONE)
    with town.database.write() as uow:
        residents.mark_channel(uow, stopped, TELEGRAM, usable=False, reason=residents.STOP)
    assert link_of(guide_for(town, stopped)) is None
    at_home = tuple(one for one in ALL_CONSENTS if one.purpose is not Purpose.OVERSEAS_TELEGRAM)
    assert "텔레그램" not in words_of(
        guide_for(town, taken_on(town, devices=SMARTPHONE, consents=at_home))
    )


def test_where_telegram_does_not_say_our_name_an_officer_helps(town: Neighbourhood) -> None:
    guide = guide_for(town, taken_on(town, devices=SMARTPHONE), bot=None)
    assert link_of(guide) is None
    assert "텔레그램 연결은 담당자가 도와드립니다." in words_of(guide)


# Who gets one


def test_it_is_for_who_is_asked_or_about_to_be(town: Neighbourhood) -> None:
    asked = taken_on(town)
    agreed = taken_on(town, state=LifeState.CONSENTED)
    proposed = taken_on(town, state=LifeState.PROPOSED)
    dead = taken_on(town)
    with town.database.write() as uow:
        residents.mark_deceased(uow, dead, "staff:kim")
    for nobody in (proposed, dead):
        with pytest.raises(NoGuideError):
            guide_for(town, nobody)
    with pytest.raises(UnknownPersonError):
        guide_for(town, "resident:nobody")
    with town.database.read() as uow:
        assert set(residents_with_guide(uow, DISTRICT)) == {asked, agreed}
        assert residents_with_guide(uow, "daegok-dong") == ()


# On paper

WAYS = {
    "everything": (TELEGRAM, SMS, CALL),
    "telephone": (SMS, CALL),
    "landline": (CALL,),
    "writing": (TELEGRAM,),
    "a person": (),
}


@pytest.mark.parametrize("language", Language)
def test_one_sheet_is_enough_for_whatever_she_has(town: Neighbourhood, language: Language) -> None:
    """The longest and the shortest ones, in one document: each begins on a sheet of its own."""
    her = known(town, taken_on(town, language=language, tier=Tier.LOW, devices=SMARTPHONE))
    assert her.plan is not None
    guides = []
    for ways in WAYS.values():
        plan = replace(her.plan, times=(time(9, 30), time(13, 30)))
        longest = replace(
            her, channels=frozenset(ways), plan=plan, officers=("박지영", "이하늘", "최바다"),
            checker="남궁영희",
        )  # fmt: skip
        link = f"https://t.me/{BOT}?start={'A' * 43}"
        joins = TELEGRAM in ways
        guides.append(words.guide(replace(longest, joins=joins), CITY, link if joins else None))
    with printed(*guides) as document:
        assert len(document) == 2 * len(guides)
        said = read(document)
    for guide in guides:
        for line in words_of(guide).splitlines():
            assert "".join(line.split()) in "".join(said.split()), line
        assert unkind_words(words_of(guide), language) == ()
        assert revealing_words(words_of(guide), language) == ()


def test_no_letter_is_smaller_than_twenty_points(town: Neighbourhood) -> None:
    size = c_float()
    with printed(guide_for(town, taken_on(town, devices=SMARTPHONE))) as document:
        letters = [each for page in document for each in page.get_objects([FPDF_PAGEOBJ_TEXT])]
        sizes = [size.value for each in letters if FPDFTextObj_GetFontSize(each, size)]
    assert len(sizes) == len(letters) > 20
    assert min(sizes) >= 20


def test_its_fonts_are_inside(town: Neighbourhood) -> None:
    pdf = sheet.pdf_of([guide_for(town, taken_on(town, language=Language.zh_Hans))])
    assert pdf.count(b"/FontFile2") == 2
    assert len(pdf) < 200_000


def test_chinese_lines_begin_with_no_closing_mark_and_end_with_no_opening_one() -> None:
    lines = wrapped("如果您一切都好，请按‘开始’。", 4, len)
    assert lines == ["如果您一", "切都好，", "请按", "‘开始’。"]


def test_korean_words_stay_whole() -> None:
    assert wrapped("이 그림을 비추고 ‘시작’을 눌러 주세요.", 10, len) == [
        "이 그림을 비추고",
        "‘시작’을 눌러",
        "주세요.",
    ]


def test_a_sheet_that_names_no_answer_has_none(town: Neighbourhood) -> None:
    her = known(town, taken_on(town))
    (answers,) = (
        one
        for one in words.guide(replace(her, channels=frozenset()), CITY, None).blocks
        if isinstance(one, Answers)
    )
    assert (answers.keys, answers.buttons) == ((), ())


@given(st.text("가나 你好，。‘’“”「」（）a1", max_size=60))
def test_no_letter_is_lost_between_lines(text: str) -> None:
    lines = wrapped(text, 7, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
