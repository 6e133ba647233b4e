"""From a request of Twilio's to the facts it states.

Only a key is an answer, and words of somebody who agreed that they are recognised: that a call
was picked up, lasted, or ended well tells nothing, since machines do all of that. What never
reached anybody is recorded as the receipt of its message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from foundation.unit_of_work import UnitOfWork
from messaging.channel import Refusal
from messaging.model import Posted
from messaging.render.voice import CONTACT, WORK_SCRIPTS
from phone import dialogue, outcomes, texts, translate
from phone.dialogue import OF_RESULT, OF_WORK, Asked
from phone.outbox import Outbox
from phone.people import contact_at, may_be_recognised, resident_at, worker_at
from phone.translate import (
    Answered,
    CallEnded,
    CallProgress,
    GavePin,
    Line,
    NotForUs,
    Pressed,
    RangUs,
    Spoke,
    TextLost,
    TextProgress,
    Wrote,
)
from residents.model import ChannelName
from signals import service as signals
from signals.intake import Inbound
from signals.model import Draft, Ref, SignalKind
from tasks import service as tasks

log = structlog.get_logger()

LOOK_BACK = timedelta(days=2)
"""A call lasts four hours at most, but its end may be told late."""
_REPORTS = {"busy": "busy", "no-answer": "no_answer", "canceled": "canceled", "failed": "failed"}
_OF_OTHERS = {
    **dict.fromkeys(WORK_SCRIPTS, (SignalKind.OFFER_ANSWERED, SignalKind.RESULT_GIVEN)),
    CONTACT: (SignalKind.CONTACT_ANSWERED,),
}
_LOST = frozenset({Refusal.BAD_ADDRESS, Refusal.UNREACHABLE})


class TwilioEdge:
    """The edge for `Source.TWILIO`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def receive(self, uow: UnitOfWork, inbound: Inbound) -> None:
        """Record what the request says. Never raises for its content."""
        event = translate.heard(inbound.body)
        match event:
            case NotForUs(reason, number):
                signals.record(uow, _unreadable(uow, inbound, number, reason))
            case RangUs(sid, line):
                _called_us(uow, inbound, sid, line)
            case Answered() | GavePin() | CallProgress() | TextProgress():
                self._posted(uow, inbound, event.sid, event.line)
            case Pressed():
                self._pressed(uow, inbound, event)
            case Spoke():
                self._spoke(uow, inbound, event)
            case CallEnded():
                self._call_ended(uow, inbound, event)
            case TextLost() | Wrote():
                self._text(uow, inbound, event)

    def _posted(self, uow: UnitOfWork, inbound: Inbound, sid: str, line: Line) -> Posted | None:
        """The message behind a callback, which proves that it was sent and under which id."""
        posted = None if line.outbox_id is None else self._outbox.find(uow, line.outbox_id)
        if posted is not None:
            self._outbox.adopt(uow, posted.id, sid)
        elif line.outbox_id is not None:
            signals.record(uow, _unreadable(uow, inbound, line.number, "unknown_message"))
        return posted

    def _pressed(self, uow: UnitOfWork, inbound: Inbound, event: Pressed) -> None:
        posted = self._posted(uow, inbound, event.sid, event.line)
        if not event.key:
            return
        said = dialogue.meaning(event.turn, event.key)
        if event.turn.asked in OF_WORK:
            answered = _worker(uow, event, posted)
            if answered is not None:
                _work_answered(uow, inbound, event, answered, said)
            return
        if event.turn.asked is Asked.CONTACT:
            _contact_answered(uow, inbound, event, posted, said)
            return
        resident = _resident(uow, event.line, posted)
        if resident is None:
            if posted is not None or event.line.outbox_id is None:
                draft = _unreadable(uow, inbound, event.line.number, "not_a_resident")
                signals.record(uow, draft)
            return
        signals.record(uow, _reply(inbound, resident, event.sid, posted, {"form": "key", **said}))

    def _spoke(self, uow: UnitOfWork, inbound: Inbound, event: Spoke) -> None:
        """Her words are kept only while she agrees to it, and a machine's never."""
        posted = self._posted(uow, inbound, event.sid, event.line)
        resident = _resident(uow, event.line, posted)
        if resident is None or not may_be_recognised(uow, resident):
            return
        said = dialogue.after_words(event.turn, event.words, event.manner.language).data
        if said is not None:
            reply = _reply(inbound, resident, event.sid, posted, said)
            signals.record(uow, replace(reply, words=event.words))

    def _call_ended(self, uow: UnitOfWork, inbound: Inbound, event: CallEnded) -> None:
        posted = self._posted(uow, inbound, event.sid, event.line)
        resident = _resident(uow, event.line, posted)
        heard = _answers_in(uow, resident, posted, event.sid, inbound)
        if resident is not None and heard and not any(map(dialogue.decides, heard)):
            reply = _reply(inbound, resident, event.sid, posted, {"form": "hung_up"})
            signals.record(uow, reply)
        if posted is None or heard:
            return
        report = _REPORTS.get(event.status, "no_key")
        extra = {"call": event.sid, "seconds": event.seconds}
        signals.record(uow, _receipt(inbound, posted, report, extra))
        if event.status == "failed" and not _on_the_phone_since(uow, posted):
            why = outcomes.failed_call(event.sip_code)
            _lose(uow, inbound, posted, event.line, why)

    def _text(self, uow: UnitOfWork, inbound: Inbound, event: TextLost | Wrote) -> None:
        if isinstance(event, Wrote):
            signals.record(uow, _written(uow, inbound, event))
        else:
            self._text_lost(uow, inbound, event)

    def _text_lost(self, uow: UnitOfWork, inbound: Inbound, event: TextLost) -> None:
        posted = self._posted(uow, inbound, event.sid, event.line)
        if posted is None:
            return
        extra = {"text": event.sid, "code": event.code}
        signals.record(uow, _receipt(inbound, posted, "undelivered", extra))
        why = outcomes.undelivered(event.code)
        if why is Refusal.CONFIG:
            log.error("texts_refused", channel=ChannelName.SMS, code=event.code)
        _lose(uow, inbound, posted, event.line, why)


def _called_us(uow: UnitOfWork, inbound: Inbound, sid: str, line: Line) -> None:
    """Ringing us shows at once that she lives; how she is, the keys will tell."""
    resident = resident_at(uow, line.number)
    if resident is None:
        signals.record(uow, _unreadable(uow, inbound, line.number, "unknown_caller"))
        return
    signals.record(uow, _reply(inbound, resident, sid, None, {"form": "rang"}))


def _resident(uow: UnitOfWork, line: Line, posted: Posted | None) -> Ref | None:
    if posted is not None:
        return posted.message.to if posted.message.to.startswith("resident:") else None
    return resident_at(uow, line.number) if line.outbox_id is None else None


def _worker(uow: UnitOfWork, event: Pressed, posted: Posted | None) -> tuple[Ref, str, int] | None:
    """Whose key it was, of which task, and the version of it that she was told of."""
    if posted is not None and "press" in posted.message.values:
        task, version = posted.message.values["press"]
        return posted.message.to, event.turn.task or task, version
    worker = worker_at(uow, event.line.number)
    return None if worker is None or not event.turn.task else (worker, event.turn.task, 0)


def _work_answered(
    uow: UnitOfWork,
    inbound: Inbound,
    event: Pressed,
    answered: tuple[Ref, str, int],
    said: Mapping[str, Any],
) -> None:
    """A helper's or officer's key, as her card's button would say it; other keys say nothing."""
    by, task, version = answered
    subject = tasks.subject_of(uow, task)
    if "verb" not in said or subject is None:
        return
    of_result = event.turn.asked in OF_RESULT
    signals.record(
        uow,
        Draft(
            kind=SignalKind.RESULT_GIVEN if of_result else SignalKind.OFFER_ANSWERED,
            source=inbound.source,
            source_id=inbound.source_id,
            subject=subject,
            occurred_at=inbound.received_at,
            data={
                "task": task,
                "verb": said["verb"],
                "version": version,
                "by": by,
                "call": event.sid,
            },
        ),
    )


def _contact_answered(
    uow: UnitOfWork,
    inbound: Inbound,
    event: Pressed,
    posted: Posted | None,
    said: Mapping[str, Any],
) -> None:
    """A contact's key says how the resident is, in our call or in one of hers."""
    if posted is not None:
        asked = posted.message.to, tasks.task(uow, posted.message.values["press"][0])
    else:
        asked = contact_at(uow, event.line.number) or ("", None)
    by, task = asked
    if "verb" not in said or task is None:
        return
    signals.record(
        uow,
        Draft(
            kind=SignalKind.CONTACT_ANSWERED,
            source=inbound.source,
            source_id=inbound.source_id,
            subject=task.new.resident,
            occurred_at=inbound.received_at,
            data={"task": task.id, "verb": said["verb"], "by": by, "call": event.sid},
        ),
    )


def _written(uow: UnitOfWork, inbound: Inbound, event: Wrote) -> Draft:
    """A helper's answer to the text that asked her, else a resident's words."""
    worker, number = worker_at(uow, event.line.number), event.line.number
    meant = None if worker is None else texts.answered(uow, worker, event.words)
    resident = resident_at(uow, number)
    if meant is not None:
        task, verb = meant
        return Draft(
            kind=SignalKind.OFFER_ANSWERED,
            source=inbound.source,
            source_id=inbound.source_id,
            subject=task.new.resident,
            occurred_at=inbound.received_at,
            data={"task": task.id, "verb": verb.value, "version": task.version, "by": worker},
        )
    if resident is None:
        reason = "unknown_sender" if worker is None else "not_an_answer"
        return _unreadable(uow, inbound, number, reason)
    return Draft(
        kind=SignalKind.REPLY,
        source=inbound.source,
        source_id=inbound.source_id,
        subject=resident,
        occurred_at=inbound.received_at,
        data={"channel": ChannelName.SMS.value, "form": "words"},
        words=event.words,
    )


def _answers_in(
    uow: UnitOfWork, resident: Ref | None, posted: Posted | None, sid: str, inbound: Inbound
) -> list[Mapping[str, Any]]:
    """What was answered in this call by a resident, by a contact, or to an offer of work.

    Words that asked for no more than another question are left out.
    """
    kinds: tuple[SignalKind, ...] = (SignalKind.REPLY,)
    subject = resident
    if posted is not None and posted.message.template in _OF_OTHERS:
        kinds, subject = _OF_OTHERS[posted.message.template], posted.message.about
    if subject is None:
        return []
    found = signals.since(uow, subject, kinds, inbound.received_at - LOOK_BACK)
    here = [signal.data for signal in found if signal.data.get("call") == sid]
    return [data for data in here if not data.get("undecided")]


def _reply(
    inbound: Inbound, resident: Ref, sid: str, posted: Posted | None, said: Mapping[str, Any]
) -> Draft:
    checkin: dict[str, Any] = {}
    if posted is not None and "press" in posted.message.values:
        identity, version = posted.message.values["press"]
        checkin = {"checkin": identity, "version": version}
    return Draft(
        kind=SignalKind.REPLY,
        source=inbound.source,
        source_id=inbound.source_id,
        subject=resident,
        occurred_at=inbound.received_at,
        data={"channel": ChannelName.CALL.value, "call": sid, **checkin, **said},
    )


def _receipt(inbound: Inbound, posted: Posted, report: str, extra: Mapping[str, Any]) -> Draft:
    message = posted.message
    return Draft(
        kind=SignalKind.RECEIPT,
        source=inbound.source,
        source_id=f"{inbound.source_id}:receipt",
        subject=message.about or message.to,
        occurred_at=inbound.received_at,
        data={
            "origin": message.origin or "",
            "report": report,
            "channel": message.channel.value,
            "message": posted.id,
            **extra,
        },
    )


def _on_the_phone_since(uow: UnitOfWork, posted: Posted) -> bool:
    """Whether a later call reached her: what is told late of this one is news no more."""
    message = posted.message
    replies = signals.since(uow, message.to, [SignalKind.REPLY], message.due_at)
    return any("call" in reply.data for reply in replies)


def _lose(
    uow: UnitOfWork, inbound: Inbound, posted: Posted, line: Line, why: Refusal | None
) -> None:
    """She cannot be reached at this number: not now, and not by trying again."""
    if why not in _LOST:
        return
    signals.record(
        uow,
        Draft(
            kind=SignalKind.CHANNEL_LOST,
            source=inbound.source,
            source_id=f"{inbound.source_id}:lost",
            subject=posted.message.to,
            occurred_at=inbound.received_at,
            data={"channel": posted.message.channel.value, "why": why.value},
            words=line.number or None,
        ),
    )


def _unreadable(uow: UnitOfWork, inbound: Inbound, number: str, reason: str) -> Draft:
    """The request as it came, sealed, for a person to read."""
    return Draft(
        kind=SignalKind.UNREADABLE,
        source=inbound.source,
        source_id=inbound.source_id,
        subject=f"address:{uow.vault.blind('phone', number)}",
        occurred_at=inbound.received_at,
        data={"channel": "phone", "reason": reason},
        words=inbound.body.decode("utf-8", "replace"),
    )
