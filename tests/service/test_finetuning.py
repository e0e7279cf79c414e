"""relato finetune on a taught study with a tiny encoder: one entry, in use only when better, and nothing certified by what it saw."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.errors import TooFewTranscripts
from models.artifacts import read_manifest
from service.reports import in_words
from service.settings import Settings
from service.storage import machines
from service.storage.transactions import Store, migrate
from service.workflows.finetuning import finetune_study
from service.workflows.machines import encoder_for, encoder_saw
from service.workflows.promoting import promote, roll_back
from service.workflows.retraining import retrain_study
from service.workflows.suggesting import suggest_study
from service.workflows.work import Work
from tests.service.taught_study import enter
from tests.training.tiny_bert import tiny
from training.finetuning import save_tuned


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    encoder = save_tuned(tiny(), tmp_path / "tiny", facts={})
    settings = Settings(home=tmp_path / "home", encoder=str(encoder), encoder_precision="float32")
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    yield Work(settings, store)
    store.close()


def test_an_encoder_in_use_makes_the_suggestions_and_can_be_gone_back_from(work: Work) -> None:
    enter(work.store, sessions=12)
    suggest_study(work, study_id="")
    base = encoder_for(work, "toy").id
    outcome = finetune_study(work, study_id="", rate=1e-2, pairs=64)
    assert encoder_for(work, "toy").id == base
    promote(work, study_id="", version=outcome["model"], by="sup-1", reason="we saw it work")
    tuned = encoder_for(work, "toy")
    assert tuned.id != base
    assert suggest_study(work, study_id="")["model"] == outcome["model"]
    assert finetune_study(work, study_id="", rate=1e-2, pairs=64)["new"] is False
    with work.store.read() as tx:
        assert [row.version for row in machines.models(tx, "toy")].count(outcome["model"]) == 1
    assert len(encoder_saw(work, "toy", tuned)) == 4
    certificates = read_manifest(work.settings.home / outcome["path"]).certificates
    assert certificates
    assert all(certificate.transcripts <= 8 for certificate in certificates.values())
    again = retrain_study(work, study_id="")
    assert again["lineage"]["encoder"] == tuned.id
    later = read_manifest(work.settings.home / again["path"]).certificates
    assert all(certificate.transcripts <= 8 for certificate in later.values())  # not by the four whose labels the encoder saw
    roll_back(work, study_id="", by="sup-1", reason="worse in the field")
    assert encoder_for(work, "toy").id == base


def test_what_is_not_better_is_kept_and_told(work: Work) -> None:
    enter(work.store, sessions=12)
    base = encoder_for(work, "toy").id
    outcome = finetune_study(work, study_id="", rate=0.0, pairs=64)
    assert (outcome["result"], outcome["champion"]) == ("keep", False)
    assert encoder_for(work, "toy").id == base
    assert "(not in use)" in in_words("finetune", outcome)
    card = (work.settings.home / outcome["cards"]["es"]).read_text()
    assert "Qué cuesta" in card
    assert f"{outcome['cost']['steps']} de 16 pares" in card


def test_too_few_transcripts_are_refused(work: Work) -> None:
    enter(work.store, sessions=11)
    with pytest.raises(TooFewTranscripts, match="12 needed"):
        finetune_study(work, study_id="")
