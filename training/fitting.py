"""Reviewed segments → a head."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.cold_start import ColdStart
from models.heads import Head, Neighbours, fit_coefficients
from training.datasets import Reviewed


def fit_head(reviewed: Reviewed, cold: ColdStart, *, version: str, thresholds: Mapping[Kind, float]) -> Head:
    """A head over ``cold`` from all reviewed segments."""
    vectors = cold.centred(reviewed.vectors)
    fitted = fit_coefficients(vectors, cold.evidence(reviewed.batch), reviewed.labels)
    ids = tuple(segment.id for segment in reviewed.segments)
    return Head(cold, fitted, Neighbours(ids, vectors, reviewed.labels.astype(np.bool_)), version=version, thresholds=thresholds)


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
