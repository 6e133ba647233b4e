"""She writes what is: that she is away, busy, not the one we mean, or well in her own way."""

from tests.scenarios.people import ASKED
from tests.scenarios.town import Town


def test_she_is_with_her_daughter(town: Town) -> None:
    resident = town.resident("김순자")
    resident.is_asked()
    resident.writes("부산 딸네 집에 와 있어요")
    resident.phone.shows("checkin.answered.absent")
    resident.phone.expects("reply.absent")
    town.advance(days=2)
    resident.phone.expects_nothing()
    town.until(town.slot_of(resident))
    resident.phone.expects("checkin.ask.return", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")


def test_she_has_no_time_now(town: Town) -> None:
    resident = town.resident("김순자")
    resident.is_asked()
    resident.writes("지금 바빠요 이따가 할게요")
    resident.phone.expects("reply.later")
    town.advance(hours=2, minutes=1)
    resident.phone.expects("checkin.remind", *ASKED)
    resident.writes("예 잘 있심더")
    resident.phone.shows("checkin.answered.fine")
    town.advance(hours=4)


def test_it_is_somebody_else(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    resident.is_asked()
    resident.writes("잘못 거셨어요 저는 그런 사람 아닙니다")
    resident.phone.expects("reply.wrong_person")
    officer.is_offered("after_unclear", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


def test_fine_words_with_a_danger_in_them_are_a_danger(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    resident.is_asked()
    resident.writes("괜찮은데 아까부터 가슴이 너무 아프고 숨이 차요")
    resident.phone.reads("지금 119를 눌러 주세요. 저희도 바로 전화드립니다.")
    resident.phone.shows("checkin.answered.help")
    officer.is_offered("call_back", when="now")
    officer.accepts()
    town.advance(minutes=5)
    officer.reports("danger")
