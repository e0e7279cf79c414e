"""Ratios with two intervals: one as if all cases were independent, one that knows that they come in documents."""

from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.95
RESAMPLES = 2000
SEED = 20240601

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``cases``, a ratio in [0, 1]; ``None`` where there is nothing to divide by.

    ``wilson`` : 95 % score interval, cases taken as independent (Wilson 1927, doi:10.1080/01621459.1927.10502953).
    ``by_document`` : 95 % percentile bootstrap, documents resampled with all their cases; ``None`` with fewer than two documents.
    """

    hits: int
    cases: int
    wilson: Interval | None
    by_document: Interval | None

    @property
    def ratio(self) -> float | None:
        return self.hits / self.cases if self.cases else None


def rate(counts: Sequence[tuple[int, int]]) -> Rate:
    """The rate over documents.

    Parameters
    ----------
    counts : hits and cases of each document, hits ≤ cases.

    >>> found = rate([(3, 4), (5, 5), (0, 1)])
    >>> found.hits, found.cases, found.ratio
    (8, 10, 0.8)
    """
    hits, cases = sum(h for h, _ in counts), sum(c for _, c in counts)
    return Rate(hits, cases, wilson(hits, cases), by_document(counts))


def wilson(hits: int, cases: int) -> Interval | None:
    """
    >>> wilson(0, 0) is None
    True
    """
    if not cases:
        return None
    from scipy.stats import binomtest

    interval = binomtest(hits, cases).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def by_document(counts: Sequence[tuple[int, int]]) -> Interval | None:
    """Percentile bootstrap of the pooled ratio; draws without a case are left out."""
    import numpy as np

    told = np.array([pair for pair in counts if pair[1]], dtype=float)
    if len(told) < 2:
        return None
    table = np.array(counts, dtype=float)
    drawn = np.random.default_rng(SEED).integers(0, len(table), size=(RESAMPLES, len(table)))
    sums = table[drawn].sum(axis=1)
    ratios = sums[sums[:, 1] > 0]
    low, high = np.quantile(ratios[:, 0] / ratios[:, 1], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
