import asyncio

import httpx
import pytest
from telegram import Update
from telegram.error import Conflict
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from tests.town.bot_under_test import World, bot_for, world
from tests.town.timeline import Timeline
from town.servers.http import serve

pytestmark = pytest.mark.anyio


async def test_an_application_polls_over_loopback(timeline: Timeline) -> None:
    w = World(timeline)
    heard: asyncio.Queue[str | None] = asyncio.Queue()

    async def words(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text("들었어요")
        heard.put_nowait(update.message.text)

    async with w.client, serve(w.api.app) as served:
        application = (
            Application.builder()
            .token(w.api.settings.token)
            .base_url(f"{served.url}/bot")
            .base_file_url(f"{served.url}/file/bot")
            .request(HTTPXRequest())
            .get_updates_request(HTTPXRequest())
            .build()
        )
        application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, words))
        assert application.updater is not None
        async with application:
            await application.start()
            await application.updater.start_polling(timeout=20, allowed_updates=["message"])
            await w.api.press_start(7)
            for text in ("하나", "둘"):
                await w.api.say(7, text)
                assert await asyncio.wait_for(heard.get(), 10) == text
            await application.updater.stop()
            await application.stop()
        w.api.close()
    assert [shown.text for shown in w.api.screen(7)] == ["들었어요", "들었어요"]
    assert (w.api.open_requests, w.api.counts.updates_pending) == (0, 0)


async def test_updates_are_kept_until_they_are_confirmed(timeline: Timeline) -> None:
    w = World(timeline)
    async with w.client, w.bot:
        await w.api.press_start(7)
        await w.api.say(7, "하나")
        start, one = await w.bot.get_updates()
        assert await w.bot.get_updates() == (start, one)
        assert await w.bot.get_updates(limit=1) == (start,)
        assert await w.bot.get_updates(offset=one.update_id) == (one,)
        assert await w.bot.get_updates(offset=-1) == (one,)
        assert await w.bot.get_updates(offset=one.update_id + 1) == ()
        assert w.api.counts.updates_delivered == 2


async def test_a_waiting_poll_ends_with_the_first_update_and_is_not_an_open_request(
    timeline: Timeline,
) -> None:
    w = World(timeline)
    async with (
        w.client,
        serve(w.api.app) as served,
        bot_for(w.api, base=served.url, real=True) as b,
    ):
        await w.api.press_start(7)
        (start,) = await b.get_updates()
        poll = asyncio.create_task(b.get_updates(offset=start.update_id + 1, timeout=20))
        await _until_waiting(w, 1)
        assert w.api.open_requests == 0
        await w.api.say(7, "이제")
        (update,) = await poll
        assert update.message is not None
        assert update.message.text == "이제"


async def test_a_second_poller_ends_the_first(timeline: Timeline) -> None:
    w = World(timeline)
    async with (
        w.client,
        serve(w.api.app) as served,
        bot_for(w.api, base=served.url, real=True) as b,
    ):
        first = asyncio.create_task(b.get_updates(timeout=20))
        await _until_waiting(w, 1)
        assert await b.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first


async def test_a_poller_that_left_no_longer_waits(timeline: Timeline) -> None:
    w = World(timeline)
    async with w.client, serve(w.api.app) as served:
        async with httpx.AsyncClient() as client:
            url = f"{served.url}/bot{w.api.settings.token}/getUpdates?timeout=50"
            poll = asyncio.create_task(client.get(url, timeout=60))
            await _until_waiting(w, 1)
            poll.cancel()
            await asyncio.wait({poll})
        await _until_waiting(w, 0)


async def test_close_lets_pollers_go(timeline: Timeline) -> None:
    w = World(timeline)
    async with (
        w.client,
        serve(w.api.app) as served,
        bot_for(w.api, base=served.url, real=True) as b,
    ):
        poll = asyncio.create_task(b.get_updates(timeout=20))
        await _until_waiting(w, 1)
        w.api.close()
        assert await poll == ()
        assert await b.get_updates(timeout=20) == ()


async def test_no_polling_beside_a_webhook(timeline: Timeline) -> None:
    async with world(timeline) as w:
        with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
            await w.bot.get_updates()


async def _until_waiting(w: World, pollers: int) -> None:
    """Lets the loop work until so many polls wait."""
    async with asyncio.timeout(10):
        while w.api._updates.waiting != pollers:
            await asyncio.to_thread(lambda: None)
