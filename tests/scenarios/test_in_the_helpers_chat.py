"""Helpers and officers ask the bot for their work, for some rest, and for how it goes."""

from datetime import datetime, timedelta

import pytest

from tests.scenarios.people import OFFERED, Resident, Worker
from tests.scenarios.town import SEOUL, Town
from tests.support.inprocess import CITY_PHONE

UNTIL_WHEN = ("오늘만", "내일까지", "일주일 동안", "다시 말씀드릴 때까지")
WELCOME_BACK = "다시 함께해 주셔서 고맙습니다. 일이 생기면 부탁드리겠습니다."
TUESDAY_EVENING = datetime(2026, 9, 8, 19, 0, tzinfo=SEOUL)
HELPERS_MENU = [
    ("tasks", "할 일 보기"),
    ("away", "쉬고 싶을 때"),
    ("back", "다시 시작할 때"),
    ("help", "쓰는 방법"),
]
NOTHING_TO_DO = "지금 맡으신 일도, 답을 기다리는 부탁도 없습니다. 편히 쉬세요."
HOW_IT_GOES = (
    "일이 생기면 이곳으로 부탁드립니다. 맡으신 뒤 결과를 눌러 주시면 됩니다.\n"
    "‘할 일’(/tasks): 맡으신 일과 답을 기다리는 부탁을 보여 드립니다.\n"
    "‘쉴게요’(/away): 쉬고 싶으실 때 적어 주세요.\n"
    "‘다시 할게요’(/back): 다시 하실 수 있을 때 적어 주세요.\n"
    "그 밖의 말씀은 담당자가 읽습니다. 이웃의 이름이나 주소는 적지 말아 주세요.\n"
    f"궁금하신 점은 {CITY_PHONE} 번으로 전화 주세요. 급할 때는 먼저 119를 눌러 주세요."
)
CALL_119 = (
    "누가 다치셨거나 급하면 지금 119(112)에 전화해 주세요.\n"
    f"담당자에게도 바로 알리고 있습니다. {CITY_PHONE} 번으로 전화하셔도 됩니다."
)
LEAVE_IS_THE_OFFICES = (
    "늘 애써 주셔서 고맙습니다. 휴가나 출장은 업무 화면이나 사무실에서 등록해 주세요.\n"
    "등록하시면 맡으신 일과 새 일을 바로 대직자께 부탁드리니 마음 편히 다녀오세요. "
    f"궁금하신 점은 {CITY_PHONE} 번으로 전화 주세요."
)
SOMEBODY_READS_IT = (
    "말씀 잘 받았습니다. 담당자가 읽고 연락드리겠습니다.\n"
    "급할 때는 먼저 119를 눌러 주세요. 맡으신 일을 보시려면 ‘할 일’이라고 적어 주세요. "
    f"전화는 {CITY_PHONE} 번입니다."
)


def wants_help(town: Town, resident: Resident) -> None:
    resident.writes("도와주세요")
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))


def test_her_work_is_one_message_with_a_way_to_each_card(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    town.officer()
    town.lead()
    town.until("09:02")
    neighbour.writes("할 일")
    neighbour.phone.reads(NOTHING_TO_DO)
    wants_help(town, resident)
    neighbour.is_offered("call_back", when="now")
    code = neighbour.code
    neighbour.writes("할 일")
    neighbour.phone.reads(
        f"답을 기다리는 부탁: 1건\n{code} · 지좌동 · 다시 전화드리기 · 지금 바로",
        f"{code} 카드 보기",
    )
    old_card = neighbour.phone.button("button.accept")
    neighbour.presses("button.show", "task.toast", code=code)
    neighbour.phone.expects(
        "task.offer", *OFFERED, kind=town.kind("call_back"), when=town.when("now")
    )
    assert neighbour.phone.button("button.accept") != old_card
    neighbour.accepts()
    town.does(town.telegram.press(neighbour.phone.chat_id, *old_card))
    town.settle()
    neighbour.phone.flashes("task.toast")
    neighbour.writes("/tasks")
    neighbour.phone.reads(
        f"지금 맡으신 일: 1건\n{code} · 지좌동 · 다시 전화드리기 · {neighbour.due}까지",
        f"{code} 카드 보기",
    )
    neighbour.presses("button.show", "task.toast", code=code)
    neighbour.is_given("call_back")
    neighbour.reports("spoken")
    neighbour.writes("내 일")
    neighbour.phone.reads(NOTHING_TO_DO)
    neighbour.presses("button.show", "task.toast", code=code)
    neighbour.phone.expects("task.done")


@pytest.mark.parametrize(
    ("why", "answer"),
    [
        ("not_now", "noted"),
        ("too_far", "noted"),
        ("unwell", "unwell"),
        ("somebody_else", "noted"),
    ],
)
def test_why_she_cannot_is_a_second_tap_for_which_nothing_waits(
    town: Town, why: str, answer: str
) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    wants_help(town, resident)
    neighbour.is_offered("call_back", when="now")
    neighbour.declines()
    officer.is_offered("call_back", when="now")
    neighbour.presses(f"button.declined.{why}", "task.toast")
    neighbour.phone.shows(f"task.declined.{answer}")
    officer.accepts()
    officer.reports("spoken")


def wants_rest(neighbour: Worker, until: str) -> None:
    """She is asked until when, and presses it."""
    neighbour.writes("쉴게요")
    neighbour.phone.reads("네, 편히 쉬세요. 언제까지 쉬실까요?", *UNTIL_WHEN)
    neighbour.presses(f"button.away.{until}", "task.toast")


def test_while_she_rests_others_do_her_work(town: Town) -> None:
    first, second, third = (town.resident(name) for name in ("김순자", "박말순", "최복례"))
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    wants_help(town, first)
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    hers = town.known_of(neighbour.phone)
    wants_help(town, second)
    town.advance(minutes=1)
    neighbour.is_offered("call_back", when="now")
    wants_rest(neighbour, "tomorrow")
    neighbour.phone.shows("helper.away.until", "button.back", last="9월 9일 (수)")
    neighbour.phone.expects("task.keep", "button.keep", "button.give_back", **hers)
    neighbour.phone.shows("task.declined.noted")
    town.advance(minutes=1)
    officer.is_offered("call_back", when="now")
    neighbour.presses("button.give_back", "task.toast")
    neighbour.phone.shows("task.given_back", **hers)
    town.advance(minutes=1)
    officer.is_offered("call_back", when="now")
    wants_help(town, third)
    town.advance(minutes=1)
    officer.is_offered("call_back", when="now")
    neighbour.writes("다시 할게요")
    neighbour.phone.reads(WELCOME_BACK)
    neighbour.writes("/back")
    neighbour.phone.reads("지금도 부탁드릴 수 있게 되어 있습니다. 늘 고맙습니다.")


def test_what_she_has_accepted_she_may_keep(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    town.officer()
    town.lead()
    town.until("09:02")
    wants_help(town, resident)
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    wants_rest(neighbour, "open")
    neighbour.phone.shows("helper.away.open", "button.back")
    neighbour.phone.expects("task.keep", "button.keep", "button.give_back")
    neighbour.presses("button.keep", "task.toast")
    neighbour.has_it()
    neighbour.reports("spoken")
    neighbour.presses("button.back", "task.toast")
    neighbour.phone.shows("helper.back")


def test_a_question_of_yesterday_is_asked_anew(town: Town) -> None:
    neighbour = town.helper("이영희")
    neighbour.writes("/away")
    neighbour.phone.reads("네, 편히 쉬세요. 언제까지 쉬실까요?", *UNTIL_WHEN)
    town.advance(days=1)
    yesterday = neighbour.phone.button("button.away.today")
    neighbour.writes("쉴게요")
    neighbour.phone.reads("네, 편히 쉬세요. 언제까지 쉬실까요?", *UNTIL_WHEN)
    town.does(town.telegram.press(neighbour.phone.chat_id, *yesterday))
    town.settle()
    neighbour.phone.flashes("task.toast")
    assert not town.is_away(neighbour)
    neighbour.presses("button.away.today", "task.toast")
    neighbour.phone.shows("helper.away.until", "button.back", last="9월 9일 (수)")
    assert town.is_away(neighbour)
    town.advance(hours=17)
    assert not town.is_away(neighbour)


def test_a_rest_after_a_hard_find_is_not_cut_short_unnoticed(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    wants_help(town, resident)
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    rest = town.at(town.now + timedelta(days=7))
    neighbour.reports("danger")
    neighbour.phone.expects("helper.rest")
    officer.is_offered("welfare_visit", when="now")
    officer.is_offered("debrief", when=town.now + timedelta(hours=24))
    wants_rest(neighbour, "today")
    neighbour.phone.shows("helper.away.rests", "button.back", rest=rest)
    neighbour.writes("다시 할게요")
    neighbour.phone.expects("helper.back.rests", "button.back", rest=rest)
    assert town.is_away(neighbour)
    neighbour.presses("button.back", "task.toast")
    neighbour.phone.shows("helper.back")
    assert not town.is_away(neighbour)


def test_how_it_goes(town: Town) -> None:
    neighbour, officer, resident = town.helper("이영희"), town.officer(), town.resident("김순자")
    assert neighbour.phone.menu == HELPERS_MENU
    assert officer.phone.menu == [HELPERS_MENU[0], HELPERS_MENU[3]]
    assert resident.phone.menu == [("ok", "잘 지내요"), ("help", "도움이 필요해요")]
    for words in ("/help", "도움말", "/start"):
        neighbour.writes(words)
        neighbour.phone.reads(HOW_IT_GOES)
    officer.writes("/help")
    officer.phone.expects("staff.help")
    officer.writes("할 일")
    officer.phone.reads(NOTHING_TO_DO)
    officer.writes("쉴게요")
    officer.phone.reads(LEAVE_IS_THE_OFFICES)


def test_danger_in_her_words_reaches_the_officer_at_once(town: Town) -> None:
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    neighbour.writes("옆집 할머니가 넘어지셨어요")
    neighbour.phone.reads(CALL_119)
    officer.is_offered("helpers_words", when="now")
    neighbour.writes("문은 열려 있어요")
    neighbour.phone.reads(SOMEBODY_READS_IT)
    officer.accepts()
    officer.reads_what_was_written(neighbour, "옆집 할머니가 넘어지셨어요", "문은 열려 있어요")
    officer.reports("helped")
    town.advance(hours=3)


def test_danger_behind_a_command_is_not_overheard(town: Town) -> None:
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    neighbour.writes("/help 할머니가 쓰러져 계세요")
    neighbour.phone.reads(CALL_119)
    officer.is_offered("helpers_words", when="now")
    officer.accepts()
    officer.reports("helped")


def test_danger_in_her_words_is_repeated_until_somebody_takes_it(town: Town) -> None:
    neighbour = town.helper("이영희")
    officer, lead = town.officer(), town.lead()
    town.until("09:02")
    neighbour.writes("연기가 나요")
    neighbour.phone.reads(CALL_119)
    officer.is_offered("helpers_words", when="now")
    for _ in range(2):
        town.advance(minutes=5)
        lead.is_offered("helpers_words", when="now")
        town.advance(minutes=15)
        officer.is_offered("helpers_words", when="now")
    lead.accepts()
    officer.phone.shows("task.taken")


@pytest.mark.parametrize("town", [TUESDAY_EVENING], indirect=True)
def test_other_words_wait_for_the_office_and_thanks_for_nobody(town: Town) -> None:
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    neighbour.writes("네, 고맙습니다.")
    neighbour.phone.expects("helper.thanks")
    for words in ("할머니가 안경을 찾으세요", "내일 다시 가 볼게요", "/etwas"):
        neighbour.writes(words)
        neighbour.phone.reads(SOMEBODY_READS_IT)
    town.advance(hours=14)
    officer.is_offered("helpers_words", when="today")
    officer.accepts()
    officer.reads_what_was_written(
        neighbour, "할머니가 안경을 찾으세요", "내일 다시 가 볼게요", "/etwas"
    )
    officer.reports("helped")
    town.advance(hours=3)


def test_who_despairs_hears_of_109(town: Town) -> None:
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    neighbour.writes("이제 그만 살고 싶어요")
    neighbour.phone.expects("reply.urgent.self_harm")
    officer.is_offered("helpers_words", when="now")
    officer.accepts()
    officer.reports("helped")
