"""The methods that put something on a person's phone, and change it there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from town.servers.telegram.chats import Chat, Chats, Message, on_screen
from town.servers.telegram.files import Files, media_json
from town.servers.telegram.html import parse_html, utf16_length
from town.servers.telegram.markup import Keyboard, parse_markup
from town.servers.telegram.model import Attachment, Json, PhoneHooks, bad_request
from town.servers.telegram.params import Params

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024

Method: TypeAlias = Callable[[Params], object]

_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


@dataclass(frozen=True, slots=True)
class _Draft:
    text: str
    entities: list[Json]
    keyboard: Keyboard
    attachment: Attachment | None = None


class Messages:
    """Sends, edits and deletes; tells the phone of everything that changes on its screen."""

    def __init__(self, chats: Chats, files: Files, hooks: PhoneHooks) -> None:
        self._chats = chats
        self._files = files
        self._hooks = hooks
        self.sent = 0
        self.edited = 0

    def methods(self) -> Mapping[str, Method]:
        return {
            "sendMessage": self.send_message,
            "sendPhoto": lambda params: self.send_file("photo", params),
            "sendDocument": lambda params: self.send_file("document", params),
            "editMessageText": self.edit_text,
            "editMessageCaption": self.edit_caption,
            "editMessageReplyMarkup": self.edit_markup,
            "deleteMessage": self.delete,
            "sendChatAction": self.chat_action,
        }

    def send_message(self, params: Params) -> Json:
        chat = self._chats.writable(params.text("chat_id"))
        text, entities = _words(params, "text")
        _check_text(text)
        keyboard = parse_markup(params.json("reply_markup"))
        return self._send(chat, params, _Draft(text, entities, keyboard))

    def send_file(self, kind: str, params: Params) -> Json:
        chat = self._chats.writable(params.text("chat_id"))
        text, entities = _words(params, "caption")
        _check_caption(text)
        keyboard = parse_markup(params.json("reply_markup"))
        file = self._files.sent(kind, params)
        return self._send(chat, params, _Draft(text, entities, keyboard, file))

    def _send(self, chat: Chat, params: Params, draft: _Draft) -> Json:
        reply_to = _reply_to(chat, params)
        message = self._chats.write(chat, from_bot=True)
        message.text, message.entities = draft.text, draft.entities
        if draft.attachment:
            message.attachment, message.extra = draft.attachment, media_json(draft.attachment)
        message.silent = params.flag("disable_notification")
        message.protected = params.flag("protect_content")
        message.reply_to = reply_to
        _put(message, draft.keyboard)
        self.sent += 1
        self._show(chat, message)
        return self._chats.message_json(chat, message)

    def edit_text(self, params: Params) -> Json:
        chat, message = self._editable(params)
        text, entities = _words(params, "text")
        if message.attachment is not None:
            raise bad_request("there is no text in the message to edit")
        _check_text(text)
        return self._edit(chat, message, (text, entities), params)

    def edit_caption(self, params: Params) -> Json:
        chat, message = self._editable(params)
        words = _words(params, "caption")
        if message.attachment is None:
            raise bad_request("there is no caption in the message to edit")
        _check_caption(words[0])
        return self._edit(chat, message, words, params)

    def edit_markup(self, params: Params) -> Json:
        chat, message = self._editable(params)
        return self._edit(chat, message, (message.text, message.entities), params)

    def _edit(
        self, chat: Chat, message: Message, words: tuple[str, list[Json]], params: Params
    ) -> Json:
        keyboard = parse_markup(params.json("reply_markup"))
        if (words, keyboard.inline) == (
            (message.text, message.entities),
            message.keyboard.inline,
        ):
            raise bad_request(_NOT_MODIFIED)
        message.text, message.entities = words
        message.edit_date = self._chats.seconds()
        _put(message, keyboard)
        self.edited += 1
        self._show(chat, message)
        return self._chats.message_json(chat, message)

    def _editable(self, params: Params) -> tuple[Chat, Message]:
        chat = self._chats.writable(params.text("chat_id"))
        message = chat.messages.get(params.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return chat, message

    def delete(self, params: Params) -> bool:
        chat = self._chats.writable(params.text("chat_id"))
        if chat.messages.pop(params.integer("message_id"), None) is None:
            raise bad_request("message to delete not found")
        return True

    def chat_action(self, params: Params) -> bool:
        self._chats.writable(params.text("chat_id"))
        return True

    def _show(self, chat: Chat, message: Message) -> None:
        delivered = on_screen(chat, message, self._chats.now())
        chat.history.append(delivered)
        self._hooks.on_message(delivered)


def _put(message: Message, keyboard: Keyboard) -> None:
    message.keyboard = keyboard
    message.offered |= {button.data for row in keyboard.rows for button in row if button.data}


def _words(params: Params, name: str) -> tuple[str, list[Json]]:
    """Text and entities of a message; the town's bots write HTML or plain text."""
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
        return text.strip(), entities
    if mode:
        raise bad_request("unsupported parse_mode")
    given = params.json("caption_entities" if name == "caption" else "entities")
    return source.strip(), given if isinstance(given, list) else []


def _check_text(text: str) -> None:
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")


def _check_caption(text: str) -> None:
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def _reply_to(chat: Chat, params: Params) -> int | None:
    wanted = params.json("reply_parameters")
    if not isinstance(wanted, dict):
        return None
    message_id = int(wanted.get("message_id", 0))
    if message_id in chat.messages:
        return message_id
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
