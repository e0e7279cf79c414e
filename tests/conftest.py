"""What all tests share: both databases, the sample study, the encoder."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from service.settings import Settings
from service.storage.transactions import Store
from tests.databases import Empty, copy_of, drop_database, new_database, with_tables
from tests.encoders import share_encoders
from tests.postgres import postgres_server

SAMPLE = Path(__file__).parent.parent / "examples" / "agua-y-acuerdos"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL server."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Empty:
    """The tables of each database, made when a test first wants them."""

    @cache
    def made(backend: str) -> Settings:
        url = new_database(request.getfixturevalue("postgres_url")) if backend == "postgresql" else ""
        return with_tables(tmp_path_factory.mktemp(f"empty-{backend}"), url)

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, empty: Empty) -> Iterator[Settings]:
    """Settings with a home and an empty database of their own, once with each database; with tables where ``store`` is asked for."""
    home, tables = tmp_path / "home", "store" in request.fixturenames
    share_encoders(Settings(home=home))
    if request.param == "sqlite":
        yield copy_of(empty("sqlite"), home) if tables else Settings(home=home)
        return
    server: str = request.getfixturevalue("postgres_url")
    url = new_database(server, empty("postgresql").database_url if tables else "")
    yield Settings(home=home, database_url=url)
    drop_database(server, url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The database of ``settings``, with its tables."""
    settings.folder()
    opened = Store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def prepared(store: Store) -> Store:
    """The same, for tests of the jobs."""
    return store
