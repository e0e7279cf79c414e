"""How far coders agree on nominal values: percent, Cohen's kappa, Gwet's AC1 and Krippendorff's alpha, from sums.

Every coefficient here is a function of sums over units, so that one pass over the judgements gives sums per transcript, and any
resampling of transcripts is one matrix product. The libraries ``krippendorff`` and scikit-learn are the tests' references: they take one
variable at a time and start from the judgements for every replicate (measured in ``relato bench agreement``).

All coefficients have the form (observed − expected) / (1 − expected); they are undefined (NaN) where 1 − expected is 0, that is where
only one value was ever used.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Coefficient = Literal["percent", "kappa", "ac1", "alpha"]
COEFFICIENTS: tuple[Coefficient, ...] = get_args(Coefficient)
Floats = NDArray[np.float64]
NOTHING = -1
"""The value of a unit that the coder did not judge."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over units, of shape (…, K): leading axes are groups of units or replicates, K variables; P pairs of coders, q values.

    ``units``: with two judgements or more. ``agreeing``: over these, the share of pairs of judgements that are equal. ``judged``: units
    with any judgement, and ``shares`` (…, K, q): over these, the share of judgements with each value. ``equal`` and ``pairable``
    (…, K, q): Krippendorff's diagonal coincidences and frequencies. ``pair_*`` (…, K, P) and (…, K, P, q): units judged by both coders
    of a pair, those judged alike, and the frequencies of each value with the first and with the second.
    """

    units: Floats
    agreeing: Floats
    judged: Floats
    shares: Floats
    equal: Floats
    pairable: Floats
    pair_units: Floats
    pair_agreeing: Floats
    pair_first: Floats
    pair_second: Floats

    def weighted(self, weights: Floats) -> "Sums":
        """The sums when group g counts ``weights[b, g]`` times: (G, K, …) becomes (B, K, …)."""
        return Sums(*(np.tensordot(weights, getattr(self, f.name), axes=1) for f in fields(self)))


@dataclass(frozen=True, eq=False)
class Parts:
    """Observed and expected agreement, (…, K); kappa has one more axis, the pairs of coders."""

    observed: Floats
    expected: Floats


def sums(values: NDArray[np.int8], categories: int, groups: NDArray[np.intp], count: int) -> Sums:
    """Sums per group of units.

    Parameters
    ----------
    values : (S, M, K), a value from 0 to ``categories`` − 1, or ``NOTHING``.
    groups : (S,) the group of each unit, from 0 to ``count`` − 1 (a transcript, or a transcript and a stratum).
    """
    order = np.argsort(groups, kind="stable")
    values, groups = values[order], groups[order]
    starts = np.searchsorted(groups, np.arange(count))

    def added(per_unit: Floats) -> Floats:
        """(S, K) to (G, K)."""
        total = np.zeros((count, *per_unit.shape[1:]))
        full = np.diff([*starts, len(groups)]) > 0
        if full.any():
            total[full] = np.add.reduceat(per_unit, starts[full], axis=0)
        return total

    counts = np.stack([np.sum(values == c, axis=1, dtype=np.float64) for c in range(categories)], axis=-1)
    judged = counts.sum(axis=-1)
    matches = (counts * (counts - 1)).sum(axis=-1)
    several = judged > 1
    others = np.where(several, judged - 1, 1)
    pairs = list(combinations(range(values.shape[1]), 2))
    by_pair = [_pair(values[:, a], values[:, b], categories, added) for a, b in pairs]
    return Sums(
        added(several.astype(float)),
        added(np.where(several, matches / (np.maximum(judged, 1) * others), 0)),
        added((judged > 0).astype(float)),
        added(counts / np.maximum(judged, 1)[..., None]),
        added(np.where(several, matches / others, 0)),
        added(np.where(several[..., None], counts, 0)),
        *(np.stack([found[n] for found in by_pair], axis=2) for n in range(4)),
    )


def _pair(
    first: NDArray[np.int8], second: NDArray[np.int8], categories: int, added: Callable[[Floats], Floats]
) -> tuple[Floats, Floats, Floats, Floats]:
    both = (first != NOTHING) & (second != NOTHING)
    of_first = np.stack([added((both & (first == c)).astype(float)) for c in range(categories)], axis=-1)
    of_second = np.stack([added((both & (second == c)).astype(float)) for c in range(categories)], axis=-1)
    return added(both.astype(float)), added((both & (first == second)).astype(float)), of_first, of_second


def parts(found: Sums, coefficient: Coefficient) -> Parts:
    """Observed and expected agreement of every variable.

    *percent*: the mean share of equal pairs of judgements of a unit; nothing is expected. *kappa*: Cohen (1960), each pair of coders by
    itself. *ac1*: Gwet (2008), for any number of coders and with units that some did not judge. *alpha*: Krippendorff (2011),
    nominal; one minus its disagreements.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if coefficient == "kappa":
            units = found.pair_units
            expected = (found.pair_first * found.pair_second).sum(axis=-1) / units**2
            return Parts(found.pair_agreeing / units, expected)
        if coefficient == "alpha":
            n = found.pairable.sum(axis=-1)
            disagreement = (n**2 - (found.pairable**2).sum(axis=-1)) / (n * (n - 1))
            return Parts(found.equal / n, 1 - disagreement)
        observed = found.agreeing / found.units
        if coefficient == "percent":
            return Parts(observed, np.zeros_like(observed))
        share = found.shares / found.judged[..., None]
        return Parts(observed, (share * (1 - share)).sum(axis=-1) / (share.shape[-1] - 1))


def coefficients(found: Sums, coefficient: Coefficient) -> Floats:
    """The coefficient of every variable, (…, K); NaN where it is undefined.

    With more than two coders kappa is the mean over those pairs of coders where it is defined (Light 1971).
    """
    part = parts(found, coefficient)
    one = _ratio(part.observed - part.expected, 1 - part.expected)
    return _mean(one) if coefficient == "kappa" else one


def pooled(found: Sums, coefficient: Coefficient, variables: Sequence[int] | slice = slice(None)) -> Floats:
    """One coefficient of several variables together, (…,): observed and expected agreement are averaged over them first.

    A variable that nobody used adds nothing instead of making the whole undefined. Source: De Vries and others (2008),
    doi:10.1177/1525822X08317166, for kappa; the other coefficients are pooled in the same way.
    """
    part = parts(found, coefficient)
    axis = -2 if coefficient == "kappa" else -1
    chosen = (..., variables, slice(None)) if coefficient == "kappa" else (..., variables)
    observed, expected = part.observed[chosen], part.expected[chosen]
    one = _ratio((observed - expected).sum(axis=axis), (1 - expected).sum(axis=axis))
    return _mean(one) if coefficient == "kappa" else one


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.abs(below) > 1e-12, above / below, np.nan)


def _mean(found: Floats) -> Floats:
    """Over the last axis, without what is undefined."""
    known = np.isfinite(found)
    return _ratio(np.where(known, found, 0).sum(axis=-1), known.sum(axis=-1).astype(float))
