"""A model folder reads back as the same model, and refuses what it was not made for."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from annotations.errors import BadInput, ModelMismatch
from models.artifacts import load_head, read_manifest, save_head
from models.certificates import Certificate
from models.classifiers import ColdStart, Head, Neighbours, background_of
from models.familiarity import Familiarity
from models.heads import fit_coefficients
from models.targets import Target, targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, batch_of

BATCH = batch_of("La tesorera lee las cuentas.", "Sale agua limpia.", "Otra vez agua.")
TARGETS = targets_of(STUDY, FRAME)
AT = datetime(2026, 1, 2, tzinfo=UTC)


def head() -> Head:
    cold = ColdStart(TARGETS, WordEncoder(), background=background_of(BATCH))
    labels = np.zeros((3, 6))
    labels[0, 1] = labels[1:, 0] = 1
    vectors = cold.centred(BATCH.vectors)
    fitted = fit_coefficients(BATCH, cold, labels, np.array(["S1", "S2", "S2"]))
    return Head(
        cold, fitted, Neighbours(("S1.001", "S1.002", "S1.003"), vectors, labels > 0), version="head-1", thresholds={"code": 0.4}
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save_head(
        head(), tmp_path / "models", frame_version=3, data_hash="d", created=AT, documents={"card.es.md": "# ficha ñ"}
    )


def test_it_reads_back_as_the_same_model(saved: Path) -> None:
    read = load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=3)
    np.testing.assert_array_equal(read.scores(BATCH), head().scores(BATCH))
    assert (read.version, read.thresholds, read.neighbours.ids) == ("head-1", {"code": 0.4}, ("S1.001", "S1.002", "S1.003"))
    np.testing.assert_array_equal(read.neighbours.labels, head().neighbours.labels)
    manifest = read_manifest(saved)
    assert (manifest.encoder, manifest.frame_version, manifest.data_hash, manifest.created) == ("words-1", 3, "d", AT.isoformat())
    assert (saved / "card.es.md").read_text(encoding="utf-8") == "# ficha ñ"


def test_its_certificates_and_what_it_has_seen_go_with_it(tmp_path: Path) -> None:
    certified = Certificate("code:water", 0.8, 0.9, 0.25, 40, 9, 0)
    not_yet = Certificate("code:money", 0.8, 0.9, None, 3, 2, 120)
    made = head()
    made.certificates = {one.target: one for one in (certified, not_yet)}
    made.familiarity = Familiarity(BATCH.vectors, 0.5)
    saved = save_head(made, tmp_path, frame_version=3, data_hash="d", created=AT)
    assert read_manifest(saved).certificates == made.certificates
    read = load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=3)
    assert read.certificates == made.certificates
    assert read.familiarity
    assert read.familiarity.least == 0.5
    np.testing.assert_array_equal(read.familiarity.sample, BATCH.vectors)


def test_certificates_are_void_for_another_frame_encoder_or_wording(tmp_path: Path) -> None:
    """They are in the folder only, and the folder is refused: none is left to go by."""

    class Other(WordEncoder):
        id = "words-2"

    made = head()
    made.certificates = {"code:water": Certificate("code:water", 0.8, 0.9, 0.25, 40, 9, 0)}
    saved = save_head(made, tmp_path, frame_version=3, data_hash="d", created=AT)
    reworded = [Target("code", "water", {"en": "Water"}, ()), *TARGETS[1:]]
    assert load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=3).certificates
    for targets, encoder, frame_version in ((TARGETS, WordEncoder(), 4), (TARGETS, Other(), 3), (reworded, WordEncoder(), 3)):
        with pytest.raises(ModelMismatch):
            load_head(saved, targets=targets, encoder=encoder, frame_version=frame_version)


def test_a_head_without_certificates_has_none(saved: Path) -> None:
    read = load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=3)
    assert read.certificates == {}
    assert read.familiarity is None
    assert read.cold.certificates == {}


def test_nothing_but_the_model_is_left(saved: Path) -> None:
    assert [path.name for path in saved.parent.iterdir()] == ["head-1"]
    assert sorted(path.name for path in saved.iterdir()) == ["card.es.md", "head.skops", "manifest.json"]


def test_saving_again_leaves_it_as_it_is(saved: Path) -> None:
    before = (saved / "manifest.json").read_bytes()
    again = save_head(head(), saved.parent, frame_version=3, data_hash="d", created=datetime(2027, 1, 1, tzinfo=UTC))
    assert again == saved
    assert (saved / "manifest.json").read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == ["head-1"]


def test_a_failed_save_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_head(head(), tmp_path, frame_version=3, data_hash="d", created=AT, documents={"no/such/folder.md": ""})
    assert list(tmp_path.iterdir()) == []


def test_another_encoder_frame_or_wording_is_refused(saved: Path) -> None:
    class Other(WordEncoder):
        id = "words-2"

    with pytest.raises(ModelMismatch, match=r"made for another encoder: words-1, not words-2 \(retrain it\)"):
        load_head(saved, targets=TARGETS, encoder=Other(), frame_version=3)
    with pytest.raises(ModelMismatch, match="another code frame version: 3, not 4"):
        load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=4)
    with pytest.raises(ModelMismatch, match="another targets"):
        load_head(saved, targets=TARGETS[:-1], encoder=WordEncoder(), frame_version=3)
    reworded = [*TARGETS[:-1], Target("section", "what", {}, ())]
    with pytest.raises(ModelMismatch, match="another words of the targets"):
        load_head(saved, targets=reworded, encoder=WordEncoder(), frame_version=3)


def test_a_changed_file_is_refused(saved: Path) -> None:
    (saved / "head.skops").write_bytes((saved / "head.skops").read_bytes() + b"x")
    with pytest.raises(BadInput, match=r"head.skops: the file is not the one that was written"):
        load_head(saved, targets=TARGETS, encoder=WordEncoder(), frame_version=3)


@pytest.mark.parametrize("text", ["", "{}", "[1]", json.dumps({"version": "x", "targets": []})])
def test_a_manifest_that_is_none_is_refused(saved: Path, text: str) -> None:
    (saved / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="no model manifest that can be read"):
        read_manifest(saved)


def test_a_format_of_the_future_is_refused(saved: Path) -> None:
    found = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
    (saved / "manifest.json").write_text(json.dumps({**found, "format": 9}), encoding="utf-8")
    with pytest.raises(ModelMismatch, match="model format 9, 2 expected"):
        read_manifest(saved)
