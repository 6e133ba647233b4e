"""The vendor's client, built from settings: time-outs always, no repetition, any transport.

Requests go through httpx, so that one event loop holds everything and a simulation can hand in
its own transport.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from typing_extensions import override

from foundation import limits
from foundation.clock import Clock
from foundation.settings import Settings

_TIME_OUTS = httpx.Timeout(
    connect=limits.HTTP_CONNECT_SECONDS,
    read=limits.HTTP_READ_SECONDS,
    write=limits.HTTP_READ_SECONDS,
    pool=limits.HTTP_CONNECT_SECONDS,
)


class TooManyRequestsError(Exception):
    """Twilio did nothing and wants to be left in peace for a while."""

    def __init__(self, retry_after: timedelta | None) -> None:
        super().__init__("429")
        self.retry_after = retry_after


class TwilioHttp(AsyncHttpClient):
    """Carries the library's requests to `api_base` instead of the hosts it knows.

    The library's own clients have no time-out unless told, and log phone numbers.
    """

    def __init__(
        self, api_base: str, clock: Clock, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        super().__init__(logging.getLogger("twilio"), is_async=True)
        self._api_base = httpx.URL(api_base)
        self._clock = clock
        self._client = httpx.AsyncClient(
            transport=transport, timeout=_TIME_OUTS, follow_redirects=False, trust_env=False
        )

    @override
    async def request(  # type: ignore[override] # as the library's own: it awaits it
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request, sent once. Raises httpx.HTTPError and TooManyRequestsError."""
        answer = await self._client.request(
            method.upper(),
            self._at_our_base(uri),
            params=_filled(params),
            data=_filled(data),
            headers=headers,
            auth=auth,
        )
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise TooManyRequestsError(self._wait(answer))
        return Response(answer.status_code, answer.text, answer.headers)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def _at_our_base(self, uri: str) -> httpx.URL:
        base = self._api_base
        url = httpx.URL(uri)
        path = base.path.rstrip("/") + url.path
        return url.copy_with(scheme=base.scheme, host=base.host, port=base.port, path=path)

    def _wait(self, answer: httpx.Response) -> timedelta | None:
        """`Retry-After` is a number of seconds or a date."""
        said = answer.headers.get("retry-after", "")
        if said.isascii() and said.isdecimal():
            return timedelta(seconds=int(said[:6]))
        try:
            return max(parsedate_to_datetime(said) - self._clock.now(), timedelta())
        except (TypeError, ValueError):
            return None


class TwilioAccount:
    """The library's client for the account of these settings, with the numbers it sends from."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` replaces the network; nothing is sent yet.

        Raises ValueError when there is no account.
        """
        if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
            message = "ANBU_TWILIO_ACCOUNT_SID and ANBU_TWILIO_AUTH_TOKEN: set both."
            raise ValueError(message)
        silence_vendor_logs()
        self._http = TwilioHttp(settings.twilio_api_base, clock, transport)
        sid, token = settings.twilio_account_sid, settings.twilio_auth_token
        self.rest = Client(
            sid,
            token.get_secret_value(),
            http_client=self._http,
            environment={"": ""},  # an empty one would mean the process's own
        )
        self.voice_from = settings.twilio_voice_from
        self.sms_from = settings.twilio_sms_from

    async def close(self) -> None:
        """Close all connections."""
        await self._http.close()


def silence_vendor_logs() -> None:
    """Httpx logs addresses, and a list's address holds a telephone number.

    Nothing is lost: every error reaches our own code and is logged there by its class.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _filled(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {k: v for k, v in values.items() if v is not None}
