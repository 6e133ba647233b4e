"""Nobody is alarmed when her nights grow long: whoever visits next has a word to ask about it."""

import html
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from locales.model import Language
from plugs import service as plugs
from plugs.model import Kind, NoteKind, SlotPower
from plugs.service import noting
from plugs.store import diaries, states
from signals import agenda
from signals import service as signals
from signals.model import SignalKind
from tests.scenarios.people import ASKED, Resident
from tests.scenarios.town import SEOUL, Town

SLOT = timedelta(minutes=10)
ASK = "요즘 밤에 깨어 계신 듯해요. 잠은 잘 주무시는지 여쭤봐 주세요."
FIGURES = "지난 2주 가운데 14일 새벽 1~5시에 쓰심(아는 날 14일). 그 전 8주에는 0일(아는 날 40일)."
USUAL = (7, 9, 12, 17, 20)
DAYS, NIGHTS_AWAKE = 54, 14


def has_lived_with_her_kettle(town: Town, resident: Resident) -> None:
    """For weeks as ever; for two weeks she has tea at three in the night, too."""
    town.plugs_in(resident)
    midnight = datetime.combine(town.now.date(), time(), tzinfo=SEOUL)
    with town.service.database.write() as uow:
        [device] = plugs.devices_of(uow, resident.ref)
        for ago in range(DAYS, 0, -1):
            hours = (*USUAL, 3) if ago <= NIGHTS_AWAKE else USUAL
            states.add_slots(uow, _day(device.id, midnight - timedelta(days=ago), hours))
        diaries.forget(uow, [device.id])
        agenda.bring_forward(uow, noting.SUBJECT, uow.now)


def _day(device: str, begins: datetime, hours: Sequence[int]) -> list[SlotPower]:
    return [
        SlotPower(
            device,
            begins + number * SLOT,
            Kind.ENERGY,
            200.0 if number in {6 * hour for hour in hours} else 0.0,
            600.0,
            life=number in {6 * hour for hour in hours},
        )
        for number in range(144)
    ]


def noted(town: Town, resident: Resident) -> list[NoteKind]:
    with town.service.database.read() as uow:
        return [one.kind for one in plugs.standing_notes(uow, resident.ref)]


def figures(town: Town, resident: Resident) -> list[str]:
    with town.service.database.read() as uow:
        known = plugs.notes_of(uow, resident.ref)
        return [plugs.note_in_words(one, uow.now, SEOUL, Language.ko) for one in known]


def test_the_next_to_visit_her_is_told_what_to_ask_and_nobody_is_sent(town: Town) -> None:
    resident, neighbour, officer = town.resident("김순자"), town.helper("이영희"), town.officer()
    has_lived_with_her_kettle(town, resident)
    town.advance(minutes=2)
    assert figures(town, resident) == [FIGURES]
    for person in (resident, neighbour, officer):
        person.phone.expects_nothing()
    assert town.case_of(resident) is None

    resident.is_asked()
    promised = town.now + timedelta(minutes=30)
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=town.at(promised))
    resident.phone.shows("checkin.answered.help")
    neighbour.is_offered("call_back", when="now")
    assert not any("밤" in shown for shown in neighbour.phone.unread)
    neighbour.accepts()
    _, url = neighbour.phone.button("button.open_page")
    page = html.unescape(town.opens_page(url, neighbour.pin))
    assert ASK in page
    assert "여쭤봐 주세요" in page
    assert FIGURES not in page
    neighbour.reports("well")


def test_it_ends_without_a_word_when_her_nights_are_as_before(town: Town) -> None:
    resident = town.resident("김순자")
    has_lived_with_her_kettle(town, resident)
    town.advance(minutes=2)
    assert noted(town, resident) == [NoteKind.AWAKE]
    with town.service.database.read() as uow:
        kinds = [SignalKind.PLUG_NOTED, SignalKind.PLUG_UNUSUAL, SignalKind.PLUG_QUIET]
        told = signals.since(uow, resident.ref, kinds, uow.now - timedelta(days=1))
    assert [one.kind for one in told] == [SignalKind.PLUG_NOTED]
    resident.phone.expects_nothing()


def test_a_kettle_that_nobody_puts_off_is_asked_about_kindly(town: Town) -> None:
    resident, neighbour = town.resident("김순자"), town.helper("이영희")
    kettle = town.kettle(resident)
    kettle.is_left_on()
    left_on_at = town.now
    while not resident.phone.has(1):
        town.advance(minutes=5)
    assert timedelta(hours=6) <= town.now - left_on_at <= timedelta(hours=7)
    asked = resident.phone.expects("checkin.ask.left_on", *ASKED)
    assert "댁의 가전이 오래 켜져 있는 것 같아 여쭙니다. 별일 없으세요?" in asked.text
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    kettle.is_put_off()
    town.advance(hours=6)
    assert noted(town, resident) == [NoteKind.LEFT_ON]
    assert figures(town, resident)[0].startswith("주전자: 오늘 ")
    assert town.case_of(resident) is None
    neighbour.phone.expects_nothing()
