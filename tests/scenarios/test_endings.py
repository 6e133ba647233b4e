"""She does not want to be asked any more, or she has died."""

from datetime import timedelta

from residents import service as residents
from tasks import service as tasks
from tasks.model import TaskKind
from tests.scenarios.people import ASKED
from tests.scenarios.test_nobody_unwatched import says_that_it_ends
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
    town.advance(minutes=70)
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    says_that_it_ends(officer)
    officer.accepts()
    officer.reports("care_ended")
    town.advance(days=1)


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
    officer.reports("died")
    town.advance(days=2)


def test_the_news_of_a_death_was_wrong(town: Town) -> None:
    resident = town.resident("김순자")
    town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    resident.writes("옆집 할머니가 어젯밤에 돌아가셨어요")
    resident.phone.expects("reply.deceased")
    officer.is_offered("deceased_check", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.advance(minutes=1)
    resident.is_asked_now()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")


def test_a_death_told_in_the_middle_of_a_cry_for_help_ends_nothing(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    lead = town.lead()
    resident.is_asked()
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))
    resident.phone.shows("checkin.answered.help")
    officer.is_offered("call_back", when="now")
    officer.accepts()
    resident.writes("어머니가 돌아가셨어요")
    resident.phone.expects("reply.deceased")
    town.advance(minutes=1)
    officer.is_offered("deceased_check", when="today")
    officer.reports("danger")
    lead.is_offered("welfare_visit", when="now")
    officer.reports("handed_over")
    lead.phone.shows("task.withdrawn.handed_over")
    town.advance(hours=3)


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
    officer.is_reminded()
    officer.reports("died")
    town.advance(hours=6)


def test_news_of_a_death_that_is_not_known_yet_is_asked_about_again(town: Town) -> None:
    """Until an official has said whether it is true, somebody is asked each working morning."""
    resident = town.resident("김순자")
    officer = town.officer()
    resident.is_asked()
    resident.writes("어머니가 어젯밤에 돌아가셨어요")
    resident.phone.expects("reply.deceased")
    officer.is_offered("deceased_check", when="today")
    officer.accepts()
    officer.presses("button.result.not_known_yet", "task.toast")
    officer.phone.skips(len(officer.phone.unread))
    town.until(town.today("09:00") + timedelta(days=1, minutes=5))
    officer.phone.skips(len(officer.phone.unread) - 1)
    officer.is_offered("deceased_check", when="today")
    officer.accepts()
    officer.reports("died")
    officer.phone.skips(len(officer.phone.unread))
    town.advance(days=2)
    with town.service.database.read() as uow:
        assert residents.unconfirmed_deaths(uow) == ()
        known = tasks.open_about(uow, resident.ref)
    assert all(one.new.kind is not TaskKind.DECEASED_CHECK for one in known)
    officer.phone.skips(len(officer.phone.unread))


def test_an_official_who_finds_her_well_ends_the_question(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    resident.is_asked()
    resident.writes("옆집 할머니가 어젯밤에 돌아가셨어요")
    resident.phone.expects("reply.deceased")
    officer.is_offered("deceased_check", when="today")
    with town.service.database.write() as uow:
        residents.take_back_report(uow, resident.ref)
    town.settle()
    officer.phone.shows("task.withdrawn")
    resident.phone.skips(len(resident.phone.unread))
