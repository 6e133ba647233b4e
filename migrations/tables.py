"""Every module that describes tables, so that Alembic sees the whole schema."""

from importlib import import_module

from sqlalchemy import MetaData
from sqlmodel import SQLModel

TABLE_MODULES: tuple[str, ...] = (
    "foundation.vault",
    "signals.tables",
    "residents.tables",
    "messaging.tables",
    "tasks.tables",
    "checkins.tables",
    "escalation.tables",
    "care.tables",
    "plugs.tables",
    "vendors.tables",
    "phone.tables",
    "admin_api.tables",
)
"""One for each package with tables; a test compares it with the tree."""


def metadata() -> MetaData:
    """Import every table module and return what they describe. Raises ImportError."""
    for name in TABLE_MODULES:
        import_module(name)
    return SQLModel.metadata
