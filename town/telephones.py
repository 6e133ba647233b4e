"""The town's telephones: who picks up or rings back, what is pressed, what is texted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from town.people import habits
from town.people.habits import PickUp
from town.people.model import Owns
from town.servers.twilio import Answer, Busy, HangsUp, Key, NoAnswer, Silence, Voicemail

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from town.people.model import Cast, TownHelper, TownResident, TownStaff
    from town.servers.timeline import Now, Schedule
    from town.servers.twilio import Call, Heard, Reaction, Ring, Sms, TwilioApi
    from town.truth import Truth

KOREA = "+82"
PATIENCE = 4
"""After so many questions in one call nobody goes on listening."""
KEYS_FOR_HELP = frozenset({"2", "0"})


class Telephones:
    """Every telephone of the town, behind its provider."""

    def __init__(
        self,
        seed: int,
        cast: Cast,
        twilio: TwilioApi,
        truth: Truth,
        now: Now,
        schedule: Schedule,
    ) -> None:
        self._seed = seed
        self._twilio = twilio
        self._truth = truth
        self._now = now
        self._schedule = schedule
        self._owners = {
            _e164(one.phone): one for one in cast.residents if one.owns is not Owns.NOTHING
        }
        workers: tuple[TownHelper | TownStaff, ...] = (*cast.helpers, *cast.staff)
        self._workers = {_e164(one.phone): one for one in workers}
        """They are rung because of work."""
        self._rung: Counter[str] = Counter()
        self._tried: Counter[str] = Counter()
        self.texts: list[Sms] = []
        """Every SMS that arrived, in order."""
        twilio.phone.on_ring = self._ring
        twilio.phone.on_prompt = self._hear
        twilio.phone.on_sms = self._read

    def _read(self, text: Sms) -> None:
        self.texts.append(text)
        self._perhaps_rings_back(text.to)

    def _ring(self, call: Call) -> Ring:
        worker, who = self._workers.get(call.to), self._owners.get(call.to)
        if worker is not None:
            return self._as(habits.worker_picks_up(self._seed, worker, self._nth(worker.key)), call)
        if who is None or self._cannot(who):
            return NoAnswer()
        return self._as(habits.picks_up(self._seed, who, self._nth(who.key)), call)

    def _nth(self, key: str) -> int:
        """How often this telephone rang before."""
        n = self._rung[key]
        self._rung[key] += 1
        return n

    def _as(self, deed: PickUp, call: Call) -> Ring:
        match deed:
            case PickUp.ANSWERS:
                return Answer()
            case PickUp.BUSY:
                return Busy()
            case PickUp.VOICEMAIL:
                return Voicemail()
            case PickUp.NOBODY:
                self._perhaps_rings_back(call.to)
                return NoAnswer()

    def _perhaps_rings_back(self, number: str) -> None:
        who = self._owners.get(number)
        if who is None or who.owns is Owns.LANDLINE:
            return  # it does not show who rang
        n = self._tried[who.key]
        self._tried[who.key] += 1
        after = habits.rings_back(self._seed, who, n)
        if after is not None:
            self._schedule(self._now() + after, self._rings_back(who, number), "rings back")

    def _rings_back(self, who: TownResident, number: str) -> Callable[[], Awaitable[None]]:
        async def ring() -> None:
            if not self._cannot(who):
                await self._twilio.ring_service(number)

        return ring

    def _hear(self, call: Call, heard: Heard) -> Reaction:
        worker, who = self._workers.get(call.person), self._owners.get(call.person)
        if worker is not None:
            return Key(habits.worker_presses(self._seed, worker, self._rung[worker.key]))
        if who is None or self._cannot(who) or heard.asked_before >= PATIENCE:
            return HangsUp()
        key = self._pressed(who, heard.asked_before)
        if key in KEYS_FOR_HELP:
            self._truth.needs_help(who.key, urgent=False)
        return Key(key) if key else Silence()

    def _cannot(self, who: TownResident) -> bool:
        """Whether nobody can come to this telephone: she lies there, or it stands at home."""
        at_home = who.owns is Owns.LANDLINE
        away = at_home and self._truth.left_at(who.key) is not None
        return away or not self._truth.can_answer(who.key)

    def _pressed(self, who: TownResident, asked_before: int) -> str:
        return habits.presses(self._seed, who, self._rung[who.key], asked_before)


def _e164(phone: str) -> str:
    return KOREA + phone.replace("-", "").removeprefix("0")
