"""A model as a folder without a database: the same scores, the same suggestions, or a refusal."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from annotations.errors import BadInput, ModelMismatch
from models.artifacts import save_head
from models.portable import DESCRIPTION, load_portable, save_portable
from models.suggestions import suggest
from tests.models.toys import WordEncoder
from tests.training.toys import reviewed_of
from training.fitting import fit_head


def test_a_cold_start_comes_back_and_nothing_of_the_frame_is_encoded_again(tmp_path: Path) -> None:
    reviewed, cold = reviewed_of(sessions=3)
    save_portable(cold, tmp_path / "m", head=None, encoder=WordEncoder(), encoder_name="words", frame_version=3, first_look=True)
    encoder = WordEncoder()
    loaded = load_portable(tmp_path / "m", encoder=encoder)
    assert [text for text in encoder.asked if text] == []
    assert loaded.classifier.version == cold.version
    assert loaded.about.first_look
    np.testing.assert_array_equal(loaded.classifier.scores(reviewed.batch), cold.scores(reviewed.batch))


def test_a_fitted_head_comes_back_with_its_reasons(tmp_path: Path) -> None:
    reviewed, cold = reviewed_of(sessions=4)
    head = fit_head(reviewed, cold, version="head-1", thresholds={"code": 0.4})
    folder = save_head(head, tmp_path / "models", frame_version=3, data_hash="x", created=datetime(2026, 1, 1, tzinfo=UTC))
    texts = {segment.id: segment.text for segment in reviewed.segments}
    save_portable(
        head, tmp_path / "m", head=folder, encoder=WordEncoder(), encoder_name="words", frame_version=3, reviewed_texts=texts
    )
    loaded = load_portable(tmp_path / "m", encoder=WordEncoder())
    asked = {"frame_version": 3, "reviewed_texts": loaded.about.reviewed_texts}
    expected = suggest(reviewed.batch, head, head.targets, frame_version=3, reviewed_texts=texts)
    assert expected
    assert suggest(reviewed.batch, loaded.classifier, head.targets, **asked) == expected  # type: ignore[arg-type]  # as named


def test_another_encoder_or_half_a_folder_is_refused(tmp_path: Path) -> None:
    _, cold = reviewed_of(sessions=3)
    save_portable(cold, tmp_path / "m", head=None, encoder=WordEncoder(), encoder_name="words", frame_version=3)
    other = WordEncoder()
    other.id = "words-2"
    with pytest.raises(ModelMismatch, match="words-2"):
        load_portable(tmp_path / "m", encoder=other)
    about = json.loads((tmp_path / "m" / DESCRIPTION).read_text())
    assert about["version"] == cold.version
    (tmp_path / "m" / DESCRIPTION).unlink()
    with pytest.raises(BadInput, match="relato suggest --cluster"):
        load_portable(tmp_path / "m", encoder=WordEncoder())
