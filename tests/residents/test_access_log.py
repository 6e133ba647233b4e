"""The access log: append-only, chained, ids only."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from foundation.clock import ManualClock
from foundation.database import Database
from residents import service
from residents.model import Access, AccessHead, BrokenAt

WHO = "staff:01KIM"


def write_lines(database: Database, count: int) -> None:
    with database.write() as uow:
        service.log_accesses(
            uow, WHO, [f"resident:{number}" for number in range(count)], "resident.view", "10.0.0.7"
        )


def change(database: Database, statement: str) -> None:
    with database.write() as uow:
        uow.session.connection().execute(text(statement))


def verified(database: Database, anchor: AccessHead | None = None) -> int | BrokenAt:
    with database.read() as uow:
        return service.verify_access_log(uow, anchor)


def test_who_looked_at_whom_is_kept(database: Database, clock: ManualClock) -> None:
    with database.write() as uow:
        assert service.verify_access_log(uow) == 0
        service.log_access(uow, WHO, "resident:1", "task.details", "console")
        first = uow.now
    clock.advance(timedelta(hours=1))
    with database.write() as uow:
        service.log_access(uow, "helper:2", "resident:1", "task.details")
        service.log_access(uow, "helper:2", "resident:2", "task.details")
        assert service.accesses_to(uow, "resident:1", first) == (
            Access(2, uow.now, "helper:2", "resident:1", "task.details", ""),
            Access(1, first, WHO, "resident:1", "task.details", "console"),
        )
        assert service.accesses_to(uow, "resident:1", uow.now, limit=5)[0].seq == 2
        assert service.verify_access_log(uow) == 3


@pytest.mark.parametrize(
    ("fault", "broken_at"),
    [
        ("UPDATE access_log SET who = 'staff:01LEE' WHERE seq = 3", 3),
        ("UPDATE access_log SET subject = 'resident:9' WHERE seq = 1", 1),
        ("UPDATE access_log SET place = '10.0.0.8' WHERE seq = 5", 5),
        ("UPDATE access_log SET at = '2026-03-02 01:00:00.000000' WHERE seq = 2", 2),
        ("DELETE FROM access_log WHERE seq = 1", 1),
        ("DELETE FROM access_log WHERE seq = 3", 3),
        ("UPDATE access_log SET seq = 9 WHERE seq = 5", 5),
        (
            "UPDATE access_log SET hash = replace(hash, '0', '1') WHERE seq = 4",
            4,
        ),
    ],
)
def test_a_changed_or_missing_line_is_found(database: Database, fault: str, broken_at: int) -> None:
    write_lines(database, 5)
    assert verified(database) == 5
    change(database, fault)
    assert verified(database) == BrokenAt(broken_at)


def test_a_log_cut_short_or_written_anew_is_found_by_its_old_end(database: Database) -> None:
    write_lines(database, 5)
    with database.read() as uow:
        head = service.access_log_head(uow)
    assert (head.seq, verified(database, head)) == (5, 5)
    change(database, "DELETE FROM access_log WHERE seq > 3")
    assert verified(database) == 3
    assert verified(database, head) == BrokenAt(4)
    write_lines(database, 9)
    assert verified(database) == 12
    assert verified(database, head) == BrokenAt(5)


def test_a_long_log_is_verified_in_pages(sqlite_database: Database) -> None:
    write_lines(sqlite_database, 2_500)
    assert verified(sqlite_database) == 2_500
    change(sqlite_database, "UPDATE access_log SET what = 'x' WHERE seq = 2001")
    assert verified(sqlite_database) == BrokenAt(2_001)


def test_writers_at_once_make_one_chain(database: Database) -> None:
    threads = [threading.Thread(target=write_lines, args=(database, 5)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verified(database) == 30


@pytest.mark.parametrize(
    ("who", "subject", "what", "where"),
    [
        ("김담당", "resident:1", "task.details", ""),
        ("staff:1", "김순자", "task.details", ""),
        ("staff:1", "resident:1", "looked at 김순자", ""),
        ("staff:1", "resident:1", "task.details", "지좌동 사무소"),
        ("staff:1", "resident:1", "", ""),
    ],
)
def test_nothing_personal_can_get_into_the_log(
    sqlite_database: Database, who: str, subject: str, what: str, where: str
) -> None:
    with sqlite_database.write() as uow:
        with pytest.raises(service.WrongAccessError):
            service.log_access(uow, who, subject, what, where)
        assert service.verify_access_log(uow) == 0
