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
    from scipy.special import expit, log_expit

    x, c, y = (np.asarray(part, dtype=np.float64) for part in (vectors, evidence, labels))
    width, targets = x.shape[1], y.shape[1]
    learnt = y.sum(axis=0) >= ENOUGH_POSITIVES
    size = width * targets

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, own, common, prior = at[:size].reshape(width, targets) * learnt, at[size:-2], at[-2], at[-1]
        odds = x @ weights + own + common + prior * c
        error = expit(odds) - y
        penalty = WEIGHT_PENALTY * (weights**2).sum() + INTERCEPT_PENALTY * (own**2).sum()
        slope = (x.T @ error + WEIGHT_PENALTY * weights) * learnt
        gradient = np.concatenate(
            [slope.ravel(), error.sum(axis=0) + INTERCEPT_PENALTY * own, [error.sum()], [(error * c).sum()]]
        )
        return float(-(y * odds + log_expit(-odds)).sum() + penalty / 2), gradient

    start = np.zeros(size + targets + 2)
    start[-2:] = -3.0, 5.0
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "maxfun": 2 * ITERATIONS}).x
    return Coefficients(best[:size].reshape(width, targets) * learnt, best[size:-2] + best[-2], float(max(best[-1], 0.0)))


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
