"""Names: found, decided about, shown accordingly everywhere; nowhere but in the vault."""

import csv
import io
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import BadInput, NotReady
from annotations.pseudonyms.records import IdentityKind as K
from service.storage import corpus, identity, machines, outdated, results, review, translations
from service.storage.vault import open_vault
from service.workflows.identifying import decide, find_identities, listed, write_sheet
from service.workflows.naming import FINDER_VERSION
from service.workflows.sending import send_study
from tests.service.hamlet import NAMES, S1, Killed, Listed, Place, found_in_files, found_in_tables

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is tested is above the database
FINDER = Listed({"Tlaxiaco": K.PLACE, "plaza": K.PLACE})
ENGLISH = """INTERVIEWER: What changed since Eulalio Zamarripa came?

LADY: Now they read the accounts 💧 aloud. My name is Xóchitl Barragán and my phone is 951 123 4567.

INTERVIEWER: And before?

LADY: Before nobody knew a thing, not even a sheet on the wall.

INTERVIEWER: Who asked for it?

LADY: The committee of Tlaxiaco did.
"""


@pytest.fixture
def looked(place: Place) -> Place:
    """Imported with a translation, coded, suggested, and looked at."""
    place.write(**{"S1.en.txt": ENGLISH})
    place.take_in()
    place.suggest()
    place.code(place.id_of("Tlaxiaco"), task=10, span="de Tlaxiaco")
    place.send_out(place.id_of("cuentas 💧"), 11)
    find_identities(place.work, study_id="", finder=FINDER)
    return place


def entity_of(place: Place, name: str) -> str:
    (line,) = [line for line in listed(place.work, study_id="", names=True) if name in line]
    return line.split()[0]


def decided(place: Place, by: str = "Marta", **states: str) -> dict[str, object]:
    """Decisions by name: ``Tlaxiaco="confirmed"``."""
    return decide(place.work, study_id="", by=by, decisions={entity_of(place, name): state for name, state in states.items()})


def sheet(place: Place, path: Path, **decisions: tuple[str, str]) -> Path:
    """The sheet with decisions filled in by the name that stands in its row: ``Tlaxiaco=("kind", "organisation")``."""
    write_sheet(place.work, study_id="", path=path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    head, forms, decision, target = rows[0], 2, rows[0].index("decision"), rows[0].index("destino")
    assert head[0] == "id"
    for row in rows[1:]:
        for name, (verdict, what) in decisions.items():
            if name.replace("_", " ") in row[forms].split(" · "):
                row[decision], row[target] = verdict, what
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def translation(place: Place) -> str:
    with place.store.read() as tx:
        found = translations.translation(tx, "hamlet", "S1", "en")
    assert found is not None
    return found.text


class TestFinding:
    def test_what_is_found_is_proposed_and_masked_where_the_policy_says_so(self, looked: Place) -> None:
        with looked.store.read() as tx:
            kinds = sorted((row.kind, row.state) for row in identity.rows(tx, "hamlet"))
        assert ("place", "proposed") in kinds
        assert "Tlaxiaco" in looked.shown("S1")  # a place is asked about
        assert "Xóchitl" not in looked.shown("S1") + looked.shown("S2") + translation(looked)
        assert looked.check_offsets() == 10

    def test_who_is_the_same_has_the_same_letter_everywhere(self, looked: Place) -> None:
        (line,) = [line for line in listed(looked.work, study_id="", names=True) if "Xóchitl" in line]
        letter = line.split()[2]
        assert f"[Persona {letter}]" in looked.shown("S1")
        assert f"[Persona {letter}]" in looked.shown("S2")
        assert f"[Person {letter}]" in translation(looked)

    @ON_SQLITE
    def test_what_the_closer_look_finds_is_masked_in_the_translation_too(self, place: Place) -> None:
        place.write(**{"S1": S1.replace("la comisión", "hormiga"), "S1.en.txt": ENGLISH.replace("The committee", "hormiga")})
        place.take_in()
        assert "hormiga" in translation(place)
        find_identities(place.work, study_id="", finder=Listed({"hormiga": K.PERSON}))
        assert "hormiga" not in place.shown("S1") + translation(place)

    @ON_SQLITE
    def test_a_transcript_is_looked_at_once(self, looked: Place) -> None:
        assert find_identities(looked.work, study_id="", finder=FINDER)["sessions"] == 0
        looked.write(S2="ENTREVISTADORA: ¿Y?\n\nDoña Lencha: Nada.\n")
        looked.take_in()
        assert find_identities(looked.work, study_id="", finder=FINDER)["sessions"] == 1

    @ON_SQLITE
    def test_read_anew_for_another_reason_it_needs_no_other_look_and_shows_no_name(self, looked: Place) -> None:
        find_identities(looked.work, study_id="", finder=FINDER)
        looked.study["guide"] = [{"id": "q1", "text": {"es": "¿Qué cambió?"}, "feeds": "description"}]
        looked.load()
        before = looked.shown("S1")
        assert looked.take_in()["files"]["S1.txt"]["state"] == "imported"
        assert looked.shown("S1") == before
        assert looked.codings() == {("S1.003", "accounts")}

    @ON_SQLITE
    def test_a_name_that_only_the_closer_look_found_stays_masked_and_no_coding_goes(self, place: Place) -> None:
        place.take_in()
        find_identities(place.work, study_id="", finder=Listed({"pozo": K.PERSON, "papel": K.PERSON}))
        id_ = next(id_ for id_, words in place.segments().items() if "colgado" in words)
        place.code(id_, task=3, span="colgado")
        assert "papel" not in place.shown("S1")
        place.study["guide"] = [{"id": "q1", "text": {"es": "¿Qué cambió?"}, "feeds": "description"}]
        place.load()
        part = place.take_in()["files"]["S1.txt"]["parts"][0]
        assert (part["gone"], part["kept"]) == ([], 3)
        assert "papel" not in place.shown("S1")
        place.write(S1=S1.replace("Lo pidió", "La pidió"))
        part = place.take_in()["files"]["S1.txt"]["parts"][0]
        assert (part["gone"], part["codings_lost"]) == (["S1.003"], 0)
        assert place.codings() == {(id_, "accounts")}

    @ON_SQLITE
    def test_killed_between_two_transcripts_it_goes_on(self, place: Place) -> None:
        place.take_in()
        dying = place.dying(at=2)
        with pytest.raises(Killed):
            find_identities(dying.work, study_id="", finder=FINDER)
        dying.store.close()
        find_identities(place.work, study_id="", finder=FINDER)
        with place.store.read() as tx:
            assert {known.looked_at for known in corpus.kept(tx, "hamlet").values()} == {FINDER_VERSION}
        place.check_offsets()


class TestDeciding:
    def test_a_confirmed_place_is_masked_everywhere(self, looked: Place, tmp_path: Path) -> None:
        with looked.store.begin() as tx:
            results.save_story(tx, "hamlet", "CH1", {"quote": {"text": "la comisión de Tlaxiaco", "segment_id": "S1.003"}})
        file = looked.settings.folder("stories", "hamlet") / "CH1-v1.es.md"
        file.write_text("«la comisión de Tlaxiaco»")
        before = looked.segments()
        outcome = decided(looked, Tlaxiaco="confirmed", by="Marta")
        assert outcome["changed"] == ["S1"]
        assert looked.segments().keys() == before.keys()
        letter = letters(looked.shown("S1"), "comisión de [Lugar ")
        assert f"[Place {letter}]" in translation(looked)
        assert found_in_tables(looked.store, ["Tlaxiaco", *NAMES]) == set()
        assert found_in_files(looked.settings.home, ["Tlaxiaco", *NAMES]) == set()
        assert not file.exists()
        looked.check_offsets()
        with looked.store.read() as tx:
            assert [body["spans"][0]["text"] for _, body in review.notes(tx, "hamlet")] == [f"de [Lugar {letter}]"]

    def test_reviewed_work_stays_and_its_task_goes(self, looked: Place) -> None:
        decided(looked, Tlaxiaco="confirmed")
        with looked.store.read() as tx:
            items = {item.segment_id: (item.state, item.task_id) for item in review.work_items(tx, "hamlet")}
            waiting = {row.task_id for row in outdated.removals(tx, "hamlet")}
        assert items["S1.003"] == ("reviewed", None)
        assert 10 in waiting
        assert looked.codings() == {("S1.003", "accounts")}

    def test_a_task_that_shows_it_as_context_is_made_anew(self, looked: Place) -> None:
        with looked.store.read() as tx:
            (batch,) = {item.batch for item in review.work_items(tx, "hamlet") if item.segment_id == "S1.001"}
        decided(looked, Eulalio="rejected")  # he is named in the question before it
        assert "Eulalio Zamarripa" in looked.shown("S1")
        with looked.store.read() as tx:
            (item,) = [item for item in review.work_items(tx, "hamlet") if item.segment_id == "S1.001"]
            assert (item.state, item.task_id) == ("pending", None)
            assert item.batch != batch
            assert 11 in {row.task_id for row in outdated.removals(tx, "hamlet")}

    def test_rejecting_brings_the_words_back_everywhere(self, looked: Place) -> None:
        assert "Eulalio" not in looked.shown("S1") + translation(looked)
        decided(looked, Eulalio="rejected")
        assert "desde que vino Eulalio Zamarripa?" in looked.shown("S1")
        assert "since Eulalio Zamarripa came" in translation(looked)
        with looked.store.read() as tx:
            assert corpus.segments(tx, "hamlet", ids=["S1.001"])[0].question == "¿Qué cambió desde que vino Eulalio Zamarripa?"
        looked.check_offsets()
        decided(looked, Eulalio="confirmed")  # and may be changed again
        assert "Eulalio" not in looked.shown("S1") + translation(looked)
        assert found_in_tables(looked.store, ["Eulalio"]) == set()

    def test_what_was_suggested_is_looked_at_again_and_quotes_nothing(self, looked: Place) -> None:
        with looked.store.read() as tx:
            assert machines.not_suggested(tx, "hamlet", "m1") == []
        decided(looked, Tlaxiaco="confirmed")
        with looked.store.read() as tx:
            assert machines.not_suggested(tx, "hamlet", "m1") == ["S1.003"]
        looked.suggest()
        with looked.store.read() as tx:
            found = machines.suggestions(tx, "hamlet", model_version="m1", segment_ids=["S1.003"])["S1.003"]
            assert found[0].reasons[0].sentence == looked.segments()["S1.003"]

    def test_who_decided_and_when_is_kept(self, looked: Place) -> None:
        id_ = entity_of(looked, "Tlaxiaco")
        decided(looked, Tlaxiaco="confirmed", by="Marta")
        with looked.store.read() as tx:
            rows = {row.id: (row.state, row.decided_by, row.decided_at) for row in identity.rows(tx, "hamlet")}
        assert rows[id_][:2] == ("confirmed", "Marta")
        assert rows[id_][2] is not None
        assert {by for other, (_, by, _) in rows.items() if other != id_} <= {"", "register"}

    @ON_SQLITE
    def test_a_confirmed_name_is_masked_where_no_look_had_seen_it(self, place: Place) -> None:
        place.write(S2="ENTREVISTADORA: ¿Dónde?\n\nDoña Lencha: Pues allá en Tlaxiaco, de Tlaxiaco somos.\n")
        place.take_in()
        find_identities(place.work, study_id="", finder=FINDER)
        with place.store.begin() as tx:  # the look has missed it in S2
            identity.count_mentions(tx, "hamlet", "S2", ())
        forget_mentions(place, "S2", "Tlaxiaco")
        decided(place, Tlaxiaco="confirmed")
        assert "Tlaxiaco" not in place.shown("S1") + place.shown("S2")

    @ON_SQLITE
    def test_nobody_decides_without_a_name(self, looked: Place) -> None:
        with pytest.raises(BadInput, match="--by"):
            decide(looked.work, study_id="", by=" ", decisions={})

    @ON_SQLITE
    def test_all_decisions_or_none(self, looked: Place) -> None:
        with pytest.raises(BadInput, match="E9999"):
            decide(
                looked.work, study_id="", by="Marta", decisions={entity_of(looked, "Tlaxiaco"): "confirmed", "E9999": "confirmed"}
            )
        assert "Tlaxiaco" in looked.shown("S1")

    @pytest.mark.parametrize(("at", "committed"), [(2, False), (2, True), (3, False), (3, True), (4, False)])
    @ON_SQLITE
    def test_killed_anywhere_and_done_again_it_is_done(self, looked: Place, tmp_path: Path, at: int, committed: bool) -> None:
        path = sheet(looked, tmp_path / "s.csv", Tlaxiaco=("confirmar", ""), plaza=("unir", entity_of(looked, "Tlaxiaco")))
        dying = looked.dying(at=at, committed=committed)
        with pytest.raises(Killed):
            decide(dying.work, study_id="", by="Marta", path=str(path))
        dying.store.close()
        decide(looked.work, study_id="", by="Marta", path=str(path))
        assert "Tlaxiaco" not in looked.shown("S1")
        assert "plaza" not in looked.shown("S2")
        assert found_in_tables(looked.store, ["Tlaxiaco"]) == set()
        looked.check_offsets()


def forget_mentions(place: Place, session_id: str, name: str) -> None:
    """Let the vault say that this name was not found in a session."""
    sealed = place.original(session_id)
    kept = tuple(pair for pair in sealed.mentions if pair[0].text != name)
    with place.store.begin() as tx:
        identity.seal_original(tx, open_vault(place.settings, tx), "hamlet", replace(sealed, mentions=kept))


class TestSheet:
    def test_the_sheet_is_its_owners_alone_and_holds_the_names(self, looked: Place, tmp_path: Path) -> None:
        path = tmp_path / "hoja.csv"
        assert write_sheet(looked.work, study_id="", path=path) == len(list(listed(looked.work, study_id="")))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "Xóchitl Barragán" in path.read_text(encoding="utf-8-sig")

    def test_confirm_reject_and_another_kind(self, looked: Place, tmp_path: Path) -> None:
        path = sheet(
            looked,
            tmp_path / "s.csv",
            Tlaxiaco=("tipo", "organización"),
            Eulalio_Zamarripa=("rechazar", ""),
            plaza=("confirmar", ""),
        )
        outcome = decide(looked.work, study_id="", by="Marta", path=str(path))
        assert outcome["decided"] == 3
        assert "comisión de [Organización " in looked.shown("S1")
        assert "Eulalio Zamarripa" in looked.shown("S1")
        assert "barremos la [Lugar" in looked.shown("S2")
        looked.check_offsets()

    def test_taken_in_twice_it_changes_nothing(self, looked: Place, tmp_path: Path) -> None:
        path = sheet(
            looked, tmp_path / "s.csv",
            plaza=("unir", entity_of(looked, "Tlaxiaco")), Eulalio_Zamarripa=("rechazar", ""), Xóchitl=("separar", "sesión"),
        )  # fmt: skip
        decide(looked.work, study_id="", by="Marta", path=str(path))
        before = [looked.shown(session) for session in ("S1", "S2", "G1")]
        lines = list(listed(looked.work, study_id="", names=True))
        assert decide(looked.work, study_id="", by="Marta", path=str(path))["changed"] == []
        assert [looked.shown(session) for session in ("S1", "S2", "G1")] == before
        assert list(listed(looked.work, study_id="", names=True)) == lines

    def test_two_become_one(self, looked: Place, tmp_path: Path) -> None:
        path = sheet(looked, tmp_path / "s.csv", Tlaxiaco=("confirmar", ""), plaza=("unir", entity_of(looked, "Tlaxiaco")))
        decide(looked.work, study_id="", by="Marta", path=str(path))
        letter = letters(looked.shown("S1"), "comisión de [Lugar ")
        assert f"barremos la [Lugar {letter}]" in looked.shown("S2")

    def test_one_becomes_two_and_a_translation_follows_its_session(self, looked: Place, tmp_path: Path) -> None:
        path = sheet(looked, tmp_path / "s.csv", Xóchitl=("separar", "sesión"))
        decide(looked.work, study_id="", by="Marta", path=str(path))
        in_s1 = letters(looked.shown("S1"), "Me llamo [Persona ")
        in_s2 = letters(looked.shown("S2"), "comadre [Persona ")
        assert in_s1 != in_s2
        assert letters(translation(looked), "name is [Person ") == in_s1
        looked.check_offsets()

    def test_a_bad_sheet_is_refused_whole_with_its_line(self, looked: Place, tmp_path: Path) -> None:
        path = sheet(looked, tmp_path / "s.csv", Tlaxiaco=("confirmar", ""), plaza=("pintar", ""))
        with pytest.raises(BadInput, match=r"s\.csv:\d+"):
            decide(looked.work, study_id="", by="Marta", path=str(path))
        assert "Tlaxiaco" in looked.shown("S1")
        with pytest.raises(BadInput, match="cannot be opened"):
            decide(looked.work, study_id="", by="Marta", path=str(tmp_path / "nada.csv"))


def letters(text: str, before: str) -> str:
    return text.split(before, 1)[1].split("]", 1)[0]


class TestListing:
    def test_names_only_when_asked(self, looked: Place) -> None:
        told = "\n".join(listed(looked.work, study_id=""))
        assert not any(name in told for name in (*NAMES, "Tlaxiaco"))
        assert "Xóchitl Barragán" in "\n".join(listed(looked.work, study_id="", names=True))


@ON_SQLITE
class TestPolicy:
    def test_a_kind_that_the_study_now_masks_is_masked_by_the_next_look(self, looked: Place) -> None:
        looked.study["identity"] = {"kinds": {"place": "mask", "phone": "keep"}}
        looked.load()
        with pytest.raises(NotReady, match="identity find"):
            send_study(looked.work, study_id="")
        find_identities(looked.work, study_id="", finder=FINDER)
        assert "Tlaxiaco" not in looked.shown("S1")
        assert "951 123 4567" in looked.shown("S1")
        looked.check_offsets()


@ON_SQLITE
class TestSending:
    def test_nothing_leaves_before_it_is_looked_at_and_decided(self, place: Place) -> None:
        place.take_in()
        place.suggest()
        with pytest.raises(NotReady, match=r"3 transcripts.*identity find"):
            send_study(place.work, study_id="")
        find_identities(place.work, study_id="", finder=FINDER)
        place.suggest()
        with pytest.raises(NotReady, match=r"identity sheet"):
            send_study(place.work, study_id="")
        ids = {line.split()[0]: "confirmed" for line in listed(place.work, study_id="")}
        decide(place.work, study_id="", by="Marta", decisions=ids)
        place.suggest()
        with pytest.raises(NotReady, match="no Label Studio"):  # which is the next thing that is missing
            send_study(place.work, study_id="")

    def test_the_study_may_ask_for_less(self, place: Place) -> None:
        place.take_in()
        place.suggest()
        for rule, missing in (("looked_at", "identity find"), ("nothing", "no Label Studio")):
            place.study["identity"] = {"before_sending": rule}
            place.load()
            with pytest.raises(NotReady, match=missing):
                send_study(place.work, study_id="")
        find_identities(place.work, study_id="", finder=FINDER)
        place.suggest()
        place.study["identity"] = {"before_sending": "looked_at"}
        place.load()
        with pytest.raises(NotReady, match="no Label Studio"):
            send_study(place.work, study_id="")

    def test_a_study_without_names_of_its_own_is_not_held_up(self, place: Place) -> None:
        place.write(S1="", S2="")
        place.take_in()
        place.suggest()
        find_identities(place.work, study_id="", finder=Listed({}))
        with pytest.raises(NotReady, match="no Label Studio"):
            send_study(place.work, study_id="")


@ON_SQLITE
def test_the_true_finder_finds_masks_and_lets_decide(place: Place) -> None:
    place.take_in()
    outcome = find_identities(place.work, study_id="")
    assert (outcome["sessions"], outcome["without_model"]) == (3, [])
    assert outcome["identities"]["person"] >= 2
    assert found_in_tables(place.store, NAMES) == set()
    undecided = {line.split()[0]: "rejected" for line in listed(place.work, study_id="") if "proposed" in line}
    assert decide(place.work, study_id="", by="Marta", decisions=undecided)["undecided"] == 0
    assert find_identities(place.work, study_id="")["sessions"] == 0
    assert place.check_offsets() == 10
