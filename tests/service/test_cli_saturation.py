"""relato saturation --on and --history, on SQLite."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations.errors import BadInput
from service.cli import app
from service.settings import Settings
from service.storage.transactions import Store, migrate
from tests.service.meadow_in_sql import fill


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(tmp_path / "home"))
    settings = Settings()
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
    store.close()


def said(*words: str) -> str:
    done = CliRunner().invoke(app, ["saturation", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_day_in_words_and_as_json() -> None:
    words = said("--on", "2030-01-01")
    assert words.startswith("at the end of 2030-01-01\n  change  by the sessions held until then")
    assert "no verdict yet" in words
    found = json.loads(said("--on", "2000-01-01", "--json"))
    assert found
    assert all(past["held"] is None and past["recorded"] is None for past in found)


def test_the_whole_past() -> None:
    assert "by the sessions as they were held" in said("--history")
    (first, *_) = json.loads(said("--history", "--json"))
    assert first["recorded"] == []


def test_what_is_no_day() -> None:
    with pytest.raises(BadInput, match="'yesterday' is no day"):
        said("--on", "yesterday")
