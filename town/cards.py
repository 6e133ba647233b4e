"""The cards on a phone of the town: finding one, and pressing what is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from town.servers.telegram import BotApi, Delivered

QUESTION, HELP, OFFER, DECLINE, MINE = "f:", "h:", "a:", "d:", "rw:"
CALLS_HER = "ri:"
"""How the data of a button begins, by which a card is known."""


def target_of(card: Delivered, verb: str) -> str | None:
    """The id behind the first button of this kind."""
    return next(iter(targets_of(card, verb)), None)


def targets_of(card: Delivered, verb: str) -> list[str]:
    """The ids behind all buttons of this kind: one message may offer several pieces of work."""
    return [
        button.data.split(":")[1]
        for row in card.buttons
        for button in row
        if button.data is not None and button.data.startswith(verb)
    ]


def page_of(card: Delivered) -> str | None:
    """The address behind the card's page button."""
    urls = (button.url for row in card.buttons for button in row if button.url is not None)
    return next(urls, None)


def showing(telegram: BotApi, chat_id: int, verb: str, target: str) -> Delivered | None:
    """The newest message on this phone that still has the button."""
    cards = reversed(telegram.screen(chat_id))
    return next((card for card in cards if _data(card, verb, target) is not None), None)


async def press(telegram: BotApi, card: Delivered, verb: str, target: str) -> None:
    """Press the button, if the card has it."""
    data = _data(card, verb, target)
    if data is not None:
        await telegram.press(card.chat_id, card.message_id, data)


def _data(card: Delivered, verb: str, target: str) -> str | None:
    wanted = f"{verb}{target}:"
    return next(
        (
            button.data
            for row in card.buttons
            for button in row
            if button.data is not None and button.data.startswith(wanted)
        ),
        None,
    )
