"""Who writes next when several threads of a process want to."""

import threading

import pytest

from foundation.database import Database
from foundation.turns import Turns

LONG = 30.0


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, came, begun = Turns(), list[int](), threading.Semaphore(0)

    def wants(number: int) -> None:
        with turns.mine(LONG):
            came.append(number)

    threads = [threading.Thread(target=wants, args=(number,)) for number in range(5)]
    with turns.mine(LONG):
        for waiting, thread in enumerate(threads, start=2):
            thread.start()
            while len(turns._waiting) < waiting:
                begun.acquire(timeout=0.001)
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_whoever_has_waited_long_enough_goes_on_without() -> None:
    turns = Turns()
    with turns.mine(LONG), turns.mine(0.01):
        pass
    with turns.mine(LONG):
        assert len(turns._waiting) == 1


def test_an_error_ends_ones_turn() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.mine(LONG):
        _ = 1 / 0
    assert not turns._waiting


def test_whoever_asked_first_writes_first_on_sqlite(sqlite_database: Database) -> None:
    came, asked = list[str](), threading.Event()

    def writes(name: str) -> None:
        asked.set()
        with sqlite_database.write():
            came.append(name)

    first, second = (threading.Thread(target=writes, args=(name,)) for name in ("first", "second"))
    with sqlite_database.write():
        first.start()
        assert asked.wait(LONG)
        # SQLite alone would have her look again ever more seldom, and let the newcomer in before
        asked.clear()
        asked.wait(0.3)
        second.start()
        assert asked.wait(LONG)
    for thread in (first, second):
        thread.join()
    assert came == ["first", "second"]
