"""How far coders agree on sets of codes: Krippendorff's alpha with MASI distance, and how often the sets are identical.

MASI (Passonneau 2006) is one minus Jaccard's coefficient times a factor for how the sets relate: 1 when they are equal, 2/3 when
one contains the other, 1/3 when they only overlap, 0 when they share nothing. Two empty sets are equal: a segment that both coders
left without codes is agreement.

The expected disagreement compares every judgement with every other. It is a quadratic form in the number of times that each group of
units counts, so it is computed once, over distinct sets that share a code, and resampled as cheaply as the observed one.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
ROWS = 2_000
"""Distinct sets compared at a time: what bounds the memory."""


@dataclass(frozen=True, eq=False)
class SetSums:
    """Sums per group of units, (G,): ``judgements`` in units with two or more, ``alike`` the likeness (one minus distance) among
    the judgements of a unit, ``units``, ``identical`` the share of pairs of judgements of a unit that are equal; and ``between`` (G, G)
    the likeness of all judgements of one group with all of another.
    """

    judgements: Floats
    alike: Floats
    units: Floats
    identical: Floats
    between: Floats

    def alpha(self, weights: Floats) -> Floats:
        """Alpha (B,) when group g counts ``weights[b, g]`` times; NaN where all judgements are equal, or there are none."""
        n = weights @ self.judgements
        with np.errstate(invalid="ignore", divide="ignore"):
            observed = 1 - (weights @ self.alike) / n
            together = np.einsum("bg,gh,bh->b", weights, self.between, weights, optimize=True)
            expected = 1 - (together - n) / (n * (n - 1))
            return np.where(expected > 1e-9, 1 - observed / expected, np.nan)

    def identical_ratio(self, weights: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return (weights @ self.identical) / (weights @ self.units)


def masi_likeness(shared: Floats, first: Floats, second: Floats) -> Floats:
    """One minus MASI distance, from the sizes of the intersection and of the two sets.

    >>> masi_likeness(np.array([2.0, 1, 0, 0]), np.array([2.0, 2, 1, 0]), np.array([4.0, 2, 1, 0])).round(3).tolist()
    [0.333, 0.111, 0.0, 1.0]
    """
    union = first + second - shared
    factor = np.where(shared == union, 1.0, np.where(shared == np.minimum(first, second), 2 / 3, 1 / 3))
    return np.where(union == 0, 1.0, factor * shared / np.maximum(union, 1))


def set_sums(given: NDArray[np.bool_], present: NDArray[np.bool_], groups: NDArray[np.intp], count: int) -> SetSums:
    """Sums of the sets.

    Parameters
    ----------
    given : (S, M, K) which codes each coder gave; ``present`` (S, M): whether the coder judged the unit.
    groups : (S,) the group of each unit, from 0 to ``count`` − 1.
    """
    several = present.sum(axis=1) > 1
    given, present, groups = given[several], present[several], groups[several]
    judged = present.sum(axis=1).astype(float)
    sizes = given.sum(axis=2).astype(float)
    alike, identical = np.zeros(len(groups)), np.zeros(len(groups))
    for a, b in combinations(range(present.shape[1]), 2):
        both = present[:, a] & present[:, b]
        shared = (given[:, a] & given[:, b]).sum(axis=1)
        likeness = masi_likeness(shared.astype(float), sizes[:, a], sizes[:, b])
        alike += np.where(both, 2 * likeness / np.maximum(judged - 1, 1), 0)
        identical += np.where(both & (likeness == 1), 2 / np.maximum(judged * (judged - 1), 1), 0)

    def added(per_unit: Floats) -> Floats:
        return np.bincount(groups, per_unit, minlength=count).astype(np.float64)

    where, who = np.nonzero(present)
    between = _between(given[where, who], groups[where], count)
    return SetSums(added(judged), added(alike), added(np.ones(len(groups))), added(identical), between)


def _between(sets: NDArray[np.bool_], groups: NDArray[np.intp], count: int) -> Floats:
    """Likeness of all judgements of each group with all of each other, (G, G), each judgement with itself included."""
    packed = np.packbits(sets, axis=1)
    distinct, at, index = np.unique(
        packed.view([("", packed.dtype)] * packed.shape[1]).ravel(), return_index=True, return_inverse=True
    )
    codes = csr_array(sets[at].astype(np.float32))
    size = sets[at].sum(axis=1).astype(float)
    often = csr_array((np.ones(len(index)), (index, groups)), shape=(len(distinct), count))
    found = np.zeros((count, count))
    for start in range(0, len(distinct), ROWS):
        rows = slice(start, start + ROWS)
        shared = (codes[rows] @ codes.T).tocoo()
        row, column = shared.coords
        likeness = masi_likeness(shared.data.astype(float), size[start + row], size[column])
        likenesses = csr_array((likeness, (row, column)), shape=shared.shape)
        found += (often[rows].T @ (likenesses @ often)).toarray()
    empty = often[np.flatnonzero(size == 0)].toarray()
    return np.asarray(found + empty.T @ empty)
