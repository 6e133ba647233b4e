"""Texts and automated calls, each asked of Twilio once. Pacing and repeating are the outbox's."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from twilio.base.exceptions import TwilioRestException
from twilio.rest.api.v2010.account.call import CallInstance
from twilio.rest.api.v2010.account.message import MessageInstance

from foundation.ids import ALPHABET
from locales import sms
from messaging.channel import Call, Outcome, Refusal, Refused, Rendered, Sent, Sms, Unknown
from messaging.render.voice import CONTACT, LATE, SCRIPTS, WORK_SCRIPTS
from phone.addresses import Addresses
from phone.client import TwilioAccount
from phone.dialogue import Asked
from phone.outcomes import outcome_of
from residents.model import ChannelName

Claimed = Callable[[str, Collection[str]], Awaitable[Collection[str]]]
"""(attempt, provider ids) → those of the ids that the outbox knows as another message's."""

CALL_EVENTS = ["initiated", "completed"]
"""The first proves that Twilio has the call, the last says how it ended. That somebody picked up
shows when Twilio asks what to say."""
SMS_WAITS_SECONDS = 3_600
"""Twilio would try to hand a text over for ten hours: by then what it announces is long past."""
_LISTED = 50
_TOO_LATE = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
"""Twilio's answers to a wish about a call that is over."""
_SKEW = timedelta(minutes=1)
"""How far Twilio's clock may be behind ours."""
_KOREAN = re.compile(r"\+82[1-9]\d{7,9}")
_ULID_TIME_CHARS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CannotAskError(Exception):
    """Twilio did not tell what it has. Whether the message was sent stays unknown: ask again."""


class SmsChannel:
    """Sends plain texts to Korean mobile phones. Nobody can answer them."""

    def __init__(
        self,
        account: TwilioAccount,
        addresses: Addresses,
        claimed: Claimed,
        *,
        limit_bytes: int = sms.LIMIT,
    ) -> None:
        self._account = account
        self._addresses = addresses
        self._claimed = claimed
        self._limit_bytes = limit_bytes

    @property
    def name(self) -> ChannelName:
        return ChannelName.SMS

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        """Send a text to a number (E.164) once. The provider's id is the message SID."""
        body = self._body(address, rendered)
        if isinstance(body, Refused):
            return body
        if self._account.sms_from is None:
            return Refused(Refusal.CONFIG, "no_sender")
        try:
            message = await self._account.rest.messages.create_async(
                to=address,
                from_=self._account.sms_from,
                body=body,
                status_callback=self._addresses.sms_status(attempt),
                validity_period=SMS_WAITS_SECONDS,
            )
        except Exception as error:  # noqa: BLE001 - whatever happened, it is an outcome
            return outcome_of(error)
        return _sent(message.sid)

    async def find(self, address: str, attempt: str) -> Sent | None:
        """The text of an attempt of unknown outcome; None when Twilio never took it.

        Raises CannotAskError.
        """
        if not _KOREAN.fullmatch(address):
            return None  # without a number Twilio would list everybody's
        try:
            listed = await self._account.rest.messages.list_async(
                to=address, from_=self._account.sms_from or "", limit=_LISTED
            )
        except Exception as error:
            raise CannotAskError from error
        return await _unclaimed(_traces(listed), attempt, self._claimed)

    def _body(self, address: str, rendered: Rendered) -> str | Refused:
        """What a phone could not show, or Twilio not deliver, is not even sent."""
        if not isinstance(rendered, Sms):
            return Refused(Refusal.INVALID, "not_a_text")
        if not _KOREAN.fullmatch(address):
            return Refused(Refusal.BAD_ADDRESS, "not_korean")
        if not rendered.text or sms.sms_problem(rendered.text, self._limit_bytes) is not None:
            return Refused(Refusal.INVALID, "not_one_text")
        return rendered.text


class CallChannel:
    """Rings Korean numbers; what is said is asked for when somebody picks up."""

    def __init__(self, account: TwilioAccount, addresses: Addresses, claimed: Claimed) -> None:
        self._account = account
        self._addresses = addresses
        self._claimed = claimed

    @property
    def name(self) -> ChannelName:
        return ChannelName.CALL

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        """Ask for one call to a number (E.164). The provider's id is the call SID."""
        call = _checked_call(address, rendered)
        if isinstance(call, Refused):
            return call
        if self._account.voice_from is None:
            return Refused(Refusal.CONFIG, "no_sender")
        try:
            placed = await self._account.rest.calls.create_async(
                to=address,
                from_=self._account.voice_from,
                url=self._addresses.answered(attempt, _asked(call)),
                fallback_url=self._addresses.fallback(),
                status_callback=self._addresses.call_status(attempt),
                status_callback_event=CALL_EVENTS,
                timeout=call.ring_seconds,
            )
        except Exception as error:  # noqa: BLE001 - whatever happened, it is an outcome
            return outcome_of(error)
        return _sent(placed.sid)

    async def find(self, address: str, attempt: str) -> Sent | None:
        """The call of an attempt of unknown outcome; None when Twilio never took it.

        Raises CannotAskError.
        """
        if not _KOREAN.fullmatch(address):
            return None  # without a number Twilio would list everybody's
        try:
            listed = await self._account.rest.calls.list_async(
                to=address, from_=self._account.voice_from or "", limit=_LISTED
            )
        except Exception as error:
            raise CannotAskError from error
        return await _unclaimed(_traces(listed), attempt, self._claimed)

    async def call_off(self, provider_id: str) -> bool:
        """Cancel a call that nobody has answered yet; tells whether it was.

        Raises CannotAskError.
        """
        try:
            call = await self._account.rest.calls(provider_id).update_async(
                status=CallInstance.UpdateStatus.CANCELED
            )
        except Exception as error:
            if isinstance(error, TwilioRestException) and error.status in _TOO_LATE:
                return False
            raise CannotAskError from error
        return str(call.status) == CallInstance.Status.CANCELED

    async def call_off_queued(self, before: datetime) -> tuple[str, ...]:
        """Cancel what has waited in Twilio's own queue since before a moment; returns the ids.

        Twilio keeps calls for up to a day when it cannot place them: a morning's question would
        ring at night. We pace calls ourselves, so that whatever waits there is too late. Raises
        CannotAskError.
        """
        try:
            waiting = await self._account.rest.calls.list_async(
                status=CallInstance.Status.QUEUED, limit=_LISTED
            )
        except Exception as error:
            raise CannotAskError from error
        late = [trace.sid for trace in _traces(waiting) if trace.created_at < before]
        return tuple([sid for sid in late if await self.call_off(sid)])


@dataclass(frozen=True, slots=True)
class _Trace:
    """A message or call as Twilio lists it."""

    sid: str
    created_at: datetime


def _checked_call(address: str, rendered: Rendered) -> Call | Refused:
    if not isinstance(rendered, Call) or rendered.script not in SCRIPTS:
        return Refused(Refusal.INVALID, "not_a_call")
    if not _KOREAN.fullmatch(address):
        return Refused(Refusal.BAD_ADDRESS, "not_korean")
    return rendered


def _asked(call: Call) -> Asked:
    of_work = dict.fromkeys(WORK_SCRIPTS, Asked.WORK)
    asked = {**of_work, CONTACT: Asked.CONTACT, LATE: Asked.TOLD}
    return asked.get(call.script, Asked.RESIDENT)


def _sent(sid: str | None) -> Outcome:
    """A success without an id makes no sense, but it was no refusal either."""
    return Sent(sid) if sid else Unknown("no_sid")


def _traces(listed: Iterable[CallInstance] | Iterable[MessageInstance]) -> list[_Trace]:
    return [
        _Trace(one.sid, one.date_created)
        for one in listed
        if one.sid is not None and one.date_created is not None
    ]


async def _unclaimed(traces: list[_Trace], attempt: str, claimed: Claimed) -> Sent | None:
    """The first to this number since the message was written that is no other message's.

    Twilio gives nothing of ours back but in callbacks, so that number, time and what else the
    outbox knows have to tell: two people may share a telephone.
    """
    written_at = _written_at(attempt) - _SKEW
    ours = sorted(
        (trace for trace in traces if trace.created_at >= written_at),
        key=lambda trace: (trace.created_at, trace.sid),
    )
    if not ours:
        return None
    known = await claimed(attempt, [trace.sid for trace in ours])
    return next((Sent(trace.sid) for trace in ours if trace.sid not in known), None)


def _written_at(attempt: str) -> datetime:
    """An id of ours begins with its time. Raises ValueError for anything else."""
    milliseconds = 0
    for character in attempt[:_ULID_TIME_CHARS]:
        milliseconds = milliseconds * 32 + ALPHABET.index(character)
    return _EPOCH + timedelta(milliseconds=milliseconds)
