"""The benchmark on made-up corpora of known truth."""

import json
from pathlib import Path

import numpy as np
import pytest

from annotations.errors import BadInput
from tests.models.toys import WordEncoder
from tests.training.corpora import CODES, rows_of, write_corpus
from training import baselines
from training.benchmark import BASELINES, LEARNT, RELATO, batch_of, benchmark, draw_splits
from training.corpora import Corpus, read_corpus
from training.tallies import METRICS, UNKNOWN


def corpus_of(folder: Path, documents: int = 10, each: int = 10, *, telling: bool = True) -> Corpus:
    return read_corpus(write_corpus(folder, rows_of(documents, each, telling=telling)))


@pytest.mark.parametrize("labels", [None, 30, 1])
def test_documents_never_leak(tmp_path: Path, labels: int | None) -> None:
    corpus = corpus_of(tmp_path)
    for split in draw_splits(corpus, labels=labels, splits=7, seed=3):
        train, test = set(corpus.groups[split.pool]), set(corpus.groups[split.learning.test])
        assert (len(train), len(test)) == (7, 3)
        assert not train & test
        assert set(split.learning.reviewed) <= set(split.pool)
        assert len(split.learning.reviewed) == (len(split.pool) if labels is None else labels)


def test_fewer_labels_are_a_part_of_more_and_splits_do_not_depend_on_them(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path)
    few, more = (list(draw_splits(corpus, labels=n, splits=3, seed=1)) for n in (10, 40))
    for a, b in zip(few, more, strict=True):
        assert a.learning.test.tolist() == b.learning.test.tolist()
        assert set(a.learning.reviewed) < set(b.learning.reviewed)


def test_four_documents_are_the_fewest(tmp_path: Path) -> None:
    four = next(draw_splits(corpus_of(tmp_path / "4", documents=4), labels=None, splits=1, seed=1))
    assert len(set(four.learning.test // 10)) == 2
    with pytest.raises(BadInput, match="3 documents, 4 needed"):
        next(draw_splits(corpus_of(tmp_path / "3", documents=3), labels=None, splits=1, seed=1))


def test_codes_that_are_words_are_found_by_everybody_who_reads(tmp_path: Path) -> None:
    report = benchmark(corpus_of(tmp_path, documents=14), WordEncoder(), labels=None, splits=2, seed=1)
    lraps = {name: report.metrics[name]["lrap"]["mean"] or 0 for name in (RELATO, *BASELINES)}
    assert lraps[RELATO] > 0.97
    assert lraps["tfidf_lr"] > 0.97
    assert lraps["frozen_lr"] > 0.9
    assert lraps["popularity"] < 0.8
    assert (report.metrics[RELATO]["micro_f1"]["mean"] or 0) > 0.9
    assert (report.paired["popularity"]["lrap"]["low"] or 0) > 0
    assert set(report.metrics) == {RELATO, *BASELINES}
    assert all(tuple(found) == METRICS for found in (*report.metrics.values(), *report.paired.values()))


def test_codes_by_lot_are_found_by_nobody(tmp_path: Path) -> None:
    report = benchmark(corpus_of(tmp_path, documents=14, telling=False), WordEncoder(), labels=None, splits=2, seed=1)
    for name in (RELATO, "tfidf_lr", "frozen_lr"):
        assert abs((report.metrics[name]["lrap"]["mean"] or 0) - (report.metrics["popularity"]["lrap"]["mean"] or 0)) < 0.12


def test_without_labels_what_learns_is_unknown(tmp_path: Path) -> None:
    report = benchmark(corpus_of(tmp_path), WordEncoder(), labels=0, splits=2, seed=1)
    for name in LEARNT:
        assert set(map(str, report.metrics[name].values())) == {str(UNKNOWN)}
        assert set(map(str, report.paired[name].values())) == {str(UNKNOWN)}
    assert (report.metrics[RELATO]["lrap"]["mean"] or 0) > 0.8
    assert report.metrics["name_similarity"]["lrap"]["mean"] is not None
    assert report.metrics[RELATO]["certified_share"]["mean"] == 0
    assert report.certified_recalls == [None, None]
    assert report.training_rows == [0, 0]


@pytest.mark.parametrize("labels", [1, 2, 5, 10_000])
def test_any_number_of_labels_ends_in_numbers(tmp_path: Path, labels: int) -> None:
    report = benchmark(corpus_of(tmp_path, documents=5, each=4), WordEncoder(), labels=labels, splits=2, seed=2)
    assert max(report.training_rows) <= min(labels, 12)
    assert report.metrics[RELATO]["lrap"]["mean"] is not None
    assert bool(report.notes) == (labels < 3)


def test_the_same_seed_gives_the_same_numbers_and_another_does_not(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, documents=8, each=6)
    first, again, other = (
        benchmark(corpus, WordEncoder(), labels=20, splits=2, seed=seed, memory=memory).metrics
        for seed, memory in ((1, None), (1, tmp_path / "memory"), (2, None))
    )
    assert json.dumps(first) == json.dumps(again)
    assert json.dumps(first) != json.dumps(other)


def test_fitted_baselines_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_of(tmp_path, documents=8, each=6)
    memory = tmp_path / "memory"
    first = benchmark(corpus, WordEncoder(), labels=20, splits=2, seed=1, memory=memory)
    assert len(list(memory.iterdir())) == 4

    def never(*_: object) -> None:
        raise AssertionError("fitted again")

    monkeypatch.setattr(baselines, "logistic_regression", never)
    again = benchmark(corpus, WordEncoder(), labels=20, splits=2, seed=1, memory=memory)
    assert (first.metrics, first.chosen) == (again.metrics, again.chosen)


def test_certified_codes_are_found_as_often_as_stated(tmp_path: Path) -> None:
    """Words that tell are always found, so every code is certified once there are enough documents."""
    report = benchmark(corpus_of(tmp_path, documents=30), WordEncoder(), labels=None, splits=2, seed=1)
    assert report.metrics[RELATO]["certified_share"]["mean"] == 1.0
    assert all(found is not None and found >= 0.8 for found in report.certified_recalls)
    assert (report.metrics[RELATO]["suggestions_per_segment"]["mean"] or 0) < len(CODES) - 1


def test_definitions_and_questions_of_strangers(tmp_path: Path) -> None:
    """Empty texts and long questions do no harm."""
    rows = rows_of(5, 4)
    for at, row in enumerate(rows):
        row["context_before"] = "¿qué? " * (500 * (at % 2))
        row["text"] = "🙂" if at % 5 == 0 else row["text"]
    corpus = read_corpus(write_corpus(tmp_path, rows, []))
    batch = batch_of(corpus, WordEncoder())
    assert np.any(batch.questions[1])
    assert not np.any(batch.questions[0])
    report = benchmark(corpus, WordEncoder(), labels=None, splits=1, seed=1)
    assert report.metrics[RELATO]["lrap"]["mean"] is not None
