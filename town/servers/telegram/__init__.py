"""Telegram's Bot API, and the phones on its other side."""

from town.servers.telegram.model import (
    Attachment,
    Button,
    Delivered,
    Limits,
    PhoneHooks,
    Toast,
)
from town.servers.telegram.server import BotApi, BotCounts, BotSettings
from town.servers.telegram.updates import SECRET_HEADER

__all__ = [
    "SECRET_HEADER",
    "Attachment",
    "BotApi",
    "BotCounts",
    "BotSettings",
    "Button",
    "Delivered",
    "Limits",
    "PhoneHooks",
    "Toast",
]
