"""What all tests share: both databases, the sample study, the encoder."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.jobs import queue
from service.settings import Settings
from service.storage.transactions import Store, migrate
from tests.encoders import share_encoders
from tests.postgres import postgres_server

SAMPLE = Path(__file__).parent.parent / "examples" / "agua-y-acuerdos"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL server."""
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a home and an empty database of their own, once with each database."""
    home = tmp_path / "home"
    share_encoders(Settings(home=home))
    if request.param == "sqlite":
        yield Settings(home=home)
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"relato_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield Settings(home=home, database_url=server.rsplit("/", 1)[0] + f"/{name}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The database of ``settings``, with its tables."""
    settings.folder()
    migrate(settings.database_url)
    opened = Store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def prepared(settings: Settings, store: Store) -> Store:
    """The same, with the tables of the jobs."""
    queue.prepare(settings)
    return store
