"""How much the suggestions miss, estimated from text that nobody chose: the reviewed part of the random share."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics import RESAMPLES, Interval

FEWEST_CODINGS = 10
FEWEST_TRANSCRIPTS = 5
WIDTH = 0.1
"""An estimate is called close when its interval reaches no further than this to each side."""
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Decided:
    """A coding that a person made in a segment of the random share. ``suggested``: the model that they saw had proposed it.

    ``group`` is what is resampled: the transcript, or transcripts that share a person. ``share``: with what probability the segment
    could be drawn.
    """

    segment_id: str
    group: str
    kind: str
    target: str
    suggested: bool
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reviewed segment of the random share, whether anything was coded in it or not."""

    segment_id: str
    group: str
    share: float = 1.0


@dataclass(frozen=True)
class RecallEstimate:
    """``recall`` with a 95 % interval, None where there are too few codings; ``more`` is about how many codings are lacking.

    Lacking for an estimate at all where ``recall`` is None, else for one whose interval reaches at most ``WIDTH`` to each side.
    """

    codings: int
    suggested: int
    transcripts: int
    recall: Interval | None
    more: int


@dataclass(frozen=True)
class Report:
    """``by`` holds an estimate under "all", under each kind, and under each target's key such as "code:water".

    ``missed`` is how many codings that no model suggests are to be expected in the segments that are still unreviewed, None where too few
    were reviewed. ``more_segments``: about how many more segments of the random share to review for a close estimate of all.
    """

    segments: int
    unreviewed: int
    by: Mapping[str, RecallEstimate]
    missed: Interval | None
    more_segments: int


def estimate(
    drawn: Sequence[Drawn],
    decided: Iterable[Decided],
    *,
    population: int,
    unreviewed: int,
    missed_elsewhere: int,
    seed: int = 1,
) -> Report:
    """Recall of the suggestions on text that nobody chose, and what they are expected to miss in the rest.

    Parameters
    ----------
    drawn : the reviewed segments of the random share. decided : the codings in them, of each coder.
    population : how many segments could have been drawn; ``unreviewed`` of them nobody has reviewed yet.
    missed_elsewhere : missed codings found in the reviewed ones among ``population``, drawn or not, each coding of a segment once.

    Notes
    -----
    Each segment weighs the inverse of its probability to be drawn (Horvitz & Thompson 1952, as a ratio to the sum of weights). The
    interval is the hull of two: of a bootstrap that resamples transcripts, and Wilson's (1927), which does not collapse where
    everything, or nothing, was suggested. Missed codings: mean per drawn segment times ``population``, less those found.
    """
    rows = list(decided)
    keys: dict[str, list[Decided]] = {"all": rows}
    for row in rows:
        keys.setdefault(row.kind, []).append(row)
        keys.setdefault(f"{row.kind}:{row.target}", []).append(row)
    by = {key: _recall(found, seed) for key, found in sorted(keys.items())}
    per_segment = len(rows) / len(drawn) if drawn else 0.0
    lacking = by["all"].more
    more_segments = math.ceil(lacking / per_segment) if per_segment else FEWEST_CODINGS
    missed = _missed(drawn, rows, population, unreviewed, missed_elsewhere, seed)
    return Report(len(drawn), unreviewed, by, missed, more_segments if lacking else 0)


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson (1927).

    >>> [round(x, 3) for x in wilson(10, 10)]
    [0.722, 1.0]
    """
    if trials <= 0:
        return 0.0, 1.0
    share, z2 = successes / trials, Z * Z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _recall(rows: Sequence[Decided], seed: int) -> RecallEstimate:
    groups = sorted({row.group for row in rows})
    hits = sum(row.suggested for row in rows)
    if len(rows) < FEWEST_CODINGS:
        return RecallEstimate(len(rows), hits, len(groups), None, FEWEST_CODINGS - len(rows))
    place = {group: at for at, group in enumerate(groups)}
    above, below, squares = np.zeros(len(groups)), np.zeros(len(groups)), 0.0
    for row in rows:
        above[place[row.group]] += row.suggested / row.share
        below[place[row.group]] += 1 / row.share
        squares += 1 / row.share**2
    share = float(above.sum() / below.sum())
    low, high = wilson(share * below.sum() ** 2 / squares, below.sum() ** 2 / squares)
    if len(groups) >= FEWEST_TRANSCRIPTS:
        counts = _draws(len(groups), seed)
        ratios = (counts @ above) / (counts @ below)
        low, high = min(low, float(np.percentile(ratios, 2.5))), max(high, float(np.percentile(ratios, 97.5)))
    reach = max(share - low, high - share)
    more = max(0, math.ceil(len(rows) * ((reach / WIDTH) ** 2 - 1)))
    return RecallEstimate(len(rows), hits, len(groups), _interval(share, low, high), more)


def _missed(
    drawn: Sequence[Drawn], rows: Sequence[Decided], population: int, unreviewed: int, missed_elsewhere: int, seed: int
) -> Interval | None:
    groups = sorted({segment.group for segment in drawn})
    if len(drawn) < FEWEST_CODINGS or len(groups) < FEWEST_TRANSCRIPTS:
        return None
    if unreviewed == 0:
        return _interval(0, 0, 0)
    place = {group: at for at, group in enumerate(groups)}
    above, below = np.zeros(len(groups)), np.zeros(len(groups))
    missed = {(row.segment_id, row.kind, row.target) for row in rows if not row.suggested}
    per_segment = Counter(segment_id for segment_id, _, _ in missed)
    for segment in drawn:
        above[place[segment.group]] += per_segment[segment.segment_id] / segment.share
        below[place[segment.group]] += 1 / segment.share
    counts = _draws(len(groups), seed)
    means = (counts @ above) / np.maximum(counts @ below, 1e-12)
    mean, high = float(above.sum() / below.sum()), float(np.percentile(means, 97.5))
    if not missed:
        high = max(high, 3 / len(drawn))  # the rule of three: none seen among so many
    low = float(np.percentile(means, 2.5))
    return _interval(*(max(0.0, each * population - missed_elsewhere) for each in (mean, low, high)))


def _draws(groups: int, seed: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    return rng.multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES).astype(np.float64)


def _interval(value: float, low: float, high: float) -> Interval:
    return {"mean": round(value, 6), "low": round(min(low, value), 6), "high": round(max(high, value), 6)}
