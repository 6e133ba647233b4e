"""Pressed buttons: each is a query that the bot must answer once, and soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from town.servers.telegram.chats import Chat, Chats, Message
from town.servers.telegram.model import Json, PhoneHooks, Toast, bad_request
from town.servers.telegram.params import Params

MAX_TOAST: Final = 200
LIFETIME: Final = timedelta(seconds=30)
"""After this the phone has stopped waiting and Telegram refuses the answer."""

_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class _Query:
    chat: Chat
    message_id: int
    asked_at: datetime


class Queries:
    """Asks and takes the answers."""

    def __init__(self, chats: Chats, hooks: PhoneHooks) -> None:
        self._chats = chats
        self._hooks = hooks
        self._open: dict[str, _Query] = {}
        self._asked = 0
        self.answered = 0
        self.toasts = 0

    @property
    def unanswered(self) -> int:
        """Pressed buttons whose phone still waits, or gave up waiting."""
        return len(self._open)

    def ask(self, chat: Chat, message: Message, data: str) -> Json:
        """The callback query of a pressed button."""
        self._asked += 1
        query_id = str(4_000_000_000_000_000_000 + self._asked)
        self._open[query_id] = _Query(chat, message.message_id, self._chats.now())
        return {
            "id": query_id,
            "from": chat.user_json(),
            "message": self._chats.message_json(chat, message),
            "chat_instance": str(-7_000_000_000 - chat.chat_id),
            "data": data,
        }

    def answer(self, params: Params) -> bool:
        """`answerCallbackQuery`."""
        query = self._open.get(params.text("callback_query_id"))
        if query is None or self._chats.now() - query.asked_at > LIFETIME:
            raise bad_request(_TOO_OLD)
        text = params.text("text")
        if len(text) > MAX_TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        del self._open[params.text("callback_query_id")]
        self.answered += 1
        if text:
            self._show(query, text, alert=params.flag("show_alert"))
        return True

    def _show(self, query: _Query, text: str, *, alert: bool) -> None:
        toast = Toast(query.chat.chat_id, query.message_id, text, alert, self._chats.now())
        self.toasts += 1
        query.chat.history.append(toast)
        self._hooks.on_toast(toast)
