"""Posting messages, settling what became of them, and reading replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

import signals.agenda
import signals.service
from messaging import minutes, pacing, store
from messaging.decide import Fate, Report
from messaging.model import OPEN_STATES, AfterUnknown, Message, OutboxState, Priority
from messaging.render.buttons import Verb
from messaging.understanding.spoken import hear
from messaging.understanding.words import Understood, understand
from residents import service as residents
from residents.model import ChannelName
from signals.model import Draft, Meaning, SignalKind, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from messaging.model import News, Posted, Waiting
    from signals.model import Ref, Signal

log = structlog.get_logger()

PRESSED = {Verb.FINE: Meaning.OK, Verb.HELP: Meaning.HELP, Verb.PRACTISE: Meaning.PRACTISED}
KEYS = {"1": Meaning.OK, "2": Meaning.HELP, "3": Meaning.WRONG_PERSON, "0": Meaning.HELP}
"""Telephone keys. 0 asks for a person: that is help too."""
COMMANDS = {"/ok": Meaning.OK, "/help": Meaning.HELP, "/stop": Meaning.STOP}
SAYS_NOTHING = frozenset({"command", "other", "key", "rang"})
"""Forms of a reply that are a sign of life and nothing to be understood."""


def post(uow: UnitOfWork, message: Message) -> None:
    """Queue `message` once; the same dedupe key again changes nothing."""
    store.insert(uow, message)


def tell_all(uow: UnitOfWork, people: Iterable[Ref], news: News) -> None:
    """Queue `news` for each of these by Telegram."""
    for person in people:
        post(
            uow,
            Message(
                to=person,
                channel=ChannelName.TELEGRAM,
                template=news.template,
                dedupe_key=f"{news.key}:{person}",
                due_at=uow.now,
                expires_at=news.until,
                values=news.values,
                after_unknown=AfterUnknown.RESEND if news.pressing else AfterUnknown.HOLD,
                priority=Priority.HELP if news.pressing else Priority.NEWS,
            ),
        )


def withdraw(
    uow: UnitOfWork, *, to: Ref | None = None, keys: Sequence[str] = (), cards: Sequence[str] = ()
) -> None:
    """Do not send what has not left yet: everything to `to`, with these keys or of these cards."""
    store.withdraw(uow, to=to, keys=keys, cards=cards)


def find(uow: UnitOfWork, outbox_id: str) -> Posted | None:
    """One message, open or ended."""
    return store.find(uow, outbox_id)


def adopt(uow: UnitOfWork, outbox_id: str, provider_id: str) -> None:
    """The provider has this message under this id: whatever was unknown of it is known."""
    posted = store.find(uow, outbox_id)
    if posted is not None and posted.state in OPEN_STATES:
        fate = Fate(OutboxState.SENT, provider_id=provider_id, report=Report.SENT)
        settle(uow, posted, fate)


def is_shown(uow: UnitOfWork, card: str) -> bool:
    """Whether somebody has this card on her screen, in a message of its own."""
    return bool(store.shown_cards(uow, [card]))


def claimed(uow: UnitOfWork, provider_ids: Collection[str]) -> frozenset[str]:
    """Of these provider ids, those of some message of ours."""
    return store.claimed(uow, provider_ids)


def keys_since(uow: UnitOfWork, template: str, moment: datetime) -> frozenset[str]:
    """Dedupe keys of the messages of a template that were posted to leave at or after `moment`."""
    return store.keys_since(uow, template, moment)


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many messages should have left before `now - grace`. For the auditor."""
    return store.open_before(uow, now - grace)


def waiting(uow: UnitOfWork) -> Waiting:
    """What should have left by now and has not: pacing holds it back, or a provider is away.

    Whoever said something and has not had her turn yet may have asked for help: she waits too.
    """
    queued, undecided = store.waiting(uow), signals.agenda.people_wait_since(uow)
    moments = [at for at in (queued.help_since, undecided) if at is not None]
    return replace(queued, help_since=min(moments, default=None))


def shown_from(uow: UnitOfWork, people: Collection[Ref]) -> dict[str, datetime]:
    """By card when each that waits for one of these people is shown, as far as is known now."""
    told = minutes.told(uow, people)
    found: dict[str, datetime] = {}
    for person, queue in minutes.queues(uow, people).items():
        moments = pacing.shown_from(queue, told.get(person), uow.now)
        found |= {one.message.card: moments[one.id] for one in queue if one.message.card}
    return found


def settle(uow: UnitOfWork, posted: Posted, fate: Fate, address: str | None = None) -> None:
    """Write down what became of a message and tell whoever asked; once it has ended, nothing.

    `address` is where it was sent, if it was.
    """
    settle_all(uow, [(posted, fate, address)])


def settle_all(uow: UnitOfWork, known: Sequence[tuple[Posted, Fate, str | None]]) -> None:
    """The same for many messages, with a few statements for all."""
    changes = {posted.id: _as_settled(fate, uow.now) for posted, fate, _ in known}
    changed = store.change_all(uow, changes)
    news: list[Draft] = []
    for posted, fate, address in known:
        if posted.id not in changed:
            continue
        if fate.lost_channel:
            news.append(_lost_channel(posted, fate.failure or "", address, uow.now))
        if fate.report is not None and posted.message.origin is not None:
            news.append(_report(posted, fate.report, uow.now))
        if fate.state in {OutboxState.FAILED, OutboxState.HELD}:
            log.warning("message_failed", channel=posted.message.channel, reason=fate.failure)
    signals.service.record_all(uow, news)


def meaning_of(words: str, language: Language) -> Understood:
    """What `words` mean that a speaker of `language` wrote on any channel."""
    if words in COMMANDS:
        return Understood(COMMANDS[words], None, "command")
    return understand(words, language)


class Replies:
    """Consumer of replies: decides once what each of them means and records it."""

    name = "replies"
    kinds = frozenset({SignalKind.REPLY})

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Record SAID with the meaning, its cause and the words that decided it."""
        if not signal.subject.startswith("resident:") or signal.data.get("undecided"):
            return  # the same call asks on: her next word or key says how she is
        meant = self._meant(uow, signal)
        signals.service.record(
            uow,
            Draft(
                kind=SignalKind.SAID,
                source=Source.UNDERSTANDING,
                source_id=signal.id,
                subject=signal.subject,
                occurred_at=signal.occurred_at,
                data={
                    "meaning": meant.meaning,
                    "cause": meant.cause,
                    "because": meant.because,
                    "channel": signal.data["channel"],
                    "form": signal.data["form"],
                    "checkin": signal.data.get("checkin"),
                },
            ),
        )

    def _meant(self, uow: UnitOfWork, signal: Signal) -> Understood:
        data = signal.data
        if "verb" in data:
            return Understood(PRESSED[Verb(data["verb"])], None, "button")
        if "key" in data:
            return Understood(KEYS.get(data["key"], Meaning.ALIVE), None, f"key_{data['key']}")
        if signal.words is None:
            alive_only = data["form"] in SAYS_NOTHING
            meaning = Meaning.ALIVE if alive_only else Meaning.UNCLEAR
            return Understood(meaning, None, data["form"])
        language = residents.outline(uow, signal.subject).language
        if data["form"] == "speech":
            return hear(signal.words, language, sure=data["sure"]).understood
        return meaning_of(signal.words, language)


def _as_settled(fate: Fate, now: datetime) -> dict[str, Any]:
    given: dict[str, Any] = {
        "due_at": fate.due_at,
        "provider_id": fate.provider_id,
        "failure": fate.failure,
        "sent_at": now if fate.state is OutboxState.SENT else None,
        "lease_until": fate.due_at if fate.state is OutboxState.CALLING else None,
    }
    named = {name: value for name, value in given.items() if value is not None}
    return {"state": fate.state.value, **named}


def _lost_channel(posted: Posted, why: str, address: str | None, now: datetime) -> Draft:
    """The chat or number itself is sealed: another one of hers may still do."""
    message = posted.message
    return Draft(
        kind=SignalKind.CHANNEL_LOST,
        source=Source.MESSAGING,
        source_id=f"{posted.id}:lost",
        subject=message.to,
        occurred_at=now,
        data={"channel": message.channel, "why": why},
        words=address,
    )


def _report(posted: Posted, report: Report, now: datetime) -> Draft:
    message = posted.message
    return Draft(
        kind=SignalKind.RECEIPT,
        source=Source.MESSAGING,
        source_id=f"{posted.id}:{report}:{posted.attempts}",
        subject=message.about or message.to,
        occurred_at=now,
        data={"origin": message.origin, "report": report, "channel": message.channel},
    )
