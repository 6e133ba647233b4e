"""The last look before a message leaves: may it, where to, in which words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from locales.model import Language
from messaging import store
from messaging.channel import Call, Rendered
from messaging.decide import Fate, Report
from messaging.model import OutboxState
from messaging.render.bundles import BUNDLE, bundle
from messaging.render.cards import card
from messaging.render.reader import Reader
from messaging.render.templates import LINK, PAGE
from messaging.render.texts import short_text
from residents import service as residents
from residents.model import ChannelName, Phone
from signals import service as signals
from signals.model import SignalKind

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from messaging.model import Message

log = structlog.get_logger()

STRANGER = "address:"
STRANGERS_KEPT = timedelta(hours=1)
LAST_WORDS = frozenset({"reply.stop", "reply.deceased"})
"""The one kind line that answers a stop or the news of a death."""
RINGS = frozenset(
    {
        "task.offer",
        "staff.offer",
        "task.mine.both",
        "staff.mine.both",
        "contact.ask",
        "contact.well",
        "task.taken_back",
        "task.withdrawn",
        "task.withdrawn.well",
        "task.withdrawn.handed_over",
        "task.withdrawn.power_back",
    }
)
"""An edited message makes no sound: these are sent anew, although their card was shown before."""


@dataclass(frozen=True, slots=True)
class Postmark:
    """What every message needs to know of this installation.

    City and phone are known to every text. `page_url` turns a page's name
    (`Message.values["page"]`) into its one-time address, `answer_url` a check-in's id
    (`Message.values["link"]`) into that of its answer page.
    """

    city: City
    page_url: Callable[[UnitOfWork, str], str]
    answer_url: Callable[[UnitOfWork, str], str]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes and what it says."""

    address: str
    rendered: Rendered


def address_and_render(
    uow: UnitOfWork, messages: Sequence[Message], postmark: Postmark
) -> list[Address | Fate]:
    """Return of each the address and words, or its fate when it must not leave.

    Whoever they are for is looked up for all together. Whatever is wrong with one message, it
    fails alone: the others leave.
    """
    try:
        reached = _reach(uow, messages)
        edits = store.shown_cards(uow, filter(None, map(_card_edited, messages)))
    except SQLAlchemyError:
        raise  # it is the database that is wrong
    except Exception as error:  # noqa: BLE001 - whosever data it is, the others are looked up
        if len(messages) == 1:
            return [_unrenderable(messages[0], error)]
        return [each for one in messages for each in address_and_render(uow, [one], postmark)]
    return [
        _rendered_alone(uow, message, reach, edits.get(_card_edited(message) or ""), postmark)
        for message, reach in zip(messages, reached, strict=True)
    ]


def _rendered_alone(
    uow: UnitOfWork,
    message: Message,
    reach: residents.Reach | residents.Barred,
    edits: str | None,
    postmark: Postmark,
) -> Address | Fate:
    try:
        return _address_and_render(uow, message, reach, edits, postmark)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the others leave
        return _unrenderable(message, error)


def _unrenderable(message: Message, error: Exception) -> Fate:
    log.error("message_unrenderable", kind=message.template, exc_info=error)
    why = f"unrenderable:{type(error).__name__}"
    return Fate(OutboxState.FAILED, failure=why, report=Report.FAILED)


def _address_and_render(
    uow: UnitOfWork,
    message: Message,
    reach: residents.Reach | residents.Barred,
    edits: str | None,
    postmark: Postmark,
) -> Address | Fate:
    if isinstance(reach, residents.Barred):
        return Fate(OutboxState.WITHDRAWN, failure=reach.reason, report=Report.FAILED)
    if message.edit_only and edits is None:
        return Fate(OutboxState.SUPERSEDED, failure="nothing_to_edit")
    values = {"phone": postmark.city.phone, **message.values}
    if reach.language is Language.ko:
        values["city"] = postmark.city.name  # other languages have a name of their own for it
    if PAGE in values:
        values[PAGE] = postmark.page_url(uow, values[PAGE])
    if LINK in values:
        values[LINK] = postmark.answer_url(uow, values[LINK])
    reader = Reader(reach.language, reach.name, uow.now, postmark.city.zone)
    if message.channel is ChannelName.CALL:
        return Address(reach.address, _call(message, reach.address))
    return Address(reach.address, _rendered(message, values, reader, edits))


def _card_edited(message: Message) -> str | None:
    """The card whose last message this one replaces on the screen, if one was sent."""
    anew = message.template in RINGS or "anew" in message.values
    return None if anew and not message.edit_only else message.card


def _reach(
    uow: UnitOfWork, messages: Sequence[Message]
) -> list[residents.Reach | residents.Barred]:
    """How each is reached, in the order of the messages."""
    asked = [
        residents.Asked(
            message.to,
            message.channel,
            last_word=message.template in LAST_WORDS,
            attempt=message.values.get("try", 0),
        )
        for message in messages
    ]
    return [
        _reach_stranger(uow, message) if message.to.startswith(STRANGER) else reach
        for message, reach in zip(messages, residents.reach_all(uow, asked, uow.now), strict=True)
    ]


def _reach_stranger(uow: UnitOfWork, message: Message) -> residents.Reach | residents.Barred:
    """Somebody who opened the bot and is nobody we know: the chat is in what she sent."""
    opened = signals.since(uow, message.to, {SignalKind.LINK_OPENED}, uow.now - STRANGERS_KEPT)
    if not opened or opened[-1].words is None:
        return residents.Barred(residents.BarReason.UNKNOWN)
    chat = json.loads(opened[-1].words)["chat"]
    return residents.Reach(address=chat, name="", language=Language.ko)


def _call(message: Message, number: str) -> Call:
    """A landline rings longer: she has to walk to it."""
    mobile = Phone(number).is_mobile
    seconds = limits.RING_MOBILE_SECONDS if mobile else limits.RING_LANDLINE_SECONDS
    return Call(script=message.template, ring_seconds=seconds)


def _rendered(
    message: Message, values: dict[str, Any], reader: Reader, edits: str | None
) -> Rendered:
    match message.channel:
        case ChannelName.SMS:
            return short_text(message.template, values, reader)
        case _ if message.template == BUNDLE:
            return bundle(values, reader)
        case _:
            return card(message.template, values, reader, edits=edits)
