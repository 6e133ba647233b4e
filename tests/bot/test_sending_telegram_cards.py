"""Cards on the town's phones, sent by the real library to the town's Bot API."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from bot.channel import TelegramChannel
from foundation.seams import Crash
from messaging.channel import (
    Button,
    Call,
    Card,
    Command,
    Refusal,
    Refused,
    Rendered,
    Sent,
    Sms,
    Unknown,
)
from residents.model import ChannelName
from tests.bot.telegram_world import TelegramWorld, answering
from town.servers import faults
from town.servers.telegram import Button as Shown

pytestmark = pytest.mark.anyio

FINE = Button("잘 지내요", data="f:C1:1")
HELP = Button("도와주세요", data="h:C1:1")
PAGE = Button("열어 보기", url="https://anbu.example/a/1")
LIKE_MARKUP = "<b>순자</b>님 & _가족_ *별* [x](y)"


@pytest.fixture
async def channel(world: TelegramWorld) -> TelegramChannel:
    await world.api.press_start(7)
    return TelegramChannel(world.bot)


async def sent(channel: TelegramChannel, card: Card) -> str:
    ended = await channel.send("7", card, "attempt-1")
    assert isinstance(ended, Sent)
    return ended.provider_id


async def test_a_card_arrives_with_its_rows_of_buttons(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    provider_id = await sent(channel, Card("안녕하세요", ((FINE, HELP), (PAGE,))))
    (shown,) = world.api.screen(7)
    assert shown.text == "안녕하세요"
    assert str(shown.message_id) == provider_id
    assert shown.buttons == (
        (Shown("잘 지내요", "f:C1:1"), Shown("도와주세요", "h:C1:1")),
        (Shown("열어 보기", None, "https://anbu.example/a/1"),),
    )


MENU = (Command("tasks", "할 일 보기"), Command("help", "쓰는 방법"))


async def test_a_card_may_change_the_menu_of_its_chat_alone(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    await sent(channel, Card("안녕하세요"))
    assert world.api.profile.menu_of(7) == []
    await sent(channel, Card("안녕하세요", menu=MENU))
    assert world.api.profile.menu_of(7) == [("tasks", "할 일 보기"), ("help", "쓰는 방법")]
    assert world.api.profile.menu_of(8) == []


async def test_a_menu_that_fails_leaves_the_card_sent(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    too_long = (Command("tasks", "할 일 " * 100),)
    await sent(channel, Card("안녕하세요", menu=too_long))
    assert [shown.text for shown in world.api.screen(7)] == ["안녕하세요"]
    assert world.api.profile.menu_of(7) == []


async def test_text_is_never_read_as_markup(world: TelegramWorld, channel: TelegramChannel) -> None:
    await sent(channel, Card(LIKE_MARKUP))
    assert world.api.screen(7)[0].text == LIKE_MARKUP


async def test_an_edit_replaces_text_and_takes_the_buttons_away(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    provider_id = await sent(channel, Card("할 일이 있습니다", ((FINE,),)))
    assert await sent(channel, Card("마감되었습니다", edits=provider_id)) == provider_id
    (shown,) = world.api.screen(7)
    assert (shown.text, shown.buttons, shown.edited) == ("마감되었습니다", (), True)


async def test_an_edit_that_changes_nothing_is_as_good_as_sent(channel: TelegramChannel) -> None:
    provider_id = await sent(channel, Card("같은 말", ((FINE,),)))
    ended = await channel.send("7", Card("같은 말", ((FINE,),), edits=provider_id), "attempt-2")
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.UNCHANGED


async def test_an_edit_of_a_message_that_is_gone_is_as_good_as_sent(
    channel: TelegramChannel,
) -> None:
    ended = await channel.send("7", Card("새 말", edits="4711"), "attempt-1")
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.UNCHANGED


async def test_a_person_who_blocked_the_bot_is_unreachable(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    await world.api.block(7)
    ended = await channel.send("7", Card("안녕하세요"), "attempt-1")
    assert ended == Refused(Refusal.UNREACHABLE, "blocked by the user")


async def test_a_chat_that_nobody_has_is_a_bad_address(channel: TelegramChannel) -> None:
    ended = await channel.send("8", Card("안녕하세요"), "attempt-1")
    assert ended == Refused(Refusal.BAD_ADDRESS, "chat not found")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.Fault.too_many(4), Refused),
        (faults.Fault.unauthorized(), Refused),
        (faults.Fault.server_error(), Unknown),
        (faults.Fault.cut(), Unknown),
    ],
)
async def test_one_failure_is_one_request(
    world: TelegramWorld, channel: TelegramChannel, fault: faults.Fault, kind: type
) -> None:
    """Repeating is the outbox's alone: two layers of it made nine copies elsewhere."""
    world.api.faults.push("sendMessage", fault)
    before = world.api.counts.requests
    assert isinstance(await channel.send("7", Card("안녕하세요"), "attempt-1"), kind)
    assert world.api.counts.requests == before + 1


async def test_an_unknown_outcome_may_be_on_the_phone(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    world.api.faults.push("sendMessage", faults.Fault.cut(done=True))
    assert isinstance(await channel.send("7", Card("안녕하세요"), "attempt-1"), Unknown)
    assert len(world.api.screen(7)) == 1


async def test_too_many_for_one_chat_does_not_hold_up_another(
    world: TelegramWorld, channel: TelegramChannel
) -> None:
    """No rate limiter of the library's, which would make everybody wait."""
    await world.api.press_start(8)
    world.api.faults.push("sendMessage", faults.Fault.too_many(3600), address="7")
    first, second = await asyncio.gather(
        channel.send("7", Card("하나"), "attempt-1"), channel.send("8", Card("둘"), "attempt-2")
    )
    assert isinstance(first, Refused)
    assert isinstance(second, Sent)


TOO_LONG = "f:" + "가" * 21 + ":1"

REFUSED_HERE: list[tuple[str, Rendered, Refusal]] = [
    ("7", Card("가" * 4097), Refusal.INVALID),
    ("7", Card(""), Refusal.INVALID),
    ("7", Card("x", ((Button("b", data=TOO_LONG),),)), Refusal.INVALID),
    ("7", Card("x", ((Button("b", data=""),),)), Refusal.INVALID),
    ("7", Card("x", edits="not-a-number"), Refusal.INVALID),
    ("7", Card("x", edits="٣"), Refusal.INVALID),
    ("7", Sms("문자"), Refusal.INVALID),
    ("7", Call("script", 30), Refusal.INVALID),
    ("", Card("x"), Refusal.BAD_ADDRESS),
    ("@somebody", Card("x"), Refusal.BAD_ADDRESS),
    ("-100123", Card("x"), Refusal.BAD_ADDRESS),
]


@pytest.mark.parametrize(("address", "rendered", "why"), REFUSED_HERE)
async def test_what_telegram_would_refuse_is_not_even_asked(
    world: TelegramWorld,
    channel: TelegramChannel,
    address: str,
    rendered: Rendered,
    why: Refusal,
) -> None:
    before = world.api.counts.requests
    ended = await channel.send(address, rendered, "attempt-1")
    assert isinstance(ended, Refused)
    assert ended.why is why
    assert world.api.counts.requests == before


async def test_the_longest_text_and_button_data_are_sent(channel: TelegramChannel) -> None:
    longest = Button("b", data="f:" + "A" * 60 + ":1")
    assert longest.data is not None
    assert len(longest.data) == 64
    await sent(channel, Card("가" * 4096, ((longest,),)))


async def test_telegram_is_told_to_open_no_link_of_ours() -> None:
    """A preview would use a one-time link up before the person does."""
    seen: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append({key: value[0] for key, value in parse_qs(request.content.decode()).items()})
        chat = {"id": 7, "type": "private"}
        message = {"message_id": 5, "date": 1_772_409_600, "chat": chat}
        return httpx.Response(200, json={"ok": True, "result": message})

    bot = answering(answer)
    channel = TelegramChannel(bot)
    await sent(channel, Card("https://anbu.example/a/1"))
    await sent(channel, Card("https://anbu.example/a/1", edits="5"))
    assert [json.loads(sent["link_preview_options"]) for sent in seen] == [
        {"is_disabled": True}
    ] * 2
    assert not any("parse_mode" in sent for sent in seen)
    await bot.disconnect()


@pytest.mark.parametrize("error", [Crash("after_send"), asyncio.CancelledError()])
async def test_the_end_of_the_process_is_not_taken_for_an_answer(error: BaseException) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    bot = answering(answer)
    with pytest.raises(type(error)):
        await TelegramChannel(bot).send("7", Card("안녕하세요"), "attempt-1")
    await bot.disconnect()


async def test_it_is_the_telegram_channel(world: TelegramWorld) -> None:
    assert TelegramChannel(world.bot).name is ChannelName.TELEGRAM
