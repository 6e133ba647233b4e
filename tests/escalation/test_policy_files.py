"""A city's own policy: read strictly, refused with place and reason."""

from datetime import timedelta
from pathlib import Path

import pytest

from escalation.model import Urgency
from escalation.policy import read, shipped
from foundation.policy_files import PolicyError
from tasks.model import Audience

GOOD = "\n".join(
    f"""
[{name}]
when = "today"
do_within_minutes = 90
rounds = [{{ to = "helpers", count = 3, minutes = 20 }}]
repeat = {{ to = "leads", count = 2, minutes = 30 }}
"""
    for name in ("watch", "caution", "danger", "emergency")
)


def test_the_shipped_policy_is_good() -> None:
    policies = shipped()
    assert set(policies) == set(Urgency)
    assert policies[Urgency.EMERGENCY].rounds[0].audience is Audience.OFFICERS
    waits = [policies[urgency].do_within for urgency in Urgency]
    assert waits == sorted(waits, reverse=True)


def test_a_citys_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(GOOD, encoding="utf-8")
    caution = read(file)[Urgency.CAUTION]
    assert (caution.when, caution.do_within) == ("task.when.today", timedelta(minutes=90))
    assert caution.repeat.wait == timedelta(minutes=30)


def test_a_bad_one_is_refused_with_line_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(GOOD.replace('to = "leads"', 'to = "helpers"', 1), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"policy\.toml, line 6: watch\.repeat\.to: Input should"):
        read(file)


@pytest.mark.parametrize("hours", ["-1", "73", "0.5"])
def test_a_case_is_opened_again_for_three_days_at_most(tmp_path: Path, hours: str) -> None:
    file = tmp_path / "policy.toml"
    own = f"reopen_within_hours = {hours}\ndo_within_minutes = 90"
    file.write_text(GOOD.replace("do_within_minutes = 90", own, 1), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"watch\.reopen_within_hours: Input should"):
        read(file)
