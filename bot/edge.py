"""From a Telegram update to the facts it states. Whatever arrives is recorded, acted on or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot import translate
from bot.translate import (
    Blocked,
    Commanded,
    Heard,
    NotForUs,
    Pressed,
    SentMedia,
    Start,
    Unblocked,
    Wrote,
)
from foundation.unit_of_work import UnitOfWork
from messaging.render import buttons
from messaging.render.buttons import Press
from residents import service as residents
from residents.model import ChannelName
from signals import service as signals
from signals.intake import Inbound
from signals.model import Draft, Ref, SignalKind

SubjectOfTask: TypeAlias = Callable[[UnitOfWork, str], Ref | None]
"""The resident (or other subject) a task is about; None when there is no such task."""

UPDATES_KEPT = timedelta(hours=24)
"""Telegram forgets what it could not deliver for so long: an older date is not believed."""
WITHIN = timedelta(seconds=1)
"""Telegram cuts the fraction off: the end of the second keeps an answer behind its question."""
_LARGEST_VERSION = 2**31 - 1
_CHANNEL = ChannelName.TELEGRAM.value
_WORKERS = ("helper", "staff")
_CONTACTS = ("contact",)
_WRITERS = {"resident": SignalKind.REPLY} | dict.fromkeys(_WORKERS, SignalKind.WORKER_WROTE)
"""Whose words are which fact."""


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An update with the person behind its chat. `subject` is hers, or the chat's blind index."""

    inbound: Inbound
    occurred_at: datetime
    person: Ref | None
    subject: Ref

    @property
    def kind(self) -> str:
        """Either resident, helper, staff or, for a stranger, the empty string."""
        return (self.person or "").partition(":")[0]

    def draft(self, kind: SignalKind, data: Mapping[str, Any], words: str | None = None) -> Draft:
        return Draft(
            kind=kind,
            source=self.inbound.source,
            source_id=self.inbound.source_id,
            subject=self.subject,
            occurred_at=self.occurred_at,
            data={"channel": _CHANNEL, **data},
            words=words,
        )

    def unreadable(self, reason: str) -> Draft:
        """The update as it came, sealed, for a person to read."""
        body = self.inbound.body.decode("utf-8", "replace")
        return self.draft(SignalKind.UNREADABLE, {"reason": reason}, body)

    def about(self, subject: Ref, kind: SignalKind, press: Press) -> Draft:
        """A helper's or officer's press, on the agenda of the task's subject."""
        return Draft(
            kind=kind,
            source=self.inbound.source,
            source_id=self.inbound.source_id,
            subject=subject,
            occurred_at=self.occurred_at,
            data={
                "task": press.target,
                "verb": press.verb.value,
                "version": press.version,
                "by": self.person,
            },
        )


class TelegramEdge:
    """The edge for `Source.TELEGRAM`."""

    def __init__(self, subject_of_task: SubjectOfTask) -> None:
        self._subject_of_task = subject_of_task

    def receive(self, uow: UnitOfWork, inbound: Inbound) -> None:
        """Record what the update says. Never raises for its content."""
        update = translate.parse(inbound.body)
        heard = NotForUs("malformed") if update is None else translate.heard(update)
        arrival = _arrival(uow, inbound, heard, translate.sent_at(update or {}))
        draft = self._draft(uow, heard, arrival)
        signals.record(uow, draft)
        if _is_sign_of_life(heard, arrival, draft):
            signals.record(uow, _sign_of_life(heard, arrival))

    def _draft(self, uow: UnitOfWork, heard: Heard, arrival: _Arrival) -> Draft:
        match heard:
            case NotForUs(reason):
                return arrival.unreadable(reason)
            case Start(chat, None) if arrival.kind in _WORKERS:
                return _replied(Commanded(chat, "start", None), arrival)
            case Start(chat, token):
                return _link_opened(uow, chat, token, arrival)
            case Pressed(data=data):
                return self._pressed(uow, data, arrival)
            case Wrote() | SentMedia() | Commanded():
                return _replied(heard, arrival)
            case Blocked():
                return _channel(SignalKind.CHANNEL_LOST, "blocked", arrival)
            case Unblocked():
                return _channel(SignalKind.CHANNEL_RESTORED, "unblocked", arrival)

    def _pressed(self, uow: UnitOfWork, data: str, arrival: _Arrival) -> Draft:
        """Client input: who may press what is checked here, state and version by the owner."""
        press = buttons.decode(data)
        if arrival.person is None:
            return arrival.unreadable("unknown_sender")
        if press is None or press.version > _LARGEST_VERSION:
            return arrival.unreadable("unknown_button")
        if press.verb in buttons.CHECKIN_VERBS:
            return _checkin_answered(press, arrival)
        if press.verb in buttons.TOWN_VERBS:
            return _stays_in_town(press, arrival)
        if press.verb in buttons.AWAY_VERBS:
            return _says_until_when(press, arrival)
        of_contacts = press.verb in buttons.CONTACT_VERBS
        if arrival.kind not in (_CONTACTS if of_contacts else _WORKERS):
            return arrival.unreadable("not_a_contact" if of_contacts else "not_a_helper")
        subject = self._subject_of_task(uow, press.target)
        if subject is None:
            return arrival.unreadable("unknown_task")
        return arrival.about(subject, _kind_of(press.verb), press)


def _kind_of(verb: buttons.Verb) -> SignalKind:
    if verb in buttons.CONTACT_VERBS:
        return SignalKind.CONTACT_ANSWERED
    offered = verb in buttons.OFFER_VERBS
    return SignalKind.OFFER_ANSWERED if offered else SignalKind.RESULT_GIVEN


def _arrival(uow: UnitOfWork, inbound: Inbound, heard: Heard, sent_at: datetime | None) -> _Arrival:
    chat = "" if isinstance(heard, NotForUs) else heard.chat
    person = residents.person_at(uow, ChannelName.TELEGRAM, chat) if chat else None
    return _Arrival(
        inbound=inbound,
        occurred_at=_occurred_at(sent_at, inbound.received_at),
        person=person,
        subject=person or _stranger(uow, chat),
    )


def _stranger(uow: UnitOfWork, chat: str) -> Ref:
    return f"address:{uow.vault.blind('telegram', chat)}"


def _occurred_at(sent_at: datetime | None, received_at: datetime) -> datetime:
    if sent_at is None:
        return received_at
    return max(received_at - UPDATES_KEPT, min(received_at, sent_at + WITHIN))


def _link_opened(uow: UnitOfWork, chat: str, token: str | None, arrival: _Arrival) -> Draft:
    """Who opened it is for `residents` to find out: the chat is not anybody's yet."""
    return Draft(
        kind=SignalKind.LINK_OPENED,
        source=arrival.inbound.source,
        source_id=arrival.inbound.source_id,
        subject=_stranger(uow, chat),
        occurred_at=arrival.occurred_at,
        data={"channel": _CHANNEL},
        words=json.dumps({"token": token, "chat": chat}),
    )


def _stays_in_town(press: Press, arrival: _Arrival) -> Draft:
    if arrival.kind != "helper":
        return arrival.unreadable("not_a_helper")
    data = {"festival": press.target, "in_town": press.verb is buttons.Verb.IN_TOWN}
    return arrival.draft(SignalKind.IN_TOWN, data)


def _says_until_when(press: Press, arrival: _Arrival) -> Draft:
    if arrival.kind != "helper":
        return arrival.unreadable("not_a_helper")
    data = {"verb": press.verb.value, "day": press.target, "version": press.version}
    return arrival.draft(SignalKind.AWAY_CHOSEN, data)


def _checkin_answered(press: Press, arrival: _Arrival) -> Draft:
    if arrival.kind != "resident":
        return arrival.unreadable("not_a_resident")
    return arrival.draft(
        SignalKind.REPLY,
        {
            "form": "button",
            "verb": press.verb.value,
            "checkin": press.target,
            "version": press.version,
        },
    )


def _replied(heard: Wrote | SentMedia | Commanded, arrival: _Arrival) -> Draft:
    if arrival.kind not in _WRITERS:
        return arrival.unreadable("unknown_sender")
    kind = _WRITERS[arrival.kind]
    match heard:
        case Wrote(text=text):
            return arrival.draft(kind, {"form": "words"}, text)
        case SentMedia(form=form, caption=caption):
            return arrival.draft(kind, {"form": form}, caption)
        case Commanded(name=name, argument=argument):
            words = f"/{name} {argument}" if argument else f"/{name}"
            return arrival.draft(kind, {"form": "command"}, words)


def _channel(kind: SignalKind, why: str, arrival: _Arrival) -> Draft:
    if arrival.person is None:
        return arrival.unreadable("unknown_sender")
    return arrival.draft(kind, {"why": why})


def _is_sign_of_life(heard: Heard, arrival: _Arrival, draft: Draft) -> bool:
    """A resident did something that is no reply: pressed Start, or a button nobody knows."""
    acted = isinstance(heard, Start | Pressed)
    return acted and arrival.kind == "resident" and draft.kind is not SignalKind.REPLY


def _sign_of_life(heard: Heard, arrival: _Arrival) -> Draft:
    form = "command" if isinstance(heard, Start) else "other"
    return Draft(
        kind=SignalKind.REPLY,
        source=arrival.inbound.source,
        source_id=f"{arrival.inbound.source_id}:alive",
        subject=arrival.subject,
        occurred_at=arrival.occurred_at,
        data={"channel": _CHANNEL, "form": form},
    )
