"""What would be published: letters of each story its own and the same for ever, and names that came back in."""

import json
from pathlib import Path

import pytest

from annotations.errors import BadInput
from annotations.pseudonyms.records import IdentityKind as K
from service.storage import vault
from service.workflows.disclosing import check_files
from service.workflows.identifying import decide, find_identities, listed
from service.workflows.story_letters import study_letters, with_story_letters
from tests.service.hamlet import NAMES, Listed, Place, found_in_tables

DRAFT = {
    "title": {"es": "[Persona C] y [Persona B]"},
    "quotes": [{"text": "[Persona C], de [Empresa D]", "segment_id": "S1.001"}],
    "n": 3,
}


@pytest.fixture
def decided(place: Place) -> Place:
    place.take_in()
    find_identities(place.work, study_id="", finder=Listed({"Tlaxiaco": K.PLACE}))
    ids = {line.split()[0]: "confirmed" for line in listed(place.work, study_id="")}
    decide(place.work, study_id="", by="Marta", decisions=ids)
    return place


def lettered(place: Place, change_id: str, body: object) -> object:
    with place.store.begin() as tx:
        return with_story_letters(tx, vault.open_vault(place.settings, tx), "hamlet", change_id, body)


class TestStoryLetters:
    def test_they_are_its_own_in_order_of_appearance(self, place: Place) -> None:
        assert lettered(place, "CH1", DRAFT) == {
            "title": {"es": "[Persona A] y [Persona B]"},
            "quotes": [{"text": "[Persona A], de [Empresa A]", "segment_id": "S1.001"}],
            "n": 3,
        }
        assert lettered(place, "CH2", {"t": "[Persona B] y [Persona C]"}) == {"t": "[Persona A] y [Persona B]"}

    def test_a_later_version_keeps_them(self, place: Place) -> None:
        lettered(place, "CH1", DRAFT)
        assert lettered(place, "CH1", {"t": "[Person B], [Person Z] and [Person C]"}) == {
            "t": "[Person B], [Person C] and [Person A]"
        }
        assert lettered(place, "CH1", DRAFT) == lettered(place, "CH1", DRAFT)

    def test_what_they_stand_for_is_sealed(self, place: Place) -> None:
        lettered(place, "CH1", DRAFT)
        with place.store.begin() as tx:
            known = study_letters(tx, vault.open_vault(place.settings, tx), "hamlet", "CH1")
        assert known == {(K.PERSON, "A"): "C", (K.PERSON, "B"): "B", (K.ORGANISATION, "A"): "D"}
        assert found_in_tables(place.store, ['"C"', "{'A': 'C'"], but=("vault", "study", "code_frame")) == set()

    def test_a_draft_without_masks_leaves_nothing(self, place: Place) -> None:
        assert lettered(place, "CH1", {"t": "Nadie"}) == {"t": "Nadie"}


class TestFiles:
    def check(self, place: Place, *files: Path, show: bool = False) -> tuple[dict[str, object], int]:
        text, stops = check_files(place.work, study_id="", files=files, show=show, as_json=True)
        return json.loads(text), stops

    def test_a_clean_draft_may_go(self, decided: Place, tmp_path: Path) -> None:
        (tmp_path / "CH1-v1.es.md").write_text("# Cuentas abiertas\n\nLa comisión lee las cuentas.\n")
        assert self.check(decided, tmp_path / "CH1-v1.es.md")[1] == 0

    @pytest.mark.parametrize("name", ["Xóchitl Barragán", "XOCHITL BARRAGAN", "Lorenza Quiñones", "951-123-4567", "Tlaxiaco"])
    def test_a_name_that_came_back_stops_it_and_is_not_printed(self, decided: Place, tmp_path: Path, name: str) -> None:
        (tmp_path / "CH1-v1.es.md").write_text(f"# Cuentas\n\nLo contó {name} en la asamblea.\n")
        text, stops = check_files(decided.work, study_id="", files=[tmp_path])
        assert stops == 1
        assert name not in text
        assert not any(one in text for one in NAMES)

    def test_asked_for_it_is_printed(self, decided: Place, tmp_path: Path) -> None:
        (tmp_path / "nota.txt").write_text("Lo contó Xóchitl Barragán en la asamblea.")
        text, _ = check_files(decided.work, study_id="", files=[tmp_path], show=True)
        assert "Xóchitl Barragán" in text

    def test_what_somebody_rejected_is_no_secret(self, place: Place, tmp_path: Path) -> None:
        place.take_in()
        find_identities(place.work, study_id="", finder=Listed({"Tlaxiaco": K.PLACE}))
        (line,) = [line for line in listed(place.work, study_id="", names=True) if "Tlaxiaco" in line]
        decide(place.work, study_id="", by="Marta", decisions={line.split()[0]: "rejected"})
        (tmp_path / "nota.txt").write_text("La comisión de Tlaxiaco lee las cuentas.")
        assert self.check(place, tmp_path / "nota.txt")[1] == 0

    def test_a_file_that_is_not_there(self, decided: Place, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="nada.md"):
            check_files(decided.work, study_id="", files=[tmp_path / "nada.md"])
