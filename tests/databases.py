"""Databases of the tests: made once with their tables, and copied for every test, because to make one takes longer than most tests."""

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg

from service.jobs import queue
from service.settings import Settings
from service.storage.transactions import migrate

Empty = Callable[[str], Settings]
"""By the database's kind, settings whose tables are there and empty: to be copied."""


def settings_of(home: Path, url: str = "") -> Settings:
    """With the database of this address, or SQLite's in the home."""
    return Settings(home=home, database_url=url) if url else Settings(home=home)


def with_tables(home: Path, url: str = "") -> Settings:
    """Settings with the newest tables of the study and of the jobs."""
    settings = settings_of(home, url)
    settings.folder()
    migrate(settings.database_url)
    queue.prepare(settings)
    return settings


def new_database(server: str, template: str = "") -> str:
    """The address of a database on a PostgreSQL server, a copy of the one with the address ``template`` where that is given."""
    name = f"relato_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_name(template) if template else "template1"}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def drop_database(server: str, url: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')


def copy_of(template: Settings, home: Path) -> Settings:
    """SQLite's files of a home, in another one."""
    home.mkdir(parents=True, exist_ok=True)
    for file in template.home.glob("*.sqlite3*"):
        shutil.copy(file, home)
    return Settings(home=home)


def _name(url: str) -> str:
    return url.rsplit("/", 1)[1]
