"""What the tests of workflows share: the hamlet, loaded on each database."""

from pathlib import Path

import pytest

from service.settings import Settings
from service.storage.transactions import Store
from tests.service.hamlet import G1, S1, S2, Place


@pytest.fixture
def place(settings: Settings, store: Store, tmp_path: Path) -> Place:
    """The hamlet's study loaded, its transcripts on disk and not imported yet."""
    made = Place(tmp_path / "hamlet", settings, store)
    made.write(S1=S1, S2=S2, G1=G1)
    made.load()
    return made
