"""Alarms that were needless change what an officer may decide, and nothing about the next alarm."""

import html
import re
from datetime import datetime, timedelta

import pytest

from care.plug_changes import PlugChanges
from escalation.model import Urgency
from locales.model import Language
from locales.texts import say
from plugs.decide.changes import Change
from plugs.model.alarms import Turned
from plugs.service.changing import change_in_words
from plugs.service.outcomes import alarms_since, away_since
from residents import service as residents
from tests.scenarios.home import Kettle
from tests.scenarios.people import ASKED, Resident, Worker
from tests.scenarios.town import SEOUL, Town

IN_JUNE = datetime(2026, 6, 9, 7, 0, tzinfo=SEOUL)
"""A Tuesday; no festival is near."""
pytestmark = pytest.mark.parametrize("town", [IN_JUNE], indirect=True, ids=["june"])
DAYS = timedelta(days=28)
HALF_A_DAY, A_DAY_AND_A_HALF = timedelta(hours=12), timedelta(hours=36)


A_SECOND_PLUG = (
    "지난 28일 동안 댁에 잘 계셨는데 여쭌 것이 4번, 찾아뵌 것이 0번. "
    "자주 쓰시는 다른 기기에 플러그를 하나 더 달기."
)


def changes_of(town: Town) -> PlugChanges:
    return PlugChanges(town.service.means, town.service.settings.city())


def proposed(town: Town, resident: Resident) -> dict[Change, str]:
    """What her officer reads."""
    with town.service.database.read() as uow:
        her = residents.outline(uow, resident.ref)
        return {
            one.change: change_in_words(one, uow.now, Language.ko)
            for one in changes_of(town).proposed(uow, her)
        }


def takes_up(town: Town, officer: Worker, resident: Resident, change: Change) -> None:
    with town.service.database.write() as uow:
        her = residents.outline(uow, resident.ref)
        changes_of(town).decide(uow, her, change, officer.ref, accept=True)
    town.settle()


def turned(town: Town, resident: Resident) -> list[Turned]:
    with town.service.database.read() as uow:
        return [one.turned for one in alarms_since(uow, resident.ref, uow.now - DAYS)]


def lives_as_ever(town: Town, resident: Resident, kettle: Kettle) -> None:
    """Tea morning and evening, until a morning before which nor after which she is asked."""
    while town.now > town.today("09:40") or town.slot_of(resident) - town.now < A_DAY_AND_A_HALF:
        kettle.boils()
        town.until("23:30")
        kettle.boils()
        if town.slot_of(resident) - town.now < HALF_A_DAY:
            resident.is_asked()
            resident.says_she_is_fine()
            resident.phone.shows("checkin.answered.fine")
        else:
            town.advance(hours=10)


def is_silent_until_asked(town: Town, resident: Resident, kettle: Kettle) -> None:
    """Tea at half past nine, and nothing until she is asked the next morning."""
    lives_as_ever(town, resident, kettle)
    town.until("09:40")
    kettle.boils()
    town.until("23:59")
    town.advance(hours=9, minutes=2)
    resident.phone.expects("checkin.ask.quiet_home", *ASKED)


def is_looked_for(town: Town, resident: Resident, kettle: Kettle, officer: Worker) -> None:
    """She does not answer, and a day after her tea the officer is asked to go there."""
    is_silent_until_asked(town, resident, kettle)
    town.until("10:02")
    resident.phone.expects("checkin.remind", *ASKED)
    officer.is_offered("welfare_visit", when="now")
    case = town.case_of(resident)
    assert case is not None
    assert case.urgency is Urgency.DANGER
    officer.accepts()


def test_after_needless_questions_a_second_plug_is_proposed_and_the_next_silence_is_as_grave(
    town: Town,
) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer()
    for _ in range(4):
        assert proposed(town, resident) == {}
        is_silent_until_asked(town, resident, kettle)
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
    assert turned(town, resident) == [Turned.AT_HOME] * 4
    assert proposed(town, resident) == {Change.SECOND_PLUG: A_SECOND_PLUG}
    is_looked_for(town, resident, kettle, officer)
    page = decides_on_her_page(town, officer, take="second_plug")
    assert A_SECOND_PLUG not in page
    assert resident.name in page
    officer.is_offered("plug_place", when="today")
    assert town.kind("plug_place") == "플러그 자리 바꾸기"
    assert proposed(town, resident) == {}


def decides_on_her_page(town: Town, officer: Worker, **pressed: str) -> str:
    """She opens the page of her work and presses; what it shows then."""
    _, url = officer.phone.button("button.open_page")
    before = html.unescape(town.opens_page(url, officer.pin))
    assert "플러그 방법 바꾸기" in before
    assert A_SECOND_PLUG in before
    assert re.findall(r">(그렇게 하기|그대로 두기)</button>", before) == [
        "그렇게 하기",
        "그대로 두기",
    ]
    (task, *_) = re.findall(r'name="task" value="([^"]+)"', before)
    answer = town.sends_form(url, task=task, **pressed)
    town.settle()
    return html.unescape(answer.text)


def test_after_alarms_while_she_was_away_she_is_asked_to_tell_before(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer(duty=True)
    for _ in range(3):
        assert proposed(town, resident) == {}
        is_looked_for(town, resident, kettle, officer)
        officer.reports("elsewhere")
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
    assert set(turned(town, resident)) == {Turned.AWAY}
    with town.service.database.read() as uow:
        silent = away_since(uow, resident.ref, uow.now - DAYS)
    assert {one.ends - one.begins > timedelta(hours=23) for one in silent if one.ends} == {True}
    assert proposed(town, resident) == {
        Change.ABSENCES: "지난 28일 동안 댁을 비우신 사이 여쭌 것이 3번, 찾아뵌 것이 3번. "
        "며칠 댁을 비우실 때 미리 알려 주시도록 말씀드리기."
    }
    takes_up(town, officer, resident, Change.ABSENCES)
    resident.phone.expects("plug.tell_absences")
    assert say("plug.tell_absences", Language.ko, name="김순자") == (
        "김순자 님, 며칠 댁을 비우실 때는 떠나시기 전에 여기에 한 줄 적어 주세요. "
        "내일부터 딸네 집에 있다고만 적으셔도 됩니다. 그동안은 여쭙지 않겠습니다."
    )
    kettle.boils()
    town.advance(hours=1)
    resident.writes("내일부터 며칠 딸네 집에 있어요")
    resident.phone.shows("checkin.answered.absent")
    resident.phone.expects("reply.absent")
    town.advance(hours=30)
    assert turned(town, resident) == [Turned.AWAY] * 6
