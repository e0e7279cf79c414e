"""One small logistic regression that weighs several opinions on every pair of segment and target."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INTERCEPT_PENALTY = 3.0
COMMON_PENALTY = 0.1
ITERATIONS = 30
PRECISION = 1e-5


@dataclass(frozen=True, eq=False)
class Stack:
    """``weights`` (F,) shared by all targets, ``intercepts`` (K,) of each."""

    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]


def fit_stack(opinions: NDArray[np.float32], labels: NDArray[np.float64], penalties: NDArray[np.float64]) -> Stack:
    """The log-odds of target k are ``opinions · weights + intercepts[k]``; intercepts are held near a common one.

    Newton's method on a convex problem, halving a step that makes it worse: equal input gives equal output.

    Parameters
    ----------
    opinions : (F, S, K); they are standardised inside, and one that says nothing gets no weight.
    labels : (S, K) of 0 and 1.
    penalties : (F,) of the squared weights of standardised opinions.
    """
    count, segments, targets = opinions.shape
    middles = opinions.mean(axis=(1, 2), dtype=np.float64)
    spreads = opinions.std(axis=(1, 2), dtype=np.float64)
    said = np.flatnonzero(spreads > 1e-6)
    x = ((opinions[said] - middles[said, None, None]) / spreads[said, None, None]).astype(np.float32)
    flat = np.concatenate([x.reshape(len(said), -1), np.ones((1, segments * targets), np.float32)])
    rate = (labels.sum() + 0.5) / (labels.size + 1)
    towards = np.concatenate([np.zeros(len(said)), [np.log(rate / (1 - rate))]])
    problem = _Problem(flat, labels, np.concatenate([penalties[said], [COMMON_PENALTY]]), towards)
    shared, own = problem.solve()
    weights = np.zeros(count)
    weights[said] = shared[:-1] / spreads[said]
    return Stack(weights, own + shared[-1] - float(weights @ middles))


@dataclass(frozen=True, eq=False)
class _Problem:
    """``flat`` (F + 1, S·K), the last row all ones; shared weights are ``held`` ``towards`` something, both (F + 1,)."""

    flat: NDArray[np.float32]
    labels: NDArray[np.float64]
    held: NDArray[np.float64]
    towards: NDArray[np.float64]

    def solve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        shared: NDArray[np.float64] = self.towards.copy()
        own: NDArray[np.float64] = np.zeros(self.labels.shape[1])
        odds = self._odds(shared, own)
        loss = self._loss(odds, shared, own)
        for _ in range(ITERATIONS):
            step, own_step = self._step(odds, shared, own)
            for _ in range(ITERATIONS):
                there, own_there = shared - step, own - own_step
                odds = self._odds(there, own_there)
                new = self._loss(odds, there, own_there)
                if new <= loss + 1e-6 * abs(loss):
                    break
                step, own_step = step / 2, own_step / 2
            shared, own, done = there, own_there, loss - new < PRECISION * max(1.0, abs(loss))
            loss = new
            if done:
                break
        return shared, own

    def _odds(self, shared: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float32]:
        return np.asarray((shared.astype(np.float32) @ self.flat).reshape(self.labels.shape) + own.astype(np.float32))

    def _loss(self, odds: NDArray[np.float32], shared: NDArray[np.float64], own: NDArray[np.float64]) -> float:
        from scipy.special import log_expit

        fit = -float((self.labels * odds + log_expit(-odds)).sum(dtype=np.float64))
        return fit + float((self.held * (shared - self.towards) ** 2).sum() + INTERCEPT_PENALTY * (own**2).sum()) / 2

    def _step(
        self, odds: NDArray[np.float32], shared: NDArray[np.float64], own: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Newton's step of both, by way of the shared ones: each own intercept meets only itself."""
        from scipy.special import expit

        chance = expit(odds)
        error, weight = chance - self.labels, chance * (1 - chance)
        slope = self.flat @ error.ravel().astype(np.float32) + self.held * (shared - self.towards)
        level = error.sum(axis=0, dtype=np.float64) + INTERCEPT_PENALTY * own
        a = (self.flat * weight.ravel()) @ self.flat.T + np.diag(self.held)
        b = np.einsum("fsk,sk->fk", self.flat.reshape(-1, *self.labels.shape), weight)
        d = weight.sum(axis=0, dtype=np.float64) + INTERCEPT_PENALTY
        step = np.linalg.solve(a - (b / d) @ b.T, slope - (b / d) @ level)
        return step, (level - step @ b) / d
