"""The plugs of a few homes, and the broker between them and whichever process listens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from foundation.seams import Crash
from plugs.ear import DatabaseAwayError
from plugs.listener.listening import RETRY_SECONDS
from plugs.model import Message as Heard
from tests.simulation.fleet import Fleet, Process
from tests.simulation.journal import Reading as Brought
from tests.simulation.life import Surroundings
from town.homes import Homes
from town.people.homes import SLOT, mean_watts
from town.people.model import Cast, TownPlug
from town.servers.mqtt import Message, PlugFleet, Reading
from town.servers.timeline import Schedule
from town.truth import Truth

HOMES_WITH_PLUGS = 2
REPORT_EVERY = timedelta(hours=2)
"""As plugs do that speak when something changes; every slot would be a hundred a day."""
BEHIND = timedelta(seconds=30)
"""How long a message waits at most for the one that is to overtake it."""


class QuietHomes(Homes):
    """Homes whose plugs report seldom, each time what was drawn since."""

    @override
    def _slot_end(self) -> datetime:
        now = self._now()
        return now + REPORT_EVERY - (now - datetime.min.replace(tzinfo=now.tzinfo)) % REPORT_EVERY

    @override
    def _measured(self, one: TownPlug, slot: datetime) -> Reading:
        still, count = self._still(one.resident), REPORT_EVERY // SLOT
        watts = [
            mean_watts(self._seed, one.resident, one.appliance, slot - back * SLOT, still)
            for back in range(count)
        ]
        return Reading(sum(watts) / count, REPORT_EVERY.total_seconds())


@dataclass
class _Kept:
    """What the broker has for the listener. `again`: it was there before, or nobody listened."""

    message: Message
    again: bool = False


class Broker:
    """Keeps each message until the listener has recorded it, and brings it again until then.

    On the way from a plug messages are lost, doubled, late or overtaken.
    """

    def __init__(self, fleet: Fleet, around: Surroundings, schedule: Schedule) -> None:
        self._fleet = fleet
        self._around = around
        self._schedule = schedule
        self._waiting: list[_Kept] = []
        self._overtaken: list[Message] = []
        self._listens = ""
        """The life that hears us."""

    def publish(self, message: Message) -> None:
        """A plug speaks."""
        mishap = self._around.chance.reading_mishap()
        if mishap.behind_next:
            self._overtaken.append(message)
            self._plan(BEHIND)
            return
        if mishap.delay:
            self._later(message, mishap.delay)
        else:
            self._waiting += [_Kept(message) for _ in range(mishap.copies)]
            self._let_pass()
        self._plan(timedelta())

    @property
    def kept(self) -> int:
        """How many messages nobody has recorded yet."""
        return len(self._waiting) + len(self._overtaken)

    def _later(self, message: Message, delay: timedelta) -> None:
        async def arrive() -> None:
            self._waiting.append(_Kept(message))
            await self._deliver()

        self._schedule(self._around.clock.now() + delay, arrive, "a plug is heard late")

    def _let_pass(self) -> None:
        self._waiting += [_Kept(message) for message in self._overtaken]
        self._overtaken.clear()

    def _plan(self, wait: timedelta) -> None:
        async def deliver() -> None:
            if wait:
                self._let_pass()
            await self._deliver()

        self._schedule(self._around.clock.now() + wait, deliver, "the broker delivers")

    async def _deliver(self) -> None:
        """Bring everything to the listener at once, as it comes after a pause."""
        if not self._waiting:
            return
        batch, process = list(self._waiting), self._fleet.listener
        if process is not None and self._recorded(process, batch):
            del self._waiting[: len(batch)]
            return
        for kept in batch:
            kept.again = True
        self._plan(timedelta(seconds=30 if process is None else RETRY_SECONDS))

    def _recorded(self, process: Process, batch: list[_Kept]) -> bool:
        """Whether the listener acknowledged them."""
        assert process.service is not None
        assert process.life is not None
        listener, now = process.service.plugs, self._around.clock.now()
        assert listener is not None
        heard = [
            # what is published while somebody is subscribed comes without the mark "retained"
            Heard(one.message.topic, one.message.payload, now, late=one.again)
            for one in batch
        ]
        try:
            if self._listens != process.life.name:
                listener._ear.opened()
                self._listens = process.life.name
            listener.handle(heard)
        except (Crash, DatabaseAwayError):
            return False
        self._around.journal.readings += [Brought(now, one.topic, one.late) for one in heard]
        self._around.journal.note(now, "plugs", len(heard), process.life.name)
        return True


def plugged_in(
    seed: int, cast: Cast, fleet: Fleet, around: Surroundings, schedule: Schedule, truth: Truth
) -> tuple[QuietHomes, Broker]:
    """The homes of this cast, and the broker that their plugs speak to."""
    broker = Broker(fleet, around, schedule)
    plugs = PlugFleet(around.clock.now, schedule, broker.publish)
    zone = ZoneInfo("Asia/Seoul")
    homes = QuietHomes(seed, cast, plugs, around.clock.now, schedule, zone, truth)
    return homes, broker
