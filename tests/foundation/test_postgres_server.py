import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, inspect

from migrations.tables import metadata
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
DYING = """
import os, signal
from tests.support.postgres import start_postgres
print(start_postgres()._url.query["host"], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_each_database_has_every_table_and_is_apart_from_the_others(
    postgres: PostgresServer,
) -> None:
    urls = [postgres.create_database() for _ in range(2)]
    assert urls[0] != urls[1]
    engines = [create_engine(url) for url in urls]
    with engines[0].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE mine (id int)")
    with engines[1].begin() as connection:
        assert set(inspect(connection).get_table_names()) == set(metadata().tables)
    # Still connected: dropping cuts them.
    for url in urls:
        postgres.drop_database(url)
    for engine in engines:
        engine.dispose()


def test_the_server_ends_with_the_process_that_started_it() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "ANBU_TEST_DATABASE_URL"}
    died = subprocess.run(
        [sys.executable, "-c", DYING],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,  # read to its end, which the server's shell holds open
        text=True,
        check=False,
    )
    assert died.returncode == -9, died.stderr
    folder = Path(died.stdout.strip())
    assert folder.name.startswith("anbu-pg-")
    assert not folder.exists()
