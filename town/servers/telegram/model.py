"""What the town's Bot API talks about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object as the Bot API sends or takes it."""


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters: Mapping[str, int] = parameters

    def body(self) -> Json:
        """The JSON of the answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(what: str) -> ApiError:
    """400, worded as Telegram words it."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """403, worded as Telegram words it."""
    return ApiError(403, f"Forbidden: {what}")


def too_many(retry_after: int) -> ApiError:
    """429 with the seconds to wait."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, retry_after=retry_after)


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the phone shows it: with `data` it answers the bot, with `url` it opens a page.

    A button of a reply keyboard has neither; pressing it says its label.
    """

    label: str
    data: str | None = None
    url: str | None = None


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: sent by the bot (`photo`, `document`) or by a person (also `voice`, `sticker`)."""

    kind: str
    file_id: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message of the bot as the person's phone shows it, new or `edited`.

    `text` is what is read on the screen: no markup. For a file it is the caption.
    """

    chat_id: int
    message_id: int
    text: str
    buttons: Rows
    edited: bool
    at: datetime
    attachment: Attachment | None = None
    silent: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a pressed button: a line that fades, or an `alert` to be closed."""

    chat_id: int
    message_id: int
    text: str
    alert: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages (sent or edited) fit into one second of the town's clock.

    Telegram allows short bursts to one chat: the default lets three through. None: no limit.
    """

    overall_per_second: int | None = 30
    per_chat_per_second: int | None = 3


class PhoneHooks:
    """What a phone does when something arrives; the demo and the town's people set these."""

    def __init__(self) -> None:
        self.on_message: Callable[[Delivered], None] = lambda _delivered: None
        self.on_toast: Callable[[Toast], None] = lambda _toast: None
