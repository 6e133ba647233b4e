from datetime import timedelta

import httpx
import pytest
from telegram import Update
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.town.bot_under_test import HOOK, SECRET, World, world
from tests.town.timeline import Timeline
from town.servers.faults import Mishap
from town.servers.telegram import Button, Toast

pytestmark = pytest.mark.anyio

KEYBOARD = {"inline_keyboard": [[{"text": "잘 지내요", "callback_data": "f:1:1"}]]}


async def card(w: World, chat_id: int) -> int:
    sent = await w.bot.send_message(chat_id, "괜찮으세요?", api_kwargs={"reply_markup": KEYBOARD})
    return sent.message_id


async def test_the_secret_comes_with_every_update(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.api.press_start(7, "token-1")
        await w.api.say(7, "안녕하세요")
        assert w.service.secrets == [SECRET, SECRET]
        start, hello = w.service.updates(w.bot)
        assert start.message is not None
        assert hello.message is not None
        assert (start.message.text, hello.message.text) == ("/start token-1", "안녕하세요")
        assert hello.update_id == start.update_id + 1
        assert (hello.message.chat.type, hello.message.date) == ("private", timeline.now())
        assert hello.effective_user is not None
        assert (hello.effective_user.is_bot, hello.effective_user.language_code) == (False, "ko")


async def test_everything_a_person_can_send_is_understood(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.api.send_photo(7, b"jpeg", "마당")
        await w.api.send_voice(7)
        await w.api.send_sticker(7, "👍")
        await w.api.send_location(7, 36.12, 128.11)
        photo, voice, sticker, place = (update.message for update in w.service.updates(w.bot))
        assert photo is not None
        assert voice is not None
        assert sticker is not None
        assert place is not None
        assert (photo.caption, len(photo.photo)) == ("마당", 1)
        assert voice.voice is not None
        file = await w.bot.get_file(voice.voice.file_id)
        assert await file.download_as_bytearray() == b"ogg"
        assert sticker.sticker is not None
        assert sticker.sticker.emoji == "👍"
        assert place.location is not None
        assert place.location.latitude == 36.12


class Diary:
    """Handlers as a bot has them; keeps what they were called with."""

    def __init__(self) -> None:
        self.entries: list[object] = []

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        self.entries.append(context.args)
        await update.message.reply_text("누르세요", api_kwargs={"reply_markup": KEYBOARD})

    async def pressed(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        self.entries.append(update.callback_query.data)
        await update.callback_query.answer("고맙습니다", show_alert=True)
        await update.callback_query.edit_message_text("끝")

    async def membership(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.my_chat_member is not None
        self.entries.append(update.my_chat_member.new_chat_member.status)

    async def words(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        self.entries.append(update.message.text)

    def handlers(self) -> list[BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]]:
        return [
            CommandHandler("start", self.start),
            CallbackQueryHandler(self.pressed),
            ChatMemberHandler(self.membership),
            MessageHandler(filters.TEXT, self.words),
        ]


async def test_an_application_of_the_library_works_unchanged(timeline: Timeline) -> None:
    async with world(timeline) as w:
        diary = Diary()
        request = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(w.api.app)})
        builder = Application.builder().token(w.api.settings.token).base_url("http://town/bot")
        application = builder.request(request).updater(None).build()
        application.add_handlers(diary.handlers())

        async def process() -> None:
            for body in w.service.received:
                await application.process_update(Update.de_json(body, application.bot))
            w.service.received.clear()

        async with application:
            await w.api.press_start(7, "tok_en-1")
            await process()
            (shown,) = w.api.screen(7)
            await w.api.press(7, shown.message_id, "f:1:1")
            await w.api.say(7, "밥 먹었어요")
            await w.api.block(7)
            await w.api.unblock(7)
            await process()
        assert diary.entries == [["tok_en-1"], "f:1:1", "밥 먹었어요", "kicked", "member"]
        assert w.api.screen(7)[0].text == "끝"
        assert [entry for entry in w.api.history(7) if isinstance(entry, Toast)] == [
            Toast(7, shown.message_id, "고맙습니다", True, timeline.now())
        ]


async def test_a_press_shows_the_message_it_came_from(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        message_id = await card(w, 7)
        await w.api.press(7, message_id, "f:1:1")
        (update,) = w.service.updates(w.bot)
        query = update.callback_query
        assert query is not None
        assert query.message is not None
        assert (query.message.message_id, query.chat_instance != "") == (message_id, True)
        assert w.api.counts.queries_unanswered == 1
        toasts: list[Toast] = []
        w.api.phone.on_toast = toasts.append
        await query.answer()
        assert (toasts, w.api.counts.queries_unanswered) == ([], 0)
        with pytest.raises(BadRequest, match="uery is too old"):
            await query.answer()


async def test_a_query_grows_old(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.api.press(7, await card(w, 7), "f:1:1")
        timeline.jump(31)
        (update,) = w.service.updates(w.bot)
        assert update.callback_query is not None
        with pytest.raises(BadRequest, match="uery is too old and response timeout expired"):
            await update.callback_query.answer("늦음")


async def test_a_toast_has_200_characters(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.api.press(7, await card(w, 7), "f:1:1")
        (update,) = w.service.updates(w.bot)
        assert update.callback_query is not None
        with pytest.raises(BadRequest, match="essage_too_long"):
            await update.callback_query.answer("가" * 201)
        await update.callback_query.answer("가" * 200)


async def test_only_buttons_that_were_there_can_be_pressed(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        message_id = await card(w, 7)
        await w.bot.edit_message_text("바뀐 일", 7, message_id)
        assert w.api.screen(7)[0].buttons == ()
        await w.api.press(7, message_id, "f:1:1")  # the old card, still on a slow phone
        with pytest.raises(ValueError, match="never had the button"):
            await w.api.press(7, message_id, "f:2:1")
        with pytest.raises(ValueError, match="no message"):
            await w.api.press(7, 999, "f:1:1")
        await w.api.press(7, message_id, "f:2:1", forged=True)
        await w.api.press(7, 999, "f:3:1", forged=True)
        pressed = [
            (update.callback_query.data if update.callback_query else None)
            for update in w.service.updates(w.bot)
        ]
        assert pressed == ["f:1:1", "f:2:1", "f:3:1"]


async def test_people_cannot_do_what_their_phone_would_not_let_them(timeline: Timeline) -> None:
    async with world(timeline) as w:
        with pytest.raises(ValueError, match="Nobody has chat id 7"):
            await w.api.say(7, "x")
        w.api.add_user(7, "순자", username="sunja")
        with pytest.raises(ValueError, match="already known"):
            w.api.add_user(7, "순자")
        with pytest.raises(ValueError, match="has not started"):
            await w.api.say(7, "x")
        await w.api.press_start(7)
        with pytest.raises(ValueError, match="has not blocked"):
            await w.api.unblock(7)
        await w.api.block(7)
        with pytest.raises(ValueError, match="has blocked"):
            await w.api.say(7, "x")
        w.service.received.clear()
        await w.api.press_start(7)
        kinds = [min(body) for body in w.service.received]
        assert kinds == ["my_chat_member", "message"]


@pytest.mark.parametrize("failure", [500, 403, 302, 0])
async def test_an_update_is_brought_again_until_it_is_taken(
    timeline: Timeline, failure: int
) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.service.answers = [failure, failure, failure]
        await w.api.say(7, "안녕")
        assert (w.service.received, w.api.counts.updates_pending) == ([], 1)
        info = await w.bot.get_webhook_info()
        assert (info.pending_update_count, info.last_error_date) == (1, timeline.now())
        await timeline.run(4)
        assert len(w.service.secrets) == 2
        await timeline.run(1 + 15 + 59)
        assert w.service.received == []
        await timeline.run(1)
        assert len(w.service.received) == 1
        assert (w.api.counts.updates_pending, timeline.planned) == (0, 0)


async def test_an_update_nobody_takes_is_lost_after_ten_tries(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.service.answers = [500] * 10
        await w.api.say(7, "안녕")
        await timeline.run(3600)
        assert len(w.service.secrets) == 11
        assert (w.api.counts.updates_lost, w.api.counts.updates_pending) == (1, 0)


async def test_a_crash_in_the_service_leaves_the_update_to_be_brought_again(
    timeline: Timeline,
) -> None:
    class Crash(BaseException):
        pass

    async with world(timeline) as w:
        await w.enrolled(7)

        async def dying(_scope: object, _receive: object, _send: object) -> None:
            raise Crash

        w.client._transport.app = dying  # type: ignore[attr-defined]
        with pytest.raises(Crash):
            await w.api.say(7, "안녕")
        assert (w.api.open_requests, w.api.counts.updates_pending) == (0, 1)
        w.client._transport.app = w.service.app  # type: ignore[attr-defined]
        await timeline.run(5)
        assert len(w.service.received) == 1


async def test_a_doubled_update_has_one_id(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.api.mishaps.push(Mishap(copies=2), kind="message")
        await w.api.say(7, "안녕")
        await timeline.run()
        first, second = w.service.update_ids
        assert first == second
        assert w.api.counts.updates_pending == 0


async def test_updates_can_be_late_swapped_or_gone(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.api.mishaps.push(Mishap(behind_next=True))
        await w.api.say(7, "첫째")
        await w.api.say(7, "둘째")
        earlier, later = w.service.update_ids
        assert earlier == later + 1
        w.api.mishaps.push(Mishap())
        w.api.mishaps.push(Mishap(delay=timedelta(minutes=2)))
        await w.api.say(7, "제때")
        await w.api.say(7, "늦게")
        assert len(w.service.received) == 3
        await timeline.run(120)
        assert len(w.service.received) == 4
        w.api.mishaps.push(Mishap(copies=0))
        await w.api.say(7, "사라짐")
        w.api.mishaps.push(Mishap(behind_next=True))
        await w.api.say(7, "아무도 안 따라옴")
        assert len(w.service.received) == 4
        await timeline.run(30)
        assert len(w.service.received) == 5
        assert w.api.counts.updates_lost == 1


async def test_a_mishap_policy_decides_by_kind(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        w.api.mishaps.policy = lambda kind: Mishap(copies=2 if kind == "callback_query" else 1)
        await w.api.say(7, "하나")
        await w.api.press(7, await card(w, 7), "f:1:1")
        await timeline.run()
        assert len(w.service.received) == 3


async def test_only_the_kinds_that_were_asked_for_come(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.bot.set_webhook(HOOK, secret_token=SECRET, allowed_updates=["message"])
        await w.enrolled(7)
        await w.api.block(7)
        assert w.service.received == []
        assert (await w.bot.get_webhook_info()).allowed_updates == ("message",)
        await w.bot.set_webhook(HOOK, secret_token=SECRET)  # left out: as before
        await w.api.unblock(7)
        assert w.service.received == []
        await w.bot.set_webhook(HOOK, secret_token=SECRET, allowed_updates=[])
        await w.api.block(7)
        assert len(w.service.received) == 1


async def test_what_waits_is_sent_when_a_webhook_is_set(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.bot.delete_webhook()
        await w.api.press_start(7)
        await w.api.say(7, "안녕")
        assert (await w.bot.get_webhook_info()).pending_update_count == 2
        await w.bot.set_webhook(HOOK, secret_token=SECRET)
        await timeline.run()
        assert len(w.service.received) == 2
        await w.bot.delete_webhook()
        await w.api.say(7, "버려짐")
        await w.bot.set_webhook(HOOK, drop_pending_updates=True)
        await timeline.run()
        await w.api.say(7, "비밀 없이")
        assert len(w.service.received) == 3
        assert w.service.secrets[-1] is None


async def test_webhooks_telegram_refuses(timeline: Timeline) -> None:
    async with world(timeline) as w:
        with pytest.raises(BadRequest, match="ad webhook: an https url"):
            await w.bot.set_webhook("anbu.example/hook")
        with pytest.raises(BadRequest, match="unallowed characters"):
            await w.bot.set_webhook(HOOK, secret_token="비밀")
        await w.bot.set_webhook("")
        assert (await w.bot.get_webhook_info()).url == ""


async def test_plain_keyboards_say_their_label(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.bot.send_message(
            7, "?", api_kwargs={"reply_markup": {"keyboard": [["네", "아니요"]]}}
        )
        assert w.api.screen(7)[0].buttons == ((Button("네"), Button("아니요")),)
