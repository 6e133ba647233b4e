import re
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from foundation import migrations
from foundation.engines import make_engine
from foundation.migrations import MigrationError, current_revision, drift, migrate, newest_revision
from migrations.tables import TABLE_MODULES, metadata
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = '''"""{message}."""

import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}
'''


@pytest.fixture
def scripts(tmp_path: Path) -> Iterator[Path]:
    """The migration environment without its revisions, in a folder with a difficult name."""
    folder = tmp_path / "100%s scripts"
    shutil.copytree(
        ROOT / "migrations", folder, ignore=shutil.ignore_patterns("versions", "__pycache__")
    )
    (folder / "versions").mkdir()
    yield folder
    sys.path_importer_cache.clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/anbu.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_empty_database()
    yield url
    server.drop_database(url)


def add_script(scripts: Path, revision: str, down: str | None, upgrade: str) -> None:
    content = SCRIPT.format(message=revision, revision=revision, down=down, upgrade=upgrade)
    (scripts / "versions" / f"{revision}.py").write_text(content)


def tables(url: str) -> set[str]:
    engine = make_engine(url, pooled=False)
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_a_database_without_a_schema_has_no_revision(empty_url: str, scripts: Path) -> None:
    assert current_revision(empty_url) is None
    assert newest_revision(scripts) is None
    migrate(empty_url, scripts)
    assert current_revision(empty_url) is None


def test_what_is_written_from_the_tables_makes_exactly_the_tables(
    empty_url: str, scripts: Path
) -> None:
    script = migrations.write_revision(empty_url, "first tables", scripts)
    assert script.parent == scripts / "versions"
    assert script.name.endswith("_first_tables.py")
    migrate(empty_url, scripts)
    assert current_revision(empty_url) == newest_revision(scripts) is not None
    assert tables(empty_url) == {*metadata().tables, "alembic_version"}
    assert drift(empty_url, scripts) is None
    migrate(empty_url, scripts)


def test_scripts_name_no_type_of_this_code(empty_url: str, scripts: Path) -> None:
    content = migrations.write_revision(empty_url, "first tables", scripts).read_text()
    assert "foundation" not in content
    assert "sqlmodel" not in content
    assert "sa.DateTime(timezone=True)" in content


def test_a_difference_between_tables_and_scripts_is_told(empty_url: str, scripts: Path) -> None:
    add_script(scripts, "one", None, "op.create_table('other', sa.Column('id', sa.Integer()))")
    migrate(empty_url, scripts)
    told = drift(empty_url, scripts)
    assert told is not None
    assert "subject_key" in told


def test_a_migration_that_fails_changes_nothing(empty_url: str, scripts: Path) -> None:
    create = "op.create_table('{0}', sa.Column('id', sa.Integer()))"
    add_script(scripts, "one", None, create.format("kept"))
    migrate(empty_url, scripts)
    add_script(scripts, "two", "one", create.format("undone"))
    add_script(scripts, "three", "two", "raise RuntimeError")
    with pytest.raises(RuntimeError):
        migrate(empty_url, scripts)
    assert current_revision(empty_url) == "one"
    assert tables(empty_url) == {"kept", "alembic_version"}


def test_processes_that_start_together_migrate_once(empty_url: str, scripts: Path) -> None:
    add_script(scripts, "one", None, "op.create_table('made_once', sa.Column('id', sa.Integer()))")
    errors: list[Exception] = []

    def start() -> None:
        try:
            migrate(empty_url, scripts)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    # Alembic's script loader is not made for threads; the lock is what is tested.
    migrate_lock_held = make_engine(empty_url, pooled=False)
    with migrate_lock_held.begin() as connection:
        if connection.dialect.name == "postgresql":
            key = migrations.ADVISORY_LOCK
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
        late = threading.Thread(target=start)
        late.start()
    late.join()
    migrate(empty_url, scripts)
    assert errors == []
    assert tables(empty_url) == {"made_once", "alembic_version"}


def test_a_lock_is_held_while_the_schema_changes(postgres: PostgresServer, scripts: Path) -> None:
    url = postgres.create_empty_database()
    count = "SELECT count(*) AS held FROM pg_locks WHERE locktype = 'advisory'"
    add_script(scripts, "one", None, f'op.execute("CREATE TABLE seen AS {count}")')
    migrate(url, scripts)
    engine = make_engine(url, pooled=False)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT held FROM seen")).scalar_one() == 1
    postgres.drop_database(url)


def test_rows_that_would_point_at_nothing_stop_a_migration(tmp_path: Path, scripts: Path) -> None:
    url = f"sqlite:///{tmp_path}/anbu.db"
    add_script(
        scripts,
        "one",
        None,
        "op.execute('CREATE TABLE a (id INTEGER PRIMARY KEY)'); "
        "op.execute('CREATE TABLE b (a_id INTEGER REFERENCES a (id))'); "
        "op.execute('INSERT INTO b VALUES (7)')",
    )
    with pytest.raises(MigrationError, match="'b'"):
        migrate(url, scripts)
    assert current_revision(url) is None


def test_a_migrated_sqlite_file_is_in_wal_mode(tmp_path: Path, scripts: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/anbu.db", scripts)
    connection = sqlite3.connect(tmp_path / "anbu.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_every_module_with_tables_is_known_to_alembic() -> None:
    found = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ROOT.glob("*/__init__.py")
        for file in package.parent.rglob("*.py")
        if re.search(r"^class \w+\([^)]*table=True", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(TABLE_MODULES) == found, "complete TABLE_MODULES in migrations/tables.py"
