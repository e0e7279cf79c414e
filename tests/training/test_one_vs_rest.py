"""One joint problem gives what scikit-learn gives code by code."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training import one_vs_rest
from training.one_vs_rest import dense_path, fit_apply

Numbers = NDArray[Any]
COSTS = (0.1, 1.0, 10.0, 100.0)


def data(rows: int = 90, width: int = 12, codes: int = 4) -> tuple[Numbers, Numbers, Numbers]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(rows, width)).astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    y = (x @ rng.normal(size=(width, codes)) + rng.normal(size=(rows, codes)) > 0.7).astype(float)
    z = rng.normal(size=(20, width)).astype(np.float32)
    return x, y, z / np.linalg.norm(z, axis=1, keepdims=True)


def expected(x: Numbers, y: Numbers, z: Numbers, cost: float, balanced: bool) -> Numbers:
    weight = "balanced" if balanced else None
    fits = [LogisticRegression(C=cost, class_weight=weight, tol=1e-8, max_iter=5000).fit(x, column) for column in y.T]
    return np.stack([fit.predict_proba(z)[:, 1] for fit in fits], axis=1)


@pytest.mark.parametrize("balanced", [False, True])
def test_equals_scikit_learn_at_every_strength(balanced: bool) -> None:
    x, y, z = data()
    for cost, scores in zip(COSTS, fit_apply(x, y, z, COSTS, balanced=balanced), strict=True):
        np.testing.assert_allclose(scores, expected(x, y, z, cost, balanced), atol=5e-3)


@pytest.mark.parametrize("balanced", [False, True])
@pytest.mark.parametrize("kind", [csr_matrix, np.asarray])
def test_fewer_rows_than_features_have_the_same_optimum(balanced: bool, kind: Callable[[Numbers], Any]) -> None:
    """30 rows of 50 features: the problem is solved in the 30 dimensions that the rows span."""
    x, y, z = data(rows=30, width=50)
    found = fit_apply(kind(x), y, kind(z), COSTS, balanced=balanced)
    for cost, scores in zip(COSTS, found, strict=True):
        np.testing.assert_allclose(scores, expected(x, y, z, cost, balanced), atol=5e-3)


def test_liblinear_hardly_penalises_the_intercept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_vs_rest, "SPANNED", 0)
    x, y, z = data()
    found = fit_apply(csr_matrix(x), y, csr_matrix(z), COSTS, balanced=False)
    for cost, scores in zip(COSTS, found, strict=True):
        np.testing.assert_allclose(scores, expected(x, y, z, cost, False), atol=0.02)


def test_codes_that_nobody_or_everybody_gave() -> None:
    x, y, z = data()
    y[:, 0], y[:, 1] = 0, 1
    (scores,) = fit_apply(x, y, z, [1.0], balanced=True)
    assert scores[:, 0].tolist() == [0.0] * len(z)
    assert scores[:, 1].tolist() == [1.0] * len(z)
    assert 0 < scores[:, 2].min() < scores[:, 2].max() < 1
    (none,) = fit_apply(x, np.zeros_like(y), z, [1.0], balanced=False)
    assert not none.any()


def test_a_path_goes_from_strong_to_weak() -> None:
    x, y, _ = data()
    sizes = [float(np.abs(weights).sum()) for weights, _ in dense_path(x, y, COSTS, balanced=False)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] / 3
