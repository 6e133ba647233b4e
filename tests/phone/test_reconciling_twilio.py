"""A request without an answer: callbacks or Twilio's lists show whether it was taken."""

from datetime import timedelta

import pytest

from messaging import service as messaging
from messaging.channel import Call, Sent, Sms, Unknown
from messaging.decide import fate_of
from messaging.model import OutboxState
from phone.channels import CannotAskError
from residents.model import ChannelName
from tests.phone.phone_world import HER_LANDLINE, PhoneWorld, only
from town.servers.faults import Fault, Mishap

pytestmark = pytest.mark.anyio

HER_NUMBER = "+821055550101"
NOTICE = Sms("김천시 지좌동 054-420-6114\n김순자님, 오늘 오후 3:00에 전화드립니다.")
RING = Call("call.checkin", 25)


async def sent_unknown(
    world: PhoneWorld, channel: ChannelName, *, done: bool, key: str = "a"
) -> str:
    """A message whose request was cut: done by Twilio or not."""
    kind = "calls" if channel is ChannelName.CALL else "messages"
    outbox_id = world.post("resident:R1", channel, key=key)
    world.api.faults.push(f"{kind}.create", Fault.cut(done=done))
    if channel is ChannelName.CALL:
        outcome = await world.calls.send(HER_NUMBER, RING, outbox_id)
    else:
        outcome = await world.texts.send(HER_NUMBER, NOTICE, outbox_id)
    assert isinstance(outcome, Unknown)
    return outbox_id


@pytest.mark.parametrize("channel", [ChannelName.CALL, ChannelName.SMS])
async def test_what_twilio_took_is_found(world: PhoneWorld, channel: ChannelName) -> None:
    outbox_id = await sent_unknown(world, channel, done=True)
    find = world.calls.find if channel is ChannelName.CALL else world.texts.find
    taken = only(world.api.calls or world.api.messages)
    assert await find(HER_NUMBER, outbox_id) == Sent(taken.sid)


@pytest.mark.parametrize("channel", [ChannelName.CALL, ChannelName.SMS])
async def test_what_twilio_never_took_is_not_found(world: PhoneWorld, channel: ChannelName) -> None:
    outbox_id = await sent_unknown(world, channel, done=False)
    find = world.calls.find if channel is ChannelName.CALL else world.texts.find
    assert await find(HER_NUMBER, outbox_id) is None


async def test_a_call_of_another_message_is_not_taken_for_it(world: PhoneWorld) -> None:
    """Two residents may share a telephone: her husband's call is not hers."""
    world.resident(HER_LANDLINE)
    his = world.post("resident:HIS", key="his")
    outcome = await world.calls.send(HER_NUMBER, RING, his)
    world.settled(his, outcome)
    hers = await sent_unknown(world, ChannelName.CALL, done=False, key="hers")
    assert await world.calls.find(HER_NUMBER, hers) is None


async def test_of_two_unknown_calls_to_one_telephone_each_finds_its_own(
    world: PhoneWorld,
) -> None:
    his = await sent_unknown(world, ChannelName.CALL, done=True, key="his")
    hers = await sent_unknown(world, ChannelName.CALL, done=True, key="hers")
    found = await world.calls.find(HER_NUMBER, his)
    assert found is not None
    world.settled(his, found)
    other = await world.calls.find(HER_NUMBER, hers)
    assert other is not None
    assert {found.provider_id, other.provider_id} == {call.sid for call in world.api.calls}


async def test_a_call_of_earlier_today_is_not_taken_for_it(world: PhoneWorld) -> None:
    await world.calls.send(HER_NUMBER, RING, "01KJNXGE0060Z63KE4QE3C69RG")
    world.clock.advance(timedelta(hours=1))
    outbox_id = await sent_unknown(world, ChannelName.CALL, done=False)
    assert await world.calls.find(HER_NUMBER, outbox_id) is None


async def test_twilios_clock_may_be_a_little_behind(world: PhoneWorld) -> None:
    await world.calls.send(HER_NUMBER, RING, "01KJNXGE0060Z63KE4QE3C69RG")
    world.clock.advance(timedelta(seconds=30))
    later = world.post("resident:R1")
    assert await world.calls.find(HER_NUMBER, later) == Sent(only(world.api.calls).sid)


@pytest.mark.parametrize("fault", [Fault.cut(), Fault.server_error(), Fault.too_many()])
async def test_when_twilio_does_not_answer_it_stays_unknown(
    world: PhoneWorld, fault: Fault
) -> None:
    """Not found would send it a second time."""
    world.api.faults.push("calls.list", fault)
    world.api.faults.push("messages.list", fault)
    outbox_id = world.post("resident:R1")
    with pytest.raises(CannotAskError):
        await world.calls.find(HER_NUMBER, outbox_id)
    with pytest.raises(CannotAskError):
        await world.texts.find(HER_NUMBER, outbox_id)


async def test_a_callback_settles_it_without_asking(world: PhoneWorld) -> None:
    her = world.resident()
    outbox_id = world.post(her.ref)
    world.api.faults.push("calls.create", Fault.cut(done=True))
    assert isinstance(await world.calls.send(HER_NUMBER, RING, outbox_id), Unknown)
    await world.events.run(minutes=1)
    posted = world.posted(outbox_id)
    assert (posted.state, posted.provider_id) == (OutboxState.SENT, only(world.api.calls).sid)


async def test_a_request_given_up_after_the_callback_came_still_finds_its_own(
    world: PhoneWorld,
) -> None:
    """The callback is quick, the time-out slow: what it told must not hide the call."""
    her = world.resident()
    outbox_id = world.post(her.ref)
    await world.calls.send(HER_NUMBER, RING, "01KJNXGE0060Z63KE4QE3C69RG")  # somebody else's
    world.api.faults.push("calls.create", Fault.cut(done=True))
    outcome = await world.calls.send(HER_NUMBER, RING, outbox_id)
    await world.events.run(minutes=1)
    with world.database.write() as uow:
        posted = messaging.find(uow, outbox_id)
        assert posted is not None
        messaging.settle(uow, posted, fate_of(outcome, posted, uow.now))
    assert await world.calls.find(HER_NUMBER, outbox_id) == Sent(world.api.calls[1].sid)


@pytest.mark.parametrize("address", ["", "+12025550142", "054-555-0102"])
async def test_without_a_number_nothing_is_adopted(world: PhoneWorld, address: str) -> None:
    """An empty filter lists everybody's calls."""
    await world.calls.send(HER_NUMBER, RING, "01KJNXGE0060Z63KE4QE3C69RG")
    outbox_id = world.post("resident:R1")
    assert await world.calls.find(address, outbox_id) is None
    assert await world.texts.find(address, outbox_id) is None
    assert world.api.counts.requests == 1


async def test_when_every_callback_is_lost_the_list_still_knows(world: PhoneWorld) -> None:
    world.api.mishaps.policy = lambda _kind: Mishap(copies=0)
    outbox_id = await sent_unknown(world, ChannelName.CALL, done=True)
    await world.events.run(minutes=2)
    assert world.posted(outbox_id).state is OutboxState.CALLING
    assert await world.calls.find(HER_NUMBER, outbox_id) == Sent(only(world.api.calls).sid)
