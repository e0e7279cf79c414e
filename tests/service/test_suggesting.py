"""Suggestions, with the real encoder: for the study, once; for a text in a request, the same scores."""

from pathlib import Path

import pytest

from annotations.errors import NotReady
from service.settings import Settings
from service.storage import corpus, machines
from service.storage.transactions import Store, migrate
from service.workflows.importing import import_folder
from service.workflows.loading import load_study
from service.workflows.suggesting import suggest_study, suggest_text
from service.workflows.work import Work
from tests.conftest import SAMPLE

ANSWERS = [
    "Ahora la tesorera lee las cuentas en la asamblea cada dos meses, delante de todos.",
    "El medidor se trabó y nadie vino a cambiarlo, así que ya no pagamos.",
    "Sí.",
    "The treatment plant was finished and it has never treated a litre of water.",
]
TEXT = "ENTREVISTADORA: ¿Qué cambió?\n\n" + "\n\n".join(f"SEÑORA: {a}\n\nENTREVISTADORA: ¿Y qué más pasó?" for a in ANSWERS)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("suggesting")
    settings = Settings(home=folder / "home")
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
    assert outcome["segments"] == 4
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


def test_a_text_in_a_request_scores_as_it_does_in_the_study(work: Work, tmp_path: Path) -> None:
    suggest_study(work, study_id="")
    with work.store.read() as tx:
        segment = corpus.segments(tx, "agua-y-acuerdos")[0]
        version = machines.champion(tx, "agua-y-acuerdos")
        assert version is not None
        kept = machines.suggestions(tx, "agua-y-acuerdos", model_version=version.version, segment_ids=[segment.id])[segment.id]
    asked = suggest_text(work, study_id="", text=segment.text, language="es", question=segment.question)
    assert {(s.target, s.score) for s in asked if s.kind == "code"} == {(s.target, s.score) for s in kept if s.kind == "code"}
