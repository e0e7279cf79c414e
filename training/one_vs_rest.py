"""One-vs-rest logistic regression as everybody has it, for many codes at once and a path of regularisation strengths."""

import os
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, issparse

Scores = NDArray[np.float32]
INTERCEPT_SCALING = 10.0
"""Liblinear penalises the intercept; so scaled, hardly."""
SPANNED = 1000
"""Sparse features of at most so many rows are made dense in the space that the rows span."""


def dense_path(
    x: NDArray[np.float32], y: NDArray[np.float64], costs: Sequence[float], *, balanced: bool
) -> Iterator[tuple[Scores, Scores]]:
    """Weights (D, K) and intercepts (K,) for each inverse strength C in ``costs``, which should grow: each starts from the one before.

    The sum of K independent problems is minimised in one go; the optimum is that of scikit-learn's ``LogisticRegression`` (L2, intercept
    free), code by code, with ``class_weight="balanced"`` or none.

    Parameters
    ----------
    x : (S, D).
    y : (S, K) of 0 and 1; every column must have both.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    labels = y.astype(np.float32)
    shape = (x.shape[1] + 1, y.shape[1])
    count = labels.sum(axis=0)
    weight = np.where(labels > 0, len(y) / (2 * count), len(y) / (2 * (len(y) - count))) if balanced else np.ones_like(labels)
    weight = weight.astype(np.float32)
    at: NDArray[np.float64] = np.zeros(shape[0] * shape[1])
    for cost in costs:

        def loss(flat: NDArray[np.float64], cost: float = cost) -> tuple[float, NDArray[np.float64]]:
            both = flat.reshape(shape).astype(np.float32)
            odds = x @ both[:-1] + both[-1]
            fit = (weight * (np.logaddexp(np.float32(0), odds) - labels * odds)).sum(dtype=np.float64)
            error = weight * (expit(odds) - labels)
            slope = np.concatenate([x.T @ error + both[:-1] / cost, error.sum(axis=0)[None]])
            return float(fit + (flat[: -shape[1]] ** 2).sum() / (2 * cost)), slope.ravel().astype(np.float64)

        at = minimize(loss, at, jac=True, method="L-BFGS-B", options={"maxiter": 1000, "ftol": 1e-7, "gtol": 1e-3}).x
        both = at.reshape(shape).astype(np.float32)
        yield both[:-1], both[-1]


def fit_apply(
    train: Any,
    labels: NDArray[np.float64],
    test: Any,
    costs: Sequence[float],
    *,
    balanced: bool,
) -> list[Scores]:
    """Probabilities (S', K) of the test rows for each C; a code without positives has 0, one without negatives 1.

    Dense features are fitted by ``dense_path``, and so are sparse ones of few rows; where there are fewer rows than features, on the rows'
    coordinates in the space that they span, where the optimum is the same. Sparse ones of many rows: scikit-learn with liblinear.
    """
    from scipy.special import expit

    count = labels.sum(axis=0)
    mixed = np.flatnonzero((count > 0) & (count < len(labels)))
    found = [np.tile((count == len(labels)) & (count > 0), (test.shape[0], 1)).astype(np.float32) for _ in costs]
    if not mixed.size:
        return found
    sparse = bool(issparse(train))
    if train.shape[0] <= (SPANNED if sparse else train.shape[1]):
        train, test = _spanned(train, test, sparse)
    elif sparse:
        for scores, cost in zip(found, costs, strict=True):
            scores[:, mixed] = _liblinear(train, labels[:, mixed], test, cost, balanced)
        return found
    for scores, (weights, intercepts) in zip(found, dense_path(train, labels[:, mixed], costs, balanced=balanced), strict=True):
        scores[:, mixed] = expit(test @ weights + intercepts)
    return found


def _spanned(train: Any, test: Any, sparse: bool) -> tuple[Scores, Scores]:
    """Coordinates of both in an orthonormal basis of the span of ``train`` (from its Gram matrix); what lies outside gets no weight."""
    gram, across = train @ train.T, test @ train.T
    whole: NDArray[np.float64] = gram.toarray() if sparse else gram.astype(np.float64)
    values, basis = np.linalg.eigh(whole)
    kept = values > 1e-9 * values[-1]
    basis, roots = basis[:, kept], np.sqrt(values[kept])
    return (basis * roots).astype(np.float32), np.asarray(across @ (basis / roots), dtype=np.float32)


def _liblinear(train: csr_matrix, labels: NDArray[np.float64], test: csr_matrix, cost: float, balanced: bool) -> Scores:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    def one(column: NDArray[np.float64]) -> NDArray[np.float64]:
        model = LogisticRegression(
            C=cost,
            class_weight="balanced" if balanced else None,
            solver="liblinear",
            intercept_scaling=INTERCEPT_SCALING,
            random_state=0,
            max_iter=1000,
        )
        return np.asarray(model.fit(train, column).predict_proba(test)[:, 1])

    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:  # liblinear lets go of the interpreter's lock
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.stack(list(pool.map(one, labels.T)), axis=1).astype(np.float32)
