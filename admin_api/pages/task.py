"""The page on which the one who accepted a task sees name and place (docs/care.md 6 and 7).

GET shows the same form for every address, real or made up; only a POST with the PIN looks.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from admin_api import pins
from admin_api.callers import body_of, caller_of, cookie_of, place_of
from admin_api.pages.rendering import language_of, page
from admin_api.throttle import Throttle
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from locales.formats import moment
from locales.model import Language
from locales.texts import say
from residents.decide import PIN_MAX_DIGITS, PIN_MIN_DIGITS
from residents.districts import district
from tasks import disclosure
from tasks.disclosure import Gone, Locked, OtherBrowser, Page, Shown, Withheld, WrongPin

log = structlog.get_logger()

PATH = f"{disclosure.PATH}/{{token}}"
COOKIE = "anbu_task"
FORM_BYTES = 1_024
FAILURES, WITHIN = 30, timedelta(minutes=5)
"""A phone network shows many helpers under one address; guessing needs far more tries."""

_PIN = re.compile(rf"[0-9]{{{PIN_MIN_DIGITS},{PIN_MAX_DIGITS}}}")
_BETWEEN_SIGNS = re.compile(r"[\s.-]")

SAID: dict[type, tuple[HTTPStatus, str]] = {
    Locked: (HTTPStatus.FORBIDDEN, "page.task.locked"),
    OtherBrowser: (HTTPStatus.FORBIDDEN, "page.task.other_browser"),
    Withheld: (HTTPStatus.FORBIDDEN, "page.task.withheld"),
    Gone: (HTTPStatus.NOT_FOUND, "page.task.gone"),
}
"""How each refusal is answered."""


def router(database: Database, city: City, base_url: str, clock: Clock) -> APIRouter:
    """The routes of the task page, to be mounted at the root.

    `base_url` is the service's public address: with https the cookie is for https only.
    """
    pages = _TaskPages(database, city, clock, secure=base_url.startswith("https://"))
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PATH, pages.form, methods=["GET", "HEAD"])
    routes.add_api_route(PATH, pages.answer, methods=["POST"])
    routes.add_api_route(disclosure.PATH, pages.desk_form, methods=["GET", "HEAD"])
    routes.add_api_route(disclosure.PATH, pages.answer_desk, methods=["POST"])
    return routes


class _TaskPages:
    """The pages of one city."""

    def __init__(self, database: Database, city: City, clock: Clock, *, secure: bool) -> None:
        self._database = database
        self._city = city
        self._secure = secure
        self._cookie = f"__Secure-{COOKIE}" if secure else COOKIE
        self._throttle = Throttle(clock, FAILURES, WITHIN)

    async def form(self, request: Request) -> Response:
        """The PIN form. Does not look whether there is such a page."""
        return self._form(_language(request))

    async def desk_form(self, request: Request) -> Response:
        """The form for the night desk, which knows the work's code from a call."""
        return self._form(_language(request), at_desk=True)

    async def answer(self, request: Request, token: str) -> Response:
        """The page, or why not."""
        return await self._answer(request, token)

    async def answer_desk(self, request: Request) -> Response:
        """The page of the work that the night desk has, or why not."""
        return await self._answer(request, None)

    async def _answer(self, request: Request, token: str | None) -> Response:
        """Without a token the form names the work by its code."""
        language, caller = _language(request), caller_of(request)
        wait = self._throttle.wait(caller)
        if wait is not None:
            return self._later(language, HTTPStatus.TOO_MANY_REQUESTS, "page.task.wait", wait)
        form = await _form_of(request)
        if form is None:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._form(language, status, at_desk=token is None)
        visit = (form.pin, cookie_of(request, self._cookie), place_of(request))
        try:
            found = await self._database.aio(
                lambda: self._open(token or self._at_desk(form.code), *visit)
            )
        except SQLAlchemyError:
            log.exception("task_page_unavailable")
            soon = timedelta(seconds=30)
            key = "page.task.unavailable"
            return self._later(language, HTTPStatus.SERVICE_UNAVAILABLE, key, soon)
        if isinstance(found, WrongPin | Gone):
            self._throttle.failed(caller)
        return self._shown(request, language, found, at_desk=token is None)

    def _at_desk(self, code: str) -> str:
        """The page's token; of no page when no desk has such work."""
        with self._database.read() as uow:
            return disclosure.token_at_desk(uow, code) or ""

    def _open(self, token: str, pin: str, cookie: str | None, place: str) -> Page:
        with self._database.read() as uow:
            ours = disclosure.is_ours(uow, token)
        if not ours:
            # Guesses must not take the write lock from those who have work to do.
            disclosure.pretend_to_check(pin)
            return Gone()
        with self._database.write() as uow:
            return disclosure.open_page(uow, token, pin, cookie, place, pins.check_pin)

    def _shown(
        self, request: Request, language: Language, found: Page, *, at_desk: bool
    ) -> Response:
        if isinstance(found, Shown):
            return self._details(request, language, found)
        if isinstance(found, WrongPin):
            said = say("page.task.pin_wrong", language, left=found.left)
            return self._form(language, HTTPStatus.FORBIDDEN, said, at_desk=at_desk)
        status, key = SAID[type(found)]
        return self._said(language, status, key)

    def _details(self, request: Request, language: Language, shown: Shown) -> Response:
        where = district(shown.district)
        response = page(
            "task.html",
            language,
            district=where.ko if language is Language.ko else where.en,
            kind=say(f"task.kind.{shown.kind}", language),
            due=moment(shown.due_at, shown.at, self._city.zone, language),
            code=shown.code,
            name=shown.name,
            address=shown.address,
            phones=shown.phones,
            ladder=shown.ladder,
            phone=self._city.phone,
        )
        response.set_cookie(
            self._cookie,
            shown.cookie,
            max_age=_seconds(shown.at, shown.cookie_until),
            path=request.url.path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _form(
        self,
        language: Language,
        status: HTTPStatus = HTTPStatus.OK,
        said: str | None = None,
        *,
        at_desk: bool = False,
    ) -> Response:
        values = {"said": said, "phone": self._city.phone, "at_desk": at_desk}
        return page("task_pin.html", language, status, **values)

    def _said(self, language: Language, status: HTTPStatus, key: str) -> Response:
        values = {} if key == "page.task.gone" else {"phone": self._city.phone}
        return page("task_said.html", language, status, said=say(key, language, **values))

    def _later(self, language: Language, status: HTTPStatus, key: str, wait: timedelta) -> Response:
        response = self._said(language, status, key)
        response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return response


@dataclass(frozen=True, slots=True)
class _Form:
    """What was typed. `code` is the work's, at the night desk."""

    pin: str = field(repr=False)
    code: str


async def _form_of(request: Request) -> _Form | None:
    """The form, however it was typed; None when its digits can be no PIN."""
    body = await body_of(request, FORM_BYTES)
    if body is None:
        return None
    typed = parse_qs(body.decode("utf-8", "replace"))
    digits, code = (_typed(typed.get(name, [""])[0]) for name in ("pin", "code"))
    return _Form(digits, code.upper()) if _PIN.fullmatch(digits) else None


def _typed(text: str) -> str:
    return _BETWEEN_SIGNS.sub("", unicodedata.normalize("NFKC", text))


def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language", ""))


def _seconds(now: datetime, until: datetime) -> int:
    return int((until - now).total_seconds())
