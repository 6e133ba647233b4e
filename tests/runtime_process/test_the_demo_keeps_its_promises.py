"""The demo plays the same week for the same seed, and hides nothing that went wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from checkins.service.asking import Asking
from runtime.demo import services, stage
from runtime.demo.command import Choices, play
from runtime.demo.stage import START
from tests.runtime_process.child import PASSED_ON, ROOT
from town.people import habits
from town.people.cast import RESIDENT_CHATS, make_cast
from town.people.habits import Deed, Reaction
from town.people.model import HIGH, Accident, Answers, Cast, Owns
from town.people.sayings import Intent, Saying

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
    weeks = [kept_in(here), kept_in(other)]
    assert all(told["figures"]["asked"] for told in weeks)
    assert any(told["texts"] for told in weeks)
    assert not any(told["texts_with_link"] for told in weeks)


async def test_another_service_is_alarmed_and_somebody_looks_after_her(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "ALARMED", timedelta(hours=1))
    monkeypatch.setattr(services, "BACK", timedelta(hours=5))
    result = tmp_path / "result.json"
    assert await play(choices(result)) == 0
    figures = kept_in(result)["figures"]
    assert figures["vendor_alarms"] == 1
    assert figures["cases"]["danger"] + figures["cases"]["emergency"] == 1
    assert figures["open_cases"] == 0


def everybody_writes(seed: int, *rest: object) -> Cast:
    """A town of people who answer at once, every day, in their own words."""
    cast = make_cast(seed, *rest)  # type: ignore[arg-type] # handed through
    people = tuple(
        replace(
            one, tier=HIGH, owns=Owns.SMARTPHONE, chat_id=RESIDENT_CHATS + number, language="ko",
            answers=Answers.WRITES, diligence=1.0,
        )
        for number, one in enumerate(cast.residents)
    )  # fmt: skip
    quiet = replace(cast, accidents=(), trips=(), plugs=(), pulled_out=(), power_cuts=())
    return replace(quiet, residents=people)


def kept_in(result: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(result.read_bytes())
    return told


def all_say(patch: pytest.MonkeyPatch, saying: Saying) -> None:
    def says(*_args: object, **_named: object) -> Reaction:
        return Reaction(Deed.WRITE, timedelta(minutes=5), saying)

    patch.setattr(habits, "resident_reacts", says)


async def played(result: Path, monkeypatch: pytest.MonkeyPatch, saying: Saying) -> dict[str, Any]:
    """A day of four people who all write the same."""
    monkeypatch.setattr(stage, "make_cast", everybody_writes)
    all_say(monkeypatch, saying)
    status = await play(choices(result, residents=4))
    return kept_in(result) | {"status": status}


async def test_what_was_written_is_compared_with_what_was_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = await played(tmp_path / "r.json", monkeypatch, Saying("괘안심더", Intent.FINE))
    assert told["status"] == 0
    assert told["written"] == {"fine": {"written": 4, "understood": 4}}
    assert told["figures"]["answered"] == {"telegram": 4}
    assert told["figures"]["asked_by_rung"] == {"message": 4}
    assert told["figures"]["answered_by_rung"] == {"message": 4}
    assert told["figures"]["unclear"] == {}
    rows = [line.split("│")[1:-1] for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert ["뜻대로 알아들음", "4", "100%"] in [[cell.strip() for cell in row] for row in rows]


async def test_who_was_not_understood_is_asked_once_more_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Reaction(Deed.PRESS_FINE, timedelta(minutes=5))
    monkeypatch.setattr(habits, "resident_says_again", lambda *_args: again)
    saying = Saying("오늘 장날이라 장에 가니더", Intent.CHAT)
    told = await played(tmp_path / "r.json", monkeypatch, saying)
    assert told["status"] == 0
    assert told["written"] == {"chat": {"written": 4, "understood": 4}}
    assert told["figures"]["unclear"] == {"fine": 4}


async def test_a_call_for_help_that_is_taken_for_fine_fails_the_demo_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = await played(tmp_path / "r.json", monkeypatch, Saying("잘 있심더", Intent.URGENT))
    assert (told["status"], told["calls_for_help_unheard"]) == (1, 4)
    assert "Call for help not heard: '잘 있심더' was taken for ok." in capsys.readouterr().out


async def test_a_call_for_help_is_heard_and_a_person_gets_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await played(tmp_path / "r.json", monkeypatch, Saying("도와주이소", Intent.HELP))
    assert (told["status"], told["calls_for_help_unheard"]) == (0, 0)
    assert len(told["helped_after_seconds"]) == 4
    assert all(0 < seconds < 7_200 for seconds in told["helped_after_seconds"])


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
    def never(*_args: object) -> bool:
        return False

    patch.setattr(Asking, "_may_begin", never)


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
