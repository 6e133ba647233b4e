"""The hands of the town's people on their phones."""

import re
from typing import Final

from town.servers.telegram.chats import Chat, Chats, Message, on_screen
from town.servers.telegram.files import Files, media_json
from town.servers.telegram.model import Attachment, Delivered, Json, Toast
from town.servers.telegram.queries import Queries
from town.servers.telegram.updates import Updates

_COMMAND: Final = re.compile(r"/\w+(@\w+)?")
_STRANGER: Final = "이웃"


class UserSide:
    """What a person can do with the bot. Each act is one update, on its way when the call returns.

    Raises (all of it):
        ValueError: the phone would not let the person do that.
    """

    def __init__(self, chats: Chats, files: Files, queries: Queries, updates: Updates) -> None:
        self._chats = chats
        self._files = files
        self._queries = queries
        self._updates = updates

    # ------------------------------------------------------------------------ who there is

    def add_user(
        self,
        chat_id: int,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str = "ko",
    ) -> None:
        """Somebody who has Telegram, but has never opened the bot."""
        self._chats.register(Chat(chat_id, first_name, username, language_code))

    def deactivate(self, chat_id: int) -> None:
        """The person deletes the Telegram account; the bot is not told."""
        self._chats.person(chat_id).deactivated = True

    # ------------------------------------------------------------------- what phones show

    def history(self, chat_id: int) -> tuple[Delivered | Toast, ...]:
        """Everything the bot ever showed this person, in order."""
        chat = self._chats.find(chat_id)
        return tuple(chat.history) if chat else ()

    def screen(self, chat_id: int) -> tuple[Delivered, ...]:
        """The bot's messages as the phone shows them now, oldest first."""
        chat = self._chats.find(chat_id)
        if chat is None:
            return ()
        now = self._chats.now()
        return tuple(on_screen(chat, each, now) for each in chat.messages.values() if each.from_bot)

    # -------------------------------------------------------------------------------- acts

    async def press_start(self, chat_id: int, payload: str = "") -> int:
        """Open the bot, perhaps by a t.me link with a payload; returns the message id."""
        chat = self._chats.find(chat_id) or self._chats.register(Chat(chat_id, _STRANGER))
        if chat.blocked:
            await self.unblock(chat_id)
        chat.started = True
        return await self.say(chat_id, f"/start {payload}".strip())

    async def say(self, chat_id: int, text: str) -> int:
        """Write a message; returns its id."""
        extra: Json = {}
        command = _COMMAND.match(text)
        if command:
            extra["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return await self._write(chat_id, text, extra)

    async def send_photo(self, chat_id: int, content: bytes = b"jpeg", caption: str = "") -> int:
        return await self._send(
            chat_id, self._files.keep("photo", "photo.jpg", "image/jpeg", content), caption
        )

    async def send_voice(self, chat_id: int, content: bytes = b"ogg") -> int:
        return await self._send(
            chat_id, self._files.keep("voice", "voice.ogg", "audio/ogg", content)
        )

    async def send_sticker(self, chat_id: int, emoji: str = "👍") -> int:
        return await self._send(
            chat_id, self._files.keep("sticker", emoji, "image/webp", emoji.encode())
        )

    async def send_location(self, chat_id: int, latitude: float, longitude: float) -> int:
        where = {"latitude": latitude, "longitude": longitude}
        return await self._write(chat_id, "", {"location": where})

    async def press(
        self, chat_id: int, message_id: int, data: str, *, forged: bool = False
    ) -> int | None:
        """Press a button; returns the update id, None when the bot did not ask for presses.

        The button may have gone from the message since (a phone shows it a moment longer). A
        `forged` press, from a changed client, carries any data and may name any message.
        """
        chat = self._may_act(chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            if not forged:
                raise ValueError(f"There is no message {message_id} in chat {chat_id}.")
            message = Message(message_id, from_bot=True, date=0)
        if data not in message.offered and not forged:
            raise ValueError(f"Message {message_id} never had the button {data!r}.")
        query = self._queries.ask(chat, message, data)
        return await self._updates.announce("callback_query", query)

    async def block(self, chat_id: int) -> None:
        """Stop the bot: it is told, and can write no more."""
        chat = self._may_act(chat_id)
        chat.blocked = True
        await self._membership(chat, "member", "kicked")

    async def unblock(self, chat_id: int) -> None:
        chat = self._chats.person(chat_id)
        if not chat.blocked:
            raise ValueError(f"Chat {chat_id} has not blocked the bot.")
        chat.blocked = False
        await self._membership(chat, "kicked", "member")

    # ------------------------------------------------------------------------------ inside

    def _may_act(self, chat_id: int) -> Chat:
        chat = self._chats.person(chat_id)
        if not chat.started or chat.blocked or chat.deactivated:
            raise ValueError(f"Chat {chat_id} has not started the bot, or has blocked it.")
        return chat

    async def _send(self, chat_id: int, file: Attachment, caption: str = "") -> int:
        return await self._write(chat_id, caption, media_json(file), file)

    async def _write(
        self, chat_id: int, text: str, extra: Json, file: Attachment | None = None
    ) -> int:
        chat = self._may_act(chat_id)
        message = self._chats.write(chat, from_bot=False)
        message.text, message.extra, message.attachment = text, extra, file
        await self._updates.announce("message", self._chats.message_json(chat, message))
        return message.message_id

    async def _membership(self, chat: Chat, old: str, new: str) -> None:
        change = {
            "chat": chat.chat_json(),
            "from": chat.user_json(),
            "date": self._chats.seconds(),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        await self._updates.announce("my_chat_member", change)

    def _member(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self._chats.bot, "status": status, **until}
