"""The vault: sealed, with a key that is not in the database, and never with two keys by mistake."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import text

from annotations.errors import VaultLocked
from service.settings import Settings
from service.storage import studies
from service.storage.transactions import Store
from service.storage.vault import Vault, forget, forget_beneath, open_vault
from tests.service.records import STUDY

KEYS = [Fernet.generate_key().decode() for _ in range(3)]
SECRET = "Doña Lencha Quiñones 💧"


@pytest.fixture
def study(store: Store) -> Store:
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
    return store


def with_key(settings: Settings, *keys: str) -> Settings:
    return settings.model_copy(update={"vault_key": SecretStr(",".join(keys))})


def seal(settings: Settings, store: Store, **values: object) -> None:
    with store.begin() as tx:
        open_vault(settings, tx).seal(tx, "water", "personal", dict(values))


def opened(settings: Settings, store: Store) -> dict[str, object]:
    with store.begin() as tx:
        return dict(open_vault(settings, tx).all(tx, "water", "personal"))


class TestSealing:
    def test_what_goes_in_comes_out_and_lies_there_in_no_other_form(self, settings: Settings, study: Store) -> None:
        value = {"name": SECRET, "many": [SECRET] * 50, "lone": "\ud83d"}
        seal(settings, study, R1=value, R2=SECRET)
        assert opened(settings, study) == {"R1": value, "R2": SECRET}
        with study.read() as tx:
            sealed = [bytes(row[0]) for row in tx.execute(text("SELECT sealed FROM vault"))]
        assert all(b"Lencha" not in one and len(one) < 2000 for one in sealed)

    def test_sealed_again_it_is_replaced(self, settings: Settings, study: Store) -> None:
        seal(settings, study, R1="one", R2="two")
        seal(settings, study, R1="three")
        assert opened(settings, study) == {"R1": "three", "R2": "two"}

    def test_what_was_altered_does_not_open(self, settings: Settings, study: Store) -> None:
        seal(settings, study, R1=SECRET)
        with study.begin() as tx:
            sealed = bytes(tx.execute(text("SELECT sealed FROM vault")).scalar_one())
            tx.execute(text("UPDATE vault SET sealed = :s"), {"s": sealed[:-4] + b"AAA="})
        with pytest.raises(VaultLocked):
            opened(settings, study)

    def test_forgetting_needs_no_key(self, settings: Settings, study: Store) -> None:
        seal(settings, study, **{"S1/en": 1, "S1/es": 2, "S10/en": 3, "S1_x": 4})
        with study.begin() as tx:
            forget_beneath(tx, "water", "personal", "S1/")
            forget(tx, "water", "personal", ["S1_x"])
        assert opened(settings, study) == {"S10/en": 3}

    def test_signs_of_a_pattern_are_letters(self, settings: Settings, study: Store) -> None:
        seal(settings, study, **{"S_/en": 1, "Sx/en": 2, "S%/en": 3})
        with study.begin() as tx:
            forget_beneath(tx, "water", "personal", "S_/")
        assert set(opened(settings, study)) == {"Sx/en", "S%/en"}


class TestKeyFile:
    def test_it_is_made_once_and_is_its_owners_alone(self, settings: Settings, study: Store) -> None:
        seal(settings, study, R1=SECRET)
        made = settings.vault_key_file
        assert made == settings.home / "vault.key"
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        before = made.read_bytes()
        seal(settings, study, R2=SECRET)
        assert made.read_bytes() == before
        assert [path.name for path in made.parent.iterdir() if "vault" in path.name] == ["vault.key"]

    def test_missing_when_something_is_sealed_it_is_not_made_anew(self, settings: Settings, study: Store) -> None:
        seal(settings, study, R1=SECRET)
        settings.vault_key_file.unlink()
        with pytest.raises(VaultLocked, match=r"vault\.key.*missing.*RELATO_VAULT_KEY"):
            opened(settings, study)
        assert not settings.vault_key_file.exists()

    @pytest.mark.parametrize("content", ["", "not a key", "c2hvcnQ="])
    def test_a_file_without_a_key(self, settings: Settings, study: Store, content: str) -> None:
        settings.vault_key_file.write_text(content)
        with pytest.raises(VaultLocked, match="32 bytes"):
            opened(settings, study)

    def test_it_may_lie_elsewhere(self, settings: Settings, study: Store, tmp_path: Path) -> None:
        elsewhere = settings.model_copy(update={"vault_key_file": tmp_path / "safe" / "key"})
        seal(elsewhere, study, R1=SECRET)
        assert (tmp_path / "safe" / "key").exists()
        assert not (settings.home / "vault.key").exists()


class TestKeys:
    def test_another_key_opens_nothing_and_seals_nothing(self, settings: Settings, study: Store) -> None:
        seal(with_key(settings, KEYS[0]), study, R1=SECRET)
        for act in (lambda: opened(with_key(settings, KEYS[1]), study), lambda: seal(with_key(settings, KEYS[1]), study, R2="x")):
            with pytest.raises(VaultLocked, match="RELATO_VAULT_KEY"):
                act()
        assert opened(with_key(settings, KEYS[0]), study) == {"R1": SECRET}

    def test_a_key_is_changed_by_giving_the_new_one_first(self, settings: Settings, study: Store) -> None:
        seal(with_key(settings, KEYS[0]), study, R1=SECRET, R2="two")
        both = with_key(settings, KEYS[1], KEYS[0])
        seal(both, study, R3="three")
        with study.begin() as tx:
            assert open_vault(both, tx).rotate(tx) == 3
        assert opened(with_key(settings, KEYS[1]), study) == {"R1": SECRET, "R2": "two", "R3": "three"}
        with pytest.raises(VaultLocked):
            opened(with_key(settings, KEYS[0]), study)

    def test_rotation_with_a_key_missing_changes_nothing(self, settings: Settings, study: Store) -> None:
        seal(with_key(settings, KEYS[0]), study, R1=SECRET)
        with study.begin() as tx:
            Vault([KEYS[1]]).seal(tx, "water", "personal", {"R2": "two"})  # it should never be so
        with pytest.raises(VaultLocked), study.begin() as tx:
            Vault([KEYS[2], KEYS[0]]).rotate(tx)
        with study.begin() as tx:
            assert Vault([KEYS[0]]).open(tx, "water", "personal", "R1") == SECRET

    def test_the_key_is_shown_nowhere(self, settings: Settings) -> None:
        assert KEYS[0] not in repr(with_key(settings, KEYS[0])) + str(with_key(settings, KEYS[0]).model_dump())
