"""Nothing that a worker or `/health` asks again and again reads a whole table.

So the time of a cycle goes by what is due, however many residents there are;
`python -m benchmarks.planning` measures it.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event

from foundation.database import Database
from messaging import store as outbox
from residents.model import ChannelName
from runtime.auditor import audit
from signals import agenda
from tests.runtime.neighbourhood import Neighbourhood

WHOLE_TABLE = re.compile(
    r"SCAN (?!CONSTANT ROW|\(subquery)(\w+)\b(?! USING (?:COVERING )?INDEX| VIRTUAL TABLE)"
)
BY_INDEX = re.compile(r"USING (?:COVERING )?INDEX (\w+)")
OF_WHAT_IS_OPEN = {
    "agenda_due", "case_due", "checkin_due", "checkin_one_open", "outbox_due", "outbox_on_its_way",
    "outbox_queued", "plan_slot", "signal_pending", "task_due",
}  # fmt: skip
"""They hold what is due or open and nothing of the past, which grows for ever."""


@dataclass
class Read:
    """What SQLite says about the statements that ran: (table, statement) of every one that reads
    a table from end to end, and the indexes by which the others find their rows."""

    whole: list[tuple[str, str]] = field(default_factory=list)
    indexes: set[str] = field(default_factory=set)


@contextmanager
def explained(database: Database) -> Iterator[Read]:
    read = Read()

    def explain(
        connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: object
    ) -> None:
        if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
            return
        raw = connection.connection.cursor()
        for *_, detail in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall():
            read.indexes.update(BY_INDEX.findall(detail))
            read.whole.extend((table, statement) for table in WHOLE_TABLE.findall(detail))
        raw.close()

    event.listen(database._engine, "before_cursor_execute", explain)
    yield read
    event.remove(database._engine, "before_cursor_execute", explain)


def a_turn(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    here.asked(her)


def a_whole_ladder(here: Neighbourhood) -> None:
    her = here.resident()
    here.helper()
    here.staff()
    asked = here.asked(her)
    here.wait_until(asked.deadline)
    assert here.case(her) is not None


def nothing_due(here: Neighbourhood) -> None:
    with here.database.write() as uow:
        assert agenda.claim(uow, 100) == []
    assert here.next_moment() is None
    assert asyncio.run(here.sender.run()).handled == 0


def a_look_at_health(here: Neighbourhood) -> None:
    assert not any(audit(here.database, here.now()).values())


@pytest.mark.parametrize("work", [a_turn, nothing_due, a_look_at_health, a_whole_ladder])
def test_no_table_is_read_from_end_to_end(
    here: Neighbourhood, work: Callable[[Neighbourhood], None]
) -> None:
    with explained(here.database) as read:
        work(here)
    assert read.whole == []


def test_what_is_open_is_found_without_the_past(here: Neighbourhood) -> None:
    """A partial index is used only by statements that hold its condition word for word."""
    with explained(here.database) as read:
        a_whole_ladder(here)
        a_look_at_health(here)
    assert read.indexes >= OF_WHAT_IS_OPEN


def test_due_messages_are_found_without_the_past(here: Neighbourhood) -> None:
    """Also once a channel has sent very much: its history is no way to what is due."""
    with explained(here.database) as read, here.database.write() as uow:
        outbox.due(uow, ChannelName.TELEGRAM, 50)
    of_cards = {"outbox_card", "outbox_on_its_way"}  # either is short: SQLite takes one of them
    assert "outbox_due" in read.indexes <= {"outbox_due", *of_cards}


def test_a_whole_table_is_noticed(here: Neighbourhood) -> None:
    with explained(here.database) as read, here.database.read() as uow:
        uow.session.connection().exec_driver_sql("SELECT name_hint FROM (SELECT 1 AS name_hint)")
        uow.session.connection().exec_driver_sql("SELECT id FROM resident WHERE language = 'ko'")
    assert [table for table, _ in read.whole] == ["resident"]
