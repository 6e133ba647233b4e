import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import col, select
from typing_extensions import override

from foundation.clock import ManualClock
from foundation.database import Database, NestedWriteError
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash, Seams
from foundation.vault import SubjectKey
from tests.support.database import MONDAY_MORNING, fresh_url, open_database


class Recorder(Seams):
    """Remembers the points and who was called back; ends the process at one of them."""

    def __init__(self, crash_at: str | None = None) -> None:
        self.points: list[str] = []
        self.called: list[str] = []
        self.crash_at = crash_at

    @override
    def reach(self, point: str) -> None:
        self.points.append(point)
        if point == self.crash_at:
            raise Crash(point)


def subjects(database: Database) -> list[str]:
    with database.read() as work:
        order = select(SubjectKey.subject).order_by(col(SubjectKey.subject))
        return list(work.session.exec(order))


def add(
    database: Database,
    subject: str,
    called: list[str] | None = None,
    error: BaseException | None = None,
) -> None:
    """Make a row, ask to be called back, and raise `error` before the block ends."""
    with database.write() as work:
        work.vault.seal(subject, "name", "x")
        if called is not None:
            work.on_commit(lambda: called.append(subject))
        if error is not None:
            raise error


# ------------------------------------------------------------------------ all or nothing


def test_a_write_is_there_when_its_block_has_ended(database: Database) -> None:
    add(database, "a")
    assert subjects(database) == ["a"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_nothing_of_a_write_stays_when_its_block_raises(
    error: type[BaseException], database_url: str
) -> None:
    seams = Recorder()
    database = open_database(database_url, seams=seams)
    with pytest.raises(error):
        add(database, "a", error=error())
    assert seams.points == []
    assert subjects(database) == []
    database.close()


def test_a_crash_before_the_commit_leaves_nothing(database_url: str) -> None:
    seams = Recorder(crash_at=BEFORE_COMMIT)
    database = open_database(database_url, seams=seams)
    with pytest.raises(Crash) as caught:
        add(database, "a", seams.called)
    assert caught.value.point == BEFORE_COMMIT
    assert seams.points == [BEFORE_COMMIT]
    assert subjects(database) == []
    assert seams.called == []
    database.close()


def test_a_crash_after_the_commit_keeps_the_data_and_loses_the_callbacks(
    database_url: str,
) -> None:
    seams = Recorder(crash_at=AFTER_COMMIT)
    database = open_database(database_url, seams=seams)
    with pytest.raises(Crash):
        add(database, "a", seams.called)
    assert seams.points == [BEFORE_COMMIT, AFTER_COMMIT]
    assert subjects(database) == ["a"]
    assert seams.called == []
    database.close()


def test_after_a_crash_the_next_write_goes_through(database_url: str) -> None:
    seams = Recorder(crash_at=BEFORE_COMMIT)
    database = open_database(database_url, seams=seams)
    with pytest.raises(Crash):
        add(database, "a")
    seams.crash_at = None
    add(database, "b")
    assert subjects(database) == ["b"]
    database.close()


def test_no_except_exception_survives_a_crash() -> None:
    assert not issubclass(Crash, Exception)


def test_rows_broken_at_the_end_never_reach_the_seam(database_url: str) -> None:
    seams = Recorder()
    database = open_database(database_url, seams=seams)
    # Not flushed by the block: the tombstone rule is checked when it is.
    row = SubjectKey(
        subject="a", ring_key_id="k", wrapped=None, created_at=MONDAY_MORNING, destroyed_at=None
    )
    with pytest.raises(DBAPIError), database.write() as work:
        work.session.add(row)
    assert seams.points == []
    database.close()


def test_rows_stay_readable_after_their_commit(database: Database) -> None:
    add(database, "a")
    with database.write() as work:
        row = work.session.exec(select(SubjectKey)).one()
    assert row.subject == "a"


# ------------------------------------------------------------------------------- callbacks


def test_callbacks_run_after_the_commit_in_order_and_may_write(database: Database) -> None:
    seen: list[list[str]] = []
    with database.write() as work:
        work.vault.seal("a", "name", "x")
        work.on_commit(lambda: seen.append(subjects(database)))
        work.on_commit(lambda: add(database, "b"))
        work.on_commit(lambda: seen.append(subjects(database)))
    assert seen == [["a"], ["a", "b"]]


def test_callbacks_of_a_write_that_failed_never_run(database: Database) -> None:
    called: list[str] = []
    with pytest.raises(RuntimeError):
        add(database, "a", called, RuntimeError())
    assert called == []


# ------------------------------------------------------------------------------- one instant


def test_now_stands_still_within_a_unit_of_work(database: Database, clock: ManualClock) -> None:
    with database.write() as work:
        clock.advance(timedelta(hours=1))
        assert work.now == MONDAY_MORNING
    with database.read() as work:
        assert work.now == MONDAY_MORNING + timedelta(hours=1)


def write_lock_is_free(url: str) -> bool:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    else:
        connection.execute("ROLLBACK")
        return True
    finally:
        connection.close()


class LockWatchingClock:
    """Notes at each reading whether anybody could write."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.free: list[bool] = []

    def now(self) -> datetime:
        self.free.append(write_lock_is_free(self.url))
        return datetime(2026, 3, 2, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        raise AssertionError


def test_the_clock_is_read_once_and_while_the_lock_is_held(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    clock = LockWatchingClock(url)
    database = open_database(url, clock)
    with database.write() as work:
        assert work.now == work.now
    assert clock.free == [False]
    with database.read():
        pass
    assert clock.free == [False, True]
    database.close()


# ---------------------------------------------------------------------------- SQLite's locks


def test_a_write_takes_the_lock_before_its_first_statement(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    database = open_database(url)
    with database.write():
        assert not write_lock_is_free(url)
    assert write_lock_is_free(url)
    with database.read() as work:
        work.session.exec(select(SubjectKey)).all()
        assert write_lock_is_free(url)
    database.close()


def test_a_second_writer_that_may_not_wait_is_refused(tmp_path: Path) -> None:
    url = fresh_url(tmp_path)
    first, second = open_database(url), open_database(url)
    with second.read() as work:
        work.session.connection().exec_driver_sql("PRAGMA busy_timeout = 0")
    with first.write(), pytest.raises(OperationalError, match="locked"), second.write():
        pytest.fail("both write")
    for database in (first, second):
        database.close()


def test_writers_take_turns_and_lose_no_update(database: Database) -> None:
    with database.write() as work:
        work.session.connection().exec_driver_sql("CREATE TABLE tally (n INTEGER NOT NULL)")
        work.session.connection().exec_driver_sql("INSERT INTO tally VALUES (0)")
    tally = sqlalchemy.table("tally", sqlalchemy.column("n", sqlalchemy.Integer))
    read = sqlalchemy.select(tally.c.n).with_for_update()

    def count() -> None:
        for _ in range(10):
            with database.write() as work:
                connection = work.session.connection()
                number = connection.execute(read).scalar_one()
                connection.execute(text("UPDATE tally SET n = :n"), {"n": number + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as work:
        assert work.session.connection().execute(text("SELECT n FROM tally")).scalar_one() == 40


# ------------------------------------------------------------------------------------ reading


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read.?only"), database.read() as work:
        work.vault.seal("a", "name", "x")
    add(database, "b")
    assert subjects(database) == ["b"]


def test_a_read_sees_one_picture_while_others_write(database: Database) -> None:
    add(database, "a")
    with database.read() as work:
        statement = select(SubjectKey.subject)
        before = list(work.session.exec(statement))
        add(database, "b")
        assert list(work.session.exec(statement)) == before == ["a"]
    assert subjects(database) == ["a", "b"]


def test_a_write_inside_a_write_is_refused_at_once(database: Database) -> None:
    with database.write():
        with pytest.raises(NestedWriteError, match="pass its UnitOfWork on"), database.write():
            pytest.fail("it would wait for itself")
        assert subjects(database) == []
    add(database, "a")
