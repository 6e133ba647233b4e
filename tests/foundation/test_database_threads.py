import asyncio
import contextvars
import threading
from pathlib import Path

import pytest
from sqlmodel import select
from typing_extensions import override

from foundation.database import Database
from foundation.seams import AFTER_COMMIT, Crash, Seams
from foundation.vault import SubjectKey
from tests.support.database import fresh_database


class CrashingAfterCommit(Seams):
    @override
    def reach(self, point: str) -> None:
        if point == AFTER_COMMIT:
            raise Crash(point)


def add(database: Database, subject: str) -> None:
    with database.write() as work:
        work.vault.seal(subject, "name", "x")


def subjects(database: Database) -> list[str]:
    with database.read() as work:
        return list(work.session.exec(select(SubjectKey.subject)))


WHERE: contextvars.ContextVar[str] = contextvars.ContextVar("where")


@pytest.mark.anyio
@pytest.mark.parametrize("inline", [True, False])
async def test_blocking_work_runs_inline_or_in_a_thread(inline: bool, tmp_path: Path) -> None:
    database = fresh_database(tmp_path, inline=inline)
    WHERE.set("here")

    def work() -> tuple[bool, str]:
        add(database, "a")
        return threading.current_thread() is threading.main_thread(), WHERE.get()

    assert await database.aio(work) == (inline, "here")
    assert subjects(database) == ["a"]
    database.close()


@pytest.mark.anyio
@pytest.mark.parametrize("inline", [True, False])
async def test_a_crash_comes_out_of_the_thread(inline: bool, tmp_path: Path) -> None:
    database = fresh_database(tmp_path, seams=CrashingAfterCommit(), inline=inline)
    with pytest.raises(Crash):
        await database.aio(lambda: add(database, "a"))
    assert subjects(database) == ["a"]
    database.close()


@pytest.mark.anyio
async def test_a_caller_that_gave_up_does_not_stop_the_thread(tmp_path: Path) -> None:
    database = fresh_database(tmp_path)
    started, go_on = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        go_on.wait()
        add(database, "a")

    waiting = asyncio.create_task(database.aio(work))
    await asyncio.to_thread(started.wait)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    database.close()
    assert subjects(database) == ["a"]
    database.close()
