"""What goes wrong for a while: providers and database away, clocks that jump, policies edited."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

from foundation.settings import Settings
from tests.simulation.fleet import Fleet
from tests.simulation.life import Surroundings
from town.servers.faults import Fault
from town.servers.telegram import BotApi
from town.servers.timeline import Schedule
from town.servers.twilio import TwilioApi

PROVIDER_AWAY = timedelta(hours=5)
"""The longest outage of a provider."""
DATABASE_AWAY = timedelta(minutes=8)
EDITS = (
    ("cases", "minutes = 5 }", "minutes = 6 }"),
    ("cases", "minutes = 10 }", "minutes = 11 }"),
    ("checkins", "reminder_after = 45", "reminder_after = 40"),
    ("checkins", "missed_after = 150", "missed_after = 155"),
)
"""Which file, what stands there, and what then stands there."""
Windows = list[tuple[datetime, datetime]]


class Policies:
    """The city's policy files: as they are shipped, until somebody edits them."""

    def __init__(self, folder: Path) -> None:
        self._cases, self._checkins = folder / "cases.toml", folder / "checkins.toml"
        for package, file in (("escalation", self._cases), ("checkins", self._checkins)):
            file.write_bytes((files(package) / "policy.toml").read_bytes())

    def settings(self, settings: Settings) -> Settings:
        """The settings with these files in them."""
        ours = {"case_policy_file": self._cases, "checkin_policy_file": self._checkins}
        return settings.model_copy(update=ours)

    def edit(self) -> None:
        """Whoever is asked has a little longer; residents are reminded earlier."""
        for file, old, new in EDITS:
            path = self._cases if file == "cases" else self._checkins
            path.write_text(path.read_text().replace(old, new))


class Trouble:
    """Lets it happen. What it takes away from the service's time is noted in the journal."""

    def __init__(self, around: Surroundings, fleet: Fleet, policies: Policies) -> None:
        self._around = around
        self._fleet = fleet
        self._policies = policies
        self._away: dict[str, Windows] = {}

    def plan(
        self, start: datetime, schedule: Schedule, telegram: BotApi, twilio: TwilioApi
    ) -> None:
        """Spread it over the run."""
        chance, plan = self._around.chance, self._around.chance.plan
        if plan.outages:
            self._go_away(start, "telegram", PROVIDER_AWAY)
            self._go_away(start, "twilio", PROVIDER_AWAY)
        if plan.database_errors:
            self._go_away(start, "database", DATABASE_AWAY)
        telegram.faults.policy = partial(self._fault, "telegram", chance.telegram_fault)
        twilio.faults.policy = partial(self._fault, "twilio", chance.twilio_fault)
        self._around.database_away = partial(self._is_away, "database")
        for after, by in chance.jumps():
            schedule(start + after, self._jump(by), "the clock jumps")
        for after in chance.edits():
            schedule(start + after, self._edit, "policies are edited")

    def end(self) -> None:
        """Everybody is there again."""
        self._away.clear()

    def _go_away(self, start: datetime, what: str, longest: timedelta) -> None:
        windows = self._around.chance.windows(what, longest)
        self._away[what] = [(start + since, start + until) for since, until in windows]
        self._around.journal.down += sum((until - since for since, until in windows), timedelta())

    def _is_away(self, what: str) -> bool:
        now = self._around.clock.now()
        return any(since <= now < until for since, until in self._away.get(what, ()))

    def _fault(
        self, who: str, otherwise: Callable[[str, str], Fault | None], method: str, address: str
    ) -> Fault | None:
        return self._around.chance.outage(who) if self._is_away(who) else otherwise(method, address)

    def _jump(self, by: timedelta) -> Callable[[], Awaitable[None]]:
        async def jump() -> None:
            clock, journal = self._around.clock, self._around.journal
            before = clock.now()
            journal.note(before, "the clock jumps", by)
            if by < timedelta():
                self._around.machine.step(by)
                return
            clock.advance(by)
            journal.down += by
            journal.hangs += [
                (one.life.name, before, clock.now()) for one in self._fleet.processes if one.life
            ]

        return jump

    async def _edit(self) -> None:
        """The files change, and every process is started anew to read them."""
        self._policies.edit()
        self._around.journal.note(self._around.clock.now(), "policies are edited")
        for process in self._fleet.processes:
            if process.is_up and process.life is not None:
                process.life.end("edited")
