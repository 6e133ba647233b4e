"""Updates fetched by us: Telegram may forget them only when they are recorded."""

import asyncio

import httpx
import pytest
from telegram.error import Conflict
from typing_extensions import override

from bot.channel import TelegramChannel
from bot.polling import PollingLine
from bot.toast import Toaster
from foundation.clock import ManualClock
from messaging.channel import Button, Card, Sent
from signals.intake import Inbound, IntakeUnavailableError
from signals.model import Source
from tests.bot.telegram_world import NOW, Kept, TelegramWorld, Toasted, answering, bot_behind, until
from town.servers.telegram import Toast

pytestmark = pytest.mark.anyio


class Laptop:
    """A polling line to the town."""

    def __init__(self, world: TelegramWorld) -> None:
        self.kept = Kept()
        self.line = PollingLine(world.bot, self.kept, Toaster(world.bot), world.clock)


async def test_what_waited_is_recorded_when_the_line_opens(world: TelegramWorld) -> None:
    laptop = Laptop(world)
    await world.api.press_start(7, "abc")
    await laptop.line.open()
    (fact,) = laptop.kept.facts
    assert (fact.source, fact.received_at) == (Source.TELEGRAM, NOW)
    (body,) = laptop.kept.bodies
    assert fact.source_id == str(body["update_id"])
    assert body["message"]["text"] == "/start abc"


async def test_each_update_is_recorded_once(world: TelegramWorld) -> None:
    laptop = Laptop(world)
    await laptop.line.open()
    await world.api.press_start(7)
    await world.api.say(7, "괜찮아요")
    await laptop.line.tend()
    await world.api.say(7, "고맙습니다")
    await laptop.line.tend()
    assert [body["message"]["text"] for body in laptop.kept.bodies] == [
        "/start",
        "괜찮아요",
        "고맙습니다",
    ]


async def test_the_offset_stays_until_the_whole_batch_is_recorded(world: TelegramWorld) -> None:
    laptop = Laptop(world)
    await laptop.line.open()
    await world.api.press_start(7)
    await world.api.say(7, "하나")
    await world.api.say(7, "둘")
    laptop.kept.failures += [IntakeUnavailableError()]
    with pytest.raises(IntakeUnavailableError):
        await laptop.line.tend()
    assert world.api.counts.updates_pending == 3

    first = len(laptop.kept.facts)
    await laptop.line.tend()
    assert len(laptop.kept.facts) == first + 3
    assert world.api.counts.updates_pending == 3  # known to Telegram with the next request only
    await world.api.say(7, "셋")
    await laptop.line.tend()
    assert world.api.counts.updates_pending == 1


async def test_a_batch_that_failed_in_the_middle_comes_again_under_the_same_ids(
    world: TelegramWorld,
) -> None:
    laptop = Laptop(world)
    await laptop.line.open()
    await world.api.press_start(7)
    await world.api.say(7, "하나")

    class FailsSecond(Kept):
        @override
        async def take(self, inbound: Inbound) -> None:
            if len(self.facts) == 1:
                raise RuntimeError("power cut")
            await super().take(inbound)

    broken = FailsSecond()
    line = PollingLine(world.bot, broken, Toasted(), world.clock)
    with pytest.raises(RuntimeError):
        await line.tend()
    await laptop.line.tend()
    assert broken.ids == laptop.kept.ids[:1]
    assert len(laptop.kept.ids) == 2


async def test_a_new_process_gets_what_the_old_one_had_not_confirmed(world: TelegramWorld) -> None:
    old, new = Laptop(world), Laptop(world)
    await world.api.press_start(7)
    await old.line.open()
    await new.line.open()
    assert old.kept.ids == new.kept.ids != []


async def test_a_webhook_is_taken_down_and_nothing_that_waited_is_dropped(
    world: TelegramWorld,
) -> None:
    await world.bot.set_webhook("https://elsewhere.example/hook")
    await world.api.press_start(7)
    assert world.api.counts.updates_pending == 1
    laptop = Laptop(world)
    await laptop.line.open()
    assert len(laptop.kept.facts) == 1
    assert (await world.bot.get_webhook_info()).url == ""


async def test_only_the_kinds_that_are_understood_are_asked_for() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if "getUpdates" in request.url.path:
            asked.append(request.content.decode())
        return httpx.Response(200, json={"ok": True, "result": []})

    bot = answering(answer)
    await PollingLine(bot, Kept(), Toasted(), ManualClock(NOW)).open()
    await bot.disconnect()
    assert len(asked) == 1
    for kind in ("message", "callback_query", "my_chat_member"):
        assert f"%22{kind}%22" in asked[0]


async def test_a_press_is_answered_after_it_was_recorded(world: TelegramWorld) -> None:
    laptop = Laptop(world)
    await world.api.press_start(7)
    await laptop.line.open()
    card = Card("괜찮으세요?", ((Button("잘 지내요", data="f:C1:1"),),))
    sent = await TelegramChannel(world.bot).send("7", card, "attempt-1")
    assert isinstance(sent, Sent)
    await world.api.press(7, int(sent.provider_id), "f:C1:1")
    await laptop.line.tend()
    assert laptop.kept.bodies[-1]["callback_query"]["data"] == "f:C1:1"
    assert isinstance(world.api.history(7)[-1], Toast)


async def test_updates_that_nobody_can_read_are_recorded_and_not_asked_for_again() -> None:
    batches = [[{"update_id": 7, "message": 5}, {"no": "id"}, None], []]
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if "deleteWebhook" in request.url.path:
            return httpx.Response(200, json={"ok": True, "result": True})
        asked.append(request.content.decode())
        return httpx.Response(200, json={"ok": True, "result": batches.pop(0)})

    bot, kept = answering(answer), Kept()
    line = PollingLine(bot, kept, Toasted(), ManualClock(NOW))
    await line.open()
    await line.tend()
    await bot.disconnect()
    assert [source_id.partition(":")[0] for source_id in kept.ids] == ["7", "sha256", "sha256"]
    assert "offset" not in asked[0]
    assert "offset=8" in asked[1]


async def test_a_second_poller_is_a_conflict_for_the_first(world: TelegramWorld) -> None:
    """Two processes, or one with --reload: the line says so instead of losing updates."""
    first, second = Laptop(world), Laptop(world)
    await first.line.open()
    waiting = asyncio.create_task(first.line.tend())
    await until(lambda: world.api.app.open > 0)
    other = bot_behind(httpx.ASGITransport(world.api.app))
    second.line = PollingLine(other, second.kept, Toasted(), world.clock)
    await second.line.open()
    with pytest.raises(Conflict):
        await waiting
    await other.disconnect()
