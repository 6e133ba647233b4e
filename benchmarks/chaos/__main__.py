"""Is nothing lost and nothing accepted twice when processes are killed with SIGKILL?

`python -m benchmarks.chaos [--database postgresql|sqlite] [--minutes 10] [--kills 50] [--seed N]`:
the service as an operator runs it, beside Telegram and Twilio on this machine, whose people ask
for help, answer and race each other for tasks, while

- on PostgreSQL (the tests' wheel, its fsync on) one of three workers, now and then the web process,
  is killed every few seconds for so many minutes, and the database is stopped twice;
- on SQLite the one process is killed so many times.

Each is started again. Then the people tidy up until the service has come to rest, and what was
acknowledged and delivered is compared with what the database holds. It ends with status 1 and
names the promises when any was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.chaos import run, server
from benchmarks.chaos.run import Plan


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--minutes", type=float, default=10.0, help="of load, on PostgreSQL")
    parser.add_argument("--kills", type=int, default=50, help="of the process, on SQLite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--residents", type=int, default=400)
    parser.add_argument("--rate", type=float, default=1.5, help="acts a second, at most")
    parser.add_argument("--rest", type=float, default=10.0, help="minutes it may take to rest")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="anbu-chaos-")))
        database = url = None
        if given.database == "postgresql":
            database = stack.enter_context(server.running())
            url = database.url
        plan = Plan(
            seed=given.seed,
            residents=given.residents,
            each_second=given.rate,
            seconds=None if database is None else given.minutes * 60,
            kills=given.kills if database is None else None,
            lives_on=(0.5, 6.0) if database is None else (2.0, 10.0),
            rest_seconds=given.rest * 60,
        )
        url = url or f"sqlite:///{folder / 'anbu.db'}"
        told = asyncio.run(run.played(plan, folder, url, database))
    told.show()
    return 1 if told.broken else 0


if __name__ == "__main__":
    sys.exit(main())
