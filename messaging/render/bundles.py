"""Several messages as one: offers as lines with a button each, plain texts below each other. Pure.

A bundle is a message of its own, made when it leaves; those in it stay what they are.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from locales.texts import say
from messaging.channel import Button, Card
from messaging.render.buttons import Press, Verb, encode
from messaging.render.cards import COMPOSED
from messaging.render.filling import fill
from messaging.render.hazards import with_hazards
from messaging.render.templates import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from messaging.model import Message
    from messaging.render.reader import Reader

BUNDLE = "bundle"
OFFERS = {"task.offer": "bundle.task.offers", "staff.offer": "bundle.staff.offers"}
"""Templates that a line can stand for, and what is said above several of them."""
_HEAD, _EACH = "head", "each"


class Together(StrEnum):
    """What a message can be shown together with."""

    OFFERS = "offers"
    TEXTS = "texts"


def together(message: Message) -> Together | None:
    """With what it can be shown; None: it needs a message of its own."""
    if message.template in OFFERS:
        return Together.OFFERS
    if message.template in LAYOUTS or message.template in COMPOSED:
        return None
    return Together.TEXTS


def bundle_of(messages: Sequence[Message]) -> Message:
    """One message that shows all of these, which are for one person and can be together."""
    first = messages[0]
    each = [[one.template, dict(one.values)] for one in messages]
    values = {_HEAD: OFFERS.get(first.template), _EACH: each}
    return replace(first, template=BUNDLE, values=values, card=None)


def bundle(values: Mapping[str, Any], reader: Reader) -> Card:
    """Render what `bundle_of` made. Raises `locales.texts.MissingTextError` like a card."""
    shared = {key: value for key, value in values.items() if key not in {_HEAD, _EACH}}
    filled = [(template, {**shared, **own}) for template, own in values[_EACH]]
    if values[_HEAD] is None:
        return Card("\n\n".join(fill(template, own, reader) for template, own in filled))
    head = fill(values[_HEAD], {**shared, "count": len(filled)}, reader)
    offers = ((own, fill("bundle.offer", own, reader)) for _, own in filled)
    lines = [with_hazards(text, own, reader) for own, text in offers]
    return Card("\n\n".join((head, *lines)), tuple((_take(own, reader),) for _, own in filled))


def _take(values: Mapping[str, Any], reader: Reader) -> Button:
    target, version = values["press"]
    words = say("button.accept.one", reader.language, code=values["code"])
    return Button(words, data=encode(Press(Verb.ACCEPT, target, version)))
