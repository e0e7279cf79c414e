"""What the tests of workflows share: the hamlet, loaded on each database, and the process that reads files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.settings import Settings
from service.storage.transactions import Store
from service.workflows.reading import Reader
from tests.service.hamlet import G1, S1, S2, Place
from tests.service.storied import storied, templates

__all__ = ["storied", "templates"]  # fixtures of another module


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """To start one takes longer than most tests."""
    with Reader() as made:
        yield made


@pytest.fixture
def place(settings: Settings, store: Store, reader: Reader, tmp_path: Path) -> Place:
    """The hamlet's study loaded, its transcripts on disk and not imported yet."""
    made = Place(tmp_path / "hamlet", settings, store, reader=reader)
    made.write(S1=S1, S2=S2, G1=G1)
    made.load()
    return made
