"""What goes wrong in one run, drawn from its seed. The same seed, the same mishaps."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from town.people.draws import draw
from town.servers.faults import UNHARMED, Fault, Mishap

T = TypeVar("T")
DOWN_FOR = (0, 0, 5, 20, 90)
"""Seconds until a dead process is up again."""
LAST_JUMP = timedelta(hours=14)
"""So long before the end of the last day: no clock jumps over the end of a run."""
RESIDENT_CHATS = range(1_000_000, 2_000_000)


@dataclass(frozen=True)
class Plan:
    """One run: how long, how many people, and which kinds of trouble it has."""

    seed: int
    days: int = 3
    residents: int = 8
    accidents: int = 2
    diligence: float = 1.0
    """By how much less readily than in life residents answer."""
    all_daily: bool = False
    """Everybody is asked every day."""
    workers: int = 2
    crashes: bool = True
    stalls: bool = True
    faults: bool = True
    mishaps: bool = True
    misfortunes: bool = True
    outages: bool = True
    """Providers that answer nobody, for minutes or hours."""
    database_errors: bool = True
    jumps: bool = True
    """The machine sleeps, and its clock is set back a little."""
    edits: bool = True
    """Policies that change while cases and check-ins are open."""

    @property
    def replay(self) -> str:
        """The command that plays this run again."""
        return f"make simulate SEED={self.seed} DAYS={self.days} RESIDENTS={self.residents}"

    @property
    def without_trouble(self) -> "Plan":
        """The same run from a moment on at which nothing goes wrong any more."""
        return replace(
            self, crashes=False, stalls=False, faults=False, mishaps=False, outages=False,
            database_errors=False, jumps=False, edits=False,
        )  # fmt: skip


CALM = Plan(
    seed=1, days=1, residents=3, accidents=0, workers=1,
    crashes=False, stalls=False, faults=False, mishaps=False, misfortunes=False,
    outages=False, database_errors=False, jumps=False, edits=False,
)  # fmt: skip
"""A day in which nothing goes wrong."""


class Chance:
    """Draws for everything that is not one of the town's people."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._streams: dict[str, Random] = {}

    def roll(self, event: str) -> Random:
        """The generator of these events; different events do not disturb each other."""
        if event not in self._streams:
            self._streams[event] = draw(self.plan.seed, "simulation", event, 0)
        return self._streams[event]

    def dies(self, process: str) -> bool:
        """Whether a process ends at the seam it has just reached."""
        return self.plan.crashes and self.roll(f"{process} seam").random() < 0.002

    def stalls(self, process: str) -> timedelta | None:
        """How long a process hangs in the middle of a call, now and then longer than its lease."""
        chance = self.roll(f"{process} stall")
        if not self.plan.stalls or chance.random() >= 0.01:
            return None
        return timedelta(seconds=chance.choice((3, 45, 75, 200)))

    def down_for(self, process: str) -> timedelta:
        """How long a dead process stays away."""
        return timedelta(seconds=self.roll(f"{process} down").choice(DOWN_FOR))

    def dawdles(self, process: str) -> int:
        """How often a process lets the others go first."""
        return self.roll(f"{process} turn").choice((0, 0, 1, 2, 5)) if self._several else 0

    def awake(self, processes: list[T]) -> list[T]:
        """Which processes look for work at this moment: all at once, or one of them."""
        chance = self.roll("awake")
        if len(processes) < 2 or chance.random() < 0.3:
            return processes
        return [chance.choice(processes)]

    @property
    def _several(self) -> bool:
        return self.plan.workers > 1

    def telegram_fault(self, method: str, address: str) -> Fault | None:
        """How Telegram spoils an answer."""
        chance = self.roll("telegram fault")
        if not self.plan.faults:
            return None
        harmless = method in {"setWebhook", "getMe"}
        resident = address.isdecimal() and int(address) in RESIDENT_CHATS
        if resident and not harmless and chance.random() < 0.002:
            return Fault.forbidden()
        return self._fault(chance)

    def windows(self, what: str, longest: timedelta) -> list[tuple[timedelta, timedelta]]:
        """When something is away, as (from, until) since the beginning: seldom twice in a run."""
        chance, days = self.roll(f"{what} away"), self.plan.days
        begins = [
            timedelta(days=days * chance.random()) for _ in range(chance.choice((0, 1, 1, 2)))
        ]
        return [
            (since, since + max(timedelta(minutes=2), longest * chance.random() ** 2))
            for since in begins
        ]

    def outage(self, provider: str) -> Fault:
        """How a provider that is down answers."""
        chance = self.roll(f"{provider} outage")
        done = chance.random() < 0.1
        faults = (Fault.too_many(30), Fault.server_error(done=done), Fault.cut(done=done))
        return chance.choice(faults)

    def database_fails(self, process: str) -> int | None:
        """Before which statement of a transaction the database gives up: 0 is its beginning."""
        chance = self.roll(f"{process} database")
        if not self.plan.database_errors or chance.random() >= 0.002:
            return None
        return chance.choice((0, 0, 1, 3, 8))

    def commit_fails(self, process: str) -> bool:
        """Whether a process is told, at the seam it has just reached, that a commit failed."""
        chance = self.roll(f"{process} commit")
        return self.plan.database_errors and chance.random() < 0.001

    def jumps(self) -> list[tuple[timedelta, timedelta]]:
        """(when, by how much) clocks jump: the machine slept, or its clock was set back."""
        chance, days = self.roll("jumps"), self.plan.days
        if not self.plan.jumps:
            return []
        slept = [
            timedelta(minutes=chance.choice((1, 5, 40))) for _ in range(chance.choice((0, 1, 1)))
        ]
        back = [timedelta(seconds=-chance.choice((1, 3))) for _ in range(chance.choice((0, 1, 2)))]
        span = timedelta(days=days) - LAST_JUMP
        return [(span * chance.random(), by) for by in (*slept, *back)]

    def edits(self) -> list[timedelta]:
        """When policies are edited."""
        chance, days = self.roll("edits"), self.plan.days
        if not self.plan.edits:
            return []
        return [timedelta(days=days * chance.random()) for _ in range(chance.choice((0, 1, 2)))]

    def twilio_fault(self, _method: str, _address: str) -> Fault | None:
        """How Twilio spoils an answer."""
        chance = self.roll("twilio fault")
        return self._fault(chance) if self.plan.faults else None

    def mishap(self, _kind: str) -> Mishap:
        """What befalls an update on its way to the webhook; none is lost for good."""
        chance = self.roll("mishap")
        if not self.plan.mishaps:
            return UNHARMED
        number = chance.random()
        if number < 0.04:
            return Mishap(copies=chance.choice((2, 3)))
        if number < 0.07:
            return Mishap(delay=timedelta(seconds=chance.choice((3, 40, 400))))
        return Mishap(behind_next=True) if number < 0.10 else UNHARMED

    def callback_mishap(self, _kind: str) -> Mishap:
        """What befalls a callback of Twilio's on its way; it is not repeated when it is lost."""
        chance = self.roll("callback")
        if not self.plan.mishaps:
            return UNHARMED
        number = chance.random()
        if number < 0.03:
            return Mishap(copies=0)
        if number < 0.06:
            return Mishap(copies=chance.choice((2, 3)))
        if number < 0.10:
            return Mishap(delay=timedelta(seconds=chance.choice((3, 40, 4000))))
        return Mishap(behind_next=True) if number < 0.13 else UNHARMED

    def reading_mishap(self) -> Mishap:
        """What befalls a plug's message on its way; it may be lost, as on any radio."""
        chance = self.roll("reading")
        if not self.plan.mishaps:
            return UNHARMED
        number = chance.random()
        if number < 0.03:
            return Mishap(copies=0)
        if number < 0.06:
            return Mishap(copies=2)
        if number < 0.09:
            return Mishap(delay=timedelta(seconds=chance.choice((3, 40, 1200))))
        return Mishap(behind_next=True) if number < 0.12 else UNHARMED

    @staticmethod
    def _fault(chance: Random) -> Fault | None:
        number = chance.random()
        if number < 0.015:
            return Fault.too_many(chance.choice((1, 3, 40)))
        if number < 0.03:
            return Fault.server_error(done=chance.random() < 0.5, status=502)
        return Fault.cut(done=chance.random() < 0.5) if number < 0.05 else None
