"""One person's telephone in a story: what rings, what is said into it, which texts come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from phone import addresses
from tests.support.inprocess import SERVICE
from town.servers.twilio import (
    Answer,
    Busy,
    HangsUp,
    Incoming,
    Key,
    NoAnswer,
    Says,
    Silence,
    Voicemail,
)

if TYPE_CHECKING:
    from town.servers.twilio import Call, Heard, Reaction, Ring, Sms, TwilioApi

CALLED_US = Incoming(
    f"http://{SERVICE}{addresses.RANG_US}",
    f"http://{SERVICE}{addresses.FALLBACK}",
    sms_url=f"http://{SERVICE}{addresses.WROTE}",
)


@dataclass
class Answering:
    """How she takes one call: `answers().says("…").presses("1")`, then she is silent."""

    reactions: deque[Reaction] = field(default_factory=deque)

    def says(self, words: str) -> Answering:
        self.reactions.append(Says(words))
        return self

    def presses(self, key: str) -> Answering:
        self.reactions.append(Key(key))
        return self

    def hangs_up(self) -> Answering:
        self.reactions.append(HangsUp())
        return self


class Telephone:
    """Rings out unless she answers; whatever it showed or said has to be expected."""

    def __init__(self, number: str) -> None:
        self._number = number
        self.otherwise: Ring = NoAnswer()
        """What becomes of a call that she does not answer."""
        self._answers: deque[Answering] = deque()
        self._taken: Answering | None = None
        self._calls: deque[Call] = deque()
        self._texts: deque[Sms] = deque()
        self._rung: list[Call] = []

    def answers(self) -> Answering:
        """She takes the next call."""
        answering = Answering()
        self._answers.append(answering)
        return answering

    def has_voicemail(self) -> None:
        """A machine takes what she does not."""
        self.otherwise = Voicemail()

    def is_busy(self) -> None:
        """She is talking to somebody else."""
        self.otherwise = Busy()

    def is_picked_up(self) -> Answering:
        """She is about to call somebody: what she does once she is spoken to."""
        self._taken = Answering()
        return self._taken

    def was_called(self, *said: str) -> None:
        """The next call has come, and these were among its words."""
        assert self._calls, f"nobody has called {self._number}"
        words = " ".join(say.text for say in self._calls.popleft().spoken)
        for part in said:
            assert part in words, f"{part!r} was not said: {words}"

    def heard(self, *said: str) -> None:
        """The next call has come, and these were its words, all of them."""
        assert self._calls, f"nobody has called {self._number}"
        assert " ".join(say.text for say in self._calls.popleft().spoken) == " ".join(said)

    def has_text(self, *parts: str) -> None:
        """The next text has come, and it holds these."""
        assert self._texts, f"nobody has written to {self._number}"
        shown = self._texts.popleft().shown
        for part in parts:
            assert part in shown, f"{part!r} is not in the text: {shown}"

    def reads_text(self, text: str) -> None:
        """The next text has come, and this is all of it."""
        assert self._texts, f"nobody has written to {self._number}"
        assert self._texts.popleft().body == text

    @property
    def calls_over(self) -> int:
        """How many calls have come and gone."""
        return sum(call.over for call in self._rung)

    @property
    def unread(self) -> list[str]:
        """What nobody expected."""
        calls = [f"{self._number} was called" for _ in self._calls]
        return calls + [f"{self._number}: {text.shown}" for text in self._texts]

    # What the town's Twilio asks and tells

    def rings(self, call: Call) -> Ring:
        self._calls.append(call)
        self._rung.append(call)
        self._taken = self._answers.popleft() if self._answers else None
        return self.otherwise if self._taken is None else Answer()

    def hears(self, _heard: Heard) -> Reaction:
        waiting = () if self._taken is None else self._taken.reactions
        return waiting.popleft() if waiting else Silence()

    def shows(self, text: Sms) -> None:
        self._texts.append(text)


class Exchange:
    """The telephones of a story by number; of others nobody is there."""

    def __init__(self, twilio: TwilioApi) -> None:
        self._telephones: dict[str, Telephone] = {}
        twilio.phone.on_ring = lambda call: self._at(call.person).rings(call)
        twilio.phone.on_prompt = lambda call, heard: self._at(call.person).hears(heard)
        twilio.phone.on_sms = lambda text: self._at(text.to).shows(text)

    def install(self, e164: str) -> Telephone:
        """Her telephone, from now on."""
        return self._telephones.setdefault(e164, Telephone(e164))

    @property
    def unread(self) -> list[str]:
        """What nobody expected, of all telephones."""
        return [line for one in self._telephones.values() for line in one.unread]

    def _at(self, number: str) -> Telephone:
        return self._telephones.get(number) or Telephone(number)
