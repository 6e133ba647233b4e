"""A neighbour's and an officer's phone rings once a minute; what waits together is one message."""

from datetime import timedelta

from tests.scenarios.people import Resident
from tests.scenarios.town import Town

TAKEN = "번호 {}: 다른 분이 맡아 주셨습니다. 마음 써 주셔서 고맙습니다."
OVER = "번호 {}: 이 부탁은 마쳤습니다. 다음에 또 부탁드리겠습니다."
TAKE = "{} 맡을게요"
CALL_119 = "지금 119를 눌러 주세요. 저희도 바로 전화드립니다."


def listed(*codes: str) -> str:
    """Several calls back, as a neighbour reads them."""
    head = (
        f"이웃의 안부를 살펴 주실 일이 {len(codes)}건 있습니다.\n"
        "맡으실 수 있는 일의 번호를 눌러 주세요."
    )
    lines = [f"번호 {code} · 지좌동 · 다시 전화드리기 · 지금 바로" for code in codes]
    return "\n\n".join((head, *lines))


def asks_for_help(town: Town, resident: Resident) -> str:
    """Returns the number of the work that comes of it."""
    promised = town.at(town.now + timedelta(minutes=30))
    resident.writes("도와주세요")
    resident.phone.expects("reply.help", when=promised)
    (code,) = town.codes_about(resident)
    return code


def test_three_ask_within_a_minute(town: Town) -> None:
    """The first comes at once, the others together; the first press wins, in whichever list."""
    people = [town.resident(name) for name in ("김순자", "이말순", "박점례")]
    first, second = town.helper("이영희"), town.helper("박철수", pin="480272")
    town.until("09:01")
    _, *codes = [asks_for_help(town, one) for one in people]
    for neighbour in (first, second):
        neighbour.is_offered("call_back", when="now")
        neighbour.phone.expects_nothing()
    town.advance(minutes=1)
    buttons = [TAKE.format(code) for code in codes]
    for neighbour in (first, second):
        neighbour.phone.lists(listed(*codes), *buttons)
    first.presses_what_says(buttons[0], "task.toast")
    first.is_given("call_back")
    second.presses_what_says(buttons[0], "task.toast")
    second.phone.reads(TAKEN.format(codes[0]))
    second.presses_what_says(buttons[1], "task.toast")
    second.is_given("call_back")
    second.reports("spoken")
    first.presses_what_says(buttons[1], "task.toast")
    first.phone.reads(OVER.format(codes[1]))


def test_an_emergency_does_not_wait_for_the_minute(town: Town) -> None:
    calm, grave = town.resident("김순자"), town.resident("이말순")
    officer, lead = town.officer(), town.lead()
    town.until("09:01")
    asks_for_help(town, calm)
    officer.is_offered("call_back", when="now")
    grave.writes("숨이 차서 죽겠어요")
    grave.phone.reads(CALL_119)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("danger")
    officer.reports("handed_over")
    lead.phone.expects_nothing()
