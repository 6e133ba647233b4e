"""Looking something up while somebody is on the telephone, who must not wait for a database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.database import Database

log = structlog.get_logger()
T = TypeVar("T")


async def within_seconds(database: Database, work: Callable[[], T], otherwise: str) -> T | None:
    """What `work` found; None, and an event named `otherwise`, when the database did not say."""
    try:
        return await asyncio.wait_for(database.aio(work), limits.INTAKE_DATABASE_SECONDS)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning(otherwise, error=type(error).__name__)
        return None
