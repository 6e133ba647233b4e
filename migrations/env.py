"""Run by Alembic for each command; foundation.migrations opens the connection and transaction."""

from alembic import context

from migrations.rendering import render_item
from migrations.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_item=render_item,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    # All or nothing: SQLite's DDL is transactional too, once BEGIN is really sent.
    transactional_ddl=True,
)

with context.begin_transaction():
    context.run_migrations()
