"""Keyboards under messages, and what Telegram refuses in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from town.servers.telegram.model import ApiError, Button, Json, Rows, bad_request

MAX_DATA_BYTES: Final = 64
MAX_BUTTONS: Final = 100

_ACTIONS: Final = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)


@dataclass(frozen=True, slots=True)
class Keyboard:
    """What the phone shows, and the part of it that the Bot API echoes (inline keyboards only)."""

    rows: Rows = ()
    inline: Json | None = None


def parse_markup(markup: object) -> Keyboard:
    """Reads `reply_markup`, already decoded from JSON.

    Raises:
        ApiError: 400, worded as Telegram words it.
    """
    if markup is None:
        return Keyboard()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline_keyboard(markup["inline_keyboard"])
    if "keyboard" in markup:
        return Keyboard(_rows(markup["keyboard"], _plain_button))
    return Keyboard()  # a removed keyboard or a forced reply: nothing to press


def _inline_keyboard(keyboard: object) -> Keyboard:
    rows = _rows(keyboard, _inline_button)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return Keyboard(rows, {"inline_keyboard": keyboard} if rows else None)


def _rows(keyboard: object, parse: Callable[[object], Button]) -> Rows:
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    return tuple(tuple(parse(button) for button in row) for row in keyboard if row)


def _plain_button(button: object) -> Button:
    label = button.get("text") if isinstance(button, dict) else button
    if not isinstance(label, str) or not label:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return Button(label)


def _inline_button(button: object) -> Button:
    if not isinstance(button, dict):
        raise _unparsable("Object expected")
    label = button.get("text")
    if not isinstance(label, str):
        raise _unparsable('Can\'t find field "text"')
    if not label.strip():
        raise bad_request("text of an inline keyboard button must be non-empty")
    if not _ACTIONS & button.keys():
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    data, url = button.get("callback_data"), button.get("url")
    if data is not None and not 1 <= len(str(data).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None:
        _check_url(str(url))
    return Button(label, data, url)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "tg"}:
        raise _bad_url(url, "Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise _bad_url(url, "Wrong HTTP URL")


def _bad_url(url: str, why: str) -> ApiError:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
