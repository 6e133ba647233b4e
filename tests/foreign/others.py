"""Other people's programs, started from the folder that `make test-foreign` fills, ended by pid."""

import queue
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ROOT / ".venv-foreign"
PYTHON = FOREIGN / "bin" / "python"
PRISM = FOREIGN / "npm/node_modules/@stoplight/prism-cli/dist/index.js"
SPECIFICATION = FOREIGN / "npm/package/src/services/twilio-api/twilio_api_v2010.json"
STARTS_WITHIN = 90.0


class Other:
    """A running program; what it writes is read as it comes, so that it never waits for us."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._told: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until(self, words: str) -> str:
        """The first line with these words. Raises AssertionError when it ends before."""
        while (line := self._lines.get(timeout=STARTS_WITHIN)) is not None:
            self._told.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self._told))

    def end(self) -> None:
        """End it now; it keeps nothing that matters."""
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)


@contextmanager
def running(*command: str | Path, variables: Mapping[str, str] | None = None) -> Iterator[Other]:
    """Run a program with these environment variables alone."""
    assert Path(command[0]).exists() or "/" not in str(command[0]), "run `make test-foreign`"
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=FOREIGN,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONUNBUFFERED": "1", **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    other = Other(process)
    try:
        yield other
    finally:
        other.end()
