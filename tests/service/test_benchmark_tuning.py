"""``relato bench finetune`` as a stranger runs it, with a small encoder in a folder."""

import json
from pathlib import Path

import pytest

from tests.service.test_cli import relato
from tests.training.corpora import rows_of, write_corpus
from tests.training.tiny_bert import tiny
from training.finetuning import save_tuned
from training.tallies import METRICS


def test_a_corpus_becomes_a_table_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_ENCODER", str(save_tuned(tiny(), tmp_path / "small", facts={})))
    folder, out = write_corpus(tmp_path / "mine", rows_of(6, 4)), tmp_path / "out.json"
    asked = ["bench", "finetune", str(folder), "--labels", "12", "--steps", "1", "--seed", "2", "--json", str(out)]
    done = relato(tmp_path / "home", *asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mine: 1 splits by document, 12 reviewed segments to learn from, seed 2.")
    assert "| lrap |" in done.stdout
    assert "Training: 1 steps in" in done.stdout
    told = json.loads(out.read_text())
    assert (told["labels"], told["splits"], told["seed"], told["tuning"]["pairs"]) == (12, 1, 2, 16)
    assert tuple(told["frozen"]) == tuple(told["tuned"]) == tuple(told["difference"]) == METRICS
    assert told["costs"][0]["steps"] == 1
    assert told["processor_seconds"][0] >= 0


def test_a_refusal_is_one_line(tmp_path: Path) -> None:
    done = relato(tmp_path / "home", "bench", "finetune", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr
