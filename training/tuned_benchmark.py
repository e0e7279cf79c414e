"""What fine-tuning the encoder gains on a coded corpus, and what it costs.

The splits and the head are those of the benchmark of suggestions; the encoder is as it is, or trained on a split's reviewed rows.
"""

import time
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import BadInput
from models.batches import Batch
from models.embeddings import Encoder, SentenceEncoder
from training.benchmark import RELATO, RULE, Progress, Report, Run, Split, batch_of, draw_splits, silent
from training.corpora import Corpus
from training.datasets import Reviewed
from training.finetuning import Cost, Tuning, tune
from training.pairs import pairs_of
from training.tallies import Interval, Outcome, Test, resample, sums_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FROZEN, TUNED = "frozen", "tuned"


@dataclass(eq=False)
class TunedReport:
    """``metrics`` by encoder, and ``difference``, tuned minus frozen on the same resampled documents.

    By split: ``training_rows``; ``costs`` and ``processor_seconds`` (of all threads) of the training, without encoding and judging.
    """

    corpus: Corpus
    labels: int | None
    tuning: Tuning
    training_rows: list[int] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    metrics: dict[str, dict[str, Interval]] = field(default_factory=dict)
    difference: dict[str, Interval] = field(default_factory=dict)


def benchmark_tuning(
    corpus: Corpus,
    model: "SentenceTransformer",
    prefix: str,
    tuning: Tuning,
    *,
    labels: int | None,
    splits: int,
    work: Path,
    progress: Progress = silent,
) -> TunedReport:
    """Judge both encoders, in float32, by what the same head does with them on test documents that no training saw.

    Parameters
    ----------
    model, prefix : the encoder as it is, which is left alone, and what its texts want in front of them.
    labels : as in ``training.benchmark.benchmark``. The splits are those that it draws with the seed of ``tuning``.
    work : folder for checkpoints.

    Raises
    ------
    BadInput : too few documents, or a split without a reviewed code.
    """
    report = TunedReport(corpus, labels, tuning)
    drawn = list(draw_splits(corpus, labels=labels, splits=splits, seed=tuning.seed))
    if any(len(split.learning.reviewed) < 2 or not split.learning.labels.any() for split in drawn):
        raise BadInput("in some split nothing coded is left to train on", where=corpus.name, remedy="ask for more labels")
    frozen = SentenceEncoder(model, id=FROZEN, prefix=prefix)
    batch = _batch(corpus, frozen, progress)
    before, after = [_judged(corpus, batch, frozen, split) for split in drawn], []
    for split in drawn:
        trained = deepcopy(model)
        _train(trained, prefix, corpus, batch, split, report, work / str(split.number), progress)
        tuned = SentenceEncoder(trained, id=TUNED, prefix=prefix)
        after.append(_judged(corpus, _batch(corpus, tuned, progress), tuned, split))
    tests = [Test(corpus.labels[split.learning.test], corpus.groups[split.learning.test]) for split in drawn]
    outcomes = {FROZEN: before, TUNED: after}
    draws = resample({name: sums_of(tests, found, corpus.used) for name, found in outcomes.items()}, seed=tuning.seed)
    report.metrics = {name: found.intervals() for name, found in draws.items()}
    report.difference = draws[TUNED].minus(draws[FROZEN])
    return report


def _batch(corpus: Corpus, encoder: Encoder, progress: Progress) -> Batch:
    return batch_of(corpus, encoder, lambda done, total: progress(f"encoding, {encoder.id}", done, total))


def _judged(corpus: Corpus, batch: Batch, encoder: Encoder, split: Split) -> Outcome:
    seed = split.learning.seed
    run = Run(corpus, batch, encoder, RULE, None, Report(corpus, encoder.id, None, 1, seed, RULE))
    found = run.outcome(RELATO, split)
    assert found is not None  # Relato always says something
    return found


def _train(
    model: "SentenceTransformer",
    prefix: str,
    corpus: Corpus,
    batch: Batch,
    split: Split,
    report: TunedReport,
    work: Path,
    progress: Progress,
) -> None:
    """In place, on the reviewed rows of the split; what it cost goes into the report."""
    rows, tuning = split.learning.reviewed.tolist(), report.tuning
    pairs = pairs_of(Reviewed(batch.take(rows), corpus.targets, split.learning.labels), tuning.pairs, seed=tuning.seed)
    since = time.process_time()
    cost = tune(model, pairs, tuning, work=work, prefix=prefix, progress=lambda done, total: progress("training", done, total))
    report.processor_seconds.append(round(time.process_time() - since, 1))
    report.costs.append(cost)
    report.training_rows.append(len(rows))
