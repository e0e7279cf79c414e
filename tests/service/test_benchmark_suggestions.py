"""``relato bench suggestions`` as a stranger runs it."""

import json
from pathlib import Path

import pytest

from annotations.errors import BadInput
from service.benchmarks.suggestions import number_of, run
from service.settings import Settings
from tests.service.test_cli import relato
from tests.training.corpora import rows_of, write_corpus
from training.tallies import METRICS


def test_a_corpus_becomes_a_table_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_ENCODER_PRECISION", "float32")
    folder, out, cache = write_corpus(tmp_path / "mine", rows_of(6, 4)), tmp_path / "out.json", tmp_path / "cache"
    asked = ["bench", "suggestions", str(folder), "--labels", "12", "--splits", "2", "--json", str(out), "--cache", str(cache)]
    done = relato(tmp_path / "home", *asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mine: 24 segments, 6 documents, 4 codes used of 4; 2 splits by document, 12 reviewed segments")
    assert "| lrap |" in done.stdout
    found = json.loads(out.read_text())
    assert (found["corpus"], found["labels"], found["splits"], found["seed"]) == ("mine", 12, 2, 1)
    assert set(found["baselines"]) == set(found["paired"]) == {"tfidf_lr", "frozen_lr", "popularity", "name_similarity"}
    for system in (found["relato"], *found["baselines"].values(), *found["paired"].values()):
        assert tuple(system) == METRICS
        assert all(set(value) == {"mean", "low", "high"} for value in system.values())
    assert len(list((cache / "baselines").glob("*.npz"))) == 4
    assert (cache / "embeddings.sqlite3").stat().st_size > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--labels", "many"], "--labels: 'many' is no number of segments"),
        (["--splits", "0"], "--splits: 0 splits"),
        (["--json", "/nowhere/out.json"], "/nowhere/out.json: there can be no such file"),
    ],
)
def test_a_refusal_is_one_line(tmp_path: Path, options: list[str], words: str) -> None:
    done = relato(tmp_path / "home", "bench", "suggestions", str(write_corpus(tmp_path / "mine", rows_of(6, 4))), *options)
    assert done.returncode == 1
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_too_few_documents_are_refused_before_anything_is_encoded(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="2 documents, 4 needed"):
        run(write_corpus(tmp_path / "mine", rows_of(2, 4)), Settings(home=tmp_path / "home"), labels="all", splits=5, seed=1)


def test_numbers_of_labels() -> None:
    assert [number_of(text) for text in ("0", "50", "all")] == [0, 50, None]
    for text in ("-1", "½", "", "5.0"):
        with pytest.raises(BadInput, match="no number"):
            number_of(text)
