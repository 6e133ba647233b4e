"""What else happens to people in a run: a death reported, a bot stopped, a consent withdrawn."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from foundation.database import Database
from residents import service as residents
from residents.model import ChannelName, Purpose
from runtime.demo.registry import Enrolled
from signals import agenda
from tests.simulation.chance import Chance
from town.people.model import Cast, TownResident
from town.servers.telegram import BotApi
from town.servers.timeline import Schedule

Act = Callable[[], Awaitable[None]]
BEFORE_DAWN = timedelta(hours=22)
"""From seven in the morning: nobody is in the middle of an answer then."""
BLOCKED_FOR = timedelta(hours=30)


class Misfortunes:
    """Draws who is struck by what, and lets it happen. `struck` holds their keys."""

    def __init__(
        self, chance: Chance, database: Database, telegram: BotApi, enrolled: Enrolled
    ) -> None:
        self._chance = chance
        self._database = database
        self._telegram = telegram
        self._enrolled = enrolled
        self.struck: set[str] = set()

    def plan(self, cast: Cast, start: datetime, schedule: Schedule) -> None:
        """Spread them over the run; nobody who has an accident is struck besides."""
        spared = {accident.resident for accident in cast.accidents}
        reachable = [one for one in cast.residents if one.chat_id and one.key not in spared]
        chance = self._chance.roll("misfortunes")
        kinds = (
            self._death,
            self._stop,
            self._block,
            self._withdrawal,
            self._despair,
            self._beaten,
            self._takes_it_back,
        )
        drawn = chance.sample(reachable, min(len(kinds), len(reachable)))
        for kind, one in zip(kinds, drawn, strict=False):
            if chance.random() < 0.6:
                self.struck.add(one.key)
                day = timedelta(days=chance.randrange(max(self._chance.plan.days - 1, 1)))
                for after, act in kind(one):
                    schedule(start + day + after, act, "misfortune")

    def _death(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        return [(timedelta(hours=3), self._writes(one, "어머니가 어젯밤에 돌아가셨어요"))]

    def _stop(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        return [(timedelta(hours=4), self._writes(one, "이제 그만 보내 주세요"))]

    def _despair(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        return [(timedelta(hours=6), self._writes(one, "더 살고 싶지 않아요. 죽고 싶어요"))]

    def _beaten(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        return [(timedelta(hours=5), self._writes(one, "아들이 저를 때려요"))]

    def _takes_it_back(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        """Help wins over fine, whichever came first."""
        return [
            (timedelta(hours=4), self._writes(one, "도와주세요")),
            (timedelta(hours=4, minutes=1), self._writes(one, "괜찮아요")),
        ]

    def _block(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        chat = _chat(one)

        async def block() -> None:
            await self._telegram.block(chat)

        async def unblock() -> None:
            await self._telegram.unblock(chat)

        return [(BEFORE_DAWN, block), (BEFORE_DAWN + BLOCKED_FOR, unblock)]

    def _withdrawal(self, one: TownResident) -> list[tuple[timedelta, Act]]:
        ref = self._enrolled.refs[one.key]

        async def withdraw() -> None:
            with self._database.write() as uow:
                purpose = Purpose.OVERSEAS_TELEGRAM
                residents.withdraw_consent(uow, ref, purpose, ref, ChannelName.PERSON)
                agenda.bring_forward(uow, ref, uow.now)

        return [(BEFORE_DAWN, withdraw)]

    def _writes(self, one: TownResident, words: str) -> Act:
        async def write() -> None:
            await self._telegram.say(_chat(one), words)

        return write


def _chat(one: TownResident) -> int:
    assert one.chat_id is not None
    return one.chat_id
