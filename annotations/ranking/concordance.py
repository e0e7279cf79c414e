"""Kendall's coefficient of concordance: how far several ballots put the same changes in the same order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotations.ranking.records import Agreement

DRAWS = 9_999
AT_A_TIME = 200_000
"""Numbers in memory at once."""


def concordance(ranks: NDArray[np.float64]) -> float | None:
    """Kendall's W, corrected for ties, of M ballots that each rank the same K changes.

    Parameters
    ----------
    ranks : (M, K), those of a tie averaged.

    Returns
    -------
    Ratio in [0, 1]; None for fewer than two ballots or changes, and where every ballot ties everything.

    Source: Siegel & Castellan (1988), Nonparametric Statistics for the Behavioral Sciences, section 9.7.

    >>> concordance(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]))
    1.0
    """
    most = _most(ranks)
    return float(_spread(ranks.sum(axis=0)) / most) if most else None


def agreement(ranks: NDArray[np.float64], *, of: int, draws: int = DRAWS, seed: int = 1) -> Agreement | None:
    """``concordance``, and how often it is as high when each ballot's ranks are dealt out by lot.

    ``p`` = (1 + draws at least as high) / (1 + draws), so that it is never 0. ``of``: the ballots that rank, of which these are complete.

    Source: Legendre (2005), Species associations: the Kendall coefficient of concordance revisited, doi:10.1198/108571105X46642.
    """
    w, most = concordance(ranks), _most(ranks)
    if w is None:
        return None
    drawing, least = np.random.default_rng(seed), _spread(ranks.sum(axis=0)) - 1e-9
    as_high, at_once = 0, max(1, AT_A_TIME // ranks.size)
    for start in range(0, draws, at_once):
        several = np.broadcast_to(ranks, (min(at_once, draws - start), *ranks.shape))
        dealt = drawing.permuted(several, axis=2).sum(axis=1)
        as_high += int((_spread(dealt) >= least).sum())
    return Agreement(round(w, 6), (1 + as_high) / (1 + draws), len(ranks), of, draws) if most else None


def _most(ranks: NDArray[np.float64]) -> float:
    """The spread of the sums if all ballots were of one order with as many ties."""
    ballots, changes = ranks.shape
    if ballots < 2 or changes < 2:
        return 0.0
    ties = sum(float(((counts := np.unique(row, return_counts=True)[1]) ** 3 - counts).sum()) for row in ranks)
    return float((ballots**2 * (changes**3 - changes) - ballots * ties) / 12)


def _spread(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the squared deviations of the rank sums (…, K) from their mean."""
    return np.asarray(((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


def matrix(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Ranks as ``concordance`` takes them."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(rows[0]) if rows else 0)
