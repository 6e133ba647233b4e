"""What a batch reads ahead and writes behind, and when it must not."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, insert, update
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.behind import Row, Writing
from foundation.database import Database
from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork
from signals.tables import AgendaRow

HERS, HIS, OTHERS = "resident:1", "resident:2", "resident:3"
TABLE = table_of(AgendaRow)
AT = datetime(2026, 3, 2, tzinfo=UTC)


class Urgencies(Reading[int]):
    """Counts how often it is read, and of whom."""

    def __init__(self, key: Key = Key.REF, expected: Sequence[str] = ()) -> None:
        told = {"expected": lambda _uow: expected} if expected else {}
        super().__init__(self._answers, AgendaRow, key=key, **told)
        self.asked: list[list[str]] = []

    def _answers(self, uow: UnitOfWork, refs: Sequence[str]) -> dict[str, int]:
        self.asked.append(sorted(refs))
        rows = uow.session.exec(select(AgendaRow).where(col(AgendaRow.subject).in_(refs)))
        return {row.subject: row.urgency for row in rows}


def row(subject: str, urgency: int = 0) -> Row:
    return {"subject": subject, "urgency": urgency, "next_at": AT}


@pytest.fixture
def urgencies(database: Database) -> Urgencies:
    with database.write() as uow:
        for each in (HERS, OTHERS):
            uow.session.connection().execute(insert(TABLE), row(each))
    return Urgencies()


def raise_urgency(uow: UnitOfWork, subject: str) -> None:
    changed = update(TABLE).where(TABLE.c.subject == subject).values(urgency=3)
    uow.session.connection().execute(changed)


def test_one_question_is_answered_for_everybody(database: Database, urgencies: Urgencies) -> None:
    with database.write() as uow:
        uow.ahead.together([HERS, HIS])
        assert uow.ahead.one(uow, urgencies, HERS) == 0
        assert uow.ahead.one(uow, urgencies, HIS) is None
        assert uow.ahead.of(uow, urgencies, [HERS, HIS]) == {HERS: 0}
    assert urgencies.asked == [[HERS, HIS]]


def test_without_a_batch_nothing_is_kept(database: Database, urgencies: Urgencies) -> None:
    with database.write() as uow:
        assert uow.ahead.one(uow, urgencies, HERS) == 0
        assert uow.ahead.one(uow, urgencies, HERS) == 0
    assert urgencies.asked == [[HERS], [HERS]]


def test_of_somebody_whom_nobody_holds_nothing_is_kept(
    database: Database, urgencies: Urgencies
) -> None:
    with database.write() as uow:
        uow.ahead.together([HERS])
        for _ in range(2):
            assert uow.ahead.one(uow, urgencies, OTHERS) == 0
    assert urgencies.asked == [[HERS, OTHERS], [OTHERS]]


def test_what_a_batch_will_ask_in_common_is_read_with_the_first_question(
    database: Database, urgencies: Urgencies
) -> None:
    in_common = Urgencies(Key.COMMON, expected=[HERS, OTHERS])
    with database.write() as uow:
        uow.ahead.together([HIS])
        for one in (OTHERS, HERS):
            assert uow.ahead.one(uow, in_common, one) == 0
        raise_urgency(uow, HERS)
        assert uow.ahead.of(uow, in_common, [HERS, OTHERS]) == {HERS: 3, OTHERS: 0}
    assert in_common.asked == [[HERS, OTHERS], [HERS, OTHERS]]
    assert not urgencies.asked


def test_a_write_of_any_kind_is_seen(database: Database, urgencies: Urgencies) -> None:
    with database.write() as uow:
        uow.ahead.together([HERS, HIS])
        assert uow.ahead.one(uow, urgencies, HERS) == 0
        raise_urgency(uow, HERS)
        assert uow.ahead.one(uow, urgencies, HERS) == 3
        known = uow.session.get_one(AgendaRow, HERS)
        known.urgency = 2  # nothing was said to the database yet
        assert uow.ahead.one(uow, urgencies, HERS) == 2
        uow.session.delete(known)
        assert uow.ahead.one(uow, urgencies, HERS) is None
    assert urgencies.asked == [[HERS, HIS], [HERS], [HERS], [HERS]]


def test_a_write_that_concerns_one_leaves_the_others_known(
    database: Database, urgencies: Urgencies
) -> None:
    with database.write() as uow:
        uow.ahead.together([HERS, OTHERS])
        assert uow.ahead.one(uow, urgencies, OTHERS) == 0
        with uow.ahead.concerning(HERS):
            raise_urgency(uow, HERS)
        assert uow.ahead.of(uow, urgencies, [HERS, OTHERS]) == {HERS: 3, OTHERS: 0}
    assert urgencies.asked == [[HERS, OTHERS], [HERS]]


def test_a_part_that_is_undone_takes_its_answers_with_it(
    database: Database, urgencies: Urgencies
) -> None:
    def fail(uow: UnitOfWork) -> None:
        with uow.apart():
            raise_urgency(uow, HERS)
            assert uow.ahead.one(uow, urgencies, HERS) == 3
            raise ZeroDivisionError

    with database.write() as uow:
        uow.ahead.together([HERS])
        with pytest.raises(ZeroDivisionError):
            fail(uow)
        assert uow.ahead.one(uow, urgencies, HERS) == 0


def test_whose_data_are_broken_is_in_nobodys_way(database: Database) -> None:
    def answers(_uow: UnitOfWork, refs: Sequence[str]) -> dict[str, int]:
        if HIS in refs:
            raise ValueError
        return dict.fromkeys(refs, 1)

    reading = Reading(answers, AgendaRow, key=Key.REF)
    with database.write() as uow:
        uow.ahead.together([HERS, HIS])
        assert uow.ahead.one(uow, reading, HERS) == 1
        with pytest.raises(ValueError, match=r"^$"):
            uow.ahead.one(uow, reading, HIS)


@pytest.fixture
def statements(database: Database) -> list[str]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement.split(maxsplit=1)[0])

    event.listen(database._engine, "after_cursor_execute", note)
    return seen


WRITING = Writing(AgendaRow)


def test_rows_wait_for_each_other(database: Database, statements: list[str]) -> None:
    with database.write() as uow:
        uow.ahead.together([HERS, HIS])
        uow.behind.add(uow, WRITING, HERS, row(HERS))
        uow.behind.add(uow, WRITING, HIS, row(HIS))
        waiting = uow.behind.waiting(WRITING, HERS)
        assert waiting is not None
        waiting["urgency"] = 1
        assert "INSERT" not in statements
    assert statements.count("INSERT") == 1
    with database.read() as uow:
        rows = uow.session.exec(select(AgendaRow).order_by(col(AgendaRow.subject)))
        assert [(one.subject, one.urgency) for one in rows] == [(HERS, 1), (HIS, 0)]


def test_whoever_reads_the_table_finds_what_waited(database: Database) -> None:
    urgencies = Urgencies()
    with database.write() as uow:
        uow.ahead.together([HERS])
        assert uow.ahead.one(uow, urgencies, HERS) is None
        uow.behind.add(uow, WRITING, HERS, row(HERS, 2), HERS)
        assert uow.ahead.one(uow, urgencies, HERS) == 2
        assert uow.behind.waiting(WRITING, HERS) is None


def test_without_a_batch_no_row_waits(database: Database, statements: list[str]) -> None:
    with database.write() as uow:
        uow.behind.add(uow, WRITING, HERS, row(HERS))
        assert statements.count("INSERT") == 1


def test_what_waits_in_a_part_is_undone_with_it_and_no_more(database: Database) -> None:
    def fail(uow: UnitOfWork) -> None:
        with uow.apart():
            uow.behind.add(uow, WRITING, HIS, row(HIS))
            raise ZeroDivisionError

    with database.write() as uow:
        uow.ahead.together([HERS, HIS, OTHERS])
        uow.behind.add(uow, WRITING, HERS, row(HERS))
        with pytest.raises(ZeroDivisionError):
            fail(uow)
        with uow.apart():
            uow.behind.add(uow, WRITING, OTHERS, row(OTHERS))
    with database.read() as uow:
        assert set(uow.session.exec(select(AgendaRow.subject))) == {HERS, OTHERS}
