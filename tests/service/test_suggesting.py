"""Suggestions, with the real encoder: for the study, once; for a text in a request, the same scores."""

import multiprocessing
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete

from annotations.codings import Reason, Suggestion
from annotations.errors import NotReady, RelatoError
from service.settings import Settings
from service.storage import corpus, machines
from service.storage.tables import SuggestedRow, SuggestionRow
from service.storage.transactions import Store, migrate
from service.workflows import loaded, looking, suggesting
from service.workflows.importing import import_folder
from service.workflows.loaded import loaded_model
from service.workflows.loading import load_study
from service.workflows.machines import encoder_of, study_and_frame
from service.workflows.suggesting import suggest_study, suggest_text
from service.workflows.work import Work
from tests.conftest import SAMPLE
from tests.encoders import share_encoders

ANSWERS = [
    "Ahora la tesorera lee las cuentas en la asamblea cada dos meses, delante de todos.",
    "El medidor se trabó y nadie vino a cambiarlo, así que ya no pagamos.",
    "Sí.",
    "The treatment plant was finished and it has never treated a litre of water.",
    "Y en las casas todo sigue igual, la gente toma el agua como siempre.",
]
TEXT = "ENTREVISTADORA: ¿Qué cambió?\n\n" + "\n\n".join(f"SEÑORA: {a}\n\nENTREVISTADORA: ¿Y qué más pasó?" for a in ANSWERS)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("suggesting")
    settings = share_encoders(Settings(home=folder / "home"))
    migrate(settings.database_url)
    found = Work(settings, Store(settings.database_url))
    load_study(found, path=str(SAMPLE / "study.yaml"))
    (folder / "S1.txt").write_text(TEXT)
    (folder / "sessions.csv").write_text("session,date,method,capture\nS1,2024-01-01,individual,recording\n")
    (folder / "roster.csv").write_text("respondent,session,label,consent,consent_recording\nR99,S1,SEÑORA,yes,yes\n")
    import_folder(found, study_id="", folder=str(folder / "S1.txt"))
    return found


def test_a_study_without_text_is_not_ready(settings: Settings, store: Store) -> None:
    empty = Work(settings, store)
    load_study(empty, path=str(SAMPLE / "study.yaml"))
    with pytest.raises(NotReady, match="no segments"):
        suggest_study(empty, study_id="")


def test_what_is_plain_is_suggested_with_reasons_and_only_once(work: Work) -> None:
    outcome = suggest_study(work, study_id="")
    assert outcome["segments"] == 5
    assert suggest_study(work, study_id="")["segments"] == 0
    with work.store.read() as tx:
        texts = {s.id: s.text for s in corpus.segments(tx, "agua-y-acuerdos")}
        found = machines.suggestions(tx, "agua-y-acuerdos", model_version=outcome["model"])
    by_text = {texts[i]: {s.target: s for s in suggestions} for i, suggestions in found.items()}
    assert "t-accounts" in by_text[ANSWERS[0]]
    assert "t-meters" in by_text[ANSWERS[1]]
    assert ANSWERS[2] not in by_text  # says nothing
    assert "t-plant" in by_text[ANSWERS[3]]
    for suggestion in by_text[ANSWERS[0]].values():
        assert 0 <= suggestion.score <= 1
        assert suggestion.reasons
        assert suggestion.reasons[0].sentence in ANSWERS[0]
        assert suggestion.reasons[0].language == "es"


def test_marks_are_kept_beside_the_suggestions_and_counted(work: Work) -> None:
    outcome = suggest_study(work, study_id="")
    assert outcome["marks_of_model"] == {"no_change": 2}
    with work.store.read() as tx:
        texts = {s.id: s.text for s in corpus.segments(tx, "agua-y-acuerdos")}
        marks = machines.marks(tx, "agua-y-acuerdos", outcome["model"])
        some = machines.marks(tx, "agua-y-acuerdos", outcome["model"], list(texts)[:1])
    assert {texts[i]: found for i, found in marks.items()} == {ANSWERS[3]: ("no_change",), ANSWERS[4]: ("no_change",)}
    assert some == {}


def test_a_text_in_a_request_scores_as_it_does_in_the_study(work: Work, tmp_path: Path) -> None:
    suggest_study(work, study_id="")
    with work.store.read() as tx:
        segment = corpus.segments(tx, "agua-y-acuerdos")[0]
        version = machines.champion(tx, "agua-y-acuerdos")
        assert version is not None
        kept = machines.suggestions(tx, "agua-y-acuerdos", model_version=version.version, segment_ids=[segment.id])[segment.id]
    asked = suggest_text(work, study_id="", text=segment.text, language="es", question=segment.question)
    assert {(s.target, s.score) for s in asked if s.kind == "code"} == {(s.target, s.score) for s in kept if s.kind == "code"}


def test_the_present_model_is_loaded_once_until_another_takes_its_place(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest_study(work, study_id="")
    study, frame = study_and_frame(work, "")
    encoder = encoder_of(work.settings)
    monkeypatch.setattr(loaded, "_models", OrderedDict())
    first = loaded_model(work, study, frame, encoder)
    assert loaded_model(work, study, frame, encoder) is first
    other = replace(study, domains=(replace(study.domains[0], definition={"es": "Otra cosa"}), *study.domains[1:]))
    assert loaded_model(work, other, frame, encoder).version != first.version
    assert loaded_model(work, study, frame, encoder) is first
    with work.store.begin() as tx:
        machines.save_model(tx, study.id, "x-1", frame_version=frame.version, encoder="e", champion=True, body={})
    assert loaded_model(work, study, frame, encoder) is not first
    with work.store.begin() as tx:
        machines.save_model(
            tx, study.id, first.version, frame_version=frame.version, encoder=encoder.id, champion=True,
            body={"kind": "cold_start"},
        )  # fmt: skip
    assert loaded_model(work, study, frame, encoder) is first


def test_in_small_blocks_the_same_and_what_is_strange_gets_nothing(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest_study(work, study_id="")
    with work.store.read() as tx:
        champion = machines.champion(tx, "agua-y-acuerdos")
        assert champion is not None
        ids = [s.id for s in corpus.segments(tx, "agua-y-acuerdos")]
        before = machines.suggestions(tx, "agua-y-acuerdos", model_version=champion.version)
    with work.store.begin() as tx:
        machines.forget_reasons(tx, "agua-y-acuerdos", ids)
        assert machines.not_suggested(tx, "agua-y-acuerdos", champion.version) == ids
    monkeypatch.setattr(suggesting, "BLOCK", 3)
    monkeypatch.setattr(suggesting, "BATCH", 2)
    assert [suggesting.processes_for(count, 2) for count in (0, 3, 4, 60)] == [1, 1, 2, 2]  # so there are two below
    told: list[tuple[str, int, int]] = []
    assert suggest_study(Work(work.settings, work.store, lambda *at: told.append(at)), study_id="")["segments"] == 5
    assert [at for at in told if at[0] == "suggest"] == [("suggest", 2, 5), ("suggest", 3, 5), ("suggest", 5, 5)]
    with work.store.read() as tx:
        assert machines.suggestions(tx, "agua-y-acuerdos", model_version=champion.version) == before
        assert machines.strange(tx, "agua-y-acuerdos", champion.version) == set()

    with work.store.begin() as tx:
        machines.forget_reasons(tx, "agua-y-acuerdos", ids[:1])
    monkeypatch.setattr(looking, "strange_in", lambda model, batch: np.ones(len(batch.segments), bool))
    outcome = suggest_study(work, study_id="")
    assert (outcome["segments"], outcome["suggestions"], outcome["strange_of_model"]) == (1, 0, 1)
    with work.store.read() as tx:
        assert machines.strange(tx, "agua-y-acuerdos", champion.version) == set(ids[:1])
        assert machines.strange(tx, "agua-y-acuerdos", champion.version, ids[1:]) == set()
        assert machines.uncertainties(tx, "agua-y-acuerdos", champion.version)[ids[0]] == 1


def test_a_job_that_is_stopped_ends_its_processes_and_has_written_whole_segments(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget() -> None:
        with work.store.begin() as tx:
            tx.execute(delete(SuggestionRow))
            tx.execute(delete(SuggestedRow))

    forget()
    suggest_study(work, study_id="")
    with work.store.read() as tx:
        champion = machines.champion(tx, "agua-y-acuerdos")
        assert champion is not None
        ids = [s.id for s in corpus.segments(tx, "agua-y-acuerdos")]
        before = machines.suggestions(tx, "agua-y-acuerdos", model_version=champion.version)
    forget()
    monkeypatch.setattr(suggesting, "BLOCK", 1)

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("suggest", 1):
            assert len(multiprocessing.active_children()) == 2
            raise RelatoError("stopped")

    two = work.settings.model_copy(update={"processes": 2})
    with pytest.raises(RelatoError, match="stopped"):
        suggest_study(Work(two, work.store, stop), study_id="")
    assert multiprocessing.active_children() == []
    with work.store.read() as tx:
        assert machines.not_suggested(tx, "agua-y-acuerdos", champion.version) == ids[1:]
        kept = machines.suggestions(tx, "agua-y-acuerdos", model_version=champion.version)
        assert kept == {id_: found for id_, found in before.items() if id_ == ids[0]}
    assert suggest_study(work, study_id="")["segments"] == 4
    with work.store.read() as tx:
        assert machines.suggestions(tx, "agua-y-acuerdos", model_version=champion.version) == before


def test_what_is_stored_is_read_back_and_earlier_rows_too(work: Work) -> None:
    suggest_study(work, study_id="")
    study = "agua-y-acuerdos"
    with work.store.begin() as tx:
        champion = machines.champion(tx, study)
        assert champion is not None
        segment = corpus.segments(tx, study)[2]
        phrases = {"es": "agua", "en": "water"}
        reasons = (Reason("name", "agua", "Sí.", "es", phrases=phrases), Reason("segment", "x", "", similar="Ñ%_1.001"))
        made = Suggestion(segment.id, "code", "t-meters", 0.25, champion.version, 1, reasons, "possible", True)
        machines.save_suggestions(tx, study, champion.version, {segment.id: 0.5}, [made])
    with work.store.begin() as tx:
        (kept,) = machines.suggestions(tx, study, model_version=champion.version, segment_ids=[segment.id])[segment.id]
        assert kept == made
        assert machines.forget_reasons(tx, study, ["Ñ%_1.001"]) == {segment.id}
        (kept,) = machines.suggestions(tx, study, model_version=champion.version, segment_ids=[segment.id])[segment.id]
        assert kept.reasons == reasons[:1]
        row = tx.get(SuggestionRow, (study, segment.id, champion.version, "code", "t-meters"))
        assert row is not None
        row.reasons = [{"source": "name", "phrase": "p", "sentence": "s", "language": "es", "similar": ""}]  # as until 0002
        tx.flush()
        (kept,) = machines.suggestions(tx, study, model_version=champion.version, segment_ids=[segment.id])[segment.id]
        assert kept.reasons == (Reason("name", "p", "s", "es"),)
        tx.delete(row)
