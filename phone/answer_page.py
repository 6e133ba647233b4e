"""The answer page: three large buttons, four languages, no script, nothing that runs out.

Looking at it records nothing, since programs follow links too. A press is recorded first, then
answered.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import parse_qsl

import jinja2
import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from foundation.keyring import KeyRing
from locales.formats import moment
from locales.model import Language
from locales.texts import placeholders, say
from phone.answers import (
    PATH,
    CheckinOf,
    Choice,
    Shows,
    checkin_in,
    inbound,
    resident_of,
    shows,
)
from phone.desk import CallBackAt
from phone.requests import Takes, body_of
from signals.intake import IntakeUnavailableError

log = structlog.get_logger()

ANSWER = "answer"
_NOT_FOUND = HTTPStatus.NOT_FOUND
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE

_LOOKS = {
    Choice.FINE: "fine",
    Choice.HELP: "help",
    Choice.CALL_ME: "call",
    Choice.SOMEBODY_ELSE: "quiet",
}
_LABELS = {
    Choice.FINE: "page.answer.fine",
    Choice.HELP: "page.answer.help",
    Choice.CALL_ME: "page.answer.call",
    Choice.SOMEBODY_ELSE: "page.answer.other",
}
_THANKS = {
    Choice.FINE: "page.answer.thanks.fine",
    Choice.HELP: "page.answer.thanks.help",
    Choice.CALL_ME: "page.answer.thanks.call",
    Choice.SOMEBODY_ELSE: "page.answer.thanks.other",
}
_HEADINGS: Mapping[Shows, tuple[str, tuple[Choice, ...]]] = {
    Shows.QUESTION: ("page.answer.question", tuple(_LOOKS)),
    Shows.ANSWERED: ("page.answer.already", (Choice.HELP, Choice.CALL_ME)),
    Shows.TOO_OLD: ("page.answer.expired", ()),
}
_NOTED = "page.answer.thanks.noted"
"""In place of thanks that name when somebody rings, while nobody can look that up."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the page, as far as that could be looked up."""

    shows: Shows
    language: Language = Language.ko
    name: str = field(default="", repr=False)
    call_back_at: datetime | None = None


class Pages:
    """Makes the page as it is for a check-in at this moment."""

    def __init__(
        self,
        database: Database,
        checkin_of: CheckinOf,
        call_back_at: CallBackAt,
        city: City,
        clock: Clock,
    ) -> None:
        self._database = database
        self._checkin_of = checkin_of
        self._call_back_at = call_back_at
        self._city = city
        self._clock = clock

    async def question(self, checkin_id: str) -> HTMLResponse:
        """What the link opens."""
        try:
            reader = await self._reader(checkin_id)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("page_not_looked_up", error=type(error).__name__)
            return self.unavailable()
        if reader is None:
            return self.unknown()
        text, choices = _HEADINGS[reader.shows]
        return self._page(text, reader, choices)

    async def thanks(self, checkin_id: str, choice: Choice) -> HTMLResponse:
        """What follows a press that is recorded."""
        try:
            reader = await self._reader(checkin_id)
        except (SQLAlchemyError, TimeoutError):
            reader = Reader(Shows.ANSWERED)
        text = _THANKS[choice]
        return self._page(text, reader or Reader(Shows.ANSWERED), ())

    def unknown(self) -> HTMLResponse:
        """There is no such page: it looks like one that is too old."""
        return self._page("page.answer.expired", Reader(Shows.TOO_OLD), (), _NOT_FOUND)

    def unavailable(self) -> HTMLResponse:
        return self._page("page.answer.unavailable", Reader(Shows.TOO_OLD), (), _UNAVAILABLE)

    def now(self) -> datetime:
        return self._clock.now()

    async def _reader(self, checkin_id: str) -> Reader | None:
        work = self._database.aio(lambda: self._look_up(checkin_id))
        return await asyncio.wait_for(work, limits.INTAKE_DATABASE_SECONDS)

    def _look_up(self, checkin_id: str) -> Reader | None:
        with self._database.read() as uow:
            checkin = self._checkin_of(uow, checkin_id)
            resident = None if checkin is None else resident_of(uow, checkin)
            if checkin is None or resident is None:
                return None
            return Reader(
                shows(checkin, resident, uow.now),
                resident.language,
                resident.name,
                self._call_back_at(uow, resident.ref),
            )

    def _page(
        self,
        text: str,
        reader: Reader,
        choices: tuple[Choice, ...],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HTMLResponse:
        language = reader.language
        phone = self._city.phone
        html = _template().render(
            lang=language.value.replace("_", "-"),
            title=say("page.answer.title", language),
            heading=self._heading(text, reader),
            choices=[
                {"value": one.value, "look": _LOOKS[one], "label": say(_LABELS[one], language)}
                for one in choices
            ],
            tel=phone.replace("-", ""),
            ring=say("page.answer.phone", language, phone=phone),
            style=_style(),
        )
        return HTMLResponse(html, status, headers=_headers())

    def _heading(self, text: str, reader: Reader) -> str:
        if "when" in placeholders(text) and reader.call_back_at is None:
            text = _NOTED
        wanted = placeholders(text, reader.language)
        values: dict[str, Callable[[], str]] = {
            "name": lambda: reader.name,
            "phone": lambda: self._city.phone,
            "when": lambda: self._moment(reader),
        }
        return say(text, reader.language, **{key: values[key]() for key in values.keys() & wanted})

    def _moment(self, reader: Reader) -> str:
        now = self._clock.now()
        return moment(reader.call_back_at or now, now, self._city.zone, reader.language)


def router(intake: Takes, pages: Pages, keyring: KeyRing) -> APIRouter:
    """The page and its buttons. Addresses that we did not make are answered without a look."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH + "/{token}")
    async def answer_page(token: str) -> HTMLResponse:
        checkin_id = checkin_in(token, keyring)
        return pages.unknown() if checkin_id is None else await pages.question(checkin_id)

    @routes.post(PATH + "/{token}")
    async def answer(token: str, request: Request) -> HTMLResponse:
        checkin_id = checkin_in(token, keyring)
        if checkin_id is None:
            return pages.unknown()
        choice = _choice(await body_of(request))
        if choice is None:
            return await pages.question(checkin_id)
        try:
            await intake.take(inbound(checkin_id, choice, pages.now()))
        except IntakeUnavailableError:
            log.exception("answer_refused", checkin=checkin_id)
            return pages.unavailable()
        return await pages.thanks(checkin_id, choice)

    return routes


def _choice(body: bytes | None) -> Choice | None:
    """The button that was pressed, or None for anything the page does not send."""
    try:
        sent = dict(parse_qsl((body or b"").decode("utf-8", "replace"), max_num_fields=10))
        return Choice(sent.get(ANSWER, ""))
    except ValueError:
        return None


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("phone"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("answer.html")


@cache
def _style() -> str:
    """Without a character that HTML would escape: a test looks."""
    return files("phone").joinpath("templates", "answer.css").read_text(encoding="utf-8")


@cache
def _headers() -> dict[str, str]:
    """Nothing is fetched, nothing runs, nobody frames it, nothing keeps it or its address."""
    style = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
