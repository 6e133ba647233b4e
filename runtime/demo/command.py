"""`anbu demo`: set the stage, play the days, say how it went."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from foundation import logs
from locales.model import Language
from runtime.demo.stage import Stage, set_stage
from runtime.demo.tally import Tally, tally
from runtime.demo.view import View

WALL_SECONDS_A_DAY = 120
"""A simulated day takes seconds: beyond this something hangs, and the demo says so."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was asked for on the command line."""

    days: int
    residents: int
    seed: int
    language: str
    json: Path | None
    serve: bool


async def play(choices: Choices) -> int:
    """Return the exit status: 0 when every promise was kept and every call for help heard."""
    logs.configure("warning", sys.stderr)
    console = Console(highlight=False)
    language = Language(choices.language)
    async with set_stage(choices.seed, choices.residents, choices.days) as stage:
        view = View(console, language, stage)
        view.begin(choices.days, choices.residents)
        try:
            async with asyncio.timeout(WALL_SECONDS_A_DAY * choices.days):
                await stage.conductor.run(stage.service.worker, stage.until, view.instant)
        except TimeoutError:
            console.print(f"The demo hung at {stage.clock.now().isoformat()} and was stopped.")
            return 1
        result = tally(stage, stage.start)
        view.close(result)
        _keep(choices, result)
        _complain(console, result)
        if choices.serve:
            await _stay(console, stage)
        return 0 if result.is_good else 1


def _keep(choices: Choices, result: Tally) -> None:
    if choices.json is not None:
        text = json.dumps(result.as_json(), indent=2, ensure_ascii=False, sort_keys=True)
        choices.json.write_text(text + "\n", encoding="utf-8")


def _complain(console: Console, result: Tally) -> None:
    for one in result.broken:
        console.print(
            f"Promise broken: onset {one.onset.isoformat()}, a person was promised by "
            f"{one.promised_at.isoformat()}, came {one.found_at or 'not yet'}."
        )
    for heard in result.unheard:
        console.print(f"Call for help not heard: {heard.words!r} was taken for {heard.understood}.")
    for what, count in result.late.items():
        if count:
            console.print(f"Left open beyond its time: {what} {count}.")


async def _stay(console: Console, stage: Stage) -> None:
    """Keep the service up until interrupted."""
    console.print(f"\n{stage.base_url}/health  (Ctrl-C ends)")
    await asyncio.Event().wait()
