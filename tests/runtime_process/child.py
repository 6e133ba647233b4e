"""`anbu` as a process of its own, ended by its pid whatever happens."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = ("PATH", "LANG", "HOME")


@dataclass
class Child:
    """A running command. `told` is what it has written so far."""

    process: subprocess.Popen[str]
    told: list[str] = field(default_factory=list)

    def until(self, event: str, *, once_more: bool = False) -> None:
        """Read what it logs until it has logged `event`. AssertionError: it ended before."""
        assert self.process.stdout is not None
        if not once_more and any(_is(event, line) for line in self.told):
            return
        for line in self.process.stdout:
            self.told.append(line)
            if _is(event, line):
                return
        raise AssertionError("".join(self.told))

    def told_to_stop(self, seconds: float) -> int:
        """Its exit status once it was told to stop; negative when a signal ended it.

        Raises subprocess.TimeoutExpired when it takes longer.
        """
        self.process.send_signal(signal.SIGTERM)
        rest, _ = self.process.communicate(timeout=seconds)
        self.told.append(rest)
        return self.process.returncode


def _is(event: str, line: str) -> bool:
    return line.startswith("{") and bool(json.loads(line)["event"] == event)


@contextmanager
def anbu(
    command: str | Sequence[str], variables: Mapping[str, str], folder: Path
) -> Iterator[Child]:
    """Run `anbu COMMAND` in `folder`; a command may have several words.

    It gets these variables, named without their prefix, and no other.
    """
    words = [command] if isinstance(command, str) else command
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {f"ANBU_{name}": value for name, value in variables.items()}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "runtime", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Child(process)
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
