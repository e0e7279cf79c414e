"""Head against cold start on transcripts that neither was fitted on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from annotations.errors import TooFewTranscripts
from models.cold_start import ColdStart
from models.heads import apply, fit_coefficients
from models.targets import Target
from training.datasets import Reviewed
from training.fitting import best_threshold
from training.metrics import Interval, columns_of, compare, paired, tally

FEWEST_TRANSCRIPTS = 4
INNER_FOLDS = 3
Scores = NDArray[np.float32]
Fold = tuple[NDArray[np.int_], NDArray[np.int_]]


@dataclass(frozen=True, eq=False)
class Validation:
    """``scores``: "cold_start", "head" and "difference" (head minus cold start), each metric with its interval.

    ``paired`` (G,) are the differences in LRAP of codes, summed per group of transcripts (see ``training.metrics.paired``).
    ``head`` (S, K) are the head's out-of-fold scores; ``thresholds`` by kind are the ones for a head fitted on everything.
    ``transcripts`` counts transcripts, ``groups`` what is left when those that share a person count as one.
    """

    scores: dict[str, dict[str, Interval]]
    paired: NDArray[np.float64]
    thresholds: dict[Kind, float]
    head: Scores
    cold: Scores
    transcripts: int
    groups: int
    folds: int


def validate(
    reviewed: Reviewed, cold: ColdStart, *, seed: int, folds: int, progress: Callable[[int, int], None] | None = None
) -> Validation:
    """Out-of-fold scores of both by transcript, on the same folds; thresholds are chosen inside the training folds only.

    Transcripts that share a person (``Reviewed.together``) are in the same fold and are resampled as one. The cold start has no labels to learn from; its background (one mean vector) has seen all texts.

    Raises
    ------
    TooFewTranscripts : fewer than ``FEWEST_TRANSCRIPTS`` reviewed transcripts, those that share a person counted once.
    """
    groups, transcripts = len(set(reviewed.groups)), len({segment.session_id for segment in reviewed.segments})
    if groups < FEWEST_TRANSCRIPTS:
        raise TooFewTranscripts(
            f"{groups} reviewed transcripts, {FEWEST_TRANSCRIPTS} needed to judge a model",
            remedy="review more transcripts; those that share a person count as one",
        )
    vectors, evidence = cold.centred(reviewed.vectors), cold.evidence(reviewed.batch)
    labels, kinds = reviewed.labels, _kinds(reviewed.targets)
    cold_scores = cold.scores(reviewed.batch)
    head_scores = np.zeros_like(cold_scores)
    called = {"cold": np.zeros(labels.shape, np.bool_), "head": np.zeros(labels.shape, np.bool_)}
    splits = list(_splits(reviewed.groups, folds, seed))
    for done, (train, test) in enumerate(splits, start=1):
        head_scores[test] = apply(fit_coefficients(vectors[train], evidence[train], labels[train]), vectors[test], evidence[test])
        inner = _out_of_fold(vectors[train], evidence[train], labels[train], reviewed.groups[train], seed)
        for name, fitted, scores in (("cold", cold_scores[train], cold_scores), ("head", inner, head_scores)):
            for columns in kinds.values():
                limit = best_threshold(fitted[:, columns], labels[np.ix_(train, columns)])
                called[name][np.ix_(test, columns)] = scores[np.ix_(test, columns)] >= limit
        if progress:
            progress(done, len(splits))
    tallies = [
        tally(scores, called[name], labels, reviewed.targets, reviewed.groups)
        for name, scores in (("cold", cold_scores), ("head", head_scores))
    ]
    names = ("cold_start", "head", "difference")
    thresholds = {kind: best_threshold(head_scores[:, columns], labels[:, columns]) for kind, columns in kinds.items()}
    intervals = dict(zip(names, compare(*tallies, seed=seed), strict=True))
    return Validation(intervals, paired(*tallies), thresholds, head_scores, cold_scores, transcripts, groups, len(splits))


def _splits(groups: NDArray[np.str_], folds: int, seed: int) -> Iterator[Fold]:
    from sklearn.model_selection import GroupKFold

    count = max(2, min(folds, len(set(groups))))
    yield from GroupKFold(count, shuffle=True, random_state=seed).split(np.zeros(len(groups)), groups=groups)


def _out_of_fold(
    vectors: NDArray[np.float32], evidence: Scores, labels: NDArray[np.float64], groups: NDArray[np.str_], seed: int
) -> Scores:
    found = np.zeros_like(evidence)
    for train, test in _splits(groups, INNER_FOLDS, seed):
        found[test] = apply(fit_coefficients(vectors[train], evidence[train], labels[train]), vectors[test], evidence[test])
    return found


def _kinds(targets: Sequence[Target]) -> dict[Kind, NDArray[np.int_]]:
    return {kind: columns_of(targets, kind) for kind in sorted({target.kind for target in targets})}
