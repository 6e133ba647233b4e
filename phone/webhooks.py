"""Where Twilio brings what happened to calls and texts, and asks what to say next.

Recorded first, then answered. Twilio does not bring a key press again, and somebody is waiting
at the phone: so a call always gets words, if only the number to ring.
"""

from __future__ import annotations

from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from foundation import limits
from foundation.bodies import body_of
from foundation.clock import Clock
from phone import addresses, translate
from phone.addresses import Addresses
from phone.desk import Desk
from phone.dialogue import Answer
from phone.requests import Takes
from phone.signature import Signatures
from phone.translate import Answered, GavePin, Heard, Pressed, RangUs, Spoke, Wrote
from phone.twiml import document, written
from signals.intake import Inbound, IntakeUnavailableError
from signals.model import Source

log = structlog.get_logger()

TWIML = "text/xml"


class _Refused(Exception):  # noqa: N818 - an answer, not a fault of ours
    """The request is not Twilio's, or not one we can read."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status


class Webhooks:
    """Takes Twilio's requests one by one."""

    def __init__(
        self,
        intake: Takes,
        desk: Desk,
        signatures: Signatures,
        addresses_: Addresses,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._desk = desk
        self._signatures = signatures
        self._addresses = addresses_
        self._clock = clock

    async def note(self, request: Request) -> Response:
        """A status callback: 204, or 503 when neither database nor spool take it."""
        try:
            body = await self._genuine(request)
        except _Refused as refused:
            return Response(status_code=refused.status)
        taken = await self._take(translate.heard(body), body)
        unavailable = HTTPStatus.SERVICE_UNAVAILABLE
        return Response(status_code=HTTPStatus.NO_CONTENT if taken else unavailable)

    async def speak(self, request: Request) -> Response:
        """Answer the question what to say."""
        try:
            body = await self._genuine(request)
        except _Refused as refused:
            return Response(status_code=refused.status)
        event = translate.heard(body)
        answer = await self._answer(event, body)
        line = getattr(event, "line", None)
        outbox_id = None if line is None else line.outbox_id
        action = ""
        if answer.turn is not None:
            to = self._addresses.pin if answer.spoken.for_pin else self._addresses.key
            action = to(answer.turn, outbox_id, answer.spoken.manner)
        return Response(document(answer.spoken, action), media_type=TWIML)

    async def read(self, request: Request) -> Response:
        """Take a text that somebody wrote to our number; 503 when nothing takes it.

        What is written back is looked up first: once it is recorded, it may be answered already.
        """
        try:
            body = await self._genuine(request)
        except _Refused as refused:
            return Response(status_code=refused.status)
        event = translate.heard(body)
        back = await self._desk.text_back(event) if isinstance(event, Wrote) else None
        if not await self._take(event, body):
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(written(back), media_type=TWIML)

    async def _answer(self, event: Heard, body: bytes) -> Answer:
        match event:
            case Answered():
                taken = await self._take(event, body)
                return await self._desk.our_call(event) if taken else self._desk.unavailable()
            case RangUs(line=line):
                taken = await self._take(event, body)
                return await self._desk.her_call(line) if taken else self._desk.unavailable()
            case Pressed(key=""):
                return await self._desk.after(event)
            case GavePin():
                return await self._desk.after_pin(event)  # recorded nowhere
            case Pressed(manner=manner) | Spoke(manner=manner):
                taken = await self._take(event, body)
                return await self._desk.after(event) if taken else self._desk.unavailable(manner)
            case _:
                return self._desk.unavailable()

    async def _take(self, event: Heard, body: bytes) -> bool:
        source_id = translate.source_id(event, body)
        try:
            await self._intake.take(Inbound(Source.TWILIO, source_id, body, self._clock.now()))
        except IntakeUnavailableError:
            log.exception("webhook_refused", source=Source.TWILIO, source_id=source_id)
            return False
        return True

    async def _genuine(self, request: Request) -> bytes:
        """The request in `translate.packed` form, its signature checked before anything else."""
        if not self._signatures.claimed(request):
            raise _Refused(HTTPStatus.FORBIDDEN)
        body = await body_of(request, limits.INBOUND_BODY_BYTES)
        if body is None:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        fields = translate.fields(body)
        if fields is None or not self._signatures.genuine(request, FormData([*fields])):
            raise _Refused(HTTPStatus.FORBIDDEN)
        query = request.scope["query_string"].decode("latin-1")
        return translate.packed(f"{request.url.path}?{query}", body)


def router(
    intake: Takes, desk: Desk, signatures: Signatures, public_base_url: str, clock: Clock
) -> APIRouter:
    """The routes for Twilio. Without a token they refuse everything with 403."""
    routes = APIRouter()
    hooks = Webhooks(intake, desk, signatures, Addresses(public_base_url), clock)
    for path in (addresses.CALL_STATUS, addresses.SMS_STATUS):
        routes.add_api_route(path, hooks.note, methods=["POST"], include_in_schema=False)
    wrote = addresses.WROTE
    routes.add_api_route(wrote, hooks.read, methods=["POST"], include_in_schema=False)
    for path in (
        addresses.ANSWERED,
        addresses.KEY,
        addresses.PIN,
        addresses.RANG_US,
        addresses.FALLBACK,
    ):
        routes.add_api_route(path, hooks.speak, methods=["POST"], include_in_schema=False)
    return routes
