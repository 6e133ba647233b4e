"""A bell that processes on one PostgreSQL ring for each other: there is something to do.

It carries nothing and may be missed; whoever listens looks by itself now and then. SQLite is one
process, whose parts poke each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from foundation.engines import make_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from foundation.unit_of_work import UnitOfWork

log = structlog.get_logger()

AFTER_ERROR_SECONDS = 5.0
LOOK_UP_SECONDS = 1.0
"""So long the end of the process may wait for whoever listens."""
_RUNG = "bell.rung"


def ring(uow: UnitOfWork) -> None:
    """Let everybody who listens hear of it once this unit of work has committed."""
    if uow.dialect == "postgresql" and not uow.kept.get(_RUNG):
        uow.kept[_RUNG] = True
        uow.session.connection().exec_driver_sql("NOTIFY anbu")


def listen(url: str, stop: Event, heard: Callable[[], None]) -> None:
    """Call `heard` whenever it rings, until `stop` is set; on SQLite return at once.

    `heard` is called after every connect too: what rang meanwhile was missed.
    """
    engine = make_engine(url, pooled=False)
    if engine.dialect.name != "postgresql":
        return
    while not stop.is_set():
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("LISTEN anbu")
                driver = connection.connection.driver_connection
                assert driver is not None  # noqa: S101 - it has just been used
                heard()
                while not stop.is_set():
                    for _ in driver.notifies(timeout=LOOK_UP_SECONDS, stop_after=1):
                        heard()
        except Exception as error:  # noqa: BLE001 - whatever it is, the bell is not needed
            log.warning("bell_not_heard", error=type(error).__name__)
            stop.wait(AFTER_ERROR_SECONDS)
