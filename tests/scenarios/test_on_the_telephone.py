"""She has a plain telephone: a text announces the call, and she answers it her own way."""

from datetime import timedelta

import pytest

from tests.scenarios.people import Resident
from tests.scenarios.town import CALLS, SPEECH, Town


def is_called(town: Town, resident: Resident) -> None:
    """Time passes until her first call of the day is over, which a text has announced."""
    town.until(town.slot_of(resident))
    town.until_called(resident)
    resident.telephone.has_text("김천시 지좌동", "전화드립니다")


def test_key_one_is_enough(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    town.officer()
    resident.telephone.answers().presses("1")
    is_called(town, resident)
    resident.telephone.was_called("김천시", "김순자 님", "잘 지내신다니 다행입니다")
    town.advance(hours=6)


def test_whoever_did_not_hear_it_is_called_again(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    town.officer()
    is_called(town, resident)
    resident.telephone.answers().presses("1")
    town.until_called(resident)
    resident.telephone.was_called()
    resident.telephone.was_called("잘 지내신다니 다행입니다")
    town.advance(hours=6)


def test_she_calls_back_between_two_calls(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    town.officer()
    is_called(town, resident)
    resident.telephone.was_called()
    town.advance(minutes=4)
    assert "잘 지내신다니 다행입니다" in resident.calls_the_city("1")
    town.advance(hours=6)


@pytest.mark.parametrize("otherwise", ["has_voicemail", "is_busy"])
def test_a_machine_or_a_busy_line_three_times_is_silence(town: Town, otherwise: str) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    neighbour = town.helper("이영희")
    town.officer()
    town.lead()
    getattr(resident.telephone, otherwise)()
    is_called(town, resident)
    for _ in range(2):
        town.until_called(resident)
    for _ in range(3):
        resident.telephone.was_called()
    town.advance(minutes=20)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    neighbour.reports("well")
    town.advance(hours=6)


def test_somebody_else_is_on_the_telephone(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    officer = town.officer()
    resident.telephone.answers().presses("3").presses("1")
    is_called(town, resident)
    resident.telephone.was_called("김순자 님")
    officer.is_offered("after_unclear", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=6)


def test_a_landline_rings_again_at_another_time_of_the_day(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS, landline=True)
    town.officer()
    town.until(town.slot_of(resident))
    began = town.now
    town.until_called(resident)
    town.until_called(resident)
    assert town.now - began < timedelta(minutes=30)
    resident.telephone.answers().presses("1")
    town.until_called(resident)
    assert town.now - began > timedelta(hours=2)
    for said in ((), (), ("잘 지내신다니 다행입니다",)):
        resident.telephone.was_called(*said)
    town.advance(hours=6)


def test_she_says_that_she_is_fine_and_says_it_again(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=SPEECH)
    town.officer()
    resident.telephone.answers().says("여보세요").says("응, 잘 지내").says("네, 맞아요")
    is_called(town, resident)
    resident.telephone.was_called("잘 지내신다는 말씀이시지요?", "잘 지내신다니 다행입니다")
    town.advance(hours=6)


def test_a_fine_that_she_does_not_confirm_is_asked_again(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=SPEECH)
    town.officer()
    resident.telephone.answers().says("잘 지내요").hangs_up()
    is_called(town, resident)
    resident.telephone.was_called("잘 지내신다는 말씀이시지요?")
    resident.telephone.answers().presses("1")
    town.until_called(resident)
    resident.telephone.was_called("잘 지내신다니 다행입니다")
    town.advance(hours=6)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("넘어져서 못 일어나겠어요", "지금 이 전화를 끊고 일일구를 눌러 주세요"),
        ("가슴이 너무 아프고 숨이 차요", "저희도 바로 전화드립니다"),
    ],
)
def test_danger_on_the_telephone_brings_people_at_once(town: Town, words: str, answer: str) -> None:
    resident = town.resident("김순자", telegram=False, also=SPEECH)
    officer = town.officer()
    resident.telephone.answers().says(words)
    is_called(town, resident)
    resident.telephone.was_called(answer)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("danger")


def test_what_she_says_stays_unclear_and_a_person_rings(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=SPEECH)
    officer = town.officer()
    resident.telephone.answers().says("오늘 장날이라 시장 왔다").says("날이 꾸무리하네")
    is_called(town, resident)
    resident.telephone.was_called("제가 잘 알아듣지 못했습니다", "담당자가 전화드리겠습니다")
    officer.is_offered("after_unclear", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=6)


def test_who_did_not_agree_to_it_is_not_listened_to(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=CALLS)
    town.officer()
    resident.telephone.answers().says("넘어졌어요").presses("1")
    is_called(town, resident)
    resident.telephone.was_called("천천히 하셔도 괜찮습니다", "잘 지내신다니 다행입니다")
    town.advance(hours=6)


def test_she_wants_no_more_calls(town: Town) -> None:
    resident = town.resident("김순자", telegram=False, also=SPEECH)
    officer, neighbour = town.officer(), town.helper("이영희")
    resident.telephone.answers().says("이제 전화하지 마세요")
    is_called(town, resident)
    resident.telephone.was_called("네, 이제 자동 전화는 드리지 않겠습니다")
    officer.is_offered("talk_after_stop", when="today")
    neighbour.is_offered("person_check", when="today")
