"""What processes cost: their processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE_SECONDS = 0.5
SAID = frozenset({"ready", "done", "took"})
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20
_UTIME, _STIME, _PARENT, _PAGES = 11, 12, 1, 21
"""Fields of /proc/PID/stat behind the name."""


class Child:
    """A module run as a process, spoken with by lines."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def says(self) -> str:
        """Its next line that is no log. Raises RuntimeError when it ended without."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if SAID & {*line.split()[:1]}:
                return line.strip()
            sys.stderr.write(line)
        raise RuntimeError(f"{self.process.args!r} ended")

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


class Gauge:
    """Samples the memory of some processes while it is open."""

    def __init__(self, **pids: int | None) -> None:
        self._pids = {name: pid for name, pid in pids.items() if pid is not None}
        self._before: dict[str, float] = {}
        self.cpu_seconds: dict[str, float] = {}
        self.memory_mib: dict[str, list[float]] = {name: [] for name in self._pids}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Count what is spent inside."""
        stop = threading.Event()

        def sample() -> None:
            while not stop.wait(SAMPLE_SECONDS):
                for name, pid in self._pids.items():
                    with suppress(OSError):
                        self.memory_mib[name].append(int(_stat(pid)[_PAGES]) * _PAGE_MIB)

        thread = threading.Thread(target=sample, daemon=True)
        before = {name: _cpu(pid) for name, pid in self._pids.items()}
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            after = {name: _cpu(pid) for name, pid in self._pids.items()}
            self.cpu_seconds = {name: after[name] - before[name] for name in before}

    def memory(self, name: str) -> str:
        """Its memory after a quarter of the time, and the most it had after that."""
        samples = self.memory_mib[name]
        if not samples:
            return "-"
        quarter = len(samples) // 4
        return f"{samples[quarter]:.0f}, then at most {max(samples[quarter:]):.0f}"


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def _cpu(pid: int) -> float:
    """Seconds of a process and of those it began, which a database's are."""
    spent = 0.0
    for one in [pid, *_children(pid)]:
        with suppress(OSError):
            fields = _stat(one)
            spent += (int(fields[_UTIME]) + int(fields[_STIME])) / _TICKS
    return spent


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if int(_stat(int(folder.name))[_PARENT]) == parent:
                    found.append(int(folder.name))
    return found
