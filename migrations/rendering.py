"""How column types are written into revision scripts.

A script must mean the same years later, so it names SQLAlchemy's own types, never this code's.
"""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from foundation.columns import JsonType, UtcDateTime

_JSON = (
    "sa.JSON(none_as_null=True).with_variant("
    "postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql')"
)


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Return the Python expression for a type of ours, False for Alembic's own way."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return "sa.String()" if item.length is None else f"sa.String(length={item.length})"
    if isinstance(item, JsonType):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return _JSON
    return False
