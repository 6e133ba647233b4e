"""Plays TwiML to the person on the line and brings the answers back to the service."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import urljoin

import httpx

from town.servers.timeline import Now, Schedule
from town.servers.twilio.model import (
    Call,
    Handsets,
    HangsUp,
    Heard,
    Key,
    Reaction,
    Says,
    Silence,
    TwilioSettings,
)
from town.servers.twilio.shapes import call_params
from town.servers.twilio.webhooks import Webhooks
from town.servers.twiml import Gather, Hangup, Pause, Redirect, Say, TwimlError, Verb, parse

MAX_DOCUMENTS: Final = 50
"""A call that asked for more documents than this goes round in circles."""

APOLOGY: Final = Say(
    "We are sorry. An application error has occurred. Goodbye.", "Polly.Joanna", "en-US", 4.0
)
_XML: Final = ("text/xml", "application/xml", "text/html")
_FASTEST: Final = 0.5
_RECOGNITION: Final = 1.0
_LETTERS_PER_SECOND: Final = 6


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be fetched or played; the codes are Twilio's."""

    call_sid: str
    code: int
    message: str


@dataclass(slots=True)
class _Walk:
    call: Call
    epoch: int
    fallback_url: str
    url: str = ""
    verbs: deque[Verb] = field(default_factory=deque)
    heard: list[Say] = field(default_factory=list)
    documents: int = 0
    asked: int = 0

    @property
    def live(self) -> bool:
        return not self.call.over and self.epoch == self.call.epoch


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What comes of a question: after how many seconds, and what the service is told."""

    after: float
    params: Mapping[str, str] | None = None
    hangs_up: bool = False


class Conversations:
    """Walks through documents; every pause and every spoken word is time on the schedule."""

    def __init__(
        self,
        now: Now,
        schedule: Schedule,
        webhooks: Webhooks,
        handsets: Handsets,
        settings: TwilioSettings,
    ) -> None:
        self._now = now
        self._schedule = schedule
        self._webhooks = webhooks
        self._handsets = handsets
        self._settings = settings
        self.hang_up: Callable[[Call], None]
        """Ends the call; set by the switchboard."""
        self.failures: list[Failure] = []

    async def begin(
        self,
        call: Call,
        request: Mapping[str, str],
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """Start (or, in the middle of a call, start over) with `Url` or `Twiml` of a request."""
        call.epoch += 1
        walk = _Walk(call, call.epoch, request.get("FallbackUrl", ""))
        if "Twiml" in request:
            await self._load(walk, request["Twiml"].encode())
            return
        await self._fetch(walk, request["Url"], request.get("Method", "POST"), extra)

    # ----------------------------------------------------------------------- documents

    async def _fetch(
        self, walk: _Walk, url: str, method: str, extra: Mapping[str, str] | None = None
    ) -> None:
        params = call_params(self._settings.account_sid, walk.call) | dict(extra or {})
        try:
            answer = await self._webhooks.ask(_absolute(url), params, method)
        except TwimlError as error:
            await self._refused(walk, error)
            return
        except BaseException as error:
            self._fail_later(walk, 11200, type(error).__name__)
            raise
        if not walk.live:
            return
        walk.url = url
        problem = _unusable(answer)
        if problem or answer is None:
            await self._failed(walk, 11200, problem)
            return
        await self._load(walk, answer.content)

    async def _load(self, walk: _Walk, document: bytes) -> None:
        walk.documents += 1
        try:
            walk.verbs = deque(_read(document, walk.documents))
        except TwimlError as error:
            await self._refused(walk, error)
            return
        self._pick_up(walk.call)
        await self._step(walk)

    def _pick_up(self, call: Call) -> None:
        """The service's number takes a call with its first document."""
        if call.answered_at is None:
            call.status = "in-progress"
            call.answered_at = call.updated_at = self._now()

    async def _refused(self, walk: _Walk, error: TwimlError) -> None:
        if self._settings.strict:
            self._fail_later(walk, error.code, str(error))
            raise error
        await self._failed(walk, error.code, str(error))

    def _fail_later(self, walk: _Walk, code: int, message: str) -> None:
        """Whoever catches what is raised next finds the call going on as Twilio's would."""
        self._later(walk, 0, partial(self._failed, walk, code, message))

    async def _failed(self, walk: _Walk, code: int, message: str) -> None:
        if not walk.live:
            return
        self.failures.append(Failure(walk.call.sid, code, message))
        fallback, walk.fallback_url = walk.fallback_url, ""
        if fallback:
            about = {"ErrorCode": str(code), "ErrorUrl": walk.url}
            await self._fetch(walk, fallback, "POST", about)
            return
        walk.verbs.clear()
        self._pick_up(walk.call)
        self._speak(walk, APOLOGY)
        self._later(walk, APOLOGY.seconds, partial(self._step, walk))

    # --------------------------------------------------------------------------- verbs

    async def _step(self, walk: _Walk) -> None:
        if not walk.live:
            return
        verb = walk.verbs.popleft() if walk.verbs else Hangup()
        match verb:
            case Say():
                self._speak(walk, verb)
                self._later(walk, verb.seconds, partial(self._step, walk))
            case Pause():
                self._later(walk, verb.seconds, partial(self._step, walk))
            case Gather():
                self._ask(walk, verb)
            case Redirect():
                await self._fetch(walk, urljoin(walk.url, verb.url), verb.method)
            case Hangup():
                self.hang_up(walk.call)

    def _speak(self, walk: _Walk, say: Say) -> None:
        walk.heard.append(say)
        walk.call.spoken.append(say)
        self._handsets.on_said(walk.call, say)

    def _ask(self, walk: _Walk, gather: Gather) -> None:
        for part in gather.prompt:
            if isinstance(part, Say):
                self._speak(walk, part)
        outcome = _outcome(gather, self._reaction(walk, gather))
        answer = partial(self._answered, walk, gather, outcome)
        self._later(walk, outcome.after, answer)

    def _reaction(self, walk: _Walk, gather: Gather) -> Reaction:
        heard = Heard(
            tuple(walk.heard), gather.inputs, gather.num_digits, gather.timeout, walk.asked
        )
        walk.heard.clear()
        walk.asked += 1
        if walk.call.by_machine:
            return Silence()
        return self._handsets.on_prompt(walk.call, heard)

    async def _answered(self, walk: _Walk, gather: Gather, outcome: _Outcome) -> None:
        if not walk.live:
            return
        if outcome.hangs_up:
            self.hang_up(walk.call)
            return
        if outcome.params is None:
            await self._step(walk)
            return
        if outcome.params.get("Digits"):
            walk.call.pressed.append(outcome.params["Digits"])
        url = urljoin(walk.url, gather.action or walk.url)
        await self._fetch(walk, url, gather.method, outcome.params)

    def _later(self, walk: _Walk, seconds: float, action: Callable[[], Awaitable[None]]) -> None:
        at = self._now() + timedelta(seconds=seconds)
        self._schedule(at, action, f"twilio call {walk.call.sid}")


def _absolute(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise TwimlError(f"No absolute URL to go on with: {url!r}", 11100)
    return url


def _read(document: bytes, number: int) -> tuple[Verb, ...]:
    if number > MAX_DOCUMENTS:
        raise TwimlError(f"More than {MAX_DOCUMENTS} documents in one call", 11210)
    return parse(document)


def _unusable(answer: httpx.Response | None) -> str:
    if answer is None:
        return "the connection broke"
    if not answer.is_success:
        return f"HTTP {answer.status_code}"
    if not answer.headers.get("content-type", "").startswith(_XML):
        return f"content type {answer.headers.get('content-type')!r}"
    return ""


def _outcome(gather: Gather, reaction: Reaction) -> _Outcome:
    silence = _Outcome(gather.seconds + gather.timeout, _empty(gather))
    match reaction:
        case HangsUp():
            return _Outcome(max(_FASTEST, gather.seconds + reaction.after), hangs_up=True)
        case Key() if "dtmf" in gather.inputs and reaction.after <= gather.timeout:
            return _keys(gather, reaction) or silence
        case Says() if "speech" in gather.inputs and reaction.after <= gather.timeout:
            start = max(_FASTEST, gather.seconds + reaction.after)
            lasts = len(reaction.text) / _LETTERS_PER_SECOND + _RECOGNITION
            words = {"SpeechResult": reaction.text, "Confidence": str(reaction.confidence)}
            return _Outcome(start + lasts, words | {"Language": gather.language})
        case _:
            return silence


def _keys(gather: Gather, key: Key) -> _Outcome | None:
    """None when nothing remains to be sent: only the finishing key was pressed."""
    digits, finish = key.digits, ""
    if gather.finish_on_key and gather.finish_on_key in digits:
        digits, finish = digits.split(gather.finish_on_key, 1)[0], gather.finish_on_key
    enough = gather.num_digits is not None and len(digits) >= gather.num_digits
    if enough:
        digits, finish = digits[: gather.num_digits], ""
    if not digits:
        return None
    at = max(_FASTEST, gather.seconds + key.after)
    params = {"Digits": digits, "FinishedOnKey": finish, "msg": "Gather End"}
    return _Outcome(at if enough or finish else at + gather.timeout, params)


def _empty(gather: Gather) -> Mapping[str, str] | None:
    """What the service is told about silence; None: nothing, the next verb follows."""
    if not gather.action_on_empty_result:
        return None
    empty = {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"}
    return empty if "dtmf" in gather.inputs else {"msg": "Gather End"}
