"""The page on which the one who accepted a task sees name and place (docs/care.md 6 and 7).

GET shows the same form for every address, real or made up; only a POST with the PIN looks.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from admin_api import pins
from admin_api.callers import caller_of, cookie_of, place_of
from admin_api.pages import calls, changes
from admin_api.pages.calls import Known
from admin_api.pages.changes import Decided
from admin_api.pages.rendering import language_of, page
from admin_api.paths import API, GUIDE
from admin_api.throttle import Throttle
from care.plug_changes import PlugChanges
from escalation.model import Recipient
from foundation.bodies import body_of
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from locales.formats import moment
from locales.model import Language
from locales.texts import say
from residents import service as residents
from residents.decide import PIN_MAX_DIGITS, PIN_MIN_DIGITS
from residents.districts import district
from signals.model import resident_id
from tasks import disclosure
from tasks.model import Result, TaskKind
from tasks.told import (
    Gone,
    Locked,
    OtherBrowser,
    Page,
    Shown,
    TakesResults,
    Thanked,
    Withheld,
    WrongPin,
)

log = structlog.get_logger()

PATH = f"{disclosure.PATH}/{{token}}"
COOKIE = "anbu_task"
FORM_BYTES = 1_024
FAILURES, WITHIN = 30, timedelta(minutes=5)
"""A phone network shows many helpers under one address; guessing needs far more tries."""

_PIN = re.compile(rf"[0-9]{{{PIN_MIN_DIGITS},{PIN_MAX_DIGITS}}}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WAIT = "wait"
"""The button that sends when she is back."""
LABELS = {
    Result.SEEN_WELL: "button.result.well",
    Result.SPOKEN_WELL: "button.result.spoken",
    Result.SEEN_ELSEWHERE: "button.result.elsewhere",
    Result.AWAY: "button.result.away",
    Result.NO_ANSWER: "button.result.no_answer",
    Result.NEEDS_HELP: "button.result.needs_help",
    Result.DANGER: "button.result.danger",
    Result.HELPED: "button.result.helped",
    Result.HANDED_OVER: "button.result.handed_over",
    Result.DIED: "button.result.died",
    Result.TURNED_BACK: "button.result.turned_back",
}
THANKS = {Result.DANGER: "task.danger", Result.TURNED_BACK: "task.turned_back"}
_BETWEEN_SIGNS = re.compile(r"[\s.-]")

SAID: dict[type, tuple[HTTPStatus, str]] = {
    Locked: (HTTPStatus.FORBIDDEN, "page.task.locked"),
    OtherBrowser: (HTTPStatus.FORBIDDEN, "page.task.other_browser"),
    Withheld: (HTTPStatus.FORBIDDEN, "page.task.withheld"),
    Gone: (HTTPStatus.NOT_FOUND, "page.task.gone"),
}
"""How each refusal is answered."""


Said: TypeAlias = Result | datetime | Recipient | Decided
"""What may be said on a page."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an official reads besides, by task: of a case, and of changes to her plugs with why."""

    calls: Mapping[str, Known]
    proposed: Mapping[str, list[tuple[str, str]]]


NOTHING = Read({}, {})


def router(
    database: Database,
    works: TakesResults,
    plug_changes: PlugChanges,
    city: City,
    base_url: str,
    clock: Clock,
) -> APIRouter:
    """The routes of the task page, to be mounted at the root.

    `base_url` is the service's public address: with https the cookie is for https only.
    """
    secure = base_url.startswith("https://")
    pages = _TaskPages(database, works, plug_changes, city, clock, secure=secure)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PATH, pages.form, methods=["GET", "HEAD"])
    routes.add_api_route(PATH, pages.answer, methods=["POST"])
    routes.add_api_route(disclosure.PATH, pages.desk_form, methods=["GET", "HEAD"])
    routes.add_api_route(disclosure.PATH, pages.answer_desk, methods=["POST"])
    return routes


class _TaskPages:
    """The pages of one city."""

    def __init__(
        self,
        database: Database,
        works: TakesResults,
        plug_changes: PlugChanges,
        city: City,
        clock: Clock,
        *,
        secure: bool,
    ) -> None:
        self._database = database
        self._works = works
        self._plug_changes = plug_changes
        self._clock = clock
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
        sent = await _sent_in(request)
        cookie = cookie_of(request, self._cookie)
        pin, told = _pin_of(sent), self._told(sent)
        if pin is None and told is None:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._form(language, status, at_desk=token is None)
        try:
            code = _code_of(sent)
            at_desk = partial(self._at_desk, code)
            page_of = await self._database.aio(at_desk) if token is None else token
            if told is not None:
                found, known = await self._database.aio(
                    lambda: self._report(page_of, cookie, *told, language)
                )
            else:
                visit = (page_of, pin or "", cookie, place_of(request), language)
                found, known = await self._database.aio(lambda: self._open(*visit))
        except SQLAlchemyError:
            log.exception("task_page_unavailable")
            soon = timedelta(seconds=30)
            key = "page.task.unavailable"
            return self._later(language, HTTPStatus.SERVICE_UNAVAILABLE, key, soon)
        if isinstance(found, WrongPin | Gone):
            self._throttle.failed(caller)
        path = request.url.path
        at = path if token else f"{path}/{page_of}"
        return self._shown(language, found, at, known, at_desk=token is None)

    def _at_desk(self, code: str) -> str:
        """The page's token; of no page when no desk has such work."""
        with self._database.read() as uow:
            return disclosure.token_at_desk(uow, code) or ""

    def _open(
        self, token: str, pin: str, cookie: str | None, place: str, language: Language
    ) -> tuple[Page, Read]:
        with self._database.read() as uow:
            ours = disclosure.is_ours(uow, token)
        if not ours:
            # Guesses must not take the write lock from those who have work to do.
            residents.pretend_to_check(pin)
            return Gone(), NOTHING
        with self._database.write() as uow:
            found = disclosure.open_page(uow, token, pin, cookie, place, pins.check_pin)
            return found, self._known(uow, found, language)

    def _report(
        self,
        token: str,
        cookie: str | None,
        task_id: str,
        what: Said,
        language: Language,
    ) -> tuple[Page, Read]:
        with self._database.write() as uow:
            found = (
                self._of_an_official(uow, token, cookie, task_id, what)
                if isinstance(what, Recipient | Decided)
                else disclosure.report(uow, self._works, token, cookie, task_id, what)
            )
            return found, self._known(uow, found, language)

    def _of_an_official(
        self,
        uow: UnitOfWork,
        token: str,
        cookie: str | None,
        task_id: str,
        what: Recipient | Decided,
    ) -> Page:
        """She has told 119, or somebody else, of her, or decides how her home is watched."""
        at = disclosure.at_hand(uow, token, cookie, task_id)
        if not isinstance(at, disclosure.AtHand):
            return at
        if isinstance(what, Recipient):
            calls.record(uow, at, what, Language.ko)
        else:
            changes.record(uow, at, self._plug_changes, what)
        return disclosure.look_again(uow, at)

    def _known(self, uow: UnitOfWork, found: Page, language: Language) -> Read:
        if not isinstance(found, Shown):
            return NOTHING
        return Read(
            calls.known_on(uow, found, self._city, language),
            changes.proposed_on(uow, found, self._plug_changes, language),
        )

    def _told(self, sent: Mapping[str, str]) -> tuple[str, Said] | None:
        """Of whom something was told, and what.

        A result, the hour at which she is back, whom an official has told of her, or what she
        decided about her plugs.
        """
        task_id, said, clock = sent.get("task", ""), sent.get("result", ""), sent.get("at", "")
        if (decided := changes.decided_in(sent)) is not None:
            return task_id, decided
        if (to := sent.get("told", "")) in set(Recipient):
            return task_id, Recipient(to)
        if said in set(Result):
            return task_id, Result(said)
        if said != WAIT or not _CLOCK.fullmatch(clock):
            return None
        today = self._clock.now().astimezone(self._city.zone).date()
        return task_id, datetime.combine(today, time.fromisoformat(clock), self._city.zone)

    def _shown(
        self, language: Language, found: Page, at: str, known: Read, *, at_desk: bool
    ) -> Response:
        """`at` is the path of the page, to which its cookie belongs and its forms are sent."""
        if isinstance(found, Shown):
            return self._details(language, found, at, known)
        if isinstance(found, WrongPin):
            said = say("page.task.pin_wrong", language, left=found.left)
            return self._form(language, HTTPStatus.FORBIDDEN, said, at_desk=at_desk)
        if isinstance(found, Thanked):
            words = say(THANKS.get(found.result, "task.done"), language, code=found.code)
            return page("task_said.html", language, HTTPStatus.OK, said=words)
        status, key = SAID[type(found)]
        return self._said(language, status, key)

    def _details(self, language: Language, shown: Shown, at: str, known: Read) -> Response:
        where = district(shown.district)
        response = page(
            "task.html",
            language,
            at=at,
            district=where.ko if language is Language.ko else where.en,
            kind=say(f"task.kind.{shown.kind}", language),
            due=moment(shown.due_at, shown.at, self._city.zone, language),
            people=shown.people,
            waits=[self._moment(one.waits, shown, language) for one in shown.people],
            labels=LABELS,
            known=known.calls,
            proposed=known.proposed,
            guides=_guides(shown),
            fault=_fault(shown, language),
            address=shown.address,
            ladder=shown.ladder,
            said=shown.said,
            hazards=shown.hazards,
            by_phone=shown.by_phone,
            phone=self._city.phone,
        )
        response.set_cookie(
            self._cookie,
            shown.cookie,
            max_age=_seconds(shown.at, shown.cookie_until),
            path=at,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _moment(self, at: datetime | None, shown: Shown, language: Language) -> str:
        return "" if at is None else moment(at, shown.at, self._city.zone, language)

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


async def _sent_in(request: Request) -> Mapping[str, str]:
    """The fields of the form, each once."""
    body = await body_of(request, FORM_BYTES)
    fields = parse_qs((body or b"").decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _pin_of(sent: Mapping[str, str]) -> str | None:
    """The digits of the form, however they were typed; None when they can be no PIN."""
    digits = _typed(sent.get("pin", ""))
    return digits if _PIN.fullmatch(digits) else None


def _code_of(sent: Mapping[str, str]) -> str:
    """The work's code, however it was typed."""
    return _typed(sent.get("code", "")).upper()


def _typed(text: str) -> str:
    return _BETWEEN_SIGNS.sub("", unicodedata.normalize("NFKC", text))


def _fault(shown: Shown, language: Language) -> str:
    return "" if shown.fault is None else say(f"page.task.wait.{shown.fault}", language)


def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language", ""))


def _guides(shown: Shown) -> dict[str, str]:
    """By task of a lesson, where an official finds the guide to print."""
    if shown.kind is not TaskKind.LESSON:  # officials alone are asked for one
        return {}
    return {
        one.task_id: API + GUIDE.format(resident_id=resident_id(one.resident))
        for one in shown.people
    }


def _seconds(now: datetime, until: datetime) -> int:
    return int((until - now).total_seconds())
