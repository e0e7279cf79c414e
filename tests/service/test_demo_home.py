"""Where the demo keeps what it makes: all that is needed to look at its home lies in it."""

from pathlib import Path

import pytest

from service.demo.loop import _paths
from service.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("RELATO_VAULT_KEY_FILE", raising=False)
    return Settings(home=tmp_path)


def test_the_key_of_the_vault_lies_where_whoever_looks_at_the_demo_has_it_looked_for(settings: Settings) -> None:
    demo = settings.home / "demo"
    assert _paths(settings)["vault_key_file"] == Settings(home=demo).vault_key_file == demo / "vault.key"


def test_a_key_that_an_earlier_demo_used_stays_its_key(settings: Settings) -> None:
    demo = settings.home / "demo"
    demo.mkdir()
    (demo / "relato.sqlite3").touch()
    assert _paths(settings)["vault_key_file"] == settings.home / "vault.key"
    (demo / "vault.key").touch()
    assert _paths(settings)["vault_key_file"] == demo / "vault.key"


def test_a_key_that_the_settings_name_is_used(tmp_path: Path) -> None:
    named = tmp_path / "elsewhere.key"
    assert _paths(Settings(home=tmp_path, vault_key_file=named))["vault_key_file"] == named
