"""Cards to Telegram messages, each sent once. Pacing and repeating are the outbox's."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)
from telegram.constants import MessageLimit
from telegram.error import TelegramError

from bot.outcomes import kind_of, outcome_of
from messaging.channel import (
    Button,
    Card,
    Command,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Sent,
    Unknown,
)
from messaging.render import buttons
from residents.model import ChannelName

log = structlog.get_logger()

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""For a preview Telegram would open the page itself, and with it a one-time link."""


class TelegramChannel:
    """Sends plain text with inline buttons to private chats."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def name(self) -> ChannelName:
        return ChannelName.TELEGRAM

    async def send(
        self,
        address: str,
        rendered: Rendered,
        attempt: str,  # noqa: ARG002 - Telegram carries no id of ours
    ) -> Outcome:
        """Send a card to the chat, or edit the message it replaces. `address` is a chat id.

        The provider's id is the message id; after an edit it is that of the edited message.
        """
        refused = _refused(address, rendered)
        if refused is not None:
            return refused
        if not isinstance(rendered, Card):
            return Refused(Refusal.INVALID, "not_a_card")
        keyboard = _keyboard(rendered)
        try:
            if rendered.edits is None:
                sent = await self._post(int(address), rendered.text, keyboard)
            else:
                sent = await self._edit(int(address), rendered.edits, rendered.text, keyboard)
        except TelegramError as error:
            return outcome_of(error)
        except Exception as error:  # noqa: BLE001 - it was called; its answer made no sense
            return Unknown(kind_of(error))
        if rendered.menu:
            await self._show_menu(int(address), rendered.menu)
        return sent

    async def _show_menu(self, chat: int, menu: tuple[Command, ...]) -> None:
        """The card was sent, whatever becomes of this: all commands work without a menu."""
        try:
            await self._bot.set_my_commands(
                [(one.name, one.words) for one in menu], scope=BotCommandScopeChat(chat)
            )
        except Exception as error:  # noqa: BLE001 - same
            log.warning("menu_failed", error=kind_of(error))

    async def _post(self, chat: int, text: str, keyboard: InlineKeyboardMarkup | None) -> Outcome:
        message = await self._bot.send_message(
            chat_id=chat, text=text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
        )
        return Sent(str(message.message_id))

    async def _edit(
        self, chat: int, message_id: str, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> Outcome:
        await self._bot.edit_message_text(
            chat_id=chat,
            message_id=int(message_id),
            text=text,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )
        return Sent(message_id)


def _refused(address: str, rendered: Rendered) -> Refused | None:
    """What Telegram would refuse is not even sent: its answer would come one message later."""
    if not (address.isascii() and address.isdecimal()):
        return Refused(Refusal.BAD_ADDRESS, "not_a_private_chat")
    if not isinstance(rendered, Card):
        return Refused(Refusal.INVALID, "not_a_card")
    if not 1 <= len(rendered.text) <= MessageLimit.MAX_TEXT_LENGTH:
        return Refused(Refusal.INVALID, "text_length")
    if rendered.edits is not None and not (rendered.edits.isascii() and rendered.edits.isdecimal()):
        return Refused(Refusal.INVALID, "no_such_message")
    pressed = (button.data for row in rendered.rows for button in row if button.data is not None)
    if any(not 1 <= len(data.encode()) <= buttons.MAX_BYTES for data in pressed):
        return Refused(Refusal.INVALID, "button_data_length")
    return None


def _keyboard(card: Card) -> InlineKeyboardMarkup | None:
    """None also takes the buttons off a message that is edited."""
    if not card.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in card.rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url)
