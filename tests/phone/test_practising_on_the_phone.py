"""A call with which she practises: every key is right, and none of them says how she is."""

import pytest

from locales.model import Language
from locales.texts import say
from messaging.channel import Call
from phone.desk import PRACTICE
from phone.dialogue import Asked, Move, Turn, after, meaning
from residents.model import Resident
from tests.phone.phone_world import CHECKIN, PhoneWorld, keys, only, words_in
from town.servers.twilio import Answer
from town.servers.twilio import Call as PlacedCall

pytestmark = pytest.mark.anyio


async def practises(world: PhoneWorld, her: Resident, *pressed: str) -> PlacedCall:
    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = keys(*pressed)
    outbox_id = world.post(her.ref, values={"press": [CHECKIN, 0], "because": PRACTICE})
    outcome = await world.calls.send(her.phones[0].e164, Call("call.checkin", 25), outbox_id)
    world.settled(outbox_id, outcome)
    await world.events.run()
    return world.api.calls[-1]


@pytest.mark.parametrize("key", ["1", "2", "3", "0"])
async def test_any_key_of_the_menu_is_right(world: PhoneWorld, key: str) -> None:
    call = await practises(world, world.resident(), key)
    reply = only(world.replies())
    assert (reply["key"], reply["verb"], reply["checkin"]) == (key, "p", CHECKIN)
    assert "담당자" not in words_in(call).partition("영번")[2]
    assert words_in(call).endswith(
        "다음부터 이렇게 전화로 안부를 여쭙겠습니다. 편안한 하루 보내세요. 안녕히 계세요."
    )


@pytest.mark.parametrize("language", list(Language))
async def test_she_is_told_before_the_menu_that_it_is_a_practice(
    world: PhoneWorld, language: Language
) -> None:
    call = await practises(world, world.resident(language=language), "1")
    heard = words_in(call)
    announced = heard.index(say(PRACTICE, language)[:8])
    assert announced < heard.index(say("call.menu", language)[:8])
    assert say("call.practised", language)[:6] in heard


async def test_a_wrong_key_is_asked_again_and_is_still_practice(world: PhoneWorld) -> None:
    await practises(world, world.resident(), "7", "2")
    assert [reply.get("verb") for reply in world.replies()] == [None, "p"]


async def test_silence_in_a_practice_promises_nothing(world: PhoneWorld) -> None:
    call = await practises(world, world.resident())
    assert world.replies() == []
    assert say("call.silence.last", Language.ko) not in words_in(call)


def test_the_practice_travels_in_the_address_of_each_question() -> None:
    turn = Turn(asked=Asked.NOBODY)
    again = after(turn, "9").turn
    assert again is not None
    assert Turn.from_query(again.as_query()).asked is Asked.NOBODY
    assert meaning(again, "9") == {"key": "9"}
    assert isinstance(after(again, "2"), Move)
