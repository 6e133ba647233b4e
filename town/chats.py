"""The residents at their messenger: they press, write, send a sticker, or do nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from town.cards import HELP, QUESTION, press, showing, target_of
from town.people import habits
from town.people.habits import Deed, Plight
from town.people.sayings import CALLS_FOR_HELP, Intent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from town.people.habits import Reaction
    from town.people.model import TownResident
    from town.people.sayings import Saying
    from town.servers.telegram import BotApi, Delivered
    from town.servers.timeline import Now, Schedule
    from town.truth import Truth


@dataclass(frozen=True, slots=True)
class Written:
    """What a resident wrote, and meant."""

    resident: str
    at: datetime
    saying: Saying


class Chats:
    """Every resident's messenger. Who was not understood is asked again, and then says it well."""

    def __init__(
        self, seed: int, truth: Truth, telegram: BotApi, now: Now, schedule: Schedule
    ) -> None:
        self._seed = seed
        self._truth = truth
        self._telegram = telegram
        self._now = now
        self._schedule = schedule
        self._asked: set[tuple[str, str]] = set()
        self._spoke: set[tuple[str, str]] = set()
        """(resident, question) to which she said something."""
        self._counts: Counter[str] = Counter()
        self.written: list[Written] = []
        """All that residents wrote, in order."""

    def arrived(self, who: TownResident, shown: Delivered) -> None:
        """A message is on her phone: a question, or something to read."""
        target = target_of(shown, QUESTION)
        if target is None or shown.edited:
            return
        reaction = self._reaction(who, target)
        if reaction.deed is not Deed.NOTHING:
            answer = self._answer(who, shown.chat_id, target, reaction)
            self._schedule(self._now() + reaction.after, answer, "resident answers")

    def _reaction(self, who: TownResident, target: str) -> Reaction:
        n = self._counts[who.key]
        self._counts[who.key] += 1
        question = (who.key, target)
        if question in self._spoke:
            return habits.resident_says_again(self._seed, who, n)
        again = question in self._asked
        self._asked.add(question)
        away = self._truth.plight(who.key) is Plight.AWAY
        return habits.resident_reacts(self._seed, who, n, reminder=again, away=away)

    def _answer(
        self, who: TownResident, chat_id: int, target: str, reaction: Reaction
    ) -> Callable[[], Awaitable[None]]:
        async def answer() -> None:
            card = showing(self._telegram, chat_id, QUESTION, target)
            if card is None or not self._truth.can_answer(who.key):
                return
            self._spoke.add((who.key, target))
            match reaction.deed:
                case Deed.PRESS_FINE:
                    await press(self._telegram, card, QUESTION, target)
                case Deed.PRESS_HELP:
                    self._truth.needs_help(who.key, urgent=False)
                    await press(self._telegram, card, HELP, target)
                case Deed.WRITE if reaction.saying is not None:
                    await self._write(who, chat_id, reaction.saying)
                case _:
                    await self._telegram.send_sticker(chat_id)

        return answer

    async def _write(self, who: TownResident, chat_id: int, saying: Saying) -> None:
        if saying.intent in CALLS_FOR_HELP:
            self._truth.needs_help(who.key, urgent=saying.intent is Intent.URGENT)
        self.written.append(Written(who.key, self._now(), saying))
        await self._telegram.say(chat_id, saying.words)
