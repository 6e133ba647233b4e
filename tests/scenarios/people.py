"""The people of a story: what they can do, in the words of somebody who tells it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from residents.model import parse_phone
from tests.scenarios.phone import Phone

if TYPE_CHECKING:
    from datetime import datetime

    from signals.model import Ref
    from tests.scenarios.telephone import Telephone
    from tests.scenarios.town import Town

ASKED = ("button.fine", "button.help")
OFFERED = ("button.accept", "button.decline")
WHY_DECLINED = (
    "button.declined.not_now",
    "button.declined.too_far",
    "button.declined.unwell",
    "button.declined.somebody_else",
)
_FOUND = (
    "button.open_page",
    "button.result.well",
    "button.result.spoken",
    "button.result.elsewhere",
    "button.result.away",
)
_BACK = ("button.back.30", "button.back.60", "button.back.120")
_GRAVE = ("button.result.no_answer", "button.result.needs_help", "button.result.danger")
_TURNED_BACK = ("button.result.turned_back",)
_STAFF = (
    "button.result.no_answer",
    "button.result.helped",
    "button.result.needs_help",
    "button.result.danger",
    "button.result.handed_over",
    "button.result.died",
)
WORKING = {
    "task": (*_FOUND, *_BACK, *_GRAVE, *_TURNED_BACK),
    "task.back": (*_FOUND, *_GRAVE, *_TURNED_BACK),
    "staff": (*_FOUND, *_BACK, *_STAFF),
    "staff.back": (*_FOUND, *_STAFF),
    "staff.deceased": (
        "button.open_page",
        "button.result.died",
        "button.result.spoken",
        "button.result.well",
        "button.result.not_known_yet",
    ),
    "staff.end": (
        "button.open_page",
        "button.result.care_ended",
        "button.result.goes_on",
        "button.result.not_known_yet",
        "button.result.needs_help",
        "button.result.danger",
    ),
    "staff.hazard": ("button.open_page", "button.result.done"),
    "staff.words": ("button.open_page", "button.result.helped"),
    "staff.power_cut": ("button.result.looked_into",),
    "staff.decision": (
        "button.open_page",
        "button.result.visit_today",
        "button.result.on_duty",
        "button.result.spoken",
        "button.result.helped",
        "button.result.away",
        "button.result.handed_over",
    ),
    "staff.not_watched": (
        "button.open_page",
        "button.result.plan_made",
        "button.result.person_calls",
        "button.result.care_ended",
        "button.result.danger",
        "button.result.handed_over",
        "button.result.died",
    ),
}
"""Whose card carries which buttons."""
OF_THEIR_OWN = {
    "deceased_check": ".deceased",
    "decision": ".decision",
    "not_watched": ".not_watched",
    "helpers_words": ".words",
    "end_check": ".end",
    "hazard_check": ".hazard",
    "power_cut": ".power_cut",
}
"""Work of officials with results of its own."""
IN_DANGER = (
    "button.open_page",
    "button.result.handed_over",
    "button.result.helped",
    "button.result.well",
    "button.result.died",
)


@dataclass
class Person:
    """Somebody with a name and, mostly, a phone with Telegram."""

    town: Town
    ref: Ref
    name: str
    number: str
    address: str = ""
    _phone: Phone | None = field(default=None, repr=False)
    _telephone: Telephone | None = field(default=None, repr=False)

    @property
    def telephone(self) -> Telephone:
        """What rings. Fails the story when nobody may call her."""
        assert self._telephone is not None, f"nobody may call {self.name}"
        return self._telephone

    @property
    def phone(self) -> Phone:
        """Her Telegram. Fails the story when she has none."""
        assert self._phone is not None, f"{self.name} has no Telegram"
        return self._phone

    @property
    def has_phone(self) -> bool:
        return self._phone is not None

    def presses(self, label: str, toast: str, **values: str) -> None:
        """Press the newest button of that label; the phone answers with a line that fades."""
        message_id, data = self.phone.button(label, **values)
        self.town.does(self.town.telegram.press(self.phone.chat_id, message_id, data))
        self.phone.flashes(toast)
        self.town.settle()

    def calls_the_city(self, *keys: str) -> str:
        """She rings the city's number and presses these keys; what was said to her."""
        answering = self.telephone.is_picked_up()
        for key in keys:
            answering.presses(key)
        number = parse_phone(self.number).e164
        call = self.town.does(self.town.twilio.ring_service(number))
        self.town.advance(minutes=3)
        return " ".join(say.text for say in call.spoken)

    def texts_the_city(self, words: str) -> None:
        """She writes a text to the city's number."""
        number = parse_phone(self.number).e164
        self.town.does(self.town.twilio.write_service(number, words))
        self.town.advance(minutes=1)

    def presses_what_says(self, words: str, toast: str) -> None:
        """Press the newest button on which exactly this stands."""
        message_id, data = self.phone.button_saying(words)
        self.town.does(self.town.telegram.press(self.phone.chat_id, message_id, data))
        self.phone.flashes(toast)
        self.town.settle()

    def writes(self, words: str) -> None:
        """Write to the bot."""
        self.town.does(self.town.telegram.say(self.phone.chat_id, words))
        self.town.settle()


@dataclass
class Resident(Person):
    """Somebody the service looks after."""

    def is_asked(self) -> None:
        """Time passes until her next question, and it is on her phone."""
        self.town.until(self.town.slot_of(self))
        self.is_asked_now()

    def is_asked_now(self) -> None:
        """Her question has just come."""
        self.phone.expects(self.town.question(self), *ASKED)

    def says_she_is_fine(self) -> None:
        self.presses("button.fine", "checkin.toast")

    def asks_for_help(self) -> None:
        self.presses("button.help", "checkin.toast")

    def blocks_the_bot(self) -> None:
        self.town.does(self.town.telegram.block(self.phone.chat_id))
        self.town.settle()


@dataclass
class Contact(Person):
    """Family or a neighbour, whom the resident named."""


@dataclass
class Worker(Person):
    """A helper or an officer: gets work offered, and says how it ended."""

    pin: str = ""
    offered: str = ""
    """The kind of work that was offered last."""

    @property
    def is_helper(self) -> bool:
        return self.ref.startswith("helper:")

    def is_offered(self, kind: str, *, when: str | datetime, again: bool = False) -> None:
        """An offer of this kind of work is on her phone: new, or in place of an older one.

        `when` is how soon (`today`), or the moment by which it has to be done.
        """
        self.offered = kind
        read = self.phone.shows if again else self.phone.expects
        read(f"{self._whose}.offer", *OFFERED, kind=self.town.kind(kind), when=self.town.when(when))

    @property
    def code(self) -> str:
        """The number of the work that was offered last."""
        return self.town.known_of(self.phone)["code"]

    @property
    def due(self) -> str:
        """By when it has to be done, as people read it."""
        return self.town.known_of(self.phone)["due"]

    def accepts(self) -> None:
        """Take the work; the card now carries the page and the results."""
        self.presses("button.accept", "task.toast")
        self.has_it()

    def takes(self, kind: str) -> None:
        """Take work of this kind that was offered before the newest."""
        self.offered = kind
        self.accepts()

    def has_it(self) -> None:
        """Her card carries the page and the results."""
        self.phone.shows(*self._card("mine"))

    def is_given(self, kind: str) -> None:
        """Work that is hers without being asked has come."""
        self.offered = kind
        self.phone.expects(*self._card("mine"))

    def is_reminded(self) -> None:
        """Her time is running out; what she can press comes once more."""
        self.phone.expects(*self._card("remind"))

    @property
    def _whose(self) -> str:
        return "task" if self.is_helper else "staff"

    def _card(self, step: str) -> tuple[str, ...]:
        if self.offered == "debrief":
            return f"task.{step}", *WORKING["task"]
        end = "" if self.is_helper else OF_THEIR_OWN.get(self.offered, "")
        return f"{self._whose}.{step}{end}", *WORKING[f"{self._whose}{end}"]

    def declines(self) -> None:
        self.presses("button.decline", "task.toast")
        if self.is_helper:
            self.phone.shows("task.declined", *WHY_DECLINED)
        else:
            self.phone.shows("staff.declined")

    def reads_where_to_go(self, resident: Resident) -> None:
        """Open the page behind the card with her PIN: name, address and number are there."""
        _, url = self.phone.button("button.open_page")
        page = self.town.opens_page(url, self.pin)
        for known in (resident.name, resident.address, resident.number):
            assert known in html.unescape(page)

    def reads_what_was_written(self, helper: Person, *words: str) -> None:
        """Open the page behind the card: it shows who wrote, her number and these words."""
        _, url = self.phone.button("button.open_page")
        page = html.unescape(self.town.opens_page(url, self.pin))
        for known in (helper.name, helper.number, *words):
            assert known in page

    def reads_whom_to_ring(self, helper: Person, not_of: Person) -> None:
        """Open the page of a talk: the helper's name and number are there, and hers are not."""
        _, url = self.phone.button("button.open_page")
        page = html.unescape(self.town.opens_page(url, self.pin))
        assert helper.name in page
        assert helper.number in page
        assert not_of.name not in page
        assert not_of.address not in page

    def reports(self, result: str) -> None:
        """Say how it ended, and be thanked."""
        self.presses(f"button.result.{result}", "task.toast")
        if result != "danger":
            self.phone.shows("task.done")
        elif self.is_helper:
            self.phone.shows("task.danger")
        else:
            self.phone.shows("staff.danger", *IN_DANGER)
