"""A PostgreSQL that keeps what it took, and that can be stopped and started in between.

It is the tests' wheel with the settings of production: fsync, full pages, synchronous commits.
Like theirs it ends with this process, however that happens: a shell waits on a pipe of ours.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.support.postgres import _binaries

# Each line it reads is done and answered; the end of its input stops the server.
SCRIPT = """
set -u
start() {
    "$1/pg_ctl" start --wait --silent --pgdata="$2/data" --log="$2/log" --options="$3" > /dev/null
}
stop() { "$1/pg_ctl" stop --mode="$3" --wait --silent --pgdata="$2/data" > /dev/null; }
"$1/initdb" --no-instructions --auth=trust --username=anbu --encoding=UTF8 --locale=C \
    --pgdata="$2/data" > "$2/log" 2>&1 && start "$1" "$2" "$3" && echo done
while read -r what; do
    case "$what" in
        start) start "$1" "$2" "$3" && echo done ;;
        *) stop "$1" "$2" "$what" && echo done ;;
    esac
done
stop "$1" "$2" fast
rm -rf "$2"
"""
OPTIONS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
}


class Server:
    """A running server; `url` is that of its one database."""

    def __init__(self, url: str, shell: subprocess.Popen[str]) -> None:
        self.url = url
        self._shell = shell

    async def stop(self, mode: str) -> None:
        """End it: `fast` writes everything down first, `immediate` is as if it crashed."""
        await asyncio.to_thread(self._tell, mode)

    async def start(self) -> None:
        """Start it again; it answers when this returns."""
        await asyncio.to_thread(self._tell, "start")

    def _tell(self, what: str) -> None:
        assert self._shell.stdin is not None
        print(what, file=self._shell.stdin, flush=True)
        _wait(self._shell)


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty database; gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="anbu-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    options = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
    options += f" -c unix_socket_directories='{folder}'"
    with subprocess.Popen(
        ["sh", "-c", SCRIPT, "sh", str(_binaries(folder)), str(folder), options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        user=user,
        extra_groups=[] if user else None,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
    ) as shell:
        _wait(shell)
        yield Server(_created(f"postgresql+psycopg://anbu@/{{}}?host={folder}"), shell)


def _wait(shell: subprocess.Popen[str]) -> None:
    assert shell.stdout is not None
    if shell.stdout.readline() != "done\n":
        message = "PostgreSQL does not do what it is told."
        raise RuntimeError(message)


def _created(url: str) -> str:
    engine = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE anbu TEMPLATE template0 ENCODING 'UTF8'")
    return url.format("anbu")


def version(url: str) -> str:
    """What the database at `url` calls itself."""
    engine = create_engine(url, poolclass=NullPool)
    sqlite = engine.dialect.name == "sqlite"
    asked = "SELECT sqlite_version()" if sqlite else "SHOW server_version"
    with engine.connect() as connection:
        told = connection.exec_driver_sql(asked).scalar_one()
    return f"{'SQLite' if sqlite else 'PostgreSQL'} {told}"
