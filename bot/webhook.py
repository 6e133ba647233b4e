"""Where Telegram brings its updates. Recorded first, then a toast, then 200."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import SecretStr

from bot import translate
from bot.translate import Heard, NotForUs
from foundation import limits
from foundation.bodies import body_of
from foundation.clock import Clock
from signals.intake import Inbound, IntakeUnavailableError
from signals.model import Source

log = structlog.get_logger()

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class Takes(Protocol):
    """What `signals.intake.Intake` does for an edge."""

    async def take(self, inbound: Inbound) -> None:
        """Record the fact, or raise IntakeUnavailableError."""
        ...


Toasts = Callable[[Heard], Awaitable[None]]


def router(intake: Takes, secret: SecretStr | None, toaster: Toasts, clock: Clock) -> APIRouter:
    """The route of the webhook. Without a secret it refuses everything.

    Any answer but 2xx makes Telegram bring the update again: 403 unsigned, 413 too large,
    503 neither database nor spool take it.
    """
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def telegram_webhook(request: Request) -> Response:
        if not _signed(request, secret):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        body = await body_of(request, limits.INBOUND_BODY_BYTES)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return Response(status_code=await _accept(body, intake, toaster, clock))

    return routes


def inbound(body: bytes, clock: Clock) -> Inbound:
    """The update as a fact from outside, received now."""
    return Inbound(Source.TELEGRAM, translate.source_id(body), body, clock.now())


def heard_in(body: bytes) -> Heard:
    """What the update says, whatever its shape."""
    update = translate.parse(body)
    return NotForUs("malformed") if update is None else translate.heard(update)


async def _accept(body: bytes, intake: Takes, toaster: Toasts, clock: Clock) -> HTTPStatus:
    fact = inbound(body, clock)
    try:
        await intake.take(fact)
    except IntakeUnavailableError:
        log.exception("update_refused", source=fact.source, source_id=fact.source_id)
        return HTTPStatus.SERVICE_UNAVAILABLE
    await toaster(heard_in(body))
    return HTTPStatus.OK


def _signed(request: Request, secret: SecretStr | None) -> bool:
    """Compared as bytes: a header may hold characters that compare_digest refuses as text."""
    expected = b"" if secret is None else secret.get_secret_value().encode()
    given = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
    return bool(expected) and hmac.compare_digest(given, expected)
