from datetime import timedelta

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.town.bot_under_test import bot_for, raw_call, world
from tests.town.timeline import Timeline
from town.servers.telegram import BotSettings, Button, Delivered, Limits

pytestmark = pytest.mark.anyio

FINE = InlineKeyboardMarkup([[InlineKeyboardButton("잘 지내요", callback_data="f:1:1")]])
NO_LIMITS = BotSettings(limits=Limits(None, None))


async def test_a_message_is_on_the_phone_as_it_was_sent(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        seen: list[Delivered] = []
        w.api.phone.on_message = seen.append
        page = InlineKeyboardButton("답하기", url="https://anbu.example/a/1")
        sent = await w.bot.send_message(
            7,
            "안녕하세요, <b>순자</b>님 &amp; 가족",
            parse_mode=ParseMode.HTML,
            reply_markup=InlineKeyboardMarkup([FINE.inline_keyboard[0], [page]]),
            disable_notification=True,
            protect_content=True,
        )
        (shown,) = seen
        assert shown.text == "안녕하세요, 순자님 & 가족"
        assert shown.buttons == (
            (Button("잘 지내요", "f:1:1"),),
            (Button("답하기", None, "https://anbu.example/a/1"),),
        )
        assert (shown.chat_id, shown.message_id, shown.at) == (7, sent.message_id, timeline.now())
        assert (shown.edited, shown.silent, shown.protected) == (False, True, True)
        assert sent.text_html == "안녕하세요, <b>순자</b>님 &amp; 가족"
        assert sent.from_user == await w.bot.get_me()
        assert (sent.date, sent.chat.type) == (timeline.now(), "private")
        assert sent.reply_markup is not None
        assert sent.reply_markup.inline_keyboard[0][0].callback_data == "f:1:1"


async def test_an_edit_changes_text_and_buttons(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        sent = await w.bot.send_message(7, "괜찮으세요?", reply_markup=FINE)
        timeline.jump(60)
        edited = await w.bot.edit_message_text("고맙습니다", 7, sent.message_id)
        assert not isinstance(edited, bool)
        assert (edited.text, edited.reply_markup, edited.edit_date) == (
            "고맙습니다",
            None,
            timeline.now(),
        )
        await w.bot.edit_message_reply_markup(7, sent.message_id, reply_markup=FINE)
        (shown,) = w.api.screen(7)
        assert (shown.text, shown.buttons, shown.edited) == (
            "고맙습니다",
            ((Button("잘 지내요", "f:1:1"),),),
            True,
        )
        assert [entry.edited for entry in w.api.history(7) if isinstance(entry, Delivered)] == [
            False,
            True,
            True,
        ]
        assert (w.api.counts.messages_sent, w.api.counts.messages_edited) == (1, 2)


async def test_an_edit_that_changes_nothing_is_refused(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        sent = await w.bot.send_message(7, "괜찮으세요?", reply_markup=FINE)
        with pytest.raises(BadRequest, match="essage is not modified"):
            await w.bot.edit_message_text("괜찮으세요?", 7, sent.message_id, reply_markup=FINE)
        with pytest.raises(BadRequest, match="essage is not modified"):
            await w.bot.edit_message_reply_markup(7, sent.message_id, reply_markup=FINE)


async def test_what_cannot_be_edited(timeline: Timeline) -> None:
    async with world(timeline, NO_LIMITS) as w:
        await w.enrolled(7)
        own = await w.api.say(7, "안녕")
        text = await w.bot.send_message(7, "글")
        file = await w.bot.send_document(7, b"%PDF", filename="주간.pdf")
        cases = [
            (w.bot.edit_message_text("x", 7, 999), "essage to edit not found"),
            (w.bot.edit_message_text("x", 7, own), "essage can't be edited"),
            (w.bot.edit_message_text("x", 7, file.message_id), "no text in the message to edit"),
            (
                w.bot.edit_message_caption(7, text.message_id, caption="x"),
                "no caption in the message to edit",
            ),
        ]
        for call, words in cases:
            with pytest.raises(BadRequest, match=words):
                await call


async def test_files_arrive_and_can_be_fetched_again(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        sent = await w.bot.send_document(
            7,
            InputFile(b"%PDF-1.7", filename="주간 요약.pdf"),
            caption="<i>9주</i>",
            parse_mode="HTML",
        )
        assert sent.document is not None
        assert (sent.document.file_name, sent.document.file_size) == ("주간 요약.pdf", 8)
        photo = await w.bot.send_photo(7, b"png", caption="사진")
        timeline.jump(1)
        again = await w.bot.send_photo(7, photo.photo[-1].file_id)
        assert again.photo == photo.photo
        await w.bot.edit_message_caption(7, sent.message_id, caption="10주")
        document, first, second = w.api.screen(7)
        assert document.attachment is not None
        assert document.attachment.content == b"%PDF-1.7"
        assert (document.text, first.text, second.text) == ("10주", "사진", "")
        file = await w.bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7"


async def test_uploads_inside_a_multipart_part(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.bot.send_document(7, InputFile(b"csv", filename="a.csv", attach=True))
        (shown,) = w.api.screen(7)
        assert shown.attachment is not None
        assert (shown.attachment.name, shown.attachment.content) == ("a.csv", b"csv")


async def test_replies_and_reply_keyboards(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        own = await w.api.say(7, "안녕")
        sent = await w.bot.send_message(
            7,
            "전화번호를 알려 주세요",
            reply_parameters=ReplyParameters(own),
            reply_markup=ReplyKeyboardMarkup([[KeyboardButton("보내기", request_contact=True)]]),
        )
        assert sent.reply_to_message is not None
        assert sent.reply_to_message.text == "안녕"
        assert sent.reply_markup is None
        assert w.api.screen(7)[0].buttons == ((Button("보내기"),),)
        with pytest.raises(BadRequest, match="essage to be replied not found"):
            await w.bot.send_message(7, "x", reply_parameters=ReplyParameters(999))


async def test_nobody_has_nothing_on_the_screen(timeline: Timeline) -> None:
    async with world(timeline) as w:
        assert (w.api.screen(404), w.api.history(404)) == ((), ())


async def test_a_deleted_message_is_gone(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        sent = await w.bot.send_message(7, "x")
        assert await w.bot.send_chat_action(7, "typing")
        assert await w.bot.delete_message(7, sent.message_id)
        assert w.api.screen(7) == ()
        with pytest.raises(BadRequest, match="essage to delete not found"):
            await w.bot.delete_message(7, sent.message_id)


async def test_a_bot_writes_only_to_those_who_pressed_start(timeline: Timeline) -> None:
    async with world(timeline) as w:
        with pytest.raises(BadRequest, match="Chat not found"):
            await w.bot.send_message(404, "x")
        w.api.add_user(7, "순자")
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await w.bot.send_message(7, "x")
        await w.api.press_start(7)
        await w.bot.send_message(7, "x")
        await w.api.block(7)
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await w.bot.send_message(7, "x")
        await w.api.unblock(7)
        await w.bot.send_message(7, "x")
        w.api.deactivate(7)
        with pytest.raises(Forbidden, match="user is deactivated"):
            await w.bot.send_message(7, "x")


@pytest.mark.parametrize(
    ("data", "fits"), [("가" * 21, True), ("가" * 21 + "1", True), ("가" * 22, False), ("", False)]
)
async def test_callback_data_has_64_bytes(timeline: Timeline, data: str, fits: bool) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        keyboard = {"inline_keyboard": [[{"text": "누름", "callback_data": data}]]}
        status, body = await raw_call(
            w.api, "sendMessage", chat_id=7, text="x", reply_markup=keyboard
        )
        assert (status, body["ok"]) == ((200, True) if fits else (400, False))
        if not fits:
            assert body["description"] == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "글"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, 'Can\'t find field "text"'),
        ({"text": " ", "callback_data": "x"}, "must be non-empty"),
        ({"text": "쪽", "url": "http://localhost:1/a"}, "Wrong HTTP URL"),
        ({"text": "쪽", "url": "ftp://a.example/a"}, "Unsupported URL protocol"),
        ("글", "Object expected"),
    ],
)
async def test_buttons_telegram_refuses(timeline: Timeline, button: object, words: str) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        keyboard = {"inline_keyboard": [[button]]}
        status, body = await raw_call(
            w.api, "sendMessage", chat_id=7, text="x", reply_markup=keyboard
        )
        assert status == 400
        assert words in body["description"]


async def test_a_text_has_4096_characters_after_its_tags(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        await w.bot.send_message(7, f"<b>{'가' * 4096}</b>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="essage is too long"):
            await w.bot.send_message(7, "가" * 4097)
        with pytest.raises(BadRequest, match="essage text is empty"):
            await w.bot.send_message(7, " \n ")
        with pytest.raises(BadRequest, match="essage caption is too long"):
            await w.bot.send_photo(7, b"png", caption="가" * 1025)


async def test_flood_control_counts_by_the_towns_clock(timeline: Timeline) -> None:
    async with world(timeline, BotSettings(limits=Limits(3, 2))) as w:
        for chat_id in (1, 2, 3):
            await w.enrolled(chat_id)
        await w.bot.send_message(1, "x")
        await w.bot.send_message(1, "x")
        with pytest.raises(RetryAfter) as flood:
            await w.bot.send_message(1, "x")
        assert flood.value.retry_after == timedelta(seconds=1)
        await w.bot.send_message(2, "x")
        with pytest.raises(RetryAfter):
            await w.bot.send_message(3, "x")
        timeline.jump(1)
        await w.bot.send_message(3, "x")
        assert (w.api.counts.messages_sent, w.api.counts.refused_for_pace) == (4, 2)


async def test_tokens_and_methods(timeline: Timeline) -> None:
    async with world(timeline) as w:
        for token, words in (("700000001:wrong", "Unauthorized"), ("x", "Not Found")):
            with pytest.raises(InvalidToken, match=words):
                await bot_for(w.api, token=token).get_me()
        assert await raw_call(w.api, "sendPigeon") == (
            404,
            {"ok": False, "error_code": 404, "description": "Not Found"},
        )
        assert (await raw_call(w.api, "GETME"))[1]["result"]["id"] == 700000001


async def test_the_bot_introduces_itself(timeline: Timeline) -> None:
    async with world(timeline) as w:
        me = await w.bot.get_me()
        assert (me.is_bot, me.username, me.first_name) == (True, "anbu_town_bot", "안부")
        await w.bot.set_my_commands([BotCommand("help", "도움말")], language_code="ko")
        await w.bot.set_my_description("안부를 여쭙니다", language_code="ko")
        await w.bot.set_my_short_description("안부")
        await w.bot.set_my_name("김천 안부")
        scope = BotCommandScopeAllPrivateChats()
        await w.bot.set_my_commands([BotCommand("stop", "그만")], scope=scope)
        assert w.api.profile.commands(scope="all_private_chats") == [("stop", "그만")]
        assert w.api.profile.commands("ko") == [("help", "도움말")]
        assert await w.bot.get_my_commands(language_code="ko") == (BotCommand("help", "도움말"),)
        assert await w.bot.get_my_commands() == ()
        assert (await w.bot.get_my_description("ko")).description == "안부를 여쭙니다"
        assert (await w.bot.get_my_short_description()).short_description == "안부"
        assert (await w.bot.get_my_name()).name == "김천 안부"
        assert await w.bot.delete_my_commands(language_code="ko")
        assert await w.bot.get_my_commands(language_code="ko") == ()
