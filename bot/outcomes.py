"""What Telegram's errors mean for the message that met them.

The library's classes mislead: BadRequest and TimedOut are both NetworkError, and a timed-out
request was sent or not depending on `__cause__`. So the order of cases here matters. Telegram's
wording is read for known phrases only, because it quotes the message (with a one-time link).
"""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from messaging.channel import Refusal, Refused, Unknown

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
"""No request was written: everything else may have reached Telegram."""

_BAD_REQUESTS = {
    "message is not modified": Refusal.UNCHANGED,
    "message to edit not found": Refusal.UNCHANGED,
    "query is too old": Refusal.UNCHANGED,
    "chat not found": Refusal.BAD_ADDRESS,
    "user not found": Refusal.BAD_ADDRESS,
    "peer_id_invalid": Refusal.BAD_ADDRESS,
}
_FORBIDDEN = ("blocked by the user", "user is deactivated", "kicked", "can't initiate")
_PLAIN_START = re.compile(r"[A-Za-z_' ]{0,60}")
"""Telegram quotes behind a colon or a quotation mark; addresses stop at their first sign."""


def outcome_of(error: TelegramError) -> Refused | Unknown:
    """What became of the message whose sending raised `error`."""
    match error:
        case BadRequest():
            return _bad_request(error.message)
        case Forbidden():
            return Refused(Refusal.UNREACHABLE, _known(error.message, _FORBIDDEN))
        case RetryAfter():
            return Refused(Refusal.LATER, "too_many_requests", wait_of(error))
        case InvalidToken():
            return Refused(Refusal.CONFIG, "token_rejected")
        case ChatMigrated():
            return Refused(Refusal.BAD_ADDRESS, "became_a_group")
        case Conflict():
            return Refused(Refusal.LATER, "conflict")
        case NetworkError():
            return _network(error)
        case _:
            return Unknown(kind_of(error))


def kind_of(error: Exception) -> str:
    """The error's class and its cause's: never its text, which may hold the bot's token."""
    names = [type(error).__name__]
    if isinstance(error, NetworkError) and error.__cause__ is not None:
        names.append(type(error.__cause__).__name__)
    return ":".join(names)


def wait_of(error: Exception) -> timedelta | None:
    """How long Telegram wants us to wait, where it says so."""
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after  # an int unless PTB_TIMEDELTA is set
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _bad_request(message: str) -> Refused:
    text = message.casefold()
    for phrase, refusal in _BAD_REQUESTS.items():
        if phrase in text:
            return Refused(refusal, phrase)
    plain = _PLAIN_START.match(message)
    return Refused(Refusal.INVALID, plain[0].strip() if plain else "")


def _network(error: NetworkError) -> Refused | Unknown:
    if isinstance(error.__cause__, _NEVER_LEFT):
        return Refused(Refusal.DOWN, kind_of(error))
    if error.message.casefold().startswith("too many requests"):  # 429 without retry_after
        return Refused(Refusal.LATER, "too_many_requests")
    return Unknown(kind_of(error))


def _known(message: str, phrases: tuple[str, ...]) -> str:
    return next((phrase for phrase in phrases if phrase in message.casefold()), "forbidden")
