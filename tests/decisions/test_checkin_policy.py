"""The file that says how residents are asked: what it may say, and what is refused."""

from datetime import time, timedelta
from importlib import resources
from pathlib import Path

import pytest

from checkins import policy
from checkins.model import InFestivals, Rhythm
from foundation.policy_files import PolicyError
from residents.model import Tier

SHIPPED = resources.files("checkins").joinpath("policy.toml").read_text(encoding="utf-8")


def test_what_is_shipped_is_what_the_pages_promise() -> None:
    shipped = policy.shipped()
    assert shipped.rhythms.of_tier == {
        Tier.HIGH: Rhythm.DAILY,
        Tier.MEDIUM: Rhythm.WEEKLY,
        Tier.LOW: Rhythm.FORTNIGHTLY,
    }
    assert shipped.rhythms.in_festivals[Tier.MEDIUM] is InFestivals.EVERY_SECOND_DAY
    assert shipped.rhythms.closer_for == timedelta(days=14)
    hours = shipped.hours
    assert (hours.ends, hours.ends_on_eves) == (time(15), time(12))
    assert (hours.quiet_from, hours.quiet_until) == (time(21), time(8))
    assert len(shipped.ladder.calls_after) == 3


def test_a_citys_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "asking.toml"
    file.write_text(SHIPPED.replace("reminder_after = 45", "reminder_after = 30"), encoding="utf-8")
    assert policy.read(file).ladder.reminder_after == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('high = "daily"', 'high = "weekly"', "rhythm.high: "),
        ('medium = "weekly"', 'medium = "monthly"', "rhythm.medium: "),
        ("reminder_after = 45", "reminder_after = 80", "must follow in order"),
        ("calls_after = [90, 110, 130]", "calls_after = [90, 110, 150]", "end before missed_after"),
        ("calls_after = [90, 110, 130]", "calls_after = []", "ladder.calls_after: "),
        ("missed_after = 150", "missed_after = 181", "longer than"),
        ("ends = 15:00:00", "ends = 11:00:00", "must follow in order"),
        ("opens = 09:00:00", "opens = 07:00:00", "must follow in order"),
        ("spread = 20", "spread = 90", "hours.spread: "),
        ("opens = 09:00:00", 'opens = "nine"', "hours.opens: "),
    ],
)
def test_a_bad_one_is_refused(old: str, new: str, says: str) -> None:
    assert old in SHIPPED
    with pytest.raises(PolicyError, match=r"city\.toml, line") as refused:
        policy.parse(SHIPPED.replace(old, new, 1), "city.toml")
    assert says in str(refused.value)
