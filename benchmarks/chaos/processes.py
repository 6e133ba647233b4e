"""Processes of the service as an operator runs them, killed with SIGKILL and started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from foundation.clock import RealClock

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = ("PATH", "LANG", "HOME")
PAUSE_SECONDS = 0.5
"""Before a process that ended is started again, as a supervisor does."""
UP = {"worker": "working", "web": "listening", "serve": "listening"}
"""What each command logs once it does its part."""
BAD = frozenset({"warning", "error", "critical"})


class Kept:
    """One `anbu COMMAND` that is started again whenever it ends, until it is let go."""

    def __init__(self, command: str, environment: Mapping[str, str], folder: Path) -> None:
        self.command = command
        self.up = asyncio.Event()
        self.lives = 0
        self.kills = 0
        self.logged: Counter[str] = Counter()
        """Warnings and errors by event and kind of error."""
        self.last_words = ""
        """What the last process wrote that was no line of the log."""
        self._environment = environment
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._going = True
        self._task = asyncio.create_task(self._keep())

    def kill(self) -> None:
        """SIGKILL, wherever it is."""
        self.kills += 1
        self.up.clear()
        self._end()

    async def let_go(self) -> None:
        """End it for good."""
        self._going = False
        self._end()
        await self._task

    def _end(self) -> None:
        """Not by `Process.kill`: that looks for the exit status, which the event loop waits for."""
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    async def _keep(self) -> None:
        clock = RealClock()
        while self._going:
            self.lives += 1
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "runtime", self.command),
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                limit=2**22,
            )
            try:
                await self._listen(self._process)
            finally:
                self._end()
                await self._process.wait()
            self.up.clear()
            await clock.sleep(PAUSE_SECONDS)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        self.last_words = ""
        async for raw in process.stdout:
            line = raw.decode("utf-8", "replace")
            if not line.startswith("{"):
                self.last_words += line
            elif line.endswith("}\n"):  # the last one may be torn
                self._note(json.loads(line))

    def _note(self, told: Mapping[str, object]) -> None:
        if told["event"] == UP[self.command]:
            self.up.set()
        if told["level"] in BAD:
            words = (told.get(key) for key in ("event", "error", "reason", "where"))
            self.logged[" ".join(str(word) for word in words if word)] += 1


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """These settings, without their prefix, and no other of this machine's."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    settings = {f"ANBU_{name}": value for name, value in variables.items()}
    return passed_on | settings | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
