"""One installation for a run: folder, key ring, database, settings, and its processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.chaos.processes import Kept, environment
from benchmarks.chaos.providers import Providers
from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from foundation.settings import Settings
from runtime.wiring import Service, Surroundings, build

SECRET = "secret-of-the-webhook-0001"
TOWARD_NOON = 11
"""Helpers and residents are asked by day: the city lies where it is this hour now."""
CHECKIN_POLICY = """
[rhythm]
high = "daily"
high_beside_a_plug = "weekly"
medium = "weekly"
low = "fortnightly"
after_discharge = "daily"
closer_days = 14

[festivals]
high = "every_day"
medium = "every_second_day"
low = "not"

[ladder]
reminder_after = 1
notice_after = 2
calls_after = [3, 5, 7]
landline_calls_after = [0, 2, 4]
missed_after = 10
put_off_by = 10
clarify_within = 5
late_answer_counts_for_hours = 48

[hours]
opens = 09:00:00
ends = 15:00:00
ends_on_eves = 12:00:00
quiet_from = 21:00:00
quiet_until = 08:00:00
spread = 0

[campaigns]
spares_hours = 2
spread = 0
"""
"""The shipped ladder in minutes instead of hours: all of its steps lie within a run."""
_ROUNDS = """
when = "now"
do_within_minutes = 5
rounds = [
  { to = "helpers", count = 4, minutes = 1 },
  { to = "officers", count = 2, minutes = 1 },
]
repeat = { to = "leads", count = 2, minutes = 2 }
"""
CASE_POLICY = "".join(f"[{name}]{_ROUNDS}" for name in ("watch", "caution", "danger", "emergency"))
"""The same of the rounds of a case; every one asks several people at a time."""


@dataclass(frozen=True)
class City:
    """An installation that is prepared. `service` reads what its processes write."""

    folder: Path
    variables: Mapping[str, str]
    service: Service

    def start(self, command: str) -> Kept:
        """`anbu COMMAND`, kept going."""
        return Kept(command, environment(self.variables), self.folder)


def prepared(folder: Path, url: str, port: int, providers: Providers) -> City:
    """Make what an operator makes before the first start."""
    clock = RealClock()
    ring, zone = folder / "keyring.json", zone_toward_noon(clock.now())
    KeyRing.generate().save(ring)
    (folder / "checkins.toml").write_text(CHECKIN_POLICY, encoding="utf-8")
    (folder / "cases.toml").write_text(CASE_POLICY, encoding="utf-8")
    migrate(url)
    bot, account = providers.telegram.settings, providers.twilio.settings
    variables = {
        "DATABASE_URL": url,
        "KEY_RING_FILE": str(ring),
        "SPOOL_DIR": str(folder / "spool"),
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "CITY_ZONE": zone,
        "CHECKIN_POLICY_FILE": str(folder / "checkins.toml"),
        "CASE_POLICY_FILE": str(folder / "cases.toml"),
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_TOKEN": bot.token,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_BASE": providers.telegram_url,
        "TWILIO_ACCOUNT_SID": account.account_sid,
        "TWILIO_AUTH_TOKEN": account.auth_token,
        "TWILIO_API_BASE": providers.twilio_url,
        "TWILIO_VOICE_FROM": min(account.numbers),
        "TWILIO_SMS_FROM": min(account.numbers),
        "CALLS_PER_SECOND": "20",
    }
    settings = Settings(database_url=url, spool_dir=folder / "spool", city_zone=zone)
    around = Surroundings(clock=clock, ids=Ids(clock), keyring=KeyRing.load(ring))
    return City(folder, variables, build(settings, around))


def zone_toward_noon(now: datetime) -> str:
    """A zone of whole hours in which it is TOWARD_NOON at `now` (UTC)."""
    ahead = (TOWARD_NOON - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"  # they are named by how far Greenwich is ahead
