"""Calls from the queue to their end: dialled in order, rung, answered or not, reported."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from starlette.datastructures import FormData

from town.servers.timeline import Now, Schedule
from town.servers.twilio.conversation import Conversations
from town.servers.twilio.model import (
    Answer,
    Busy,
    Call,
    Failed,
    Handsets,
    Line,
    RestError,
    Ring,
    Sids,
    TwilioSettings,
    Voicemail,
)
from town.servers.twilio.numbers import is_valid
from town.servers.twilio.shapes import call_params, rfc2822
from town.servers.twilio.texts import field
from town.servers.twilio.webhooks import Webhooks

EVENTS: Final = frozenset({"initiated", "ringing", "answered", "completed"})
_UNTIL_RINGING: Final = 1.0
_DETECTION: Final = {"human": 3.0}
_DETECTION_OF_MACHINES: Final = 5.0


class Switchboard:
    """All calls of the account."""

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
        self._sids = Sids(settings.account_sid)
        self._next_start: datetime | None = None
        self._active: set[str] = set()
        self._waiting: deque[Call] = deque()
        self.all: dict[str, Call] = {}
        self.talks = Conversations(now, schedule, webhooks, handsets, settings)
        self.talks.hang_up = partial(self._end, status="completed")

    @property
    def active(self) -> int:
        """Calls being dialled, ringing or talking."""
        return len(self._active)

    @property
    def queued(self) -> int:
        """Calls that nobody has begun to dial."""
        return sum(not (call.over or call.started_at) for call in self.all.values())

    # ---------------------------------------------------------------------- REST methods

    def create(self, form: FormData) -> Call:
        """`calls.create`: queued, started one after the other.

        Raises:
            RestError: 400 with Twilio's code.
        """
        _check_create(form, self._settings)
        now = self._now()
        call = Call(
            sid=self._sids.new("CA"),
            to=field(form, "To"),
            sender=field(form, "From"),
            direction="outbound-api",
            created_at=now,
            updated_at=now,
            request={name: value for name, value in form.items() if isinstance(value, str)},
            events=_asked_events(form),
        )
        self.all[call.sid] = call
        self._enqueue(call)
        return call

    async def update(self, call: Call, form: FormData) -> Call:
        """`calls(sid).update`: cancel, hang up, or go on with another document.

        Raises:
            RestError: 400, the call is over or the request makes no sense.
        """
        status = field(form, "Status")
        if call.over:
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        if status in {"canceled", "completed"}:
            self._stop(call, status)
            return call
        if status:
            raise RestError(400, 20001, f"Invalid Status: {status}")
        if call.status != "in-progress":
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        request = {name: value for name, value in form.items() if isinstance(value, str)}
        if not request.keys() & {"Url", "Twiml"}:
            raise RestError(400, 21218, "Url, Twiml or Status is required.")
        call.epoch += 1
        self._later(0, partial(self.talks.begin, call, request), f"call {call.sid} redirected")
        return call

    def _stop(self, call: Call, status: str) -> None:
        """`canceled` leaves a call alone that has been answered; `completed` ends any."""
        if call.status == "in-progress":
            if status == "completed":
                self._end(call, "completed")
            return
        self._end(call, "canceled")

    # -------------------------------------------------------------------------- outbound

    def _enqueue(self, call: Call) -> None:
        now = self._now()
        start = max(now, self._next_start or now)
        self._next_start = start + timedelta(seconds=1 / self._settings.calls_per_second)
        self._schedule(start, partial(self._dial, call), f"twilio call {call.sid} starts")

    async def _dial(self, call: Call) -> None:
        if call.status != "queued":
            return
        limit = self._settings.concurrent_calls
        if limit is not None and self.active >= limit:
            self._waiting.append(call)
            return
        self._active.add(call.sid)
        call.started_at = call.updated_at = self._now()
        self._report(call, "initiated", "initiated")
        self._later(_UNTIL_RINGING, partial(self._ring, call), f"call {call.sid} rings")

    async def _ring(self, call: Call) -> None:
        if call.over:
            return
        ring = self._handsets.on_ring(call)
        if self._handsets.line_of(call.to) is Line.UNASSIGNED:
            ring = Failed()
        if isinstance(ring, Failed):
            self._end(call, "failed", {"SipResponseCode": str(ring.sip_code)})
            return
        call.status = "ringing"
        call.updated_at = self._now()
        self._report(call, "ringing", "ringing")
        self._wait_for_somebody(call, ring)

    def _wait_for_somebody(self, call: Call, ring: Ring) -> None:
        patience = float(call.request.get("Timeout") or 60)
        after, status = patience, "no-answer"
        match ring:
            case Answer() | Voicemail() if ring.after <= patience:
                answer = partial(self._answer, call, ring)
                self._later(ring.after, answer, f"call {call.sid} is answered")
                return
            case Busy() if ring.after <= patience:
                after, status = ring.after, "busy"
            case _:
                pass
        self._later(after, partial(self._nobody, call, status), f"call {call.sid} is {status}")

    async def _nobody(self, call: Call, status: str) -> None:
        if call.status == "ringing":
            self._end(call, status)

    async def _answer(self, call: Call, ring: Answer | Voicemail) -> None:
        if call.status != "ringing":
            return
        call.status = "in-progress"
        call.answered_at = call.updated_at = self._now()
        call.by_machine = isinstance(ring, Voicemail)
        self._report(call, "answered", "in-progress")
        if isinstance(ring, Answer) and ring.hangs_up_after is not None:
            self._hangs_up(call, ring.hangs_up_after)
        if not call.request.get("MachineDetection"):
            await self.talks.begin(call, call.request)
            return
        detected_after = _DETECTION.get(ring.detected_as, _DETECTION_OF_MACHINES)
        detect = partial(self._detect, call, ring.detected_as, detected_after)
        self._later(detected_after, detect, f"call {call.sid} answering machine?")
        if call.request.get("AsyncAmd", "").lower() == "true":
            await self.talks.begin(call, call.request)

    async def _detect(self, call: Call, answered_by: str, after: float) -> None:
        if call.status != "in-progress":
            return
        call.answered_by = answered_by
        found = {"AnsweredBy": answered_by, "MachineDetectionDuration": str(round(after * 1000))}
        if call.request.get("AsyncAmd", "").lower() != "true":
            await self.talks.begin(call, call.request, found)
            return
        url = call.request.get("AsyncAmdStatusCallback", "")
        about = {"AccountSid": self._settings.account_sid, "CallSid": call.sid}
        method = call.request.get("AsyncAmdStatusCallbackMethod", "POST")
        self._webhooks.tell("amd", url, about | found, method)

    # --------------------------------------------------------------------------- inbound

    async def ring_service(self, number: str, *, hangs_up_after: float | None = None) -> Call:
        """Somebody calls the service's number.

        Raises:
            ValueError: nothing is configured for that case.
        """
        incoming = self._settings.incoming
        if incoming is None:
            raise ValueError("TwilioSettings.incoming says nothing: the number cannot be called.")
        now = self._now()
        service = min(self._settings.numbers)
        call = Call(self._sids.new("CA"), service, number, "inbound", now, now, started_at=now)
        call.status = "ringing"
        call.request = {"StatusCallback": incoming.status_callback}
        self.all[call.sid] = call
        self._active.add(call.sid)
        if hangs_up_after is not None:
            self._hangs_up(call, hangs_up_after)
        where = {"Url": incoming.voice_url, "FallbackUrl": incoming.fallback_url}
        await self.talks.begin(call, where)
        return call

    # ------------------------------------------------------------------------------ both

    def _hangs_up(self, call: Call, after: float) -> None:
        async def hang_up() -> None:
            self._end(call, "completed")

        self._later(after, hang_up, f"call {call.sid} hung up")

    def _end(self, call: Call, status: str, extra: Mapping[str, str] | None = None) -> None:
        if call.over:
            return
        call.status = status
        call.ended_at = call.updated_at = self._now()
        seconds = {"CallDuration": str(call.seconds), "Duration": str(-(-call.seconds // 60))}
        self._report(call, "completed", status, seconds | dict(extra or {}))
        self._handsets.on_call_ended(call)
        if call.sid in self._active:
            self._active.remove(call.sid)
            self._start_one_that_waits()

    def _start_one_that_waits(self) -> None:
        while self._waiting:
            call = self._waiting.popleft()
            if not call.over:
                self._enqueue(call)
                return

    def _report(
        self, call: Call, event: str, status: str, extra: Mapping[str, str] | None = None
    ) -> None:
        sequence, call.sequence = call.sequence, call.sequence + 1
        if event not in call.events:
            return
        params = call_params(self._settings.account_sid, call, status) | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
            "Timestamp": rfc2822(self._now()) or "",
        }
        if call.answered_by:
            params["AnsweredBy"] = call.answered_by
        url = call.request.get("StatusCallback", "")
        method = call.request.get("StatusCallbackMethod", "POST")
        self._webhooks.tell(event, url, params | dict(extra or {}), method)

    def _later(self, seconds: float, action: Callable[[], Awaitable[None]], label: str) -> None:
        self._schedule(self._now() + timedelta(seconds=seconds), action, f"twilio {label}")


def _check_create(form: FormData, settings: TwilioSettings) -> None:
    to, sender = field(form, "To"), field(form, "From")
    if not to:
        raise RestError(400, 21201, "No 'To' number is specified")
    if not is_valid(to):
        message = f"The phone number you are attempting to call, {to}, is not valid."
        raise RestError(400, 21211, message)
    if sender not in settings.numbers:
        message = f"The source phone number provided, {sender}, is not yet verified."
        raise RestError(400, 21210, message)
    if not field(form, "Twiml") and not field(form, "Url"):
        raise RestError(400, 21205, "Url parameter is required.")
    if field(form, "Url") and not field(form, "Url").startswith(("http://", "https://")):
        raise RestError(400, 21205, f"Url is not a valid URL: {field(form, 'Url')}")
    patience = field(form, "Timeout") or "60"
    if not patience.isdecimal() or not 1 <= int(patience) <= 600:
        raise RestError(400, 21221, f"Invalid Timeout: {patience}")
    if field(form, "MachineDetection") not in {"", "Enable", "DetectMessageEnd"}:
        raise RestError(400, 21626, f"Invalid MachineDetection: {field(form, 'MachineDetection')}")


def _asked_events(form: FormData) -> frozenset[str]:
    asked = {str(event) for event in form.getlist("StatusCallbackEvent")}
    if asked - EVENTS:
        raise RestError(400, 21626, f"Invalid StatusCallbackEvent: {sorted(asked - EVENTS)}")
    return frozenset(asked or {"completed"})
