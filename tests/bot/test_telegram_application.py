"""The library's client as the settings want it, and what it may not say in logs."""

import logging
from datetime import timedelta

import httpx
import pytest
from telegram.error import RetryAfter, TelegramError
from typing_extensions import override

from bot.application import build_bot
from tests.bot.telegram_world import TOKEN, TelegramWorld, answering, settings
from town.servers.faults import Fault
from town.servers.http import serve

pytestmark = pytest.mark.anyio


async def test_the_api_base_comes_from_the_settings_over_a_real_socket(
    world: TelegramWorld,
) -> None:
    async with serve(world.api.app) as served:
        bot = build_bot(settings(telegram_api_base=served.url))
        assert (await bot.get_me()).username == "anbu_town_bot"
        await bot.disconnect()


async def test_a_telegram_that_does_not_say_our_name_is_no_error(world: TelegramWorld) -> None:
    async with serve(world.api.app) as served:
        bot = build_bot(settings(telegram_api_base=served.url))
        world.api.faults.push("getMe", Fault.cut())
        assert await bot.name_or_none() is None
        assert await bot.name_or_none() == "anbu_town_bot"
        await bot.disconnect()


async def test_it_waits_as_long_as_the_limits_say() -> None:
    seen: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json={"ok": True, "result": []})

    bot = answering(answer)
    await bot.answer_callback_query("1")
    await bot.raw_updates(None, 20)
    await bot.disconnect()
    assert seen[0] == {"connect": 5, "pool": 5, "read": 10, "write": 10}
    assert seen[1]["read"] == 30


async def test_without_a_token_the_variable_is_named() -> None:
    with pytest.raises(ValueError, match="ANBU_TELEGRAM_TOKEN"):
        build_bot(settings(telegram_token=None))


async def test_neither_token_nor_words_reach_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The library logs what it cannot read; httpx logs addresses, and the token is in them."""
    caplog.set_level(logging.INFO)
    update = {"update_id": 1, "message": {"text": "순자님이 아파요"}}
    answers = [
        httpx.Response(200, json={"ok": True, "result": [update]}),
        httpx.Response(200, text="순자님이 아파요"),
        httpx.Response(500, text="순자님이 아파요"),
    ]
    bot = answering(lambda _request: answers.pop(0))
    assert await bot.raw_updates(None, 0) == [update]
    for _ in range(2):
        with pytest.raises(TelegramError):
            await bot.get_me()
    await bot.disconnect()
    assert TOKEN not in caplog.text
    assert "순자" not in caplog.text


async def test_an_update_that_the_library_cannot_read_is_handed_over_as_it_came() -> None:
    batch = [{"update_id": 1, "message": {"chat": 5}}, {"update_id": 2, "callback_query": {}}]
    bot = answering(lambda _request: httpx.Response(200, json={"ok": True, "result": batch}))
    assert await bot.raw_updates(None, 0) == batch
    await bot.disconnect()


@pytest.mark.parametrize("result", [None, {}, "updates", 5])
async def test_a_batch_that_is_no_list_is_empty(result: object) -> None:
    bot = answering(lambda _request: httpx.Response(200, json={"ok": True, "result": result}))
    assert await bot.raw_updates(None, 0) == []
    await bot.disconnect()


async def test_a_bot_that_was_never_greeted_can_be_disconnected() -> None:
    closed: list[bool] = []

    class Transport(httpx.MockTransport):
        @override
        async def aclose(self) -> None:
            closed.append(True)

    bot = build_bot(settings(), transport=Transport(lambda _request: httpx.Response(200)))
    await bot.disconnect()
    await bot.disconnect()
    assert closed


async def test_durations_come_as_the_next_version_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA")
    bot = build_bot(settings())
    assert RetryAfter(5).retry_after == timedelta(seconds=5)
    await bot.disconnect()
