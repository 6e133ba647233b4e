"""Where nothing would tell of her silence any more, the office finds a way the same day."""

from datetime import datetime, timedelta

import pytest

from residents import service as residents
from residents.model import ChannelName, LifeState, Purpose
from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import SEOUL, Town

FRIDAY_EVENING = datetime(2026, 9, 11, 18, 30, tzinfo=SEOUL)


def withdraws_her_consent(
    town: Town, resident: Resident, purpose: Purpose = Purpose.OVERSEAS_TELEGRAM
) -> None:
    """She does not wish that her messages go abroad; there is nothing else to ask her by."""
    with town.service.database.write() as uow:
        residents.withdraw_consent(uow, resident.ref, purpose, "staff:1", ChannelName.PERSON)
    town.settle()


def agrees_again(town: Town, resident: Resident) -> None:
    with town.service.database.write() as uow:
        (old,) = (
            one
            for one in residents.consents_of(uow, resident.ref)
            if one.purpose is Purpose.OVERSEAS_TELEGRAM
        )
        given = type(old)(old.purpose, old.basis, uow.now, None, "story-2", old.channel, "staff:1")
        residents.give_consent(uow, resident.ref, given)
    town.settle()


def loses_her_last_source(town: Town) -> tuple[Resident, Worker, Worker]:
    """She has answered this morning, and at ten nothing is left to ask her by."""
    resident, officer, lead = town.resident("김순자"), town.officer(), town.lead()
    resident.is_asked()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.until("13:00")
    withdraws_her_consent(town, resident)
    return resident, officer, lead


def test_the_officer_reads_it_within_the_hour_and_calls_her_from_now_on(town: Town) -> None:
    resident, officer, _ = loses_her_last_source(town)
    town.until("13:59")
    officer.phone.expects_nothing()
    town.until("14:01")
    (offer,) = officer.phone.unread
    assert offer.startswith("박주무: 지좌동 · 안부 방법 정하기\n언제: 오늘 오후 6시까지")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    assert "지금은 이분의 안부를 여쭐 길이 없습니다." in "".join(officer.phone.everything)
    officer.reads_where_to_go(resident)
    officer.presses("button.result.person_calls", "task.toast")
    officer.phone.shows("task.done")
    with town.service.database.read() as uow:
        assert residents.resident(uow, resident.ref).named_checker == officer.ref
    town.until("21:00")


def test_who_can_be_asked_again_needs_nobody(town: Town) -> None:
    resident, officer, _ = loses_her_last_source(town)
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    agrees_again(town, resident)
    back = officer.phone.shows("task.withdrawn.way_found").text
    assert back.endswith("다시 안부를 여쭐 수 있게 되었습니다. 이제 하지 않으셔도 됩니다.")
    town.until("21:00")


def test_what_comes_back_at_once_is_nobodys_work(town: Town) -> None:
    resident, officer, _ = loses_her_last_source(town)
    town.until("13:50")
    agrees_again(town, resident)
    town.until("21:00")
    officer.phone.expects_nothing()


def test_when_nobody_acts_the_lead_is_asked_and_then_all_again(town: Town) -> None:
    _, officer, lead = loses_her_last_source(town)
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    town.until("15:01")
    lead.is_offered("not_watched", when=town.today("18:00"))
    town.until(town.today("09:00") + timedelta(days=1, minutes=1))
    officer.is_offered("not_watched", when=town.today("18:00"))


def test_a_plan_that_asks_nobody_is_asked_for_again_the_next_morning(town: Town) -> None:
    resident, officer, _ = loses_her_last_source(town)
    neighbour = town.helper("이영희")
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    officer.reports("plan_made")
    town.until(town.today("09:00") + timedelta(days=1, minutes=1))
    officer.is_offered("not_watched", when=town.today("18:00"))
    town.names_neighbour(resident, neighbour)
    officer.phone.shows("task.withdrawn.way_found")
    town.until_told(neighbour)
    neighbour.is_offered("person_check", when="today")


@pytest.mark.parametrize("town", [FRIDAY_EVENING], indirect=True)
def test_in_the_evening_and_at_weekends_it_waits_for_the_office(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    withdraws_her_consent(town, resident)
    town.advance(hours=14)
    officer.phone.expects_nothing()


def says_that_it_ends(officer: Worker) -> None:
    """She is asked once more: no single press ends the watch over anybody."""
    officer.presses("button.result.care_ended", "task.toast")
    officer.is_offered("end_check", when="today")
    officer.phone.skips(1)


def test_who_wishes_no_more_to_be_asked_is_let_be(town: Town) -> None:
    resident, officer, _ = loses_her_last_source(town)
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    says_that_it_ends(officer)
    assert _state(town, resident) is LifeState.ACTIVE
    officer.accepts()
    officer.reports("care_ended")
    assert _state(town, resident) is LifeState.ENDED
    town.advance(days=2)
    officer.phone.expects_nothing()


def test_she_wished_to_go_on(town: Town) -> None:
    """One press too many ends nothing: the office goes on looking for a way the next morning."""
    resident, officer, _ = loses_her_last_source(town)
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    says_that_it_ends(officer)
    officer.accepts()
    officer.reports("goes_on")
    assert _state(town, resident) is LifeState.ACTIVE
    town.until(town.today("09:00") + timedelta(days=1, minutes=1))
    officer.is_offered("not_watched", when=town.today("18:00"))


def test_it_is_not_known_yet_whether_she_wishes_it(town: Town) -> None:
    """Then officers are asked about her again, and she is looked after meanwhile."""
    resident, officer, _ = loses_her_last_source(town)
    town.until("14:01")
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    says_that_it_ends(officer)
    officer.accepts()
    officer.presses("button.result.not_known_yet", "task.toast")
    assert _state(town, resident) is LifeState.ACTIVE
    assert town.case_of(resident) is not None
    officer.phone.skips(len(officer.phone.unread))


def _state(town: Town, resident: Resident) -> LifeState:
    with town.service.database.read() as uow:
        return residents.resident(uow, resident.ref).state


def test_when_her_neighbours_appointment_ends_somebody_else_is_found(town: Town) -> None:
    resident = town.resident("김순자", telegram=False)
    neighbour, officer = town.helper("이영희"), town.officer()
    town.names_neighbour(resident, neighbour)
    with town.service.database.write() as uow:
        residents.change_helper(uow, neighbour.ref, appointed_until=town.now.date())
    town.until_told(neighbour)
    neighbour.is_offered("person_check", when="today")
    neighbour.accepts()
    neighbour.reports("well")
    town.until("21:00")
    officer.phone.expects_nothing()
    town.until(town.today("09:00") + timedelta(days=1))
    kinds = {"person_check", "not_watched"}
    town.until_told(officer, of=len(kinds))
    assert {officer_card_kind(one) for one in officer.phone.unread} == {
        town.kind(kind) for kind in kinds
    }
    officer.phone.skips(len(kinds))


def test_nobody_may_call_her_who_must_not_know_of_her(town: Town) -> None:
    resident = town.resident("김순자", telegram=False)
    neighbour, officer = town.helper("이영희"), town.officer()
    town.names_neighbour(resident, neighbour)
    town.until_told(neighbour)
    neighbour.is_offered("person_check", when="today")
    neighbour.accepts()
    neighbour.reports("well")
    withdraws_her_consent(town, resident, Purpose.COLLECTION)
    town.advance(minutes=65)
    officer.is_offered("not_watched", when=town.today("18:00"))


def officer_card_kind(line: str) -> str:
    """What an offer asks for, as its first line says it."""
    return line.splitlines()[0].rpartition(" · ")[2]
