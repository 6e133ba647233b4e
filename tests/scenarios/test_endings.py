"""She does not want to be asked any more, or she has died."""

from tests.scenarios.people import ASKED, WORKING
from tests.scenarios.town import Town


def test_stop_ends_the_channel_and_opens_a_talk(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    resident.writes("이제 그만 보내 주세요")
    resident.phone.reads(
        "네, 이제 이곳으로는 연락드리지 않겠습니다. 며칠 안에 담당자가 편하신 방법을 여쭙겠습니다."
    )
    neighbour.is_offered("person_check", when="today")
    officer.is_offered("talk_after_stop", when="today")
    officer.accepts()
    officer.reports("spoken")
    neighbour.accepts()
    neighbour.reports("well")
    town.advance(hours=12)


def test_a_death_stops_everything(town: Town) -> None:
    resident = town.resident("김순자")
    town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    resident.writes("어머니가 어젯밤에 돌아가셨어요")
    resident.phone.reads(
        "알려 주셔서 감사합니다. 마음 깊이 위로드립니다. 담당자가 전화드리겠습니다."
    )
    officer.is_offered("deceased_check", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.advance(days=2)


def test_a_death_calls_off_whoever_is_on_her_way(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.advance(minutes=105)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    resident.writes("어머니가 어젯밤에 돌아가셨어요")
    resident.phone.expects("reply.deceased")
    neighbour.phone.expects("task.withdrawn")
    officer.is_offered("deceased_check", when="today")
    officer.accepts()
    town.advance(hours=12)
    officer.phone.expects("task.remind", *WORKING)
    officer.reports("spoken")
    town.advance(hours=6)
