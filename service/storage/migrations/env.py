"""Alembic's entry: one connection, both databases, no ini file (``transactions.migrate`` gives the URL)."""

from alembic import context
from sqlalchemy import text

from service.storage import change_tables, choice_tables, private_tables, round_tables, search, story_tables
from service.storage.tables import Row
from service.storage.transactions import open_engine

assert choice_tables  # registers its tables
assert private_tables  # likewise
assert round_tables
assert change_tables
assert story_tables
assert search
engine = open_engine(context.config.attributes["url"])
try:
    # One process at a time: several start together and each brings the schema up to date.
    with engine.execution_options(writes=True).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7356226)"))
        # SQLite too can undo DDL; without saying so each migration is committed alone and the lock is let go in between.
        context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
