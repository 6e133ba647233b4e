"""Who the bot knows, what was written in each chat, and who may be written to."""

from dataclasses import dataclass, field
from datetime import datetime

from town.servers.telegram.markup import Keyboard
from town.servers.telegram.model import (
    Attachment,
    Delivered,
    Json,
    Toast,
    bad_request,
    forbidden,
)
from town.servers.timeline import Now


@dataclass(slots=True)
class Message:
    """A message in a private chat, in its present state."""

    message_id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    keyboard: Keyboard = field(default_factory=Keyboard)
    attachment: Attachment | None = None
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    silent: bool = False
    protected: bool = False
    reply_to: int | None = None
    offered: set[str] = field(default_factory=set)
    """All callback data that its buttons ever had."""


@dataclass(slots=True)
class Chat:
    """A person and the private chat with the bot."""

    chat_id: int
    first_name: str
    username: str | None = None
    language_code: str = "ko"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    history: list[Delivered | Toast] = field(default_factory=list)

    def user_json(self) -> Json:
        user: Json = {
            "id": self.chat_id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }
        if self.username:
            user["username"] = self.username
        return user

    def chat_json(self) -> Json:
        chat: Json = {"id": self.chat_id, "type": "private", "first_name": self.first_name}
        if self.username:
            chat["username"] = self.username
        return chat


class Chats:
    """All private chats of the bot. Message ids are counted over all of them, as Telegram does."""

    def __init__(self, now: Now, bot: Json) -> None:
        self._now = now
        self.bot = bot
        self._chats: dict[int, Chat] = {}
        self._last_message_id = 0

    def register(self, chat: Chat) -> Chat:
        """Make a person known: somebody who has Telegram, but has not pressed Start.

        Raises:
            ValueError: the chat id is in use.
        """
        if chat.chat_id in self._chats:
            raise ValueError(f"Chat {chat.chat_id} is already known.")
        self._chats[chat.chat_id] = chat
        return chat

    def find(self, chat_id: int) -> Chat | None:
        return self._chats.get(chat_id)

    def person(self, chat_id: int) -> Chat:
        """The chat of a person who is known.

        Raises:
            ValueError: nobody has this chat id; `register` or `press_start` comes first.
        """
        chat = self._chats.get(chat_id)
        if chat is None:
            raise ValueError(f"Nobody has chat id {chat_id}; register the person first.")
        return chat

    def writable(self, chat_id: str) -> Chat:
        """The chat that the bot wants to write to.

        Raises:
            ApiError: 400 or 403, the bot may not write there.
        """
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = self._chats.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def seconds(self) -> int:
        return int(self._now().timestamp())

    def now(self) -> datetime:
        return self._now()

    def write(self, chat: Chat, *, from_bot: bool) -> Message:
        """A new, still empty message in the chat."""
        self._last_message_id += 1
        message = Message(self._last_message_id, from_bot, self.seconds())
        chat.messages[message.message_id] = message
        return message

    def message_json(self, chat: Chat, message: Message) -> Json:
        """The message as the Bot API shows it."""
        body: Json = {
            "message_id": message.message_id,
            "from": self.bot if message.from_bot else chat.user_json(),
            "chat": chat.chat_json(),
            "date": message.date,
            **message.extra,
        }
        words = "text" if message.attachment is None else "caption"
        if message.text:
            body[words] = message.text
        if message.entities:
            body["entities" if words == "text" else "caption_entities"] = message.entities
        if message.keyboard.inline:
            body["reply_markup"] = message.keyboard.inline
        if message.edit_date is not None:
            body["edit_date"] = message.edit_date
        if message.protected:
            body["has_protected_content"] = True
        answered = chat.messages.get(message.reply_to or 0)
        if answered is not None:
            body["reply_to_message"] = self.message_json(chat, answered)
        return body


def on_screen(chat: Chat, message: Message, at: datetime) -> Delivered:
    """The bot's message as the phone shows it."""
    return Delivered(
        chat_id=chat.chat_id,
        message_id=message.message_id,
        text=message.text,
        buttons=message.keyboard.rows,
        edited=message.edit_date is not None,
        at=at,
        attachment=message.attachment,
        silent=message.silent,
        protected=message.protected,
    )
