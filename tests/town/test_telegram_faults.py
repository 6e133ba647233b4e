from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from tests.town.bot_under_test import World, bot_for, world
from tests.town.timeline import Timeline
from town.servers.faults import Fault
from town.servers.http import serve

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("over_http", [False, True], ids=["in-process", "loopback"])
@pytest.mark.parametrize(
    ("fault", "kind", "cause", "done"),
    [
        (Fault.too_many(3), RetryAfter, None, False),
        (Fault.forbidden(), Forbidden, None, False),
        (Fault.unauthorized(), InvalidToken, None, False),
        (Fault.server_error(), NetworkError, TelegramError, False),
        (Fault.server_error(status=502, done=True), NetworkError, TelegramError, True),
        (Fault.cut(), NetworkError, httpx.RemoteProtocolError, False),
        (Fault.cut(done=True), NetworkError, httpx.RemoteProtocolError, True),
    ],
)
async def test_a_spoilt_answer_and_what_was_done(
    timeline: Timeline,
    fault: Fault,
    kind: type[TelegramError],
    cause: type[Exception] | None,
    done: bool,
    over_http: bool,
) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        if over_http:
            async with serve(w.api.app) as served, bot_for(w.api, base=served.url, real=True) as b:
                w.bot = b
                await _check_fault(w, fault, kind, cause, done=done)
        else:
            await _check_fault(w, fault, kind, cause, done=done)


async def _check_fault(
    w: World,
    fault: Fault,
    kind: type[TelegramError],
    cause: type[Exception] | None,
    *,
    done: bool,
) -> None:
    w.api.faults.push("sendMessage", fault)
    with pytest.raises(kind) as raised:
        await w.bot.send_message(7, "x")
    assert type(raised.value) is kind
    assert isinstance(raised.value.__cause__, cause or type(None))
    if isinstance(raised.value, RetryAfter):
        assert raised.value.retry_after == timedelta(seconds=3)
    assert len(w.api.screen(7)) == (1 if done else 0)
    assert w.api.open_requests == 0
    await w.bot.send_message(7, "noch einmal")
    assert len(w.api.screen(7)) == (2 if done else 1)


async def test_nobody_listens(timeline: Timeline) -> None:
    async with world(timeline) as w:
        async with serve(w.api.app) as served:
            base = served.url
        async with httpx.AsyncClient() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(base)
        bot = bot_for(w.api, base=base, real=True)
        with pytest.raises(NetworkError) as raised:
            await bot.get_me()
        assert isinstance(raised.value.__cause__, httpx.ConnectError)


async def test_faults_can_be_for_one_person_several_times_or_for_any_method(
    timeline: Timeline,
) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.enrolled(8)
        w.api.faults.push("sendMessage", Fault.forbidden(), address="8", times=2)
        w.api.faults.push("*", Fault.server_error(), address="7")
        assert w.api.faults.left == 3
        for _ in range(2):
            with pytest.raises(Forbidden):
                await w.bot.send_message(8, "x")
        await w.bot.send_message(8, "x")
        with pytest.raises(NetworkError):
            await w.bot.send_photo(7, b"png")
        await w.bot.send_photo(7, b"png")
        assert w.api.faults.left == 0


async def test_a_policy_draws_faults_when_the_script_is_empty(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.api.faults.policy = lambda method, address: (
            Fault.too_many() if (method, address) == ("sendMessage", "7") else None
        )
        with pytest.raises(RetryAfter):
            await w.bot.send_message(7, "x")


async def test_a_refused_request_can_be_cut_too(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.faults.push("sendMessage", Fault.cut(done=True))
        with pytest.raises(NetworkError) as raised:
            await w.bot.send_message(404, "x")
        assert not isinstance(raised.value, BadRequest)
