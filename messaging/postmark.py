"""The last look before a message leaves: may it, where to, in which words."""

from __future__ import annotations

import json
from collections.abc import Callable
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
        "task.taken_back",
        "task.withdrawn",
        "task.withdrawn.well",
        "task.withdrawn.handed_over",
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


def address_and_render(uow: UnitOfWork, message: Message, postmark: Postmark) -> Address | Fate:
    """Return the address and words, or the fate of a message that must not leave.

    Whatever is wrong with one message, it fails alone: the others leave.
    """
    try:
        return _address_and_render(uow, message, postmark)
    except SQLAlchemyError:
        raise  # it is the database that is wrong
    except Exception as error:
        log.exception("message_unrenderable", kind=message.template)
        why = f"unrenderable:{type(error).__name__}"
        return Fate(OutboxState.FAILED, failure=why, report=Report.FAILED)


def _address_and_render(uow: UnitOfWork, message: Message, postmark: Postmark) -> Address | Fate:
    reach = _reach(uow, message)
    if isinstance(reach, residents.Barred):
        return Fate(OutboxState.WITHDRAWN, failure=reach.reason, report=Report.FAILED)
    edits = _edited(uow, message)
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


def _edited(uow: UnitOfWork, message: Message) -> str | None:
    """The message that this one replaces on the screen."""
    if message.card is None or (message.template in RINGS and not message.edit_only):
        return None
    return store.shown_card(uow, message.card)


def _reach(uow: UnitOfWork, message: Message) -> residents.Reach | residents.Barred:
    if message.to.startswith(STRANGER):
        return _reach_stranger(uow, message)
    last_word = message.template in LAST_WORDS
    return residents.reach(
        uow,
        message.to,
        message.channel,
        uow.now,
        last_word=last_word,
        attempt=message.values.get("try", 0),
    )


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
        case _:
            return card(message.template, values, reader, edits=edits)
