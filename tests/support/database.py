"""Databases for tests: every table, a demo key ring, a clock that stands still, repeatable ids."""

from datetime import UTC, datetime
from pathlib import Path

from foundation.clock import Clock, ManualClock
from foundation.database import Database
from foundation.engines import make_engine
from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.seams import QUIET, Seams
from migrations.tables import metadata

MONDAY_MORNING = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""09:00 in Seoul."""

_templates: dict[frozenset[str], bytes] = {}


def fresh_database(
    tmp_path: Path,
    clock: Clock | None = None,
    seed: int = 1,
    *,
    seams: Seams = QUIET,
    inline: bool = False,
) -> Database:
    """Return a database on a new SQLite file with every table known by now."""
    return open_database(fresh_url(tmp_path), clock, seed, seams=seams, inline=inline)


def fresh_url(tmp_path: Path) -> str:
    """Return the URL of a new SQLite file with every table known by now."""
    tables = frozenset(metadata().tables)
    number = len(list(tmp_path.glob("anbu-*.db")))
    file = tmp_path / f"anbu-{number}.db"
    if tables in _templates:
        file.write_bytes(_templates[tables])
        return f"sqlite:///{file}"
    engine = make_engine(f"sqlite:///{file}", durable=False, pooled=False)
    with engine.begin() as connection:
        metadata().create_all(connection)
    _templates[tables] = file.read_bytes()
    return f"sqlite:///{file}"


def open_database(
    url: str,
    clock: Clock | None = None,
    seed: int = 1,
    *,
    seams: Seams = QUIET,
    inline: bool = False,
) -> Database:
    """Return a database on a URL that has its tables; may be opened several times."""
    clock = clock or ManualClock(MONDAY_MORNING)
    return Database(
        url,
        clock=clock,
        ids=seeded(clock, seed),
        keyring=KeyRing.demo_ring(),
        seams=seams,
        inline=inline,
        durable=False,
    )
