"""Fine-tuning: what belongs together comes together, a kill changes nothing, and the folder is an encoder."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from models.embeddings import load_encoder
from tests.training.tiny_bert import PAIRS, TUNING, run, tiny, weights
from training.finetuning import STATE, Tuning, save_tuned, tune, version_of


def _cosine(model: torch.nn.Module, first: str, second: str) -> float:
    vectors = model.encode([first, second], show_progress_bar=False)  # type: ignore[operator]
    return float(vectors[0] @ vectors[1])


def test_what_carries_the_same_code_comes_nearer_and_the_rest_goes_away(tmp_path: Path) -> None:
    before = tiny()
    model, cost = run(tmp_path)
    assert cost.steps == 30
    assert not cost.cut_short
    near, far = PAIRS.texts[:2], (PAIRS.texts[0], PAIRS.texts[2])
    assert _cosine(model, *near) - _cosine(model, *far) > _cosine(before, *near) - _cosine(before, *far) + 0.3


def test_only_the_last_layers_move(tmp_path: Path) -> None:
    before, after = weights(tiny()), weights(run(tmp_path)[0])
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved
    assert all("layer.1." in name for name in moved)


def test_killed_and_begun_again_it_ends_in_the_same_weights(tmp_path: Path) -> None:
    """kill -9 after the twelfth step, two steps after a checkpoint."""
    whole = weights(run(tmp_path / "whole")[0])
    command = [sys.executable, "-m", "tests.training.tiny_bert", str(tmp_path / "killed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 12:
                process.kill()
                break
    assert process.returncode == -9
    model, cost = run(tmp_path / "killed")
    assert cost.steps == 30
    assert all(torch.equal(values, whole[name]) for name, values in weights(model).items())
    again, _ = run(tmp_path / "killed")  # ended: nothing is trained any more
    assert all(torch.equal(values, whole[name]) for name, values in weights(again).items())


def test_it_stops_when_its_seconds_are_over(tmp_path: Path) -> None:
    cost = tune(tiny(), PAIRS, replace(TUNING, seconds=1e-9), work=tmp_path)
    assert cost.steps == 1
    assert cost.cut_short


def test_the_folder_is_an_encoder_without_pickles(tmp_path: Path) -> None:
    model, _ = run(tmp_path / "work")
    folder = save_tuned(model, tmp_path / "tuned-1", facts={"version": "tuned-1"})
    encoder = load_encoder(str(folder), precision="float32")
    expected = model.encode(list(PAIRS.texts), normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(encoder.encode(PAIRS.texts), expected, atol=1e-6)
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} <= {".json", ".safetensors"}
    assert json.loads((folder / "done.json").read_text())["version"] == "tuned-1"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_version_is_of_data_encoder_and_parameters() -> None:
    one = version_of("data", "encoder", Tuning())
    assert one == version_of("data", "encoder", replace(Tuning(), every=7))  # where it is kept changes nothing
    assert len({one, version_of("other", "encoder", Tuning()), version_of("data", "other", Tuning())}) == 3
    assert one != version_of("data", "encoder", replace(Tuning(), seed=2))
    assert STATE.endswith(".safetensors")
