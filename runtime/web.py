"""The web application: every edge's routes and the service's health."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from admin_api import api as officials
from admin_api import pins
from admin_api.pages import manual as manual_page
from admin_api.pages import plug as plug_page
from admin_api.pages import task as task_page
from admin_api.routes.office import Services
from bot import webhook
from bot.toast import Toaster
from care.plug_changes import PlugChanges
from checkins import service as checkins
from foundation import limits
from messaging import service as messaging
from phone import answer_page, webhooks
from phone.desk import Desk
from phone.signature import Signatures
from runtime.wiring import goes_on
from vendors import webhook as vendor_webhook

if TYPE_CHECKING:
    from datetime import datetime

    from bot.application import TelegramBot
    from messaging.model import Waiting
    from runtime.wiring import Service

log = structlog.get_logger()


def web_app(service: Service, *, works_here: bool = True) -> FastAPI:
    """Mount what this process serves. Only signed, tokened or signed-in requests get anywhere.

    `works_here`: the worker, and with it the listener, runs in this process.
    """
    app = FastAPI(title="Anbu", docs_url=None, redoc_url=None, openapi_url=None)
    settings, clock = service.settings, service.surroundings.clock
    changes = PlugChanges(service.means, settings.city())
    if service.bot is not None:
        app.include_router(_telegram(service, service.bot))
    if service.twilio is not None:
        app.include_router(_twilio(service))
    app.include_router(_answer_page(service))
    app.include_router(
        task_page.router(
            service.database,
            service.tasks,
            changes,
            settings.city(),
            settings.public_base_url,
            clock,
        )
    )
    app.include_router(
        plug_page.router(service.database, settings.city(), settings.public_base_url, clock)
    )
    app.include_router(manual_page.router(settings.city()))
    app.include_router(
        vendor_webhook.router(service.intake, service.database, service.surroundings.keyring, clock)
    )
    app.mount(
        officials.PATH,
        officials.api(
            service.database,
            Services(service.means, service.contacts, service.escalation, changes, service.guides),
            settings.public_base_url,
            clock,
            service.poke,
        ),
    )

    @app.get("/health", include_in_schema=False)
    async def health() -> JSONResponse:
        return await _health(service, works_here=works_here)

    return app


def _telegram(service: Service, bot: TelegramBot) -> APIRouter:
    secret = service.settings.telegram_webhook_secret
    return webhook.router(service.intake, secret, Toaster(bot), service.surroundings.clock)


def _twilio(service: Service) -> APIRouter:
    settings, clock = service.settings, service.surroundings.clock
    call_back_at = service.escalation.call_back_at
    city = settings.city()
    desk = Desk(service.database, messaging, call_back_at, pins.check_pin, city, clock)
    signatures = Signatures.of(settings)
    return webhooks.router(service.intake, desk, signatures, settings.public_base_url, clock)


def _answer_page(service: Service) -> APIRouter:
    pages = answer_page.Pages(
        service.database,
        checkins.checkin,
        service.escalation.call_back_at,
        service.settings.city(),
        service.surroundings.clock,
    )
    return answer_page.router(service.intake, pages, service.surroundings.keyring)


async def _health(service: Service, *, works_here: bool) -> JSONResponse:
    """200 while worker and listener go on and nothing is late, else 503. Counts and ages only.

    Where another process works, what lies late tells whether it does.
    """
    now = service.surroundings.clock.now()
    last = service.worker.last_cycle_at
    look = await service.auditor.aio_look(goes_on=goes_on(service, works_here=works_here))
    unreachable = None if look.late is None else await _unreachable(service)
    return JSONResponse(
        {
            "healthy": look.clean,
            "seconds_since_last_cycle": None if last is None else (now - last).total_seconds(),
            "database": "away" if look.late is None else "up",
            "late": look.late,
            "waiting": None if look.waiting is None else _waiting(look.waiting, now),
            "duty_unreachable": unreachable,
            "spooled": service.intake.spooled(),
            "plugs": _plugs(service, now) if works_here else None,
            "telegram": None if service.telegram is None else service.telegram.health.state,
        },
        status_code=200 if look.clean else 503,
    )


def _waiting(waiting: Waiting, now: datetime) -> dict[str, Any]:
    """How many messages wait in queues, and for how long the oldest and the oldest of help."""
    since = {"seconds": waiting.since, "seconds_of_help": waiting.help_since}
    ages = {what: at and max(0.0, (now - at).total_seconds()) for what, at in since.items()}
    return {"messages": waiting.count, **ages}


async def _unreachable(service: Service) -> int | None:
    """How many on duty or leading no device tells of work; None when the database did not say."""

    def count() -> int:
        with service.database.read() as uow:
            return len(service.tasks.roster.unreachable(uow))

    try:
        return await asyncio.wait_for(service.database.aio(count), limits.INTAKE_DATABASE_SECONDS)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("duty_not_looked_at", error=type(error).__name__)
        return None


def _plugs(service: Service, now: datetime) -> dict[str, Any] | None:
    if service.plugs is None:
        return None
    health = service.plugs.health()
    heard = health.heard_at
    return {
        "connected": health.connected,
        "alive": health.alive,
        "seconds_since_last_message": None if heard is None else (now - heard).total_seconds(),
    }
