"""Her family says how she is: with one key or one tap, and without learning why it is asked."""

from datetime import datetime

import pytest

from residents import service as residents
from residents.model import ChannelName, Purpose, Tier
from tests.scenarios.people import ASKED, Contact, Resident
from tests.scenarios.test_somebody_goes import falls_silent
from tests.scenarios.town import SEOUL, Town

FAMILY = (Purpose.CONTACTS, Purpose.OVERSEAS_TWILIO)
ON_TELEGRAM = (Purpose.CONTACTS,)
HELLO = (
    "안녕하세요, 김천시에서 {name} 님께 드리는 자동 전화입니다. "
    "김순자 님이 알려 주신 번호로 전화드립니다."
)
HOW_SHE_IS = (
    "김순자 님이 오늘 잘 지내시는지 여쭙니다. 먼저 연락해 보시고 이 번호로 다시 전화하셔도 됩니다."
)
KEYS = (
    "통화하셨거나 만나셨고 잘 계시면 일번을 눌러 주세요. 연락이 안 되시면 이번을 눌러 주세요. "
    "걱정되시면 저희가 가 보도록 삼번을 눌러 주세요. "
    "앞으로 이 전화를 원하지 않으시면 사번을 눌러 주세요. 다시 들으시려면 구번을 눌러 주세요."
)
GLAD = "알려 주셔서 고맙습니다. 편안한 하루 보내세요. 안녕히 계세요."
GOES_ON = (
    "알려 주셔서 고맙습니다. 저희가 이어서 살피겠습니다. 연락이 되시면 이 번호로 전화해 주세요."
)
SENDS = "알려 주셔서 고맙습니다. 찾아뵐 분을 바로 찾겠습니다. 급하시면 일일구에 전화해 주세요."
NEVER_AGAIN = "네, 앞으로는 전화드리지 않겠습니다. 고맙습니다."
OVER = "지금은 여쭐 일이 없습니다. 마음 써 주셔서 고맙습니다."
ALL_WELL = "님, 여쭌 분이 잘 계십니다."
MORNING = datetime(2026, 9, 8, 10, 30, tzinfo=SEOUL)
TAPS = (
    "button.contact.well",
    "button.contact.unreached",
    "button.contact.worried",
    "button.contact.refuses",
)


def is_asked(contact: Contact, *then: str) -> None:
    """Her telephone has rung, and this is all that was said."""
    contact.telephone.heard(HELLO.format(name=contact.name), HOW_SHE_IS, KEYS, *then)


def test_her_daughter_has_spoken_with_her_and_nobody_need_go(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    neighbour, officer = town.helper("정말순"), town.officer()
    daughter.telephone.answers().presses("1")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    town.until_called(daughter)
    is_asked(daughter, GLAD)
    neighbour.phone.shows("task.withdrawn.well")
    assert town.case_of(resident) is None
    assert "보호자가 알려 주심" in town.timeline_of(resident)
    town.advance(hours=3)
    assert officer.phone.unread == []


def test_who_does_not_reach_her_either_makes_room_for_the_next(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter, son = town.contact(resident), town.contact(resident, "김철수", "아들")
    neighbour = town.helper("정말순")
    town.officer()
    daughter.telephone.answers().presses("2")
    son.telephone.answers().presses("1")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    town.until_called(daughter)
    is_asked(daughter, GOES_ON)
    town.settle()
    is_asked(son, GLAD)
    neighbour.phone.shows("task.withdrawn.well")
    town.settle()
    daughter.telephone.has_text(ALL_WELL)
    town.advance(hours=3)


def test_a_worried_daughter_makes_it_more_urgent(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM, also=FAMILY)
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    daughter = town.contact(resident)
    neighbour, officer = town.helper("정말순"), town.officer()
    daughter.telephone.answers().presses("3")
    town.advance(minutes=105)
    neighbour.is_offered("welfare_visit", when="today")
    town.until_called(daughter)
    is_asked(daughter, SENDS)
    old = neighbour.code
    neighbour.phone.shows("task.withdrawn", code=old)
    town.advance(minutes=1)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    resident.writes("잘 지내고 있어요")
    resident.phone.shows("checkin.answered.fine")
    resident.phone.expects("checkin.thanks.late")
    town.advance(minutes=10)
    assert town.case_of(resident) is not None
    neighbour.reports("well")
    assert town.case_of(resident) is None
    daughter.telephone.has_text(ALL_WELL)
    town.advance(hours=2)
    assert officer.phone.unread == []


def test_she_rings_her_mother_first_and_then_us(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    neighbour = town.helper("정말순")
    town.officer()
    daughter.telephone.answers().presses("9").hangs_up()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    town.until_called(daughter)
    is_asked(daughter, "다시 말씀드리겠습니다.", HOW_SHE_IS, KEYS)
    said = daughter.calls_the_city("1")
    assert said == " ".join((HELLO.format(name="김영희"), HOW_SHE_IS, KEYS, GLAD))
    neighbour.phone.shows("task.withdrawn.well")
    assert town.case_of(resident) is None
    assert daughter.calls_the_city("1") == OVER
    town.advance(hours=2)


def test_a_tap_says_as_much_as_a_key(town: Town) -> None:
    resident = town.resident("김순자", also=ON_TELEGRAM)
    daughter = town.contact(resident, telegram=True)
    neighbour = town.helper("정말순")
    town.officer()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    daughter.phone.expects("contact.ask", *TAPS)
    daughter.presses("button.contact.unreached", "task.toast")
    daughter.phone.shows("contact.thanks.unreached")
    assert town.case_of(resident) is not None
    neighbour.accepts()
    neighbour.reports("well")
    daughter.phone.expects("contact.well")
    town.advance(hours=3)


def test_words_on_the_buttons(town: Town) -> None:
    resident = town.resident("김순자", also=ON_TELEGRAM)
    daughter = town.contact(resident, telegram=True)
    neighbour = town.helper("정말순")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    shown = daughter.phone.expects("contact.ask", *TAPS)
    assert [button.label for row in shown.buttons for button in row] == [
        "통화했고 잘 계십니다 / 만났습니다",
        "연락이 안 됩니다",
        "걱정됩니다, 와 주세요",
        "앞으로 묻지 말아 주세요",
    ]
    assert "김순자" not in shown.text
    daughter.presses("button.contact.well", "task.toast")
    daughter.phone.shows("contact.thanks.well")
    neighbour.phone.shows("task.withdrawn.well")
    town.advance(hours=2)


def test_one_key_and_she_is_never_asked_again(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter, son = town.contact(resident), town.contact(resident, "김철수", "아들")
    neighbour = town.helper("정말순")
    town.officer()
    daughter.telephone.answers().presses("4")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    town.until_called(daughter)
    is_asked(daughter, NEVER_AGAIN)
    town.until_called(son)
    son.telephone.was_called()
    with town.service.database.read() as uow:
        known = residents.contact(uow, daughter.ref)
        assert known.refused_at is not None
        assert known.told_at is not None
        assert [one.ref for one in residents.contacts_of(uow, resident.ref)] == [son.ref]
    neighbour.accepts()
    neighbour.reports("well")
    son.telephone.has_text(ALL_WELL)
    town.advance(hours=2)


@pytest.mark.parametrize("town", [MORNING], indirect=True)
@pytest.mark.parametrize(
    "words", ["살기 싫어요", "아들이 때려요"], ids=["a wish to die", "violence"]
)
def test_family_is_asked_nothing_where_only_officers_may_know(town: Town, words: str) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    officer = town.officer(duty=True)
    resident.writes(words)
    reads_the_answer(resident)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    town.advance(minutes=14)
    officer.reports("helped")
    town.advance(minutes=30)
    assert daughter.telephone.unread == []


def reads_the_answer(resident: Resident) -> None:
    """What she reads is another story."""
    assert resident.phone.has(1)
    resident.phone._read += len(resident.phone.unread)


def test_family_is_not_asked_when_she_asks_for_help(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    neighbour = town.helper("정말순")
    town.officer()
    resident.is_asked()
    resident.asks_for_help()
    reads_the_answer(resident)
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    neighbour.reports("spoken")
    town.advance(hours=2)
    assert daughter.telephone.unread == []


@pytest.mark.parametrize("agreed", [(), (Purpose.CONTACTS,), (Purpose.OVERSEAS_TWILIO,)])
def test_without_her_consent_nobody_of_hers_is_rung(
    town: Town, agreed: tuple[Purpose, ...]
) -> None:
    resident = town.resident("김순자", also=agreed)
    daughter = town.contact(resident)
    neighbour = town.helper("정말순")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    town.advance(minutes=20)
    neighbour.reports("well")
    town.advance(hours=1)
    assert daughter.telephone.unread == []


def test_a_consent_that_ends_while_it_rings_ends_the_call(town: Town) -> None:
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    neighbour = town.helper("정말순")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    town.until_called(daughter)
    daughter.telephone.was_called()
    with town.service.database.write() as uow:
        residents.withdraw_consent(
            uow, resident.ref, Purpose.CONTACTS, resident.ref, ChannelName.PERSON
        )
    assert "김순자" not in daughter.calls_the_city("1")
    neighbour.reports("well")
    daughter.telephone.has_text(ALL_WELL)
    town.advance(hours=1)


def test_a_daughters_word_does_not_undo_a_visitors(town: Town) -> None:
    """She was well on the telephone this morning; now nobody opens."""
    resident = town.resident("김순자", also=FAMILY)
    daughter = town.contact(resident)
    neighbour, officer = town.helper("정말순"), town.officer()
    daughter.telephone.answers().presses("2")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    town.until_called(daughter)
    is_asked(daughter, GOES_ON)
    neighbour.reports("needs_help")
    officer.is_offered("call_back", when="now")
    assert daughter.calls_the_city("1").endswith(GLAD)
    assert town.case_of(resident) is not None
    officer.accepts()
    officer.reports("helped")
    town.advance(hours=1)
