"""What Twilio's answers and broken connections mean for the message that met them.

Nothing that Twilio offers is idempotent, so the one question is whether the request was taken:
only what certainly was not is refused. Twilio's own wording is never kept, it quotes numbers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import httpx
from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from messaging.channel import Outcome, Refusal, Refused, Unknown
from phone.client import TooManyRequestsError

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
"""No request was written: everything else may have reached Twilio."""

_BY_STATUS: Mapping[int, Refusal] = {
    HTTPStatus.UNAUTHORIZED: Refusal.CONFIG,
    HTTPStatus.FORBIDDEN: Refusal.CONFIG,
    HTTPStatus.NOT_FOUND: Refusal.CONFIG,
    HTTPStatus.TOO_MANY_REQUESTS: Refusal.LATER,
}


def outcome_of(error: Exception) -> Outcome:
    """What became of the request that raised `error`."""
    match error:
        case TooManyRequestsError():
            return Refused(Refusal.LATER, "429", error.retry_after)
        case TwilioRestException() | TwilioServiceException():
            return _refused(error.status, error.code)
        case httpx.HTTPError() | httpx.InvalidURL() if isinstance(error, _NEVER_LEFT):
            return Refused(Refusal.DOWN, kind_of(error))
        case _:
            return Unknown(kind_of(error))


def kind_of(error: Exception) -> str:
    """The error's class: its text may quote numbers and addresses."""
    return type(error).__name__


def undelivered(code: int | None) -> Refusal | None:
    """What the error code of a text that did not arrive tells; None: nothing that lasts."""
    return None if code is None else table()["undelivered"].get(code)


def failed_call(sip_code: int | None) -> Refusal | None:
    """What the SIP answer to a failed call tells; None: nothing that lasts."""
    return None if sip_code is None else table()["sip"].get(sip_code)


@cache
def table() -> Mapping[str, Mapping[int, Refusal]]:
    """The codes of `codes.toml` by section. Raises ValueError for an unknown word in it."""
    text = files("phone").joinpath("codes.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _codes(part) for name, part in tomllib.loads(text).items()})


def _codes(section: Mapping[str, Any]) -> Mapping[int, Refusal]:
    return MappingProxyType(
        {code: Refusal(word) for word, codes in section.items() for code in codes}
    )


def _refused(status: int, code: int | None) -> Outcome:
    known = table()["refused"].get(code or 0) or _BY_STATUS.get(status)
    detail = str(code or status)
    if known is not None:
        return Refused(known, detail)
    maybe_done = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT
    return Unknown(detail) if maybe_done else Refused(Refusal.INVALID, detail)
