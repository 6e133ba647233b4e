"""Calls that offer work, where not everything goes as it should."""

from datetime import date, timedelta

import pytest

from messaging.channel import Call
from residents import service as residents
from residents.calendar import Calendar
from residents.model import ChannelName, Helper, HelperRole, NewHelper, Paper, parse_phone
from signals.model import SignalKind
from tasks.model import Audience, NewTask, Round, Task, TaskKind
from tasks.service import Tasks
from tests.phone.phone_world import PhoneWorld, keys, words_in
from town.servers.twilio import Answer, Voicemail
from town.servers.twilio import Call as PlacedCall

pytestmark = pytest.mark.anyio
PIN = "480271"


@pytest.fixture
def helper(world: PhoneWorld) -> Helper:
    """She has a telephone and no messenger."""
    with world.database.write() as uow:
        new = NewHelper(
            name="이영희",
            role=HelperRole.VILLAGE_HEAD,
            district="jijwa-dong",
            phone=parse_phone("010-5555-0303"),
            appointed_from=date(2025, 1, 1),
            appointed_until=date(2027, 12, 31),
            papers=frozenset(Paper),
        )
        one = residents.add_helper(uow, new)
        residents.set_pin(uow, one.ref, PIN)
    return one


@pytest.fixture
def task(world: PhoneWorld, helper: Helper) -> Task:
    """Offered to her; nobody decides about it here."""
    her = world.resident()
    new = NewTask(
        kind=TaskKind.WELFARE_VISIT,
        resident=her.ref,
        origin="case:none",
        district="jijwa-dong",
        rounds=(Round(Audience.NAMED, 1, timedelta(minutes=30)),),
        do_within=timedelta(hours=1),
        when="task.when.now",
        named=helper.ref,
    )
    tasks = Tasks(Calendar(world.city.zone), {ChannelName.CALL})
    with world.database.write() as uow:
        return tasks.open(uow, new)


async def is_rung(world: PhoneWorld, helper: Helper, task: Task) -> PlacedCall:
    outbox_id = world.post(
        helper.ref,
        template="call.work",
        values={"press": [task.id, task.version]},
        about=task.new.resident,
        origin=None,
    )
    outcome = await world.calls.send(helper.phone.e164, Call("call.work", 25), outbox_id)
    world.settled(outbox_id, outcome)
    await world.events.run()
    return world.api.calls[-1]


async def test_her_key_is_recorded_as_the_button_of_a_card_would_be(
    world: PhoneWorld, helper: Helper, task: Task
) -> None:
    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = keys("2")
    call = await is_rung(world, helper, task)
    (fact,) = world.facts()
    assert (fact.kind, fact.subject) == (SignalKind.OFFER_ANSWERED, task.new.resident)
    assert fact.data == {
        "task": task.id,
        "verb": "d",
        "version": task.version,
        "by": helper.ref,
        "call": call.sid,
    }


async def test_what_is_not_decided_yet_is_not_told(
    world: PhoneWorld, helper: Helper, task: Task
) -> None:
    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = keys("1", f"{PIN}#")
    said = words_in(await is_rung(world, helper, task))
    assert "아직 확인하고 있습니다. 잠시 뒤에 비밀번호를 다시 누르시고" in said
    assert "김순자" not in said


async def test_a_pin_is_recorded_nowhere(world: PhoneWorld, helper: Helper, task: Task) -> None:
    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = keys("1", f"{PIN}#")
    await is_rung(world, helper, task)
    assert [fact.data["verb"] for fact in world.facts()] == ["a"]
    assert not any(PIN in str(fact) for fact in world.facts())


async def test_a_machine_that_listens_takes_no_work(
    world: PhoneWorld, helper: Helper, task: Task
) -> None:
    world.api.phone.on_ring = lambda _call: Voicemail()
    await is_rung(world, helper, task)
    (fact,) = world.facts()
    assert (fact.kind, fact.data["report"]) == (SignalKind.RECEIPT, "no_key")


async def test_while_the_database_is_away_nobody_is_asked_how_she_is(
    world: PhoneWorld, helper: Helper, task: Task
) -> None:
    def picks_up(_call: PlacedCall) -> Answer:
        world.database.away = True
        return Answer()

    world.api.phone.on_ring = picks_up
    said = words_in(await is_rung(world, helper, task))
    assert said.startswith("죄송합니다. 지금은 자동 전화가 어렵습니다.")


async def test_a_key_counts_although_the_database_is_away(
    world: PhoneWorld, helper: Helper, task: Task
) -> None:
    def presses(call: PlacedCall, heard: object) -> object:
        world.database.away = True
        return keys("1")(call, heard)  # type: ignore[arg-type]

    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = presses  # type: ignore[assignment]
    said = words_in(await is_rung(world, helper, task))
    assert said.endswith("접수했습니다. 맡으시게 되면 바로 알려 드리겠습니다.")
    world.database.away = False
    world.intake.drain()
    assert [fact.data.get("verb") for fact in world.facts() if "verb" in fact.data] == ["a"]


async def test_who_is_told_that_words_of_help_wait_is_asked_nothing(
    world: PhoneWorld, helper: Helper
) -> None:
    world.api.phone.on_ring = lambda _call: Answer()
    outbox_id = world.post(helper.ref, template="call.late", values={}, origin=None)
    outcome = await world.calls.send(helper.phone.e164, Call("call.late", 25), outbox_id)
    world.settled(outbox_id, outcome)
    await world.events.run()
    assert words_in(world.api.calls[-1]) == (
        "안녕하세요, 김천시 안부 시스템의 자동 전화입니다. 도와 달라는 말씀이 한꺼번에 많이 들어와 "
        "안내가 늦어지고 있습니다. 안부 화면을 열어 기다리시는 분들께 먼저 전화해 주세요."
    )
    assert [fact.kind for fact in world.facts() if fact.kind is not SignalKind.RECEIPT] == []
