"""A city's own policy: read strictly, refused with place and reason."""

from datetime import timedelta
from pathlib import Path

import pytest

from escalation.model import Urgency
from escalation.policy import parse, read, shipped
from foundation.policy_files import PolicyError
from tasks.model import Audience
from tests.support.policies import refusal

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


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("[watch]", "[wacth]", "watch", "Field required"),
        ("[watch]", "[wacth]", "wacth", "Extra inputs"),
        ("[watch]", "[watch", "line 2", "Expected"),
        ('when = "today"', 'when = "soon"', "watch.when", "Input should be"),
        ("do_within_minutes = 90", "", "watch.do_within_minutes", "Field required"),
        ("do_within_minutes = 90", "do_within_minutes = 0", "watch.do_within", "greater than"),
        ("count = 3", "count = 0", "watch.rounds.0.count", "greater than"),
        ("minutes = 20", "minutes = 20000", "watch.rounds.0.minutes", "less than"),
        ('to = "helpers"', 'to = "neighbours"', "watch.rounds.0.to", "Input should be"),
        ('rounds = [{ to = "helpers", count = 3, minutes = 20 }]', "rounds = []", "rounds", "1"),
        ('to = "leads"', 'to = "helpers"', "watch.repeat.to", "Input should be"),
        ("count = 2,", "count = 2, extra = 1,", "watch.repeat.extra", "Extra inputs"),
    ],
)
def test_a_bad_one_is_refused_with_place_and_reason(
    old: str, new: str, where: str, why: str
) -> None:
    told = refusal(parse, GOOD, old, new)
    assert where in told
    assert why in told


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        read(tmp_path / "nowhere.toml")
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes("위험".encode("cp949"))
    with pytest.raises(PolicyError, match=r"wrong\.toml"):
        read(wrong)
