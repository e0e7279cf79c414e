"""What fine-tuning gains and costs, with an encoder of random weights on a corpus of known truth."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotations.errors import BadInput
from models.embeddings import SentenceEncoder
from tests.training.corpora import rows_of, write_corpus
from tests.training.tiny_bert import TUNING, tiny
from training.benchmark import RELATO, benchmark
from training.corpora import Corpus, read_corpus
from training.tuned_benchmark import FROZEN, TUNED, TunedReport, benchmark_tuning

LITTLE = replace(TUNING, pairs=40, seed=3)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read_corpus(write_corpus(tmp_path_factory.mktemp("coded"), rows_of(8, 6)))


@pytest.fixture(scope="module")
def report(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> TunedReport:
    return benchmark_tuning(corpus, tiny(), "", LITTLE, labels=20, splits=2, work=tmp_path_factory.mktemp("work"))


def test_the_encoder_as_it_is_has_the_numbers_of_the_benchmark_of_suggestions(corpus: Corpus, report: TunedReport) -> None:
    plain = benchmark(corpus, SentenceEncoder(tiny(), id="tiny"), labels=20, splits=2, seed=3)
    assert report.metrics[FROZEN] == plain.metrics[RELATO]


def test_every_split_trains_a_fresh_encoder_and_says_what_it_cost(report: TunedReport) -> None:
    assert [cost.steps for cost in report.costs] == [10, 10]
    assert report.training_rows == [20, 20]
    assert min(report.processor_seconds) > 0
    assert report.metrics[TUNED] != report.metrics[FROZEN]
    for name, found in report.difference.items():
        before, after = report.metrics[FROZEN][name]["mean"], report.metrics[TUNED][name]["mean"]
        if before is not None and after is not None:
            assert found["mean"] == pytest.approx(after - before, abs=2e-6)


def test_without_a_step_nothing_is_gained(corpus: Corpus, tmp_path: Path) -> None:
    still = benchmark_tuning(corpus, tiny(), "", replace(LITTLE, rate=0.0), labels=20, splits=1, work=tmp_path)
    assert {value for found in still.difference.values() for value in found.values()} <= {0.0, None}


def test_with_nothing_to_learn_from_it_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing coded is left"):
        benchmark_tuning(corpus, tiny(), "", LITTLE, labels=1, splits=1, work=tmp_path)
