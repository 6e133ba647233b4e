"""Policy files are read strictly, and refused with file, line and reason."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from foundation.policy_files import PolicyError, Strict, parse, read


class Round(Strict):
    to: Literal["helpers", "officers"]
    count: Annotated[int, Field(ge=1, le=20)]


class Case(Strict):
    when: Literal["now", "today"]
    minutes: Annotated[int, Field(ge=5)]
    rounds: Annotated[tuple[Round, ...], Field(min_length=1)]


class File(Strict):
    watch: Case


GOOD = """
[watch]
when = "today"
minutes = 90
rounds = [
  { to = "helpers", count = 3 },
  { to = "officers", count = 2 },
]
"""


def test_a_citys_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert read(File, file).watch.rounds[1].count == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "why"),
    [
        ("[watch]", "[wacth]", 1, "watch", "Field required"),
        ("[watch]", "[wacth]", 2, "wacth", "Extra inputs"),
        ('when = "today"', 'when = "soon"', 3, "watch.when", "Input should be"),
        ("minutes = 90", "", 2, "watch.minutes", "Field required"),
        ("minutes = 90", "minutes = 0", 4, "watch.minutes", "greater than"),
        ("count = 3", "count = 0", 5, "watch.rounds.0.count", "greater than"),
        ('to = "officers"', 'to = "leads"', 5, "watch.rounds.1.to", "Input should be"),
        ("count = 2", "count = 2, extra = 1", 5, "watch.rounds.1.extra", "Extra inputs"),
    ],
)
def test_a_bad_one_is_refused_with_line_and_reason(
    old: str, new: str, line: int, where: str, why: str
) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError) as refused:
        parse(File, GOOD.replace(old, new, 1), "city.toml")
    [said] = [one for one in str(refused.value).splitlines() if f": {where}: " in one]
    assert said.startswith(f"city.toml, line {line}: ")
    assert why in said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = GOOD.replace("90", "0").replace("today", "soon")
    with pytest.raises(PolicyError) as refused:
        parse(File, wrong, "city.toml")
    assert len(str(refused.value).splitlines()) == 2


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(PolicyError, match=r"city\.toml: Expected.* line 2"):
        parse(File, GOOD.replace("[watch]", "[watch"), "city.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        read(File, tmp_path / "nowhere.toml")
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes("위험".encode("cp949"))
    with pytest.raises(PolicyError, match=r"wrong\.toml"):
        read(File, wrong)
