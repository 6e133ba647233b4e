"""Text messages: taken, sent, and what becomes of them. To Korean numbers they are one-way."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final

from starlette.datastructures import FormData

from town.servers.timeline import Now, Schedule
from town.servers.twilio.model import (
    Handsets,
    Line,
    RestError,
    Sids,
    Sms,
    SmsFate,
    TwilioSettings,
)
from town.servers.twilio.numbers import is_valid
from town.servers.twilio.shapes import sms_params
from town.servers.twilio.webhooks import Webhooks
from town.servers.twiml import written_back

MAX_BODY: Final = 1600
_UNTIL_SENT: Final = timedelta(seconds=1)


def field(form: FormData, name: str) -> str:
    """A text field of a request, empty when it is absent."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


class Texts:
    """All text messages of the account."""

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
        self.all: dict[str, Sms] = {}
        self.unsubscribed: set[str] = set()
        """Numbers that once answered STOP."""

    def create(self, form: FormData) -> Sms:
        """`messages.create`.

        Raises:
            RestError: 400 with Twilio's code.
        """
        to, sender, body = field(form, "To"), field(form, "From"), field(form, "Body")
        _check_numbers(to, sender, self._settings.numbers)
        _check_body(body)
        self._check_line(to)
        now = self._now()
        sms = Sms(self._sids.new("SM"), to, sender, body, now, now)
        sms.callback_url = field(form, "StatusCallback")
        self.all[sms.sid] = sms
        self._report(sms)
        self._later(_UNTIL_SENT, partial(self._send, sms), f"sms {sms.sid} sent")
        return sms

    def _check_line(self, to: str) -> None:
        if to in self.unsubscribed:
            raise RestError(400, 21610, "Attempt to send to unsubscribed recipient")
        if self._handsets.line_of(to) is Line.LANDLINE:
            raise RestError(400, 21614, f"To number: {to}, is not a mobile number")

    async def write_service(self, number: str, words: str) -> None:
        """Somebody writes to the service's number; what its TwiML writes back is sent.

        Raises:
            ValueError: nothing is configured for that case, or the answer is no TwiML.
        """
        incoming, service = self._settings.incoming, min(self._settings.numbers)
        if incoming is None or not incoming.sms_url:
            raise ValueError("TwilioSettings.incoming has no sms_url: nobody can write to it.")
        sid = self._sids.new("SM")
        params = {
            "AccountSid": self._settings.account_sid,
            "Body": words,
            "From": number,
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": service,
        }
        answer = await self._webhooks.ask(incoming.sms_url, params)
        if answer is None or not answer.is_success:
            return
        for body in written_back(answer.text):
            now = self._now()
            sms = Sms(self._sids.new("SM"), number, service, body, now, now)
            self.all[sms.sid] = sms
            self._later(_UNTIL_SENT, partial(self._send, sms), f"sms {sms.sid} sent")

    def redact(self, sms: Sms, form: FormData) -> Sms:
        """`messages(sid).update(body="")`: the text is forgotten, the record stays.

        Raises:
            RestError: 400, anything but an empty body.
        """
        if form.get("Body") != "":
            raise RestError(400, 20001, "Only an empty Body can be set, to redact the message.")
        sms.body = ""
        sms.updated_at = self._now()
        return sms

    async def _send(self, sms: Sms) -> None:
        fate = self._handsets.sms_fate(sms)
        if self._handsets.line_of(sms.to) is Line.UNASSIGNED:
            fate = SmsFate("undelivered", 30005)
        if fate.status == "failed":
            self._move(sms, fate)
            return
        sms.sent_at = self._now()
        self._move(sms, SmsFate("delivered"), status="sent")
        arrive = partial(self._arrive, sms, fate)
        self._later(timedelta(seconds=fate.after), arrive, f"sms {sms.sid} {fate.status}")

    async def _arrive(self, sms: Sms, fate: SmsFate) -> None:
        if fate.status == "delivered":
            self._handsets.on_sms(sms)
        self._move(sms, fate)

    def _move(self, sms: Sms, fate: SmsFate, status: str = "") -> None:
        sms.status = status or fate.status
        sms.error_code = fate.error_code
        sms.updated_at = self._now()
        self._report(sms)

    def _report(self, sms: Sms) -> None:
        params = sms_params(self._settings.account_sid, sms)
        self._webhooks.tell(sms.status, sms.callback_url, params)

    def _later(self, delay: timedelta, action: Callable[[], Awaitable[None]], label: str) -> None:
        self._schedule(self._now() + delay, action, f"twilio {label}")


def _check_numbers(to: str, sender: str, owned: frozenset[str]) -> None:
    if not to:
        raise RestError(400, 21604, "A 'To' phone number is required.")
    if not is_valid(to):
        raise RestError(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if not sender:
        raise RestError(400, 21603, "A 'From' phone number is required.")
    if sender not in owned:
        message = f"'From' {sender} is not a Twilio phone number or Short Code country mismatch"
        raise RestError(400, 21659, message)


def _check_body(body: str) -> None:
    if not body:
        raise RestError(400, 21602, "Message body is required.")
    if len(body) > MAX_BODY:
        message = "The concatenated message body exceeds the 1600 character limit"
        raise RestError(400, 21617, message)
