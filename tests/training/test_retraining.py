"""A head is promoted when transcripts it has not seen show that it ranks better, and only then."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from annotations.errors import TooFewTranscripts
from models.artifacts import load_head, read_manifest
from tests.models.toys import WordEncoder
from tests.training.toys import reviewed_of
from training.datasets import Reviewed
from training.promotion import decide
from training.retraining import retrain
from training.validation import validate

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def test_a_head_that_learnt_something_is_promoted_saved_and_described(tmp_path: Path) -> None:
    reviewed, cold = reviewed_of(sessions=8)
    seen: list[tuple[int, int]] = []
    outcome = retrain(reviewed, cold, frame_version=3, folder=tmp_path, created=AT, progress=lambda *at: seen.append(at))
    assert outcome.promoted
    assert outcome.scores["head"]["lrap"]["mean"] > 0.9 > outcome.scores["cold_start"]["lrap"]["mean"]
    assert outcome.scores["difference"]["lrap"]["low"] > 0
    assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert json.loads((outcome.path / "scores.json").read_text(encoding="utf-8")) == outcome.scores
    head = load_head(outcome.path, targets=cold.targets, encoder=WordEncoder(), frame_version=3)
    assert head.version == outcome.version == outcome.path.name
    called = head.scores(reviewed.batch)[:, :3] >= head.thresholds["code"]
    assert (called == (reviewed.labels[:, :3] > 0)).mean() > 0.95
    assert read_manifest(outcome.path).data_hash == reviewed.data_hash
    spanish, english = (outcome.cards[language].read_text(encoding="utf-8") for language in ("es", "en"))
    lrap = f"{outcome.scores['head']['lrap']['mean']:.3f}"
    assert "**Decisión: se adopta.**" in spanish
    assert "**Decision: promoted.**" in english
    for text in (spanish, english):
        assert lrap in text
        assert outcome.version in text
        assert reviewed.data_hash in text
        assert "- Transcripts: 8" in text or "- Transcripciones: 8" in text


def test_labels_by_lot_promote_nothing(tmp_path: Path) -> None:
    reviewed, cold = reviewed_of(sessions=6, telling=False)
    outcome = retrain(reviewed, cold, frame_version=3, folder=tmp_path, created=AT)
    assert not outcome.promoted
    assert "se conserva el modelo en uso" in outcome.reason["es"]
    assert "the model in use is kept" in outcome.reason["en"]
    assert (outcome.path / "card.es.md").read_text(encoding="utf-8").count("se conserva el anterior") == 1


def test_the_same_data_and_seed_make_the_same_model(tmp_path: Path) -> None:
    one, cold = reviewed_of(sessions=4)
    first = retrain(one, cold, frame_version=3, folder=tmp_path / "a", created=AT)
    again = retrain(one, cold, frame_version=3, folder=tmp_path / "b", created=datetime(2027, 1, 1, tzinfo=UTC))
    assert again.version == first.version
    assert (again.path / "scores.json").read_bytes() == (first.path / "scores.json").read_bytes()
    assert read_manifest(again.path).thresholds == read_manifest(first.path).thresholds
    other = retrain(one, cold, frame_version=3, folder=tmp_path / "a", created=AT, seed=2)
    assert other.version != first.version
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted([first.version, other.version])


def test_too_few_transcripts() -> None:
    reviewed, cold = reviewed_of(sessions=3)
    with pytest.raises(TooFewTranscripts, match=r"3 reviewed transcripts, 4 needed to judge a model \(review more transcripts\)"):
        validate(reviewed, cold, seed=1, folds=5)


def test_labels_of_other_targets_are_refused(tmp_path: Path) -> None:
    reviewed, cold = reviewed_of(sessions=4)
    fewer = Reviewed(reviewed.batch, reviewed.targets[:-1], reviewed.labels[:, :-1])
    with pytest.raises(ValueError, match="other targets"):
        retrain(fewer, cold, frame_version=3, folder=tmp_path, created=AT)


def test_codes_that_only_one_transcript_has_and_no_label_at_all() -> None:
    """Absent in a training fold, absent everywhere: no warning (they are errors here) and no score out of range."""
    reviewed, cold = reviewed_of(sessions=4)
    labels = reviewed.labels.copy()
    labels[:, 1] = 0
    labels[0, 3] = 1
    for each in (labels, np.zeros_like(labels)):
        found = validate(Reviewed(reviewed.batch, reviewed.targets, each), cold, seed=1, folds=5)
        assert found.head.min() >= 0
        assert found.head.max() <= 1
    assert found.scores["difference"]["lrap"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert not decide(found.scores["difference"]).promoted


def test_held_out_labels_do_not_reach_the_scores() -> None:
    """Changing a transcript's labels changes no out-of-fold score of that transcript."""
    reviewed, cold = reviewed_of(sessions=5)
    labels = reviewed.labels.copy()
    mine = reviewed.groups == "S02"
    labels[mine] = 1 - labels[mine]
    before, after = (
        validate(Reviewed(reviewed.batch, reviewed.targets, each), cold, seed=1, folds=5) for each in (reviewed.labels, labels)
    )
    np.testing.assert_array_equal(before.head[mine], after.head[mine])
    assert not np.array_equal(before.head[~mine], after.head[~mine])
