"""Importing: each file by itself, unchanged ones left alone, nothing that people did lost without being asked."""

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from annotations.errors import BadRegister, BadTranscript, NotFound
from service.settings import Settings
from service.storage import corpus, identity, outdated, people, review, vault
from service.storage.transactions import Store, migrate
from service.workflows.assessing import assess_study
from service.workflows.importing import import_folder
from service.workflows.reading import Reader
from tests.encoders import share_encoders
from tests.service.hamlet import G1, NAMES, S1, S2, Killed, Place, found_in_files, found_in_tables

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is tested is above the database
QUESTION = [{"id": "q1", "text": {"es": "¿Qué cambió?"}, "feeds": "description"}]


def states(place: Place, *replaced: str) -> dict[str, str]:
    return {name: file["state"] for name, file in place.take_in(*replaced)["files"].items()}


def children() -> set[str]:
    """Processes that this one has started."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            found.add(stat.parent.name)
    return found


@ON_SQLITE
class TestFiles:
    def test_everything_reads_back_and_the_original_is_in_the_vault(self, place: Place) -> None:
        outcome = place.take_in()
        assert (outcome["imported"], outcome["unchanged"], outcome["changed"], outcome["refused"]) == (3, 0, 0, 0)
        part = outcome["files"]["S1.txt"]["parts"][0]
        assert (part["session"], part["turns"], part["segments"], part["speakers"]) == ("S1", 6, 3, ["ENTREVISTADORA", "SEÑORA"])
        assert part["characters"] == len(place.shown("S1"))
        assert place.check_offsets() == 10
        assert place.original("S1").transcript.text == S1

    def test_one_bad_file_refuses_only_itself(self, place: Place) -> None:
        place.write(S2="")
        (place.transcripts / "S2.txt").write_bytes(b"")
        outcome = place.take_in()
        assert {name: file["state"] for name, file in outcome["files"].items()} == {
            "G1.txt": "imported", "S1.txt": "imported", "S2.txt": "refused",
        }  # fmt: skip
        why = outcome["files"]["S2.txt"]["why"]
        assert why.startswith(str(place.transcripts / "S2.txt"))
        assert why.endswith(")")  # the remedy

    def test_unchanged_files_are_not_read(self, place: Place) -> None:
        place.take_in()
        before, alone = children(), replace(place, reader=None)
        assert set(states(alone).values()) == {"unchanged"}
        assert children() <= before
        alone.write(S2=S2 + "\nDoña Lencha: Y ya.\n")
        assert states(alone) == {"G1.txt": "unchanged", "S1.txt": "unchanged", "S2.txt": "imported"}  # by a reader of its own

    def test_a_file_of_another_name_with_the_same_words_is_another_file(self, place: Place) -> None:
        place.take_in()
        place.write(S3=S1)
        place.sessions.append("S3,2024-02-09,individual,,,es,recording,,no")
        place.roster.append("R9,S3,SEÑORA,yes,yes,,")
        place.load()
        assert states(place)["S3.txt"] == "imported"

    def test_two_files_for_one_session(self, place: Place) -> None:
        place.write(**{"S1.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\n<v SEÑORA>hola\n"})
        outcome = place.take_in()["files"]
        assert (outcome["S1.txt"]["state"], outcome["S1.vtt"]["state"]) == ("imported", "refused")
        assert "S1.txt would both be session S1" in outcome["S1.vtt"]["why"]
        assert states(place)["S1.vtt"] == "refused"  # also when the other one is unchanged
        place.check_offsets()

    def test_other_files_are_named(self, place: Place) -> None:
        (place.transcripts / "notas.xyz").write_bytes(b"x")
        (place.transcripts / "~$S1.docx").write_bytes(b"a lock of Word's")
        (place.transcripts / "más").mkdir()
        assert place.take_in()["left_out"] == ["más", "notas.xyz"]

    def test_nowhere_and_nothing(self, place: Place, tmp_path: Path) -> None:
        with pytest.raises(BadTranscript, match="no such file"):
            import_folder(place.work, study_id="", folder=str(tmp_path / "nada"))
        (tmp_path / "vacía").mkdir()
        with pytest.raises(BadTranscript, match="no transcript here"):
            import_folder(place.work, study_id="", folder=str(tmp_path / "vacía"))

    @pytest.mark.parametrize("change", ["guide", "label", "language", "consent", "date"])
    def test_what_decides_how_it_is_read_is_read_anew(self, place: Place, change: str) -> None:
        place.take_in()
        if change == "guide":
            place.study["guide"] = QUESTION
        elif change == "label":
            place.roster[0] = place.roster[0].replace("SEÑORA", "SENORA")
        elif change == "language":
            place.sessions[0] = place.sessions[0].replace(",es,", ",es-MX,")
        elif change == "consent":
            place.roster.append("R9,S1,,yes,yes,,")
        else:
            place.sessions[0] = place.sessions[0].replace("2024-02-01", "2024-02-07")
        place.load()
        after = states(place)
        assert after["S1.txt"] == ("unchanged" if change == "date" else "imported")
        assert after["S2.txt"] == ("imported" if change == "guide" else "unchanged")
        assert states(place)["S1.txt"] == "unchanged"


@ON_SQLITE
class TestTables:
    HEAD = ("session", "¿Qué cambió?", "¿Quién ayudó?")

    def table(self, *rows: tuple[str, str, str]) -> str:
        out = io.StringIO()
        csv.writer(out).writerows([self.HEAD, *rows])
        return out.getvalue()

    @pytest.fixture
    def survey(self, place: Place) -> Place:
        place.write(S1="", S2="", G1="")
        place.sessions = [f"encuesta-E{n},2024-03-0{n},survey,,,es,notes,,yes" for n in (1, 2)]
        place.roster = [f"R{n},encuesta-E{n},,yes,yes,," for n in (1, 2)]
        place.load()
        place.write(
            **{"encuesta.csv": self.table(("E1", "Leen las cuentas en voz alta.", "La comisión."), ("E2", "Nada.", "Nadie."))}
        )
        return place

    def test_each_row_is_a_session_and_all_of_them_come_or_none(self, survey: Place) -> None:
        outcome = survey.take_in()["files"]["encuesta.csv"]
        assert (outcome["state"], outcome["sessions"]) == ("imported", ["encuesta-E1", "encuesta-E2"])
        survey.check_offsets()
        assert states(survey) == {"encuesta.csv": "unchanged"}

    def test_one_without_consent_keeps_the_whole_table_out(self, survey: Place) -> None:
        survey.roster[1] = survey.roster[1].replace(",yes,", ",no,", 1)
        survey.load()
        outcome = survey.take_in()["files"]["encuesta.csv"]
        assert outcome["state"] == "refused"
        assert "R2" in outcome["why"]
        assert survey.segments() == {}

    def test_one_whose_codings_would_go_keeps_all_as_they_were(self, survey: Place) -> None:
        survey.take_in()
        survey.code(survey.id_of("cuentas"))
        new = self.table(("E1", "Ya no las leen.", "La comisión."), ("E2", "Otra cosa.", "Nadie."))
        survey.write(**{"encuesta.csv": new})
        assert states(survey) == {"encuesta.csv": "changed"}
        assert "Nada." in survey.segments().values()


class TestChanged:
    @pytest.fixture
    def coded(self, place: Place) -> Place:
        """S1 with a coding on each of its three segments, two tasks in Label Studio, a suggestion for everything."""
        place.take_in()
        place.suggest()
        for number, (words, span) in enumerate((("💧", "cuentas 💧"), ("papel", "papel"), ("Tlaxiaco", "comisión")), 1):
            place.code(place.id_of(words), task=number * 10, span=span)
        return place

    def test_nothing_changes_unless_it_may(self, coded: Place) -> None:
        coded.write(S1=S1.replace("ni un papel colgado", "ni se preguntaba"))
        part = coded.take_in()["files"]["S1.txt"]["parts"][0]
        assert (part["kept"], part["gone"], part["codings_lost"], part["tasks_lost"]) == (2, ["S1.002"], 1, 1)
        assert part["would_lose"]
        assert "papel" in coded.shown("S1")
        assert coded.codings() == {("S1.001", "accounts"), ("S1.002", "accounts"), ("S1.003", "accounts")}
        assert states(coded)["S1.txt"] == "changed"  # and it says so again
        assert states(coded, "S2")["S1.txt"] == "changed"  # another session may

    def test_what_stays_stays_and_what_goes_is_retired(self, coded: Place) -> None:
        coded.write(S1=S1.replace("ni un papel colgado", "ni se preguntaba"))
        outcome = coded.take_in("S1")["files"]["S1.txt"]
        assert (outcome["state"], outcome["parts"][0]["codings_lost"]) == ("imported", 1)
        assert coded.codings() == {("S1.001", "accounts"), ("S1.003", "accounts")}
        assert list(coded.segments("S1")) == ["S1.001", "S1.004", "S1.003"]  # by place in the text; 2 is never given again
        with coded.store.read() as tx:
            items = {item.segment_id: item for item in review.work_items(tx, "hamlet")}
            retired = [row for row in review.log(tx, "hamlet") if row.act == "retired"]
            waiting = [row.task_id for row in outdated.removals(tx, "hamlet")]
            notes = {item.segment_id for item, _ in review.notes(tx, "hamlet")}
        assert {id_: item.state for id_, item in items.items()} == {
            "S1.001": "reviewed",
            "S1.002": "retired",
            "S1.003": "reviewed",
        }
        assert [(row.segment_id, row.target, row.coder_id) for row in retired] == [("S1.002", "accounts", "ines")]
        assert 20 in waiting
        assert notes == {"S1.001", "S1.003"}
        assert found_in_tables(coded.store, ["papel colgado"]) == set()
        assert coded.check_offsets() == 10

    def test_numbers_are_never_given_again(self, coded: Place) -> None:
        for words in ("ni uno", "ni dos", "ni un papel colgado"):
            coded.write(S1=S1.replace("ni un papel colgado", words))
            assert states(coded, "*")["S1.txt"] == "imported"
        assert sorted(coded.segments("S1")) == ["S1.001", "S1.003", "S1.006"]

    def test_saturation_and_sending_go_on_after_it(self, coded: Place) -> None:
        coded.write(S1=S1.replace("ni un papel colgado", "ni se preguntaba"))
        coded.take_in("S1")
        assert set(assess_study(coded.work, study_id="")["changes"]) == {"CH1", "CH2"}

    def test_a_changed_file_without_work_on_it_is_taken_in(self, coded: Place) -> None:
        coded.write(S2=S2.replace("domingo", "sábado"))
        assert states(coded) == {"G1.txt": "unchanged", "S1.txt": "unchanged", "S2.txt": "imported"}

    def test_a_new_turn_before_the_others_moves_them_and_loses_nothing(self, coded: Place) -> None:
        coded.write(S1="ENTREVISTADORA: Buenas tardes.\n\nSEÑORA: Buenas, pásele.\n\n" + S1)
        part = coded.take_in()["files"]["S1.txt"]["parts"][0]
        assert (part["kept"], part["gone"]) == (3, [])
        assert len(coded.codings()) == 3
        coded.check_offsets()


class TestKilled:
    @pytest.mark.parametrize(("at", "committed"), [(1, False), (2, False), (2, True), (3, False), (3, True), (4, True)])
    def test_importing_again_completes_it_and_nothing_is_there_twice(self, place: Place, at: int, committed: bool) -> None:
        dying = place.dying(at=at, committed=committed)
        with pytest.raises(Killed):
            dying.take_in()
        dying.store.close()
        states(place)
        assert set(states(place).values()) == {"unchanged"}
        assert place.check_offsets() == 10
        with place.store.read() as tx:
            rows = identity.rows(tx, "hamlet")
        assert len({(row.kind, row.body["letter"]) for row in rows}) == len(rows)

    def test_stopped_between_two_files(self, place: Place) -> None:
        def stop(stage: str, done: int, total: int) -> None:
            if stage == "read" and done == 1:
                raise Killed

        with pytest.raises(Killed):
            replace(place, progress=stop).take_in()
        assert sorted(states(place).values()) == ["imported", "imported", "unchanged"]
        assert place.check_offsets() == 10


@ON_SQLITE
class TestConsent:
    def refused(self, place: Place, name: str) -> str:
        file = place.take_in()["files"][name]
        assert file["state"] == "refused", file
        assert place.segments(name.split(".")[0]) == {}
        return str(file["why"])

    def test_a_session_in_no_register(self, place: Place) -> None:
        place.write(S9=S1)
        why = self.refused(place, "S9.txt")
        assert "in no register" in why
        assert "consent: not_required" in why

    @pytest.mark.parametrize(("cell", "why"), [("", "not documented"), ("no", "did not agree")])
    def test_undocumented_and_refused(self, place: Place, cell: str, why: str) -> None:
        place.roster[0] = place.roster[0].replace(",yes,", f",{cell},", 1)
        place.load()
        assert why in self.refused(place, "S1.txt")

    def test_nobody_is_registered_as_taking_part(self, place: Place) -> None:
        del place.roster[0]
        place.load()
        assert "nobody is registered" in self.refused(place, "S1.txt")

    def test_one_of_a_group_without_consent_is_left_out(self, place: Place) -> None:
        place.roster[3] = place.roster[3].replace(",yes,", ",no,", 1)
        place.load()
        assert states(place)["G1.txt"] == "imported"
        assert "P2: [retirado]" in place.shown("G1")
        assert found_in_tables(place.store, ["alcatraz", "jirafa"]) == set()
        assert "jirafa" not in place.original("G1").transcript.text
        place.check_offsets()

    def test_one_of_a_group_whose_label_is_not_there_keeps_it_out(self, place: Place) -> None:
        place.roster[3] = place.roster[3].replace("P2,yes", "P7,no")
        place.load()
        assert "stand nowhere" in self.refused(place, "G1.txt")

    def test_one_of_a_group_without_a_label_keeps_it_out(self, place: Place) -> None:
        place.roster[3] = place.roster[3].replace("P2,yes", ",no")
        place.load()
        self.refused(place, "G1.txt")

    def test_the_name_of_one_who_was_left_out_does_not_stay(self, place: Place) -> None:
        place.write(G1=G1.replace("P2:", "Eufrosina:"))
        place.roster[3] = place.roster[3].replace("P2,yes", "Eufrosina,no")
        place.load()
        assert states(place)["G1.txt"] == "imported"
        assert "Eufrosina" not in place.shown("G1")

    def test_public_material_needs_none(self, place: Place) -> None:
        place.study["consent"] = "not_required"
        place.write(S9=S1)
        place.roster[0] = place.roster[0].replace(",yes,", ",no,", 1)
        place.roster[3] = place.roster[3].replace(",yes,", ",,", 1)
        place.load()
        after = states(place)
        assert after == {"G1.txt": "imported", "S1.txt": "refused", "S2.txt": "imported", "S9.txt": "imported"}
        assert "jirafa" in place.shown("G1")  # undocumented is enough here

    def test_a_register_beside_the_transcripts_is_used(self, place: Place) -> None:
        place.write(S9=S1)
        for name, head, row in (
            ("sessions.csv", "session,date,method,capture", "S9,2024-01-01,individual,recording"),
            ("roster.csv", "respondent,session,label,consent,consent_recording", "R99,S9,SEÑORA,yes,yes"),
        ):
            (place.transcripts / name).write_text(f"{head}\n{row}\n")
        assert states(place)["S9.txt"] == "imported"
        with place.store.begin() as tx:
            register = people.register(tx, vault.open_vault(place.settings, tx), "hamlet")
        assert {p.respondent_id for p in register.participations} == {"R1", "R2", "R3", "R4", "R5", "R99"}

    def test_a_bad_register_beside_the_transcripts_stops_everything(self, place: Place) -> None:
        (place.transcripts / "sessions.csv").write_text("session,date,method,capture\nS1,2024-01-01,individual,recording\n")
        (place.transcripts / "roster.csv").write_text(
            "respondent,session,label,consent,consent_recording\nR1,S9,SEÑORA,yes,yes\n"
        )
        with pytest.raises(BadRegister, match=r"roster\.csv:2.*S9"):
            place.take_in()


class TestNames:
    def test_no_name_is_anywhere_but_in_the_vault(self, place: Place) -> None:
        place.take_in()
        assert found_in_tables(place.store, NAMES) == set()
        place.store.scrub()
        assert found_in_files(place.settings.home, NAMES) == set()

    def test_a_label_that_is_a_name_is_shown_as_the_id(self, place: Place) -> None:
        place.take_in()
        with place.store.read() as tx:
            assert {turn.speaker for turn in corpus.transcript(tx, "hamlet", "S2").turns} == {"ENTREVISTADORA", "R2"}
            assert {s.speaker for s in corpus.segments(tx, "hamlet", session_id="S2")} == {"R2"}

    def test_there_is_no_original_of_a_session_that_was_never_imported(self, place: Place) -> None:
        with pytest.raises(NotFound):
            place.original("S1")


WORDS = st.sampled_from(
    [
        "Ahora leen las cuentas.",
        "Sí.",
        "Vino Ramiro 💧.",
        "Nadie barre\u00a0la plaza.",
        "Ni modo…",
        "¿Y yo? Pues sí, e\u0301se.",
        "No.",
    ]
)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Iterator[Place]:
    """A hamlet that lives through all random edits."""
    folder = tmp_path_factory.mktemp("edited")
    settings = share_encoders(Settings(home=folder / "home"))
    settings.folder()
    migrate(settings.database_url)
    made = Place(folder / "hamlet", settings, Store(settings.database_url), reader=reader)
    made.write(S2=S2)
    made.load()
    yield made
    made.store.close()


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_codings_of_what_was_said_again_survive_any_edit(edited: Place, before: list[str], data: st.DataObject) -> None:
    answers = list(before)
    edited.write(S1=interview(answers))
    edited.take_in("*")
    first = edited.segments("S1")
    for id_, said in first.items():
        edited.code(id_, task=int(id_[-3:]) + 1000, span=said[:2])
    kept_words = list(first.values())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(answers) - 1))
        what = data.draw(st.sampled_from(["insert", "delete", "change"]))
        if what == "delete" and len(answers) > 1:
            del answers[at]
        elif what == "insert":
            answers.insert(at, data.draw(WORDS))
        else:
            answers[at] = data.draw(WORDS)
    edited.write(S1=interview(answers))
    edited.take_in("S1")
    after = edited.segments("S1")
    edited.check_offsets()
    survived = {id_ for id_, _ in edited.codings() if id_.startswith("S1.")}
    assert survived == set(first) & set(after)
    assert all(first[id_] == after[id_] for id_ in survived)
    assert len(survived) == longest_common(kept_words, list(after.values()))


def interview(answers: list[str]) -> str:
    return "\n\n".join(f"ENTREVISTADORA: ¿Qué más?\n\nSEÑORA: {words}" for words in answers) + "\n"


def longest_common(a: list[str], b: list[str]) -> int:
    rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, one in enumerate(a, 1):
        for j, other in enumerate(b, 1):
            rows[i][j] = rows[i - 1][j - 1] + 1 if one == other else max(rows[i - 1][j], rows[i][j - 1])
    return rows[-1][-1]
