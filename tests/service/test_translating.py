"""Translations: beside their originals, masked alike, aligned; what is theirs goes with their session."""

import pytest

from service.storage import corpus, translations
from service.storage.vault import open_vault
from service.workflows.translating import translated_segments
from tests.service.hamlet import G1, NAMES, S1, S2, Place, found_in_files, found_in_tables

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # tests of storage are elsewhere
ENGLISH = """INTERVIEWER: What changed since Eulalio Zamarripa came?

LADY: Now they read the accounts 💧 aloud. My name is Xóchitl Barragán and my phone is 951 123 4567.

INTERVIEWER: And before?

LADY: Before nobody knew a thing about the money, not even a sheet on the wall.

INTERVIEWER: Who asked for it?

LADY: The committee asked for it.
"""


def text(place: Place, session_id: str = "S1", language: str = "en") -> str | None:
    with place.store.read() as tx:
        found = translations.translation(tx, "hamlet", session_id, language)
    return found.text if found else None


def state(place: Place, name: str, *replaced: str) -> str:
    return str(place.take_in(*replaced)["files"][name]["state"])


def test_it_is_kept_apart_masked_alike_and_aligned(place: Place) -> None:
    place.write(**{"S1.en.txt": ENGLISH})
    outcome = place.take_in()
    assert outcome["files"]["S1.en.txt"]["translation"] | {"characters": 0} == {
        "session": "S1", "language": "en", "turns": 6, "characters": 0,
    }  # fmt: skip
    assert (outcome["imported"], outcome["left_out"]) == (4, [])
    assert found_in_tables(place.store, NAMES) == set()
    assert found_in_files(place.settings.home, NAMES) == set()
    assert len(place.segments("S1")) == 3  # nothing of the translation is coded
    with place.store.begin() as tx:
        found = translated_segments(tx, "hamlet", "S1", "en")
        sealed = translations.sealed(tx, open_vault(place.settings, tx), "hamlet", "S1")["en"]
    assert sealed.transcript.text == ENGLISH
    assert found["S1.002"].text.startswith("Before nobody knew")
    assert found["S1.001"].text.startswith("Now they read the accounts 💧 aloud. My name is [Person ")
    letter = place.shown("S1").split("Me llamo [Persona ")[1][0]
    assert f"My name is [Person {letter}]" in (text(place) or "")


def test_unchanged_changed_and_in_no_language_of_the_study(place: Place) -> None:
    place.write(**{"S1.en.txt": ENGLISH})
    place.take_in()
    assert state(place, "S1.en.txt") == "unchanged"
    place.write(**{"S1.en.txt": ENGLISH.replace("aloud", "out loud")})
    assert state(place, "S1.en.txt") == "imported"
    assert "out loud" in (text(place) or "")
    place.write(**{"S1.fr.txt": ENGLISH})
    outcome = place.take_in()["files"]["S1.fr.txt"]  # to this study it is a session of that name
    assert (outcome["state"], "S1.fr" in outcome["why"]) == ("refused", True)


def test_without_an_original_it_is_refused(place: Place) -> None:
    place.write(S1="", **{"S1.en.txt": ENGLISH})
    outcome = place.take_in()["files"]["S1.en.txt"]
    assert outcome["state"] == "refused"
    assert "no transcript of session S1" in outcome["why"]
    assert text(place) is None
    place.write(S1=S1)
    assert state(place, "S1.en.txt") == "imported"


def test_without_consent_it_is_refused(place: Place) -> None:
    place.write(**{"S1.en.txt": ENGLISH})
    place.roster[0] = place.roster[0].replace(",yes,", ",no,", 1)
    place.load()
    assert state(place, "S1.en.txt") == "refused"
    assert text(place) is None


def test_a_bad_one_refuses_only_itself(place: Place) -> None:
    place.write(**{"S1.en.txt": ENGLISH})
    (place.transcripts / "S2.en.txt").write_bytes(b"")
    outcome = place.take_in()
    assert {name: file["state"] for name, file in outcome["files"].items() if ".en." in name} == {
        "S1.en.txt": "imported", "S2.en.txt": "refused",
    }  # fmt: skip


def test_whoever_is_left_out_of_the_original_is_left_out_of_it(place: Place) -> None:
    english = G1.replace("El alcatraz morado", "The purple alcatraz").replace("la jirafa azul", "the blue jirafa")
    place.write(**{"G1.en.txt": english})
    place.take_in()
    assert "jirafa" in (text(place, "G1") or "")
    place.roster[3] = place.roster[3].replace(",yes,", ",no,", 1)  # and now it is noted that they refused
    place.load()
    place.take_in("*")
    assert "jirafa" not in place.shown("G1") + (text(place, "G1") or "")


def test_what_holds_of_another_segment_is_no_translation_of_this_one(place: Place) -> None:
    place.write(**{"S2.en.txt": S2.replace("Nadie más, la verdad.", "Nobody else.")})
    place.take_in()
    with place.store.read() as tx:
        found = translated_segments(tx, "hamlet", "S2", "en")
        assert translated_segments(tx, "hamlet", "S1", "en") == {}
        assert {s.id for s in corpus.segments(tx, "hamlet", session_id="S2")} == set(found)
    assert found["S2.002"].text == "Nobody else."
