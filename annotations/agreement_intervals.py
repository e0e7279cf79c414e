"""Bootstrap intervals: transcripts are drawn again with replacement, as segments of one transcript resemble each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict
from scipy.special import ndtr, stdtrit

Floats = NDArray[np.float64]
FEWEST = 8
"""Below so many transcripts there is no interval: those of made-up coders held the truth too seldom (docs/explanation/agreement.md)."""
DEFINED = 0.9
"""An interval is given when the coefficient is defined in at least so many of the replicates."""


@dataclass(frozen=True)
class Bootstrap:
    """How intervals are made."""

    replicates: int = 1000
    seed: int = 1
    confidence: float = 0.95


USUAL = Bootstrap()


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; ``None`` where it is undefined, or where there are too few transcripts for an interval.

    ``error``: the standard deviation over the replicates.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    value: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None

    @property
    def half_width(self) -> float | None:
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def drawn(transcripts: int, replicates: int, seed: int) -> Floats:
    """How often each transcript counts in each replicate, (B, T); the first row is the sample itself."""
    chance = np.random.default_rng(seed)
    counts = chance.multinomial(transcripts, np.full(transcripts, 1 / max(transcripts, 1)), size=replicates)
    return np.vstack([np.ones((1, transcripts)), counts]).astype(np.float64)


def tail(transcripts: int, confidence: float) -> float:
    """The share of replicates to leave out at each end.

    Percentiles of a bootstrap are too narrow when little was sampled; they are widened as t is wider than normal. Source: Hesterberg
    (2015), doi:10.1080/00031305.2015.1089789, expanded percentile interval.

    >>> round(tail(1000, 0.95), 3), round(tail(10, 0.95), 4)
    (0.025, 0.0086)
    """
    quantile = stdtrit(transcripts - 1, (1 - confidence) / 2)
    return float(ndtr(quantile * np.sqrt(transcripts / (transcripts - 1))))


def estimates(values: Floats, transcripts: int, confidence: float = 0.95) -> list[Estimate]:
    """An estimate of each column of ``values`` (B, n): the first row is the figure, the others are replicates.

    Replicates in which a figure is undefined are left out, and say nothing when they are many.
    """
    values = values.reshape(len(values), -1)
    figure, replicates = values[0], np.sort(values[1:], axis=0)  # what is undefined is sorted last
    known = np.isfinite(replicates).sum(axis=0)
    whole = [None if np.isnan(value) else float(value) for value in figure]
    enough = (known >= max(2, DEFINED * len(replicates))) & (transcripts >= FEWEST)
    if not enough.any():
        return [Estimate(value) for value in whole]
    share = tail(transcripts, confidence)
    low, high = (_quantile(replicates, known, at) for at in (share, 1 - share))
    error = _deviation(replicates, known)
    return [
        Estimate(value, float(low[n]), float(high[n]), float(error[n])) if value is not None and enough[n] else Estimate(value)
        for n, value in enumerate(whole)
    ]


def _quantile(ordered: Floats, known: NDArray[np.intp], share: float) -> Floats:
    """Linear between the two nearest, each column over as many as are defined."""
    place = share * np.maximum(known - 1, 0)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    columns = np.arange(ordered.shape[1])
    part = place - below
    return np.asarray(ordered[below, columns] * (1 - part) + ordered[above, columns] * part)


def _deviation(ordered: Floats, known: NDArray[np.intp]) -> Floats:
    there = np.isfinite(ordered)
    filled = np.where(there, ordered, 0)
    mean = filled.sum(axis=0) / np.maximum(known, 1)
    squares = np.where(there, (filled - mean) ** 2, 0).sum(axis=0)
    return np.asarray(np.sqrt(squares / np.maximum(known - 1, 1)))
