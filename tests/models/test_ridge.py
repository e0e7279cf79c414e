"""One factorisation says what fits without each group would: checked against those fits."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.ridge import ROWS, fit_ridge, judged_of

rng = np.random.default_rng(3)
X = rng.normal(size=(30, 8)).astype(np.float32)
LIKENESS = X @ X.T
NONE = csr_matrix(np.zeros((30, 0), np.float32))
LABELS = (X[:, :3] + rng.normal(size=(30, 3)) > 0).astype(np.float32)
GROUPS = np.array([0] * 4 + [1] * 9 + [2] + [1] * 6 + [3] * 10)


def test_it_is_the_ridge_regression_on_the_vectors() -> None:
    found = fit_ridge(X, NONE, LABELS, GROUPS, np.arange(30), 2.0)
    weights = np.linalg.solve(X.T @ X + 2 * np.eye(8), X.T @ LABELS)
    np.testing.assert_allclose(LIKENESS @ found.alphas, X @ weights, atol=1e-4)


@pytest.mark.parametrize("judged", [(0, 1, 2, 3), (1, 3)])
def test_held_out_is_a_fit_without_the_group(judged: tuple[int, ...]) -> None:
    rows = np.flatnonzero(np.isin(GROUPS, judged))
    found = fit_ridge(X, NONE, LABELS, GROUPS, rows, 2.0)
    assert found.held_out.shape == (len(rows), 3)
    for group in judged:
        here, rest = GROUPS == group, GROUPS != group
        alphas = np.linalg.solve(LIKENESS[np.ix_(rest, rest)] + 2 * np.eye(rest.sum()), LABELS[rest])
        np.testing.assert_allclose(found.held_out[GROUPS[rows] == group], LIKENESS[np.ix_(here, rest)] @ alphas, atol=1e-4)


def test_it_does_not_matter_which_features_are_apart() -> None:
    """More segments than are multiplied at a time, and judged ones from everywhere."""
    count = ROWS + 60
    x = rng.normal(size=(count, 9)).astype(np.float32) * (rng.uniform(size=(count, 9)) < 0.4)
    labels, groups = (x[:, :2] > 0.3).astype(np.float32), np.arange(count) // 9
    rows = np.flatnonzero(groups % 3 == 1)
    whole = fit_ridge(x, csr_matrix(np.zeros((count, 0), np.float32)), labels, groups, rows, 2.0)
    for apart in (4, 9):
        found = fit_ridge(x[:, apart:], csr_matrix(x[:, :apart]), labels, groups, rows, 2.0)
        np.testing.assert_allclose(found.alphas, whole.alphas, atol=1e-5)
        np.testing.assert_allclose(found.held_out, whole.held_out, atol=1e-5)
    np.testing.assert_allclose(x @ (x.T @ whole.alphas) + 2 * whole.alphas, labels, atol=1e-4)


def test_whole_groups_are_judged_and_no_more_than_it_takes() -> None:
    assert judged_of(GROUPS, 30).tolist() == list(range(30))
    rows = judged_of(GROUPS, 12)
    groups = set(GROUPS[rows].tolist())
    assert len(rows) == sum((GROUPS == group).sum() for group in groups)
    assert 12 <= len(rows) < 30
    assert judged_of(GROUPS, 12).tolist() == rows.tolist()
