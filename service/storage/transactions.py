"""One engine, one way to begin a transaction, one upsert for both databases."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Insert, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError as DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.orm import Session as Tx

from annotations.errors import NotReady
from service.storage.stamps import give_stamps, watch
from service.storage.tables import Row
from service.storage.writable import dumps, keep_only_characters

__all__ = ["DatabaseError", "Store", "Tx", "migrate", "now", "open_engine", "upsert"]


def open_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys on, waits up to 30 s for the other writer) or PostgreSQL."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, json_serializer=dumps)
        keep_only_characters(engine)
        return engine
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True, json_serializer=dumps)
    keep_only_characters(engine)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: ``_begin`` does
        # secure_delete: what somebody said is overwritten when it is deleted, not only unlinked
        pragmas = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000", "synchronous=NORMAL", "secure_delete=ON")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock at once and waits its turn: a read that turns into a write later fails instead of waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def migrate(url: str) -> None:
    """Bring the database to the newest schema, making it when it does not exist."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NotReady("a newer Relato has worked with this database", remedy="use that one, or a newer one still") from error


class Store:
    """The database as the workflows see it: ``with store.begin() as tx`` is one transaction, ``store.read()`` only looks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_engine(url)
        watch(self.engine)
        # What is read in one transaction is of one moment, as it is on SQLite: evidence is read in a dozen statements.
        of_one_moment = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reading = self.engine.execution_options(**of_one_moment)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with Session(self.engine.execution_options(writes=True), expire_on_commit=False) as session, session.begin():
            yield session
            give_stamps(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    def scrub(self) -> None:
        """Take what was deleted out of SQLite's journal too; while somebody reads, as much of it as can be. PostgreSQL vacuums by itself."""
        if self.engine.dialect.name == "sqlite":
            with self.begin() as tx:  # the index of words keeps what was deleted until it is merged
                tx.connection().exec_driver_sql("INSERT INTO segment_words (segment_words) VALUES ('optimize')")
            with closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def upsert(tx: Session, table: type[Row], rows: Sequence[dict[str, Any]], *, replace: bool = True) -> None:
    """Insert rows; where the primary key exists already, replace the other columns, or leave the row when not ``replace``."""
    if not rows:
        return
    tx.flush()
    # One statement with many parameters: compiled once, where a statement that spells out every row is compiled each time.
    tx.execute(_upsert(tx.get_bind().dialect.name, table, frozenset(rows[0]), replace), list(rows))


@cache
def _upsert(dialect_name: str, table: type[Row], given: frozenset[str], replace: bool) -> Insert:
    """The statement of ``upsert``, kept: making it costs more than most of its executions."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    keys = [column.name for column in table.__table__.primary_key]
    statement = dialect.insert(table.__table__)
    excluded = statement.excluded  # made anew at each access
    others = {column.name: excluded[column.name] for column in table.__table__.columns if column.name in given - set(keys)}
    replacing = replace and others
    made: Insert = (
        statement.on_conflict_do_update(index_elements=keys, set_=others) if replacing else statement.on_conflict_do_nothing()
    )
    return made


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
