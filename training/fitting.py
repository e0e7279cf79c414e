"""Reviewed segments → a head."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.cold_start import ColdStart
from models.familiarity import Familiarity
from models.heads import Head, Neighbours, apply, fit_coefficients
from training.datasets import Reviewed


def fit_head(reviewed: Reviewed, cold: ColdStart, *, version: str, thresholds: Mapping[Kind, float]) -> Head:
    """A head over ``cold`` from all reviewed segments."""
    fitted = fit_coefficients(reviewed.batch, cold, reviewed.labels, reviewed.groups)
    ids = tuple(segment.id for segment in reviewed.segments)
    near = Neighbours(ids, cold.centred(reviewed.vectors), reviewed.labels.astype(np.bool_))
    seen = Familiarity.fit(reviewed.vectors, reviewed.groups)
    return Head(cold, fitted, near, version=version, thresholds=thresholds, familiarity=seen)


def held_out_scores(reviewed: Reviewed, cold: ColdStart, *, seed: int, folds: int = 5) -> NDArray[np.float32]:
    """(S, K): probabilities by heads that did not see the segment's group. Of a single group, they are by segment."""
    from sklearn.model_selection import GroupKFold

    found = np.zeros(reviewed.labels.shape, np.float32)
    groups = reviewed.groups if len(set(reviewed.groups)) > 1 else np.arange(len(reviewed.groups)).astype(str)
    if len(groups) < 2:
        return cold.scores(reviewed.batch)
    splits = GroupKFold(min(folds, len(set(groups))), shuffle=True, random_state=seed).split(groups, groups=groups)
    for train, test in splits:
        fitted = fit_coefficients(reviewed.batch.take(train.tolist()), cold, reviewed.labels[train], groups[train])
        found[test] = apply(fitted, reviewed.batch.take(test.tolist()), cold)
    return found


def best_threshold(scores: NDArray[np.float32], labels: NDArray[np.float64]) -> float:
    """The score from which on calling a target present gives the best micro-F1; 1.0 when there is no positive at all.

    Parameters
    ----------
    scores, labels : of any equal shape.

    >>> best_threshold(np.array([0.9, 0.8, 0.3, 0.2], np.float32), np.array([1.0, 1.0, 0.0, 0.0]))
    0.55
    """
    order = np.argsort(-scores, axis=None, kind="stable")
    ranked, hits = scores.ravel()[order], np.cumsum(labels.ravel()[order])
    if not hits.size or hits[-1] == 0:
        return 1.0
    f1 = 2 * hits / (np.arange(1, hits.size + 1) + hits[-1])
    last_of_ties = np.append(ranked[1:] != ranked[:-1], True)
    at = int(np.argmax(np.where(last_of_ties, f1, -1)))
    below = float(ranked[at + 1]) if at + 1 < ranked.size else 0.0
    return round((float(ranked[at]) + below) / 2, 6)
