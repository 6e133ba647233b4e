"""The demo plays the same week for the same seed, and does not hide a promise that was broken."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkins.service.asking import Asking
from runtime.demo import stage
from runtime.demo.command import Choices, play
from runtime.demo.stage import START
from tests.runtime_process.child import PASSED_ON, ROOT
from town.people import habits
from town.people.cast import HIGH, Accident, Cast, make_cast
from town.people.habits import Deed, Reaction

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

ONSET = START + timedelta(minutes=90)
"""Before the first morning's check-ins: somebody is promised the same day."""


def choices(json_file: Path, seed: int = 1, residents: int = 12) -> Choices:
    return Choices(
        days=1, residents=residents, seed=seed, language="ko", json=json_file, serve=False
    )


def played_elsewhere(json_file: Path) -> int:
    """The same by the command line, in a process whose sets and dicts are in another order."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711"}
    return subprocess.run(
        [
            *(sys.executable, "-m", "runtime", "demo", "--days", "1", "--residents", "12"),
            *("--no-serve", "--json", str(json_file)),
        ],
        cwd=json_file.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


async def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    here, there, other = (tmp_path / name for name in ("here.json", "there.json", "other.json"))
    assert await play(choices(here)) == 0
    assert played_elsewhere(there) == 0
    assert await play(choices(other, seed=2)) == 0
    assert here.read_bytes() == there.read_bytes()
    assert here.read_bytes() != other.read_bytes()
    assert json.loads(here.read_bytes())["figures"]["asked"] > 0


def one_accident(seed: int, *rest: object) -> Cast:
    """A town in which somebody who is asked every day falls before she is asked."""
    cast = make_cast(seed, *rest)  # type: ignore[arg-type] # handed through
    first = replace(cast.residents[0], tier=HIGH)
    return replace(
        cast,
        residents=(first, *cast.residents[1:]),
        accidents=(Accident(first.key, ONSET),),
    )


def nobody_fails(_patch: pytest.MonkeyPatch) -> None:
    """All is as it should be."""


def nobody_accepts(patch: pytest.MonkeyPatch) -> None:
    def nothing(*_args: object) -> Reaction:
        return Reaction(Deed.NOTHING)

    patch.setattr(habits, "helper_reacts", nothing)
    patch.setattr(habits, "staff_reacts", nothing)


def nobody_is_asked(patch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> None:
        return None

    patch.setattr(Asking, "start", never)


@pytest.mark.parametrize(
    ("plant", "status"), [(nobody_fails, 0), (nobody_accepts, 1), (nobody_is_asked, 1)]
)
async def test_a_broken_promise_is_told_and_fails_the_demo(
    plant: Callable[[pytest.MonkeyPatch], None],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(stage, "make_cast", one_accident)
    plant(monkeypatch)
    result = tmp_path / "result.json"
    assert await play(choices(result, residents=4)) == status
    told = json.loads(result.read_bytes())
    assert (told["promises_due"], told["promises_broken"]) == (1, status)
    broken = f"Promise broken: onset {ONSET.isoformat()}"
    assert (broken in capsys.readouterr().out.replace("\n", " ")) == bool(status)
