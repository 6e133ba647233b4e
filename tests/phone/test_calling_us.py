"""Calls to our number: she lives as soon as it rings, and can answer like in a call of ours."""

from datetime import timedelta

import pytest

from locales.model import Language
from residents import service as residents
from residents.model import NewContact, parse_phone
from signals.model import SignalKind
from tests.phone.phone_world import HER_LANDLINE, PhoneWorld, keys, only, words_in
from town.servers.twilio import Call as PlacedCall
from town.servers.twilio import HangsUp, Reaction

pytestmark = pytest.mark.anyio

HER_PHONE = "+821055550101"
STRANGER = "+821099990000"


async def rings_us(world: PhoneWorld, number: str, *pressed: Reaction | str) -> PlacedCall:
    world.api.phone.on_prompt = keys(*pressed)
    call = await world.api.ring_service(number)
    await world.events.run()
    return call


async def test_ringing_us_shows_at_once_that_she_lives(world: PhoneWorld) -> None:
    her = world.resident()
    call = await world.api.ring_service(HER_PHONE)
    fact = only(world.facts())
    assert (fact.kind, fact.subject) == (SignalKind.REPLY, her.ref)
    assert fact.data == {"channel": "call", "form": "rang", "call": call.sid}


async def test_she_answers_with_the_same_keys(world: PhoneWorld) -> None:
    her = world.resident()
    call = await rings_us(world, HER_PHONE, "1")
    rang, pressed = world.facts()
    assert pressed.subject == her.ref
    assert pressed.data == {
        "channel": "call", "form": "key", "call": rang.data["call"], "key": "1", "verb": "f"
    }  # fmt: skip
    assert words_in(call).startswith("안녕하세요, 김천시 안부 전화입니다. 전화 주셔서 고맙습니다.")


async def test_help_by_calling_us_hears_when_somebody_rings(world: PhoneWorld) -> None:
    world.resident(language=Language.en, name="Anna")
    call = await rings_us(world, HER_PHONE, "2")
    assert world.replies()[-1]["verb"] == "h"
    assert "Somebody will call you today at 9:30" in words_in(call)


@pytest.mark.parametrize("pressed", [(), ("9", HangsUp()), (HangsUp(),)])
async def test_ringing_off_without_an_answer_is_alive_and_unclear(
    world: PhoneWorld, pressed: tuple[Reaction | str, ...]
) -> None:
    world.resident()
    await rings_us(world, HER_PHONE, *pressed)
    forms = [reply["form"] for reply in world.replies()]
    assert forms[0] == "rang"
    assert forms[-1] == "hung_up"
    assert all("verb" not in reply for reply in world.replies())


async def test_a_landline_is_recognised_too(world: PhoneWorld) -> None:
    her = world.resident(HER_LANDLINE)
    await rings_us(world, "+82545550102", "1")
    assert {fact.subject for fact in world.facts()} == {her.ref}


async def test_a_stranger_hears_the_number_to_ring(world: PhoneWorld) -> None:
    world.resident()
    call = await rings_us(world, STRANGER)
    assert words_in(call) == (
        "안녕하세요. 김천시 자동 전화입니다. 담당자와 이야기하시려면 공오사, 사이공, 육일일사, "
        "이 번호로 전화해 주세요. 급하시면 일일구를 눌러 주세요."
    )
    assert world.replies() == []
    fact = only(world.facts())
    assert fact.kind is SignalKind.UNREADABLE
    assert fact.data["reason"] == "unknown_caller"
    assert STRANGER not in fact.subject


async def test_a_hidden_number_is_a_stranger(world: PhoneWorld) -> None:
    world.resident()
    await rings_us(world, "anonymous")
    assert world.replies() == []


async def test_a_telephone_of_two_residents_names_neither(world: PhoneWorld) -> None:
    world.resident(HER_LANDLINE)
    world.resident(HER_LANDLINE, name="이영호")
    call = await rings_us(world, "+82545550102", "1")
    assert world.replies() == []
    assert "공오사, 사이공, 육일일사" in words_in(call)


async def test_a_neighbour_with_the_same_telephone_does_not_hide_her(world: PhoneWorld) -> None:
    her = world.resident()
    other = world.resident("010-5555-0999", name="이영호")
    with world.database.write() as uow:
        contact = NewContact(name="김순자", relation="이웃", phone=parse_phone("010-5555-0101"))
        residents.add_contact(uow, other.id, contact)
    await rings_us(world, HER_PHONE, "1")
    assert {fact.subject for fact in world.facts()} == {her.ref}


async def test_nobody_is_asked_on_the_telephone_of_the_dead(world: PhoneWorld) -> None:
    her = world.resident()
    with world.database.write() as uow:
        residents.mark_deceased(uow, her.ref, reported_by="staff:kim")
    call = await rings_us(world, HER_PHONE)
    assert "잘 지내" not in words_in(call)
    assert world.replies() == []


async def test_without_the_database_she_can_still_answer(world: PhoneWorld) -> None:
    her = world.resident()
    world.database.away = True
    await rings_us(world, HER_PHONE, "1")
    world.database.away = False
    world.intake.drain()
    assert [reply["form"] for reply in world.replies()] == ["rang", "key"]
    assert {fact.subject for fact in world.facts()} == {her.ref}


async def test_two_calls_are_two(world: PhoneWorld) -> None:
    world.resident()
    await rings_us(world, HER_PHONE, "1")
    world.clock.advance(timedelta(hours=1))
    await rings_us(world, HER_PHONE, "2")
    assert [reply.get("verb") for reply in world.replies()] == [None, "f", None, "h"]
