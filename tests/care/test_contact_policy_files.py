"""A city's own pace of human contact: read strictly, refused with line and reason."""

from pathlib import Path

import pytest

from care.model import ContactKind, Pace
from care.policy import parse, read, shipped
from foundation.clock import ManualClock
from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.policy_files import PolicyError
from foundation.settings import Settings
from runtime.wiring import Surroundings, build
from tests.support.database import MONDAY_MORNING

GOOD = """
[quarterly_contact]
days_apart = 60
ask_days_before = 10
again_after_days = 4
days_after_return = 5
days_before_quarter_ends = 20

[regular_visit]
days_apart = 14
ask_days_before = 7
again_after_days = 1
days_after_return = 2
"""


def test_the_shipped_policy_keeps_the_plan_of_the_city() -> None:
    policy = shipped()
    assert set(policy.paces) == set(ContactKind)
    assert policy.paces[ContactKind.QUARTERLY_CONTACT].days_apart == 100
    assert policy.paces[ContactKind.REGULAR_VISIT].days_apart == 30


def test_a_citys_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text(GOOD, encoding="utf-8")
    policy = read(file)
    assert policy.days_before_quarter_ends == 20
    assert policy.paces[ContactKind.REGULAR_VISIT] == Pace(14, 7, 1, 2)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[regular_visit]", "[regular_visits]", "regular_visit: Field required"),
        ("[regular_visit]", "[regular_visits]", "line 9: regular_visits: Extra inputs"),
        ("days_apart = 60", "days_apart = 200", "line 3: quarterly_contact.days_apart: "),
        ("days_apart = 14", "days_apart = 100", "line 10: regular_visit.days_apart: "),
        ("days_apart = 14", "days_apart = 1", "line 10: regular_visit.days_apart: "),
        ("again_after_days = 4", "", "quarterly_contact.again_after_days: Field required"),
        ("ask_days_before = 7", "ask_days_before = 8", "at most half of days_apart"),
        ("days_after_return = 2", "days_after_return = 2.5", "line 13: regular_visit.days_after"),
        ("before_quarter_ends = 20", "before_quarter_ends = 60", "line 7: quarterly_contact.days_"),
    ],
)
def test_a_bad_one_is_refused_with_line_and_reason(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError, match=r"^city\.toml, line") as refused:
        parse(GOOD.replace(old, new, 1), "city.toml")
    assert says in str(refused.value)


def test_the_service_does_not_start_with_a_bad_one(tmp_path: Path) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text("[regular_visit]\n", encoding="utf-8")
    clock = ManualClock(MONDAY_MORNING)
    around = Surroundings(clock=clock, ids=seeded(clock, 1), keyring=KeyRing.demo_ring())
    settings = Settings(contact_policy_file=file, spool_dir=tmp_path)
    with pytest.raises(PolicyError, match=r"contacts\.toml, line 1: quarterly_contact: Field"):
        build(settings, around)
