"""The answer page: three large buttons and a field, four languages, no script, no time limit.

Looking at it records nothing, since programs follow links too. What she sends is recorded first,
then answered. It names nobody: whoever looks over her shoulder, or gets hold of the link, learns
that somebody is asked how she is.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
from foundation.bodies import body_of
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from foundation.keyring import KeyRing
from foundation.templates import templates_of
from locales.formats import moment
from locales.model import Language
from locales.texts import placeholders, say
from messaging.render.voice import sentences_of
from messaging.service import meaning_of
from messaging.understanding.model import Understood
from phone.answers import (
    CheckinOf,
    Choice,
    Said,
    Shows,
    Words,
    checkin_of_page,
    inbound,
    resident_of,
    shows,
)
from phone.desk import CallBackAt
from phone.links import PATH, page_in
from phone.requests import Takes, language_of
from signals.intake import IntakeUnavailableError
from signals.model import Meaning

log = structlog.get_logger()

ANSWER, WORDS = "answer", "words"
"""The fields of the page's forms."""
WORDS_CHARS = 1000
"""What the field takes. A line's end is one character in it and two in what the form sends."""
_NOT_FOUND = HTTPStatus.NOT_FOUND
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE

_LOOKS = {Choice.FINE: "fine", Choice.HELP: "help", Choice.CALL_ME: "call"}
_LABELS = {
    Choice.FINE: "page.answer.fine",
    Choice.HELP: "page.answer.help",
    Choice.CALL_ME: "page.answer.call",
}
_THANKS = {
    Choice.FINE: "page.answer.thanks.fine",
    Choice.HELP: "page.answer.thanks.help",
    Choice.CALL_ME: "page.answer.thanks.call",
    Choice.SOMEBODY_ELSE: "page.answer.thanks.other",
}
_REPLIES = {
    Meaning.OK: "page.answer.thanks.fine",
    Meaning.HELP: "page.answer.thanks.help",
    Meaning.ABSENT: "reply.absent",
    Meaning.STOP: "reply.stop",
    Meaning.WRONG_PERSON: "page.answer.thanks.other",
    Meaning.DECEASED: "reply.deceased",
    Meaning.UNCLEAR: "page.answer.unclear",
}
"""What answers her words; `reply.noted`, right for any, answers all others."""
_NOTED = "page.answer.thanks.noted"
"""In place of thanks that name when somebody rings, while nobody can look that up."""
_PRACTISED = "reply.practised"
_TO_DIAL = re.compile(r"(?<![\d-])(?:119|109)(?![\d-])")


@dataclass(frozen=True, slots=True)
class _Layout:
    """A text, and what can be sent below it. `other`: also that she is somebody else."""

    text: str
    choices: tuple[Choice, ...] = ()
    words: bool = False
    other: bool = False


_EVERYTHING = tuple(_LOOKS)
_WISHES = (Choice.HELP, Choice.CALL_ME)
_OPENED: Mapping[Shows, _Layout] = {
    Shows.QUESTION: _Layout("page.answer.question", _EVERYTHING, words=True, other=True),
    Shows.PRACTICE: _Layout("page.answer.practice", _EVERYTHING),
    Shows.PRACTISED: _Layout(_PRACTISED),
    Shows.ANSWERED: _Layout("page.answer.already", _WISHES, words=True),
    Shows.TOO_OLD: _Layout("page.answer.expired"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the page, as far as that could be looked up. No name: nobody reads it here."""

    shows: Shows
    language: Language
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

    async def question(
        self, page: int, guess: Language, *, nothing_written: bool = False
    ) -> HTMLResponse:
        """What the link opens; also when she sent the field without having written.

        `guess` is the language for a reader who cannot be looked up.
        """
        try:
            reader = await self._reader(page)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("page_not_looked_up", error=type(error).__name__)
            return self.unavailable(guess)
        if reader is None:
            return self.unknown(guess)
        return self._page(_OPENED[reader.shows], reader, nothing_written=nothing_written)

    async def thanks(self, page: int, said: Said, guess: Language) -> HTMLResponse:
        """What follows an answer that is recorded."""
        try:
            found = await self._reader(page)
        except (SQLAlchemyError, TimeoutError):
            found = None
        reader = found or Reader(Shows.ANSWERED, guess)
        return self._page(_reply(reader, said), reader)

    def unknown(self, guess: Language) -> HTMLResponse:
        """There is no such page: it looks like one that is too old."""
        return self._page(_OPENED[Shows.TOO_OLD], Reader(Shows.TOO_OLD, guess), status=_NOT_FOUND)

    def unavailable(self, guess: Language) -> HTMLResponse:
        layout = _Layout("page.answer.unavailable")
        return self._page(layout, Reader(Shows.TOO_OLD, guess), status=_UNAVAILABLE)

    def now(self) -> datetime:
        return self._clock.now()

    async def _reader(self, page: int) -> Reader | None:
        work = self._database.aio(lambda: self._look_up(page))
        return await asyncio.wait_for(work, limits.INTAKE_DATABASE_SECONDS)

    def _look_up(self, page: int) -> Reader | None:
        with self._database.read() as uow:
            checkin = checkin_of_page(uow, page, self._checkin_of)
            resident = None if checkin is None else resident_of(uow, checkin)
            if checkin is None or resident is None:
                return None
            return Reader(
                shows(checkin, resident, uow.now),
                resident.language,
                self._call_back_at(uow, resident.ref),
            )

    def _page(
        self,
        layout: _Layout,
        reader: Reader,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        nothing_written: bool = False,
    ) -> HTMLResponse:
        heading = self._heading(layout.text, reader)
        html = _template().render(
            say=lambda key, **values: say(key, reader.language, **values),
            lang=reader.language.value.replace("_", "-"),
            sentences=sentences_of(heading),
            to_dial=dict.fromkeys(_TO_DIAL.findall(heading)),
            choices=[(one.value, _LOOKS[one], _LABELS[one]) for one in layout.choices],
            words=layout.words,
            words_chars=WORDS_CHARS,
            nothing_written=nothing_written and layout.words,
            other=Choice.SOMEBODY_ELSE.value if layout.other else None,
            phone=self._city.phone,
            style=_style(),
        )
        return HTMLResponse(html, status, headers=_headers())

    def _heading(self, text: str, reader: Reader) -> str:
        if "when" not in placeholders(text):
            return say(text, reader.language)
        if reader.call_back_at is None:
            return say(_NOTED, reader.language)
        when = moment(reader.call_back_at, self._clock.now(), self._city.zone, reader.language)
        return say(text, reader.language, when=when)


def _reply(reader: Reader, said: Said) -> _Layout:
    """What answers her: the practice while she practises, else what she pressed or meant."""
    practises = reader.shows in {Shows.PRACTICE, Shows.PRACTISED}
    if not isinstance(said, Words):
        return _Layout(_PRACTISED if practises else _THANKS[said])
    meant = meaning_of(said.text, reader.language)
    if practises and meant.meaning is Meaning.OK:
        return _Layout(_PRACTISED)
    return _reply_to_words(meant)


def _reply_to_words(meant: Understood) -> _Layout:
    if meant.cause is not None:
        return _Layout(f"reply.urgent.{meant.cause}")
    text = _REPLIES.get(meant.meaning, "reply.noted")
    return _Layout(text, _EVERYTHING if meant.meaning is Meaning.UNCLEAR else ())


def router(intake: Takes, pages: Pages, keyring: KeyRing) -> APIRouter:
    """The page and its forms. Addresses that we did not make are answered without a look."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH + "/{token}")
    async def answer_page(token: str, request: Request) -> HTMLResponse:
        page, guess = page_in(token, keyring), language_of(request)
        return pages.unknown(guess) if page is None else await pages.question(page, guess)

    @routes.post(PATH + "/{token}")
    async def answer(token: str, request: Request) -> HTMLResponse:
        page, guess = page_in(token, keyring), language_of(request)
        if page is None:
            return pages.unknown(guess)
        form = _form(await body_of(request, limits.INBOUND_BODY_BYTES))
        said = _said(form)
        if said is None:
            return await pages.question(page, guess, nothing_written=WORDS in form)
        try:
            await intake.take(inbound(page, said, pages.now()))
        except IntakeUnavailableError:
            log.exception("answer_refused", page=page)
            return pages.unavailable(guess)
        return await pages.thanks(page, said, guess)

    return routes


def _form(body: bytes | None) -> dict[str, str]:
    """The fields of a form, none for anything the page does not send."""
    text = (body or b"").decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return {}


def _said(form: Mapping[str, str]) -> Said | None:
    """What a form brings; None when it is neither words nor a button of the page."""
    written = form.get(WORDS, "").strip()
    if written and len(written) <= 2 * WORDS_CHARS:
        return Words(written)
    chosen = form.get(ANSWER)
    return Choice(chosen) if chosen in set(Choice) else None


@cache
def _template() -> jinja2.Template:
    return templates_of("phone").get_template("answer.html")


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
