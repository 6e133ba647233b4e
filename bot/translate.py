"""What one raw Telegram update says, in our words. Pure, and no shape of input makes it raise."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

JsonObject: TypeAlias = Mapping[str, Any]

_LARGEST_ID = 2**52
"""Telegram promises that ids of chats and users fit into 52 bits; its updates count from 1."""
_YEAR_3000 = 32_503_680_000
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+(.*))?", re.DOTALL)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FORMS = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "location": "location",
    "venue": "location",
}


@dataclass(frozen=True, slots=True)
class Start:
    """The Start button, or /start. `token` is the payload of an enrolment link."""

    chat: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a card. `data` is client input; `language` is that of the person's Telegram."""

    chat: str
    query_id: str
    data: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Wrote:
    """A text message."""

    chat: str
    text: str


@dataclass(frozen=True, slots=True)
class SentMedia:
    """A message without text. `form` is photo, sticker, voice, location or other."""

    chat: str
    form: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command other than /start, its name in lower case."""

    chat: str
    name: str
    argument: str | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person stopped the bot: nothing sent to this chat arrives any more."""

    chat: str


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person lets the bot write again."""

    chat: str


@dataclass(frozen=True, slots=True)
class NotForUs:
    """Nothing that the service acts on. `reason` is one word for operators."""

    reason: str


Heard: TypeAlias = Start | Pressed | Wrote | SentMedia | Commanded | Blocked | Unblocked | NotForUs


def parse(body: bytes) -> JsonObject | None:
    """The JSON object in `body`, or None when it is anything else."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):  # deep nesting is no ValueError
        return None
    return parsed if isinstance(parsed, dict) else None


def update_id(update: object) -> int | None:
    """Telegram's own number of the update, the same on every repetition."""
    number = _object(update).get("update_id")
    known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _LARGEST_ID
    return number if known else None


def source_id(body: bytes) -> str:
    """The update's number, or a digest of what has none."""
    number = update_id(parse(body))
    return f"sha256:{hashlib.sha256(body).hexdigest()}" if number is None else str(number)


def heard(update: JsonObject) -> Heard:
    """What the update says. Only private chats with one human are listened to."""
    if "message" in update:
        return _message(_object(update["message"]))
    if "callback_query" in update:
        return _press(_object(update["callback_query"]))
    if "my_chat_member" in update:
        return _membership(_object(update["my_chat_member"]))
    return NotForUs("unsupported")


def sent_at(update: JsonObject) -> datetime | None:
    """When the person acted, in whole seconds, where the update tells.

    A press does not: the date on its message is that of the card.
    """
    event = _object(update.get("message")) or _object(update.get("my_chat_member"))
    seconds = event.get("date")
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        return None
    if not 0 < seconds < _YEAR_3000:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _message(message: JsonObject) -> Heard:
    chat = _private_chat(message.get("chat"), message.get("from"))
    if chat is None:
        return NotForUs("not_private")
    text = _words(message.get("text"))
    if text:
        return _written(chat, text)
    form = next((form for key, form in _FORMS.items() if key in message), "other")
    return SentMedia(chat, form, _words(message.get("caption")))


def _written(chat: str, text: str) -> Heard:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Wrote(chat, text)
    name, argument = command[1].lower(), (command[2] or "").strip() or None
    if name != "start":
        return Commanded(chat, name, argument)
    known = argument is not None and _TOKEN.fullmatch(argument)
    return Start(chat, argument if known else None)


def _press(query: JsonObject) -> Heard:
    chat = _private_chat(_object(query.get("message")).get("chat"), query.get("from"))
    if chat is None:
        return NotForUs("not_private")
    query_id, data = _words(query.get("id")), _words(query.get("data"))
    if query_id is None or data is None:
        return NotForUs("no_button_data")
    return Pressed(chat, query_id, data, _words(_object(query["from"]).get("language_code")))


def _membership(change: JsonObject) -> Heard:
    chat = _private_chat(change.get("chat"), change.get("from"))
    if chat is None:
        return NotForUs("not_private")
    status = _object(change.get("new_chat_member")).get("status")
    if status in ("kicked", "left"):
        return Blocked(chat)
    return Unblocked(chat) if status == "member" else NotForUs("membership")


def _private_chat(chat: object, sender: object) -> str | None:
    """The id of a private chat whose human is the sender; in those the two ids are the same."""
    chat, sender = _object(chat), _object(sender)
    identity = chat.get("id")
    if isinstance(identity, bool) or not isinstance(identity, int):
        return None
    private = chat.get("type") == "private" and 0 < identity < _LARGEST_ID
    human = sender.get("id") == identity and sender.get("is_bot") is not True
    return str(identity) if private and human else None


def _object(value: object) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _words(value: object) -> str | None:
    """A text that can be stored: JSON allows half a surrogate pair, UTF-8 does not."""
    return _NOT_UTF8.sub("\ufffd", value) if isinstance(value, str) else None
