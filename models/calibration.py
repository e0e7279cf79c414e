"""Scores → probabilities that mean what they say: logistic recalibration, shrunk so that rare targets follow the common one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
EDGE = 1e-6
"""Scores are kept this far from 0 and 1, where log-odds end."""
LEAST_SLOPE = 0.05
TOWARDS_IDENTITY = (1.0, 1.0)
TOWARDS_COMMON = (10.0, 4.0)
"""How much (slope, intercept) are held, in inverse variances: about 0.3 of slope and half a unit of log-odds between targets."""
ENOUGH = 5
"""Positives, and negatives, from which on a target has a slope and an intercept of its own."""
ITERATIONS = 40
PRECISION = 1e-7


@dataclass(frozen=True, eq=False)
class Calibration:
    """``slopes`` (K,), all above zero, and ``intercepts`` (K,), on the log-odds. The order of a target's scores stays as it is."""

    slopes: Numbers
    intercepts: Numbers

    def apply(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K) in [0, 1] → (S, K) in [0, 1]."""
        from scipy.special import expit

        return np.asarray(expit(self.slopes * log_odds(scores) + self.intercepts), dtype=np.float32)


def fit_calibration(scores: NDArray[np.float32], labels: Numbers, *, own: bool = True) -> Calibration:
    """Platt's recalibration (1999), in two steps: one slope and intercept for all, then each target's own, held near those.

    Both are the most probable ones under normal priors: the common pair near the identity, a target's near the common pair, the
    more so the fewer positives it has. Intercepts are held where the common line is informative, not at log-odds 0, which no rare
    target ever sees. A target with fewer than ``ENOUGH`` positives or negatives takes the common pair as it is. The problem is
    convex: equal input gives equal output.

    Parameters
    ----------
    scores : (S, K) in [0, 1], of segments that the classifier was not fitted on.
    labels : (S, K) of 0 and 1.
    own : False for the common pair only, which leaves also the order *between* targets as it is.
    """
    from scipy.special import expit

    z, y = log_odds(scores), np.asarray(labels, dtype=np.float64)
    targets = y.shape[1]
    if not y.size or not 0 < y.sum() < y.size:
        return Calibration(np.ones(targets), np.zeros(targets))
    flat = _fit(z.reshape(-1, 1), y.reshape(-1, 1), np.array([1.0, 0.0]), TOWARDS_IDENTITY)
    slope, intercept = flat[:, 0]
    slopes, intercepts = np.full(targets, slope), np.full(targets, intercept)
    positives = y.sum(axis=0)
    enough = np.flatnonzero((positives >= ENOUGH) & (len(y) - positives >= ENOUGH)) if own else np.zeros(0, dtype=int)
    if enough.size:
        chance = expit(slope * z + intercept)
        middle = float(np.average(z, weights=chance * (1 - chance)))
        here = np.array([slope, intercept + slope * middle])
        slopes[enough], found = _fit(z[:, enough] - middle, y[:, enough], here, TOWARDS_COMMON)
        intercepts[enough] = found - slopes[enough] * middle
    return Calibration(slopes, intercepts)


def log_odds(scores: NDArray[np.float32]) -> Numbers:
    """(S, K), finite everywhere."""
    inside = np.clip(np.asarray(scores, dtype=np.float64), EDGE, 1 - EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside), dtype=np.float64)


def _fit(z: Numbers, y: Numbers, prior: Numbers, held: tuple[float, float]) -> Numbers:
    """(2, K): slopes and intercepts by Newton's method, all targets at once; a step that makes a target worse is halved."""
    at = np.repeat(prior[:, None], z.shape[1], axis=1)
    step = np.zeros_like(at)
    loss = _loss(at, z, y, prior, held)
    for _ in range(ITERATIONS):
        step = _newton(at, z, y, prior, held)
        if np.abs(step).max() < PRECISION:
            break
        for _ in range(ITERATIONS):
            there = at - step
            there[0] = np.maximum(there[0], LEAST_SLOPE)
            new = _loss(there, z, y, prior, held)
            worse = new > loss
            if not worse.any():
                break
            step[:, worse] /= 2
        at, loss = np.where(worse, at, there), np.where(worse, loss, new)
        if np.abs(step).max() < PRECISION:
            break
    return at


def _newton(at: Numbers, z: Numbers, y: Numbers, prior: Numbers, held: tuple[float, float]) -> Numbers:
    from scipy.special import expit

    chance = expit(at[0] * z + at[1])
    error, weight = chance - y, chance * (1 - chance)
    weighted = weight * z
    slope = np.einsum("sk,sk->k", error, z) + held[0] * (at[0] - prior[0])
    level = error.sum(axis=0) + held[1] * (at[1] - prior[1])
    a, b, c = np.einsum("sk,sk->k", weighted, z) + held[0], weighted.sum(axis=0), weight.sum(axis=0) + held[1]
    whole = a * c - b * b
    step = np.array([(c * slope - b * level) / whole, (a * level - b * slope) / whole])
    stuck = (at[0] <= LEAST_SLOPE) & (step[0] > 0)  # the slope cannot go lower: only the intercept moves
    return np.where(stuck, np.array([np.zeros_like(level), level / c]), step)


def _loss(at: Numbers, z: Numbers, y: Numbers, prior: Numbers, held: tuple[float, float]) -> Numbers:
    from scipy.special import log_expit

    odds = at[0] * z + at[1]
    penalty = held[0] * (at[0] - prior[0]) ** 2 + held[1] * (at[1] - prior[1]) ** 2
    return np.asarray(penalty / 2 - (y * odds + log_expit(-odds)).sum(axis=0), dtype=np.float64)
