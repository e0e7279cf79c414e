"""Loading and importing: whole or not at all, unchanged files left alone, nobody counted who is in no register."""

from pathlib import Path

import pytest

from annotations.errors import BadCodeFrame, BadRegister, BadTranscript, Conflict, ConsentMissing, SuffixMismatch
from service.settings import Settings
from service.storage import corpus, review, studies
from service.storage.transactions import Store
from service.workflows.importing import import_folder
from service.workflows.loading import load_study
from service.workflows.suggesting import segments_waiting
from service.workflows.work import Work
from tests.conftest import SAMPLE

SESSIONS = "session,date,method,mode,place,language,capture,instrument,prompted\nS1,2024-01-01,individual,,,es,recording,,no\n"
ROSTER = "respondent,session,label,category,sex,place,affiliation,referred_by,consent,consent_recording,consent_how\n"
TEXT = "ENTREVISTADORA: ¿Qué cambió?\n\nSEÑORA: Ahora leen las cuentas 💧.\n\nENTREVISTADORA: ¿Y antes?\n\nSEÑORA: Antes no."


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    found = Work(settings, store)
    load_study(found, path=str(SAMPLE / "study.yaml"))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "entrevistas"
    made.mkdir()
    (made / "S1.txt").write_text(TEXT)
    return made


def session_ids(work: Work) -> list[str]:
    with work.store.read() as tx:
        return corpus.transcript_ids(tx, "agua-y-acuerdos")


class TestImport:
    def test_segments_read_back_from_the_kept_text(self, work: Work, folder: Path) -> None:
        outcome = import_folder(work, study_id="", folder=str(folder))
        assert (outcome["imported"], outcome["unregistered"], outcome["left_out"]) == (1, ["S1"], [])
        with work.store.read() as tx:
            kept = corpus.transcript(tx, "agua-y-acuerdos", "S1")
            found = corpus.segments(tx, "agua-y-acuerdos")
        assert [s.text for s in found] == ["Ahora leen las cuentas 💧.", "Antes no."]
        assert all(kept.text[s.start : s.end] == s.text for s in found)
        assert found[0].question == "¿Qué cambió?"

    def test_unchanged_files_are_left_alone_and_changed_ones_replaced(self, work: Work, folder: Path) -> None:
        import_folder(work, study_id="", folder=str(folder))
        assert import_folder(work, study_id="", folder=str(folder))["unchanged"] == 1
        (folder / "S1.txt").write_text(TEXT + "\n\nSEÑORA: Y ya.")
        assert import_folder(work, study_id="", folder=str(folder))["imported"] == 1
        with work.store.read() as tx:
            assert corpus.segment_count(tx, "agua-y-acuerdos") == 3

    def test_a_changed_text_that_is_out_for_review_is_refused(self, work: Work, folder: Path) -> None:
        import_folder(work, study_id="", folder=str(folder))
        row = {"study_id": "agua-y-acuerdos", "id": "r1/S1.001/ines", "segment_id": "S1.001", "coder_id": "ines", "round": 1}
        with work.store.begin() as tx:
            review.add_work_items(tx, [{**row, "batch": "b", "state": "pushed", "model_version": "m", "task_id": 1}])
        (folder / "S1.txt").write_text(TEXT.replace("Antes", "Nunca"))
        (folder / "S0.txt").write_text(TEXT)
        with pytest.raises(Conflict, match="S1.txt"):
            import_folder(work, study_id="", folder=str(folder))
        assert session_ids(work) == ["S1"]  # S0 was not kept either

    def test_one_bad_file_and_nothing_is_imported(self, work: Work, folder: Path) -> None:
        (folder / "S2.txt").write_bytes(b"")
        with pytest.raises(BadTranscript, match=r"S2\.txt"):
            import_folder(work, study_id="", folder=str(folder))
        (folder / "S2.txt").write_bytes(b"{\\rtf1 hola}")
        with pytest.raises(SuffixMismatch, match=r"S2\.txt"):
            import_folder(work, study_id="", folder=str(folder))
        assert session_ids(work) == []

    def test_two_files_for_one_session_are_refused(self, work: Work, folder: Path) -> None:
        (folder / "S1.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nSEÑORA: hola\n")
        with pytest.raises(BadTranscript, match="S1.txt would both be session S1"):
            import_folder(work, study_id="", folder=str(folder))

    def test_other_files_are_named(self, work: Work, folder: Path) -> None:
        (folder / "notas.odt").write_bytes(b"x")
        (folder / "~$S1.docx").write_bytes(b"a lock of Word's")
        (folder / "más").mkdir()
        assert import_folder(work, study_id="", folder=str(folder))["left_out"] == ["más", "notas.odt"]

    def test_nowhere_and_nothing(self, work: Work, tmp_path: Path) -> None:
        with pytest.raises(BadTranscript, match="no such file"):
            import_folder(work, study_id="", folder=str(tmp_path / "nada"))
        with pytest.raises(BadTranscript, match="no transcript here"):
            import_folder(work, study_id="", folder=str(tmp_path))


class TestRegister:
    def test_no_consent_no_import(self, work: Work, folder: Path) -> None:
        (folder / "sessions.csv").write_text(SESSIONS)
        (folder / "roster.csv").write_text(ROSTER + "R1,S1,SEÑORA,household,F,,,,no,yes,\n")
        with pytest.raises(ConsentMissing, match="R1"):
            import_folder(work, study_id="", folder=str(folder))
        assert session_ids(work) == []

    def test_a_roster_that_names_an_unknown_session_is_refused(self, work: Work, folder: Path) -> None:
        (folder / "sessions.csv").write_text(SESSIONS)
        (folder / "roster.csv").write_text(ROSTER + "R1,S9,SEÑORA,household,F,,,,yes,yes,\n")
        with pytest.raises(BadRegister, match=r"roster\.csv:2.*S9"):
            import_folder(work, study_id="", folder=str(folder))

    def test_the_register_beside_the_transcripts_is_used(self, work: Work, folder: Path) -> None:
        (folder / "sessions.csv").write_text(SESSIONS)
        (folder / "roster.csv").write_text(ROSTER + "R1,S1,SEÑORA,household,F,,,,yes,yes,\n")
        assert import_folder(work, study_id="", folder=str(folder))["unregistered"] == []
        with work.store.read() as tx:
            assert [p.respondent_id for p in studies.register(tx, "agua-y-acuerdos").of_session("S1")] == ["R1"]

    def test_a_register_of_new_sessions_leaves_the_others(self, work: Work, folder: Path) -> None:
        (folder / "sessions.csv").write_text(SESSIONS)
        (folder / "roster.csv").write_text(ROSTER + "R99,S1,SEÑORA,household,F,,,R01,yes,yes,\n")
        import_folder(work, study_id="", folder=str(folder))
        with work.store.read() as tx:
            register = studies.register(tx, "agua-y-acuerdos")
        assert len(register.respondents) == 39
        assert [p.respondent_id for p in register.of_session("S02")] == ["R02"]


class TestStudy:
    def test_a_bad_code_frame_leaves_the_study_as_it_was(self, work: Work, tmp_path: Path) -> None:
        for name in ("study.yaml", "codeframe.yaml", "sessions.csv", "roster.csv"):
            (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
        frame = (tmp_path / "codeframe.yaml").read_text()
        (tmp_path / "codeframe.yaml").write_text(frame.replace("id: t-meters", "id: t-tariff"))
        (tmp_path / "study.yaml").write_text(
            (tmp_path / "study.yaml").read_text().replace("minimum_independent: 5", "minimum_independent: 2")
        )
        with pytest.raises(BadCodeFrame, match="t-tariff"):
            load_study(work, path=str(tmp_path / "study.yaml"))
        with work.store.read() as tx:
            assert studies.study(tx, "agua-y-acuerdos").saturation.minimum_independent == 5

    def test_an_older_code_frame_does_not_come_back_unnoticed(self, work: Work, tmp_path: Path) -> None:
        for name in ("study.yaml", "codeframe.yaml", "sessions.csv", "roster.csv"):
            (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
        newer = (tmp_path / "codeframe.yaml").read_text().replace("version: 1", "version: 2")
        (tmp_path / "codeframe.yaml").write_text(newer)
        assert load_study(work, path=str(tmp_path / "study.yaml"))["frame_version"] == 2
        with pytest.raises(Conflict, match="version 2 of the code frame is in force"):
            load_study(work, path=str(SAMPLE / "study.yaml"))

    def test_consent_withdrawn_later_is_told_and_left_out(self, work: Work, folder: Path, tmp_path: Path) -> None:
        (folder / "S1.txt").rename(folder / "S03.txt")
        import_folder(work, study_id="", folder=str(folder))
        for name in ("study.yaml", "codeframe.yaml", "sessions.csv", "roster.csv"):
            (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
        roster = (tmp_path / "roster.csv").read_text()
        said = next(line for line in roster.splitlines() if line.startswith("R03,"))
        (tmp_path / "roster.csv").write_text(roster.replace(said, said.replace(",yes,yes,", ",no,yes,")))
        assert load_study(work, path=str(tmp_path / "study.yaml"))["refused"] == ["S03"]
        with work.store.read() as tx:
            assert segments_waiting(tx, "agua-y-acuerdos", "any model") == set()

    def test_loading_twice_changes_nothing(self, work: Work) -> None:
        assert load_study(work, path=str(SAMPLE / "study.yaml"))["frame_is_new"] is False
