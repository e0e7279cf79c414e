"""Scores learnt from reviewed segments, with the code frame as their prior."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch
from models.cold_start import ColdStart
from models.targets import Target

WEIGHT_PENALTY = 0.3
INTERCEPT_PENALTY = 3.0
ENOUGH_POSITIVES = 2
ITERATIONS = 300
TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Coefficients:
    """The fitted numbers: ``weights`` (D, K), ``intercepts`` (K,), and how much the cold start's evidence counts (one number)."""

    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    prior: float


def fit_coefficients(vectors: NDArray[np.float32], evidence: NDArray[np.float32], labels: NDArray[np.float64]) -> Coefficients:
    """One-vs-rest logistic regressions for all K targets at once, tied by what they share.

    The log-odds of target k are ``prior · evidence + common + own_k + vector · weights_k``. How far the frame's words can be
    trusted (``prior``) and how common codes are (``common``) is learnt from all targets together; own intercepts and weights
    are penalised towards nothing. So a code without positives keeps the ranking of the cold start, and each positive moves it
    away from there. Targets with fewer than ``ENOUGH_POSITIVES`` positives get no weights at all. The problem is convex: equal
    input gives equal output.

    Parameters
    ----------
    vectors : (S, D), centred and of unit length.
    evidence : (S, K) of the cold start.
    labels : (S, K) of 0 and 1.
    """
    from scipy.optimize import minimize

    c, y = np.asarray(evidence, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    targets, learnt = y.shape[1], np.flatnonzero(y.sum(axis=0) >= ENOUGH_POSITIVES)
    # The best weights are combinations of the vectors: with fewer segments than dimensions the problem shrinks to their span.
    left, sizes, basis = np.linalg.svd(np.asarray(vectors, dtype=np.float64), full_matrices=False)
    x = left * sizes
    shape = (x.shape[1], learnt.size)
    size = shape[0] * shape[1]
    start = np.zeros(size + targets + 2)
    start[-2:] = -3.0, 5.0
    bounds: list[tuple[float | None, float | None]] = [(None, None)] * (start.size - 1) + [(0.0, None)]

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return penalised_loss(at, x, c, y, learnt)

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": ITERATIONS, "ftol": TOLERANCE})
    best = found.x
    weights = np.zeros((vectors.shape[1], targets))
    weights[:, learnt] = basis.T @ best[:size].reshape(shape)
    return Coefficients(weights, best[size:-2] + best[-2], float(best[-1]))


def penalised_loss(
    at: NDArray[np.float64], x: NDArray[np.float64], c: NDArray[np.float64], y: NDArray[np.float64], learnt: NDArray[np.int_]
) -> tuple[float, NDArray[np.float64]]:
    """What ``fit_coefficients`` makes small, and its gradient.

    Parameters
    ----------
    at : weights (D, L) row by row, own intercepts (K,), common, prior, in one vector.
    x, c, y : vectors (S, D), evidence (S, K), labels (S, K).
    learnt : the L columns that have weights.
    """
    from scipy.special import expit, log_expit

    shape = (x.shape[1], learnt.size)
    size = shape[0] * shape[1]
    weights, own, common, prior = at[:size].reshape(shape), at[size:-2], at[-2], at[-1]
    odds = own + common + prior * c
    odds[:, learnt] += x @ weights
    error = expit(odds) - y
    penalty = WEIGHT_PENALTY * (weights**2).sum() + INTERCEPT_PENALTY * (own**2).sum()
    slope = x.T @ error[:, learnt] + WEIGHT_PENALTY * weights
    gradient = np.concatenate([slope.ravel(), error.sum(axis=0) + INTERCEPT_PENALTY * own, [error.sum()], [(error * c).sum()]])
    return float(-(y * odds + log_expit(-odds)).sum() + penalty / 2), gradient


@dataclass(frozen=True, eq=False)
class Neighbours:
    """What a head remembers of the segments it was fitted on, to show the nearest: ``ids`` (N,), ``vectors`` (N, D), ``labels`` (N, K)."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    labels: NDArray[np.bool_]


class Head:
    """A fitted head over a cold start. Scores are the probabilities of the regression, in [0, 1]."""

    def __init__(
        self,
        cold: ColdStart,
        coefficients: Coefficients,
        neighbours: Neighbours,
        *,
        version: str,
        thresholds: Mapping[Kind, float],
    ) -> None:
        self.cold, self.coefficients, self.neighbours = cold, coefficients, neighbours
        self.version, self.thresholds = version, thresholds

    @property
    def weights(self) -> NDArray[np.float64]:
        """(D, K), on vectors that ``cold.centred`` made."""
        return self.coefficients.weights

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.cold.targets

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1], targets in the order of the cold start's."""
        return apply(self.coefficients, self.cold.centred(batch.vectors), self.cold.evidence(batch))


def apply(fitted: Coefficients, vectors: NDArray[np.float32], evidence: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities (S, K) for centred unit vectors (S, D) and evidence (S, K)."""
    from scipy.special import expit

    return np.asarray(expit(vectors @ fitted.weights + fitted.intercepts + fitted.prior * evidence), dtype=np.float32)
