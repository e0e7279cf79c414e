"""Least squares for all targets at once, and what each would have said of a group of segments that it had not seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

JUDGED = 2000
"""Segments on which held-out predictions are made: enough to weigh a handful of opinions, whatever the study's size."""
ROWS = 512  # of sparse products at a time
Numbers = NDArray[np.float32]
Rows = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class Ridge:
    """``alphas`` (S, K): the prediction for segments that are (N, S) alike to these is ``alike @ alphas``.

    ``held_out`` (J, K) are the predictions for the judged segments by fits without the segment's group.
    """

    alphas: Numbers
    held_out: Numbers


def judged_of(groups: NDArray[np.int_], count: int = JUDGED) -> Rows:
    """At least ``count`` segments (all, where there are no more), in whole groups drawn by lot, the same every time; ascending."""
    if len(groups) <= count:
        return np.arange(len(groups))
    sizes = np.bincount(groups)
    drawn = np.random.default_rng(0).permutation(len(sizes))
    enough = int(np.searchsorted(np.cumsum(sizes[drawn]), count)) + 1
    return np.flatnonzero(np.isin(groups, drawn[:enough]))


def fit_ridge(
    full: Numbers, sparse: "csr_matrix", labels: Numbers, groups: NDArray[np.int_], judged: Rows, penalty: float
) -> Ridge:
    """Kernel ridge regression with one factorisation for all K targets and all groups.

    Two segments are as alike as the inner product of their features. With H the inverse of (likenesses + penalty), a fit without
    group g errs on it by H_gg⁻¹ alphas_g: no second fit is needed. The judged segments are put last: their part of H is then the
    inverse of the last part of the Cholesky factor's product, and the rest of H is never made.

    Parameters
    ----------
    full, sparse : (S, F) and (S, U): features, those that few segments have apart from the others.
    labels : (S, K) of 0 and 1.
    groups : (S,), numbers.
    judged : rows of whole groups.
    """
    from scipy.linalg import lapack

    order = np.concatenate([np.delete(np.arange(len(groups)), judged), judged])
    first = len(order) - len(judged)
    inside = _alike(np.ascontiguousarray(full[order], dtype=np.float32), sparse[order])
    inside[np.diag_indices_from(inside)] += penalty
    factor, failed = lapack.spotrf(inside, lower=1, overwrite_a=1)
    if failed:
        raise ValueError("features or penalty that no ridge regression can be fitted with")
    solved, _ = lapack.spotrs(factor, np.asfortranarray(labels[order], dtype=np.float32), lower=1)
    alphas = np.empty_like(labels, dtype=np.float32)
    alphas[order] = solved
    inverse, _ = lapack.spotri(np.asfortranarray(factor[first:, first:]), lower=1, overwrite_c=1)
    return Ridge(alphas, _held_out(inverse, solved[first:], labels[judged], groups[judged]))


def _alike(full: Numbers, sparse: "csr_matrix") -> Numbers:
    """(S, S), by columns, how alike segments are: below the diagonal and on it; what is above is of no use."""
    from scipy.linalg import blas

    found = np.asarray(blas.ssyrk(1.0, full.T, trans=1, lower=1))
    for start in range(0, len(full), ROWS):
        block = sparse[start : start + ROWS] @ sparse[start:].T
        at = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
        found.T[start + at, start + block.indices] += block.data
    return found


def _held_out(lower: Numbers, alphas: Numbers, labels: Numbers, groups: NDArray[np.int_]) -> Numbers:
    found = np.empty(labels.shape, np.float32)
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        own = lower[np.ix_(rows, rows)]
        own = np.tril(own) + np.tril(own, -1).T
        found[rows] = labels[rows] - np.linalg.solve(own, alphas[rows])
    return found
