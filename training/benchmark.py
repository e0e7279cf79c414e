"""How good suggestions are on a coded corpus, beside what others would use: splits by document, everything chosen inside the training rows."""

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.errors import BadInput
from annotations.studies import SuggestionRule
from models.batches import Batch
from models.classifiers import ColdStart, background_of, middles_of
from models.embeddings import Encoder
from models.segmentation import MAX_WORDS
from training import baselines
from training.baselines import Fitted, Learning, Rows
from training.certification import certify
from training.corpora import Corpus
from training.datasets import Reviewed
from training.fitting import best_threshold, fit_head, held_out_scores
from training.tallies import METRICS, UNKNOWN, Interval, Outcome, Sums, Test, recall_of_certified, resample, sums_of

FEWEST_DOCUMENTS = 4
TEST_SHARE = 0.3
RULE = SuggestionRule()
RELATO = "relato"
LEARNT = ("tfidf_lr", "frozen_lr", "popularity")
BASELINES = (*LEARNT, "name_similarity")
Progress = Callable[[str, int, int], None]
Scores = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Split:
    """``pool`` are all rows of the training documents; the N of them in ``learning`` are reviewed."""

    number: int
    pool: Rows
    learning: Learning


@dataclass(eq=False)
class Report:
    """What came of one run. ``metrics`` and ``paired`` (relato minus the baseline) by system; a baseline that cannot be is unknown."""

    corpus: Corpus
    encoder: str
    labels: int | None
    splits: int
    seed: int
    rule: SuggestionRule
    training_rows: list[int] = field(default_factory=list)
    metrics: dict[str, dict[str, Interval]] = field(default_factory=dict)
    paired: dict[str, dict[str, Interval]] = field(default_factory=dict)
    certified_recalls: list[float | None] = field(default_factory=list)
    chosen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress."""


def benchmark(
    corpus: Corpus,
    encoder: Encoder,
    *,
    labels: int | None,
    splits: int,
    seed: int,
    rule: SuggestionRule = RULE,
    memory: Path | None = None,
    progress: Progress = silent,
) -> Report:
    """Measure Relato and the baselines on the same test documents.

    Parameters
    ----------
    labels : reviewed segments for training, drawn at random from the training documents; ``None`` for all of them, 0 for none.
    rule : the recall and the confidence to be certified.
    memory : folder in which the scores of the fitted baselines are kept for another run.

    Raises
    ------
    BadInput : fewer than ``FEWEST_DOCUMENTS`` documents.
    """
    report = Report(corpus, encoder.id, labels, splits, seed, rule)
    drawn = list(draw_splits(corpus, labels=labels, splits=splits, seed=seed))
    batch = batch_of(corpus, encoder, lambda done, total: progress("encoding", done, total))
    run = Run(corpus, batch, encoder, rule, memory, report)
    outcomes: dict[str, list[Outcome | None]] = defaultdict(list)
    for split in drawn:
        report.training_rows.append(len(split.learning.reviewed))
        for name in (RELATO, *BASELINES):
            progress(name, split.number, splits)
            started = time.perf_counter()
            outcomes[name].append(run.outcome(name, split))
            report.seconds[name] += time.perf_counter() - started
    progress("intervals", splits, splits)
    tests = [Test(corpus.labels[split.learning.test], corpus.groups[split.learning.test]) for split in drawn]
    report.certified_recalls = [
        None if outcome is None else recall_of_certified(test, outcome)
        for test, outcome in zip(tests, outcomes[RELATO], strict=True)
    ]
    _compare(report, tests, outcomes)
    return report


def draw_splits(corpus: Corpus, *, labels: int | None, splits: int, seed: int) -> Iterator[Split]:
    """Random splits by document. Of one seed, a smaller number of labels draws a part of what a larger one does."""
    from sklearn.model_selection import GroupShuffleSplit

    groups = corpus.groups
    documents = len(set(groups))
    if documents < FEWEST_DOCUMENTS:
        raise BadInput(
            f"{documents} documents, {FEWEST_DOCUMENTS} needed to train on some and judge on others",
            where=corpus.name,
            remedy="add documents, or give the rows the `doc_id` of the document each is from",
        )
    cut = GroupShuffleSplit(splits, test_size=TEST_SHARE, random_state=seed)
    for number, (pool, test) in enumerate(cut.split(groups, groups=groups)):
        reviewed = np.sort(np.random.default_rng([seed, number]).permutation(pool)[: len(pool) if labels is None else labels])
        own = groups[reviewed]
        if len(set(own)) < 2:
            own = np.array([f"row {row}" for row in reviewed], dtype=str)
        yield Split(number, pool, Learning(reviewed, corpus.labels[reviewed], own, test, seed))


def batch_of(corpus: Corpus, encoder: Encoder, progress: Callable[[int, int], None] | None = None) -> Batch:
    """Vectors of texts and questions; none of sentences, which no score depends on."""
    texts = [segment.words for segment in corpus.segments]
    questions = [" ".join(segment.question.split()[-MAX_WORDS:]) for segment in corpus.segments]
    distinct = list(dict.fromkeys([*texts, *filter(None, questions)]))
    at = {text: row for row, text in enumerate(distinct)}
    vectors = np.concatenate([encoder.encode(distinct, progress=progress), np.zeros((1, encoder.width), np.float32)])
    return Batch(
        corpus.segments,
        vectors[[at[text] for text in texts]],
        vectors[[at.get(text, -1) for text in questions]],
        ((),) * len(texts),
        np.zeros((0, encoder.width), np.float32),
    )


class Run:
    """What the splits of one run share."""

    def __init__(
        self, corpus: Corpus, batch: Batch, encoder: Encoder, rule: SuggestionRule, memory: Path | None, report: Report
    ) -> None:
        self._corpus, self._batch, self._encoder, self._rule, self._memory, self._report = (
            corpus,
            batch,
            encoder,
            rule,
            memory,
            report,
        )
        self._words = baselines.words_of([segment.words for segment in corpus.segments])
        self._vectors = baselines.vectors_of(batch.vectors)
        names = encoder.encode([next(iter(target.name.values())) for target in corpus.targets])
        self._likeness = np.clip(batch.vectors @ names.T, 0, 1).astype(np.float32)
        facts = [
            [[s.session_id, s.text] for s in corpus.segments],
            [t.key for t in corpus.targets],
            corpus.labels.astype(int).tolist(),
        ]
        self._hash = hashlib.sha256(json.dumps([facts, encoder.id]).encode()).hexdigest()

    def outcome(self, name: str, split: Split) -> Outcome | None:
        """What one system says of the test rows of a split; nothing from a baseline that has nothing to learn from."""
        learning = split.learning
        enough = len(learning.reviewed) > 1 and bool(learning.labels.any())
        if name == RELATO:
            return self._relato(split) if enough else self._cold(split)
        if name == "name_similarity":
            return self._similarity(split, enough)
        if not enough:
            return None
        fits: dict[str, Callable[[], Fitted]] = {
            "tfidf_lr": lambda: baselines.logistic_regression(learning, self._words),
            "frozen_lr": lambda: baselines.logistic_regression(learning, self._vectors),
            "popularity": lambda: baselines.popularity(learning),
        }
        facts = [self._hash, name, learning.reviewed.tolist(), learning.test.tolist(), learning.seed]
        fitted = baselines.remembered(None if name == "popularity" else self._memory, facts, fits[name])
        if fitted.chosen:
            self._report.chosen[name].append(fitted.chosen)
        return self._judged(learning, fitted.held_out, fitted.test)

    def _cold_start(self, split: Split) -> ColdStart:
        """Set to the texts of the training documents; no label is used."""
        known = self._batch.take(split.pool.tolist())
        background = background_of(known)
        bare = ColdStart(self._corpus.targets, self._encoder, background=background)
        return ColdStart(self._corpus.targets, self._encoder, background=background, middles=middles_of(bare, known))

    def _cold(self, split: Split) -> Outcome:
        if len(split.learning.reviewed):
            self._report.note("in some splits the reviewed rows were too few or had no code: there relato is its cold start")
        cold = self._cold_start(split)
        scores = cold.scores(self._batch.take(split.learning.test.tolist()))
        return _uncertified(scores, scores >= cold.thresholds["code"])

    def _relato(self, split: Split) -> Outcome:
        learning = split.learning
        batch = self._batch.take(learning.reviewed.tolist())
        own = tuple(replace(s, session_id=g) for s, g in zip(batch.segments, learning.groups.tolist(), strict=True))
        if own != batch.segments:
            self._report.note(
                "in some splits all reviewed rows were of one document: held-out scores leave out rows, not documents"
            )
        reviewed = Reviewed(replace(batch, segments=own), self._corpus.targets, learning.labels)
        cold = self._cold_start(split)
        held_out = held_out_scores(reviewed, cold, seed=learning.seed)
        head = fit_head(reviewed, cold, version="benchmark", thresholds={"code": best_threshold(held_out, learning.labels)})
        test = self._batch.take(learning.test.tolist())
        found = self._judged(learning, held_out, head.scores(test))
        familiarity = getattr(head, "familiarity", None)
        if familiarity is None:
            return found
        kept = ~familiarity.strange(test.vectors)[:, None]
        return replace(found, likely=found.likely & kept, shown=found.shown & kept)

    def _similarity(self, split: Split, enough: bool) -> Outcome:
        scores = self._likeness[split.learning.test]
        if enough:
            return self._judged(split.learning, self._likeness[split.learning.reviewed], scores)
        return _uncertified(scores, np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None])

    def _judged(self, learning: Learning, held_out: Scores, test: Scores) -> Outcome:
        """Threshold and certificates from the held-out scores of the reviewed rows, for everybody the same way."""
        likely = test >= best_threshold(held_out, learning.labels)
        certificates = certify(
            held_out,
            learning.labels,
            learning.groups,
            self._corpus.targets,
            recall=self._rule.recall,
            confidence=self._rule.confidence,
        )
        limits = np.array([np.inf if found.threshold is None else found.threshold for found in certificates])
        return Outcome(test, likely, likely | (test >= limits), np.isfinite(limits))


def _uncertified(scores: Scores, called: NDArray[np.bool_]) -> Outcome:
    return Outcome(scores, called, called, np.zeros(scores.shape[1], np.bool_))


def _compare(report: Report, tests: Sequence[Test], outcomes: Mapping[str, Sequence[Outcome | None]]) -> None:
    """Intervals of all, and paired ones on the splits in which both could be."""
    used = report.corpus.used
    unknown = {metric: dict(UNKNOWN) for metric in METRICS}
    whole = {name: found for name, found in outcomes.items() if all(outcome is not None for outcome in found)}
    sums: dict[str, Sums] = {
        name: sums_of(tests, [outcome for outcome in found if outcome is not None], used) for name, found in whole.items()
    }
    draws = resample(sums, seed=report.seed)
    for name in (RELATO, *BASELINES):
        report.metrics[name] = draws[name].intervals() if name in draws else unknown
        if name != RELATO:
            report.paired[name] = draws[RELATO].minus(draws[name]) if name in draws else unknown
    if len(whole) < len(outcomes) and report.labels != 0:
        report.note("in some splits no reviewed row had a code: baselines that learn from codes are left out")
