"""What one request of Twilio's says, in our words. Pure, and no shape of input makes it raise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl

from foundation import limits
from locales.model import Language
from messaging.render.voice import Manner
from phone import addresses
from phone.dialogue import KEYS, Asked, Turn
from residents.model import speaking

MAX_FIELDS = 200
_CALL = re.compile(r"CA[0-9a-f]{32}")
_TEXT = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_MESSAGE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_NOT_HER = frozenset({Asked.WORK, Asked.CONTACT, Asked.TOLD})
"""Of whom an address of ours says that she is asked, not the resident."""
_ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
_LOST_TEXTS = frozenset({"undelivered", "failed"})
_DIGITS = 6
_PIN = re.compile(r"[0-9]{1,16}")


@dataclass(frozen=True, slots=True)
class Line:
    """Who is on the phone: the message that rang somebody, or else the number that rang us."""

    outbox_id: str | None
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody, or a machine, picked up our call, in which this is asked."""

    sid: str
    line: Line
    asked: Asked = Asked.RESIDENT


@dataclass(frozen=True, slots=True)
class RangUs:
    """Somebody rings our number."""

    sid: str
    line: Line


@dataclass(frozen=True, slots=True)
class Pressed:
    """The answer to one question of a call; the empty `key` is silence."""

    sid: str
    line: Line
    turn: Turn
    key: str
    manner: Manner


@dataclass(frozen=True, slots=True)
class GavePin:
    """The PIN of a helper or an officer; empty: silence, or what can be none."""

    sid: str
    line: Line
    turn: Turn
    pin: str = field(repr=False)
    manner: Manner


@dataclass(frozen=True, slots=True)
class Spoke:
    """The answer to one question of a call in her own words, as the recogniser heard them."""

    sid: str
    line: Line
    turn: Turn
    words: str = field(repr=False)
    manner: Manner


@dataclass(frozen=True, slots=True)
class CallProgress:
    """Twilio has the call. It tells nothing about anybody."""

    sid: str
    line: Line
    status: str
    sequence: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The call is over. That it was completed does not mean that a person heard it."""

    sid: str
    line: Line
    status: str
    sequence: str
    seconds: int
    sip_code: int | None


@dataclass(frozen=True, slots=True)
class TextProgress:
    """Twilio has the text, or a phone has it. That tells nothing about anybody."""

    sid: str
    line: Line
    status: str


@dataclass(frozen=True, slots=True)
class TextLost:
    """The text did not arrive."""

    sid: str
    line: Line
    status: str
    code: int | None


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody wrote a text to our number."""

    sid: str
    line: Line
    words: str = field(repr=False)
    status: str = "received"


@dataclass(frozen=True, slots=True)
class NotForUs:
    """Nothing that the service acts on. `reason` is one word for operators."""

    reason: str
    number: str = field(default="", repr=False)


Heard: TypeAlias = (
    Answered
    | RangUs
    | Pressed
    | GavePin
    | Spoke
    | CallProgress
    | CallEnded
    | TextProgress
    | TextLost
    | Wrote
    | NotForUs
)


def packed(target: str, form: bytes) -> bytes:
    """A request as it came: the path with its query in the first line, then the form."""
    return target.encode() + b"\n" + form


def fields(form: bytes) -> list[tuple[str, str]] | None:
    """What was sent, in order, empty values and repeated names included; None beyond reason."""
    try:
        return parse_qsl(
            form.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS
        )
    except ValueError:
        return None


def heard(body: bytes) -> Heard:
    """What the request in `packed` form says."""
    head, _, raw = body.partition(b"\n")
    path, _, question = head.decode("utf-8", "replace").partition("?")
    query = dict(fields(question.encode()) or ())
    form = dict(fields(raw) or ())
    line = _line(query, form)
    if path in _OF_TEXTS:
        return _OF_TEXTS[path](form, line)
    sid = form.get("CallSid", "")
    if not _CALL.fullmatch(sid):
        return NotForUs("no_call", line.number)
    match path:
        case addresses.ANSWERED:
            asked = query.get(addresses.ASKED, "")
            return Answered(sid, line, Asked(asked) if asked in _NOT_HER else Asked.RESIDENT)
        case addresses.RANG_US:
            return RangUs(sid, line)
        case addresses.KEY:
            return _pressed(sid, line, query, form)
        case addresses.PIN:
            pin = form.get("Digits", "")
            turn = Turn.from_query(query)
            return GavePin(sid, line, turn, pin if _PIN.fullmatch(pin) else "", _manner(query))
        case addresses.CALL_STATUS:
            return _call_status(sid, line, form)
        case _:
            return NotForUs("unknown_address", line.number)


def source_id(event: Heard, body: bytes) -> str:
    """The same for every repetition of a request: the SID with what happened to it."""
    match event:
        case Answered(sid=sid):
            return f"{sid}:answered"
        case RangUs(sid=sid):
            return f"{sid}:rang"
        case Pressed(sid=sid, turn=turn) | GavePin(sid=sid, turn=turn):
            return f"{sid}:key:{turn.number}"
        case Spoke(sid=sid, turn=turn):
            return f"{sid}:words:{turn.number}"
        case CallProgress() | CallEnded():
            return f"{event.sid}:{event.status}:{event.sequence}"
        case TextProgress() | TextLost() | Wrote():
            return f"{event.sid}:{event.status}"
        case NotForUs():
            return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _line(query: Mapping[str, str], form: Mapping[str, str]) -> Line:
    """The human end: of our calls and texts the number called, else the caller."""
    outbox_id = query.get(addresses.MESSAGE, "")
    known = _MESSAGE.fullmatch(outbox_id) is not None
    number = form.get("To" if known else "From", "")
    return Line(outbox_id if known else None, number if _E164.fullmatch(number) else "")


def _pressed(sid: str, line: Line, query: Mapping[str, str], form: Mapping[str, str]) -> Heard:
    key = form.get("Digits", "")
    if key and key not in KEYS:
        return NotForUs("no_key", line.number)
    turn, manner = Turn.from_query(query), _manner(query)
    words = form.get("SpeechResult", "").strip()[: limits.REPLY_TEXT_CHARS]
    if words and not key and manner.by_words:
        return Spoke(sid, line, turn, words, manner)
    return Pressed(sid, line, turn, key, manner)


def _call_status(sid: str, line: Line, form: Mapping[str, str]) -> Heard:
    status, sequence = _word(form.get("CallStatus", "")), _word(form.get("SequenceNumber", ""))
    if status not in _ENDED:
        return CallProgress(sid, line, status, sequence)
    seconds = _number(form.get("CallDuration", "")) or 0
    sip_code = _number(form.get("SipResponseCode", ""))
    return CallEnded(sid, line, status, sequence, seconds, sip_code)


def _text_status(form: Mapping[str, str], line: Line) -> Heard:
    sid, status = form.get("MessageSid", ""), _word(form.get("MessageStatus", ""))
    if not _TEXT.fullmatch(sid):
        return NotForUs("no_text", line.number)
    if status in _LOST_TEXTS:
        return TextLost(sid, line, status, _number(form.get("ErrorCode", "")))
    return TextProgress(sid, line, status)


def _wrote(form: Mapping[str, str], line: Line) -> Heard:
    sid, words = form.get("MessageSid", ""), form.get("Body", "").strip()
    if not _TEXT.fullmatch(sid):
        return NotForUs("no_text", line.number)
    return Wrote(sid, line, words[: limits.REPLY_TEXT_CHARS])


_OF_TEXTS = {addresses.SMS_STATUS: _text_status, addresses.WROTE: _wrote}


def _manner(query: Mapping[str, str]) -> Manner:
    """As an address of ours says it; for anything else as everybody is spoken to."""
    code = query.get(addresses.LANGUAGE, "")
    rate = _number(query.get(addresses.RATE, "")) or speaking.NORMAL
    return Manner(
        Language(code) if code in set(Language) else Language.ko,
        rate if rate in speaking.RATES else speaking.NORMAL,
        query.get(addresses.BY_WORDS) == "1",
    )


def _word(text: str) -> str:
    return text if re.fullmatch(r"[a-z0-9-]{0,20}", text) else "other"


def _number(text: str) -> int | None:
    return int(text[:_DIGITS]) if text.isascii() and text.isdecimal() else None
