from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from foundation.clock import ManualClock
from foundation.database import Database
from foundation.engines import DatabaseUrlError, make_engine
from foundation.ids import seeded
from foundation.keyring import KeyRing
from tests.support.database import fresh_url, open_database
from tests.support.postgres import PostgresServer


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 0)])
def test_sqlite_is_set_up_for_many_readers_and_one_patient_writer(
    durable: bool, synchronous: int, tmp_path: Path, clock: ManualClock
) -> None:
    database = Database(
        fresh_url(tmp_path),
        clock=clock,
        ids=seeded(clock, 1),
        keyring=KeyRing.demo_ring(),
        durable=durable,
    )
    with database.read() as work:
        connection = work.session.connection()
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    database.close()
    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5_000,
        "synchronous": synchronous,
    }


def test_postgresql_s_transactions_have_their_limits(postgres: PostgresServer) -> None:
    url = postgres.create_database()
    database = open_database(url)
    names = ("statement_timeout", "lock_timeout", "transaction_isolation", "TimeZone")

    def shown(*, writing: bool) -> list[str]:
        with database.write() if writing else database.read() as work:
            connection = work.session.connection()
            return [str(connection.execute(text(f"SHOW {name}")).scalar()) for name in names]

    assert shown(writing=True) == ["30s", "5s", "read committed", "UTC"]
    assert shown(writing=False) == ["30s", "5s", "repeatable read", "UTC"]
    database.close()
    postgres.drop_database(url)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:secret@host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "not a url secret",
        "postgres://user:secret@host/name",
    ],
)
def test_an_engine_that_anbu_does_not_run_on_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="use sqlite:///FILE") as caught:
        make_engine(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://u@h/n", "postgresql+psycopg://u@h/n"])
def test_both_spellings_of_postgresql_mean_psycopg(url: str) -> None:
    assert make_engine(url).dialect.driver == "psycopg"


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/a/b/anbu.db", pooled=False)
    with engine.begin():
        pass
    assert (tmp_path / "a" / "b" / "anbu.db").exists()


def test_errors_do_not_quote_what_was_bound(database: Database) -> None:
    statement = text("SELECT * FROM nowhere WHERE x = :x")
    with pytest.raises(DBAPIError) as caught, database.write() as work:
        work.session.connection().execute(statement, {"x": "김순자"})
    assert "김순자" not in str(caught.value)
