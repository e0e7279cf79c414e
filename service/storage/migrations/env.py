"""Alembic's entry: one connection, both databases, no ini file (``transactions.migrate`` gives the URL)."""

from alembic import context

from service.storage.tables import Row
from service.storage.transactions import open_engine

engine = open_engine(context.config.attributes["url"])
try:
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
