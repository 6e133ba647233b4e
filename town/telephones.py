"""The residents' telephones: who picks up, what is pressed, what is texted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from town.people import habits
from town.people.habits import PickUp
from town.servers.twilio import Answer, Busy, HangsUp, Key, NoAnswer, Silence, Voicemail

if TYPE_CHECKING:
    from town.people.cast import Cast, TownResident
    from town.servers.twilio import Call, Heard, Reaction, Ring, Sms, TwilioApi

KOREA = "+82"
PATIENCE = 4
"""After so many questions in one call nobody goes on listening."""


class Telephones:
    """Every telephone of the town, behind its provider."""

    def __init__(
        self, seed: int, cast: Cast, twilio: TwilioApi, is_helpless: Callable[[str], bool]
    ) -> None:
        self._seed = seed
        self._owners = {_e164(one.phone): one for one in cast.residents if one.has_mobile}
        self._is_helpless = is_helpless
        self._rung: Counter[str] = Counter()
        self.texts: list[Sms] = []
        """Every SMS that arrived, in order."""
        twilio.phone.on_ring = self._ring
        twilio.phone.on_prompt = self._hear
        twilio.phone.on_sms = self.texts.append

    def _ring(self, call: Call) -> Ring:
        who = self._owners.get(call.to)
        if who is None or self._is_helpless(who.key):
            return NoAnswer()
        n = self._rung[who.key]
        self._rung[who.key] += 1
        match habits.picks_up(self._seed, who, n):
            case PickUp.ANSWERS:
                return Answer()
            case PickUp.BUSY:
                return Busy()
            case PickUp.VOICEMAIL:
                return Voicemail()
            case PickUp.NOBODY:
                return NoAnswer()

    def _hear(self, call: Call, heard: Heard) -> Reaction:
        who = self._owners.get(call.person)
        if who is None or heard.asked_before >= PATIENCE:
            return HangsUp()
        key = self._pressed(who, heard.asked_before)
        return Key(key) if key else Silence()

    def _pressed(self, who: TownResident, asked_before: int) -> str:
        return habits.presses(self._seed, who, self._rung[who.key], asked_before)


def _e164(phone: str) -> str:
    return KOREA + phone.replace("-", "").removeprefix("0")
