"""The page on which an installer sees that a plug speaks, and later whether it tells anything.

Opening it takes a press, so that a messenger that fetches links to show them does not take it away.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from admin_api.callers import caller_of, cookie_of
from admin_api.pages.rendering import HEADERS, language_of, page
from admin_api.throttle import Throttle
from locales.formats import moment, number, percent
from locales.texts import say
from plugs.routine.worth import ENOUGH_DAYS, Worth
from plugs.service import installing
from plugs.service.installing import Closed, Seen, Speaks

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.clock import Clock
    from foundation.database import Database
    from locales.model import Language

log = structlog.get_logger()

PATH = f"{installing.PATH}/{{token}}"
COOKIE = "anbu_plug"
REFRESH_SECONDS = 20
FAILURES, WITHIN = 30, timedelta(minutes=5)
SPEAKS = {
    Speaks.NOT_YET: "page.plug.not_yet",
    Speaks.ARRIVES: "page.plug.arrives",
    Speaks.STOPPED: "page.plug.stopped",
}
WORTH = {
    Worth.INFORMATIVE: "page.plug.worth.informative",
    Worth.CYCLIC: "page.plug.worth.cyclic",
    Worth.BLIND: "page.plug.worth.blind",
}
CLOSED = {
    Closed.GONE: (HTTPStatus.NOT_FOUND, "page.plug.gone"),
    Closed.OTHER_BROWSER: (HTTPStatus.FORBIDDEN, "page.plug.other_browser"),
}


def router(database: Database, city: City, base_url: str, clock: Clock) -> APIRouter:
    """The routes of the installer's page, to be mounted at the root.

    `base_url` is the service's public address: with https the cookie is for https only.
    """
    pages = _PlugPages(database, city, clock, secure=base_url.startswith("https://"))
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PATH, pages.show, methods=["GET", "HEAD"])
    routes.add_api_route(PATH, pages.open, methods=["POST"])
    return routes


class _PlugPages:
    """The pages of one city."""

    def __init__(self, database: Database, city: City, clock: Clock, *, secure: bool) -> None:
        self._database = database
        self._city = city
        self._clock = clock
        self._secure = secure
        self._cookie = f"__Secure-{COOKIE}" if secure else COOKIE
        self._throttle = Throttle(clock, FAILURES, WITHIN)

    async def show(self, request: Request, token: str) -> Response:
        """What has come from the plug, to the browser that has the page."""
        language, cookie = _language(request), cookie_of(request, self._cookie)

        def work() -> Seen | Closed:
            with self._database.read() as uow:
                return installing.look(uow, token, cookie, self._city)

        if (refused := self._refused(request, language)) is not None:
            return refused
        try:
            found = await self._database.aio(work)
        except SQLAlchemyError:
            return self._unavailable(language)
        if isinstance(found, Seen):
            return self._seen(language, found)
        if found is Closed.NOT_OPENED:
            return page("plug_open.html", language, title=say("page.plug.title", language))
        return self._closed(request, language, found)

    async def open(self, request: Request, token: str) -> Response:
        """This browser takes the page."""
        language = _language(request)

        def work() -> str | Closed:
            with self._database.read() as uow:
                if not installing.is_ours(uow, token):  # guesses must not take the write lock
                    return Closed.GONE
            with self._database.write() as uow:
                return installing.take_page(uow, token)

        if (refused := self._refused(request, language)) is not None:
            return refused
        try:
            taken = await self._database.aio(work)
        except SQLAlchemyError:
            return self._unavailable(language)
        if isinstance(taken, Closed):
            return self._closed(request, language, taken)
        at = request.url.path
        response = RedirectResponse(at, HTTPStatus.SEE_OTHER, headers=HEADERS)
        response.set_cookie(
            self._cookie,
            taken,
            max_age=int(installing.OPEN_FOR.total_seconds()),
            path=at,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _seen(self, language: Language, seen: Seen) -> Response:
        now, zone = self._clock.now(), self._city.zone
        arrives = seen.speaks is Speaks.ARRIVES
        told = seen.worth is not None
        by_people = told and seen.worth is not Worth.CYCLIC
        return page(
            "plug.html",
            language,
            title=say("page.plug.title", language),
            refresh=REFRESH_SECONDS,
            arrives=arrives,
            speaks=say(SPEAKS[seen.speaks], language),
            heard="" if seen.heard_at is None else moment(seen.heard_at, now, zone, language),
            watts="" if seen.watts is None else number(round(seen.watts), language),
            worth=_worth(seen, language),
            instead=told and (seen.weak or seen.worth is not Worth.INFORMATIVE),
            events=number(round(seen.events_a_day), language) if by_people else "",
            empty=percent(round(100 * seen.empty_days), 100, language),
        )

    def _refused(self, request: Request, language: Language) -> Response | None:
        wait = self._throttle.wait(caller_of(request))
        if wait is None:
            return None
        return self._said(language, HTTPStatus.TOO_MANY_REQUESTS, "page.plug.unavailable")

    def _closed(self, request: Request, language: Language, why: Closed) -> Response:
        if why is Closed.GONE:
            self._throttle.failed(caller_of(request))
        return self._said(language, *CLOSED[why])

    def _unavailable(self, language: Language) -> Response:
        log.error("plug_page_unavailable")
        return self._said(language, HTTPStatus.SERVICE_UNAVAILABLE, "page.plug.unavailable")

    def _said(self, language: Language, status: HTTPStatus, key: str) -> Response:
        title, said = say("page.plug.title", language), say(key, language, phone=self._city.phone)
        return page("task_said.html", language, status, title=title, said=said)


def _worth(seen: Seen, language: Language) -> str:
    if seen.worth is None:
        return say("page.plug.worth.early", language, days=seen.days, enough=ENOUGH_DAYS)
    return say("page.plug.worth.weak" if seen.weak else WORTH[seen.worth], language)


def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language", ""))
