"""Metrics of a benchmark: summed per document, so that documents can be resampled with everything that was said in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics import row_lrap

Numbers = NDArray[np.float64]
Interval = dict[str, float | None]
METRICS = (
    "micro_f1",
    "macro_f1",
    "lrap",
    "recall_at_5",
    "hit_at_5",
    "calibration_error",
    "certified_share",
    "certified_recall",
    "suggestions_per_segment",
)
UNKNOWN: Interval = {"mean": None, "low": None, "high": None}
RESAMPLES = 2000
CHUNK = 100
BINS = 15
TOP = 5


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a system says of the S test segments of one split.

    ``scores`` (S, K). ``likely`` and ``shown`` (S, K): what it would call present, and that with what is shown besides, so that certified
    recall is reached. ``certified`` (K,): the codes that have a certificate.
    """

    scores: NDArray[np.float32]
    likely: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    certified: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Test:
    """The other side of it: ``labels`` (S, K) and the documents ``groups`` (S,) of the test segments of one split."""

    __test__ = False  # for pytest

    labels: Numbers
    groups: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Sums:
    """One system: per document (T,), means over the splits in whose test set the document is.

    ``above`` and ``below``: numerators and denominators of the metrics that are ratios. ``hits`` and ``errors`` (T, K): for macro-F1, true
    positives, false ones with false negatives, and what people gave (``positives``). ``gaps`` (T, BINS): scores minus labels by bin; ``cells`` (T,): how many of them there
    are. ``shares``: per split, the share of the used codes that are certified.
    """

    above: Mapping[str, Numbers]
    below: Mapping[str, Numbers]
    hits: Numbers
    errors: Numbers
    positives: Numbers
    gaps: Numbers
    cells: Numbers
    shares: Numbers

    def values(self, counts: Numbers) -> dict[str, Numbers]:
        """Metrics (B,) when document t counts ``counts[b, t]`` times; NaN where there is nothing to divide by."""
        found = {name: _ratio(counts @ self.above[name], counts @ self.below[name]) for name in self.above}
        hits, errors = counts @ self.hits, counts @ self.errors
        positive = counts @ self.positives > 0
        f1 = 2 * hits / np.maximum(2 * hits + errors, 1e-12)
        found["macro_f1"] = _ratio((f1 * positive).sum(axis=1), positive.sum(axis=1).astype(float))
        found["calibration_error"] = _ratio(np.abs(counts @ self.gaps).sum(axis=1), counts @ self.cells)
        return found


def sums_of(tests: Sequence[Test], outcomes: Sequence[Outcome], used: NDArray[np.bool_]) -> Sums:
    """Sums of one system over its splits. ``used`` (K,): the codes of which a share may be certified."""
    documents = np.unique(np.concatenate([test.groups for test in tests]))
    places = [np.searchsorted(documents, test.groups) for test in tests]
    times = sum(np.bincount(np.unique(place), minlength=len(documents)) for place in places)
    borders = _borders(outcomes)
    parts = [
        _sums(test, outcome, place, len(documents), borders) for test, outcome, place in zip(tests, outcomes, places, strict=True)
    ]

    def mean(name: str) -> Numbers:
        total = np.asarray(sum(part[name] for part in parts), dtype=np.float64)
        return total / (times if total.ndim == 1 else np.reshape(times, (-1, 1)))

    ratios = [name.removeprefix("above ") for name in parts[0] if name.startswith("above ")]
    return Sums(
        above={name: mean(f"above {name}") for name in ratios},
        below={name: mean(f"below {name}") for name in ratios},
        hits=mean("hits"),
        errors=mean("errors"),
        positives=mean("positives"),
        gaps=mean("gaps"),
        cells=mean("cells"),
        shares=np.array([(outcome.certified & used).sum() / max(1, used.sum()) for outcome in outcomes]),
    )


def _borders(outcomes: Sequence[Outcome]) -> NDArray[np.float32]:
    """Inner borders of bins that hold equally many of all scores; fewer bins where many scores are equal."""
    pooled = np.concatenate([outcome.scores.ravel() for outcome in outcomes])
    return np.asarray(np.unique(np.quantile(pooled, np.arange(1, BINS) / BINS)), dtype=np.float32)


def _sums(
    test: Test, outcome: Outcome, place: NDArray[np.int_], documents: int, borders: NDArray[np.float32]
) -> dict[str, Numbers]:
    labels, there = test.labels, test.labels.sum(axis=1) > 0

    def total(values: NDArray[np.generic]) -> Numbers:
        """(S,) or (S, K) → (T,) or (T, K)."""
        found = np.zeros((documents, *values.shape[1:]))
        np.add.at(found, place, values)
        return found

    best = np.argsort(-outcome.scores, axis=1, kind="stable")[:, :TOP]
    among = np.take_along_axis(labels, best, axis=1).sum(axis=1)
    wanted = labels * outcome.certified
    right = labels * outcome.likely
    bins = np.searchsorted(borders, outcome.scores, side="right") + place[:, None] * BINS
    gaps = np.bincount(bins.ravel(), (outcome.scores - labels).ravel(), minlength=documents * BINS)
    each = np.ones(len(place))
    return {
        "above micro_f1": total(2 * right.sum(axis=1)),
        "below micro_f1": total(outcome.likely.sum(axis=1) + labels.sum(axis=1)),
        "above lrap": total(np.nan_to_num(row_lrap(outcome.scores, labels))),
        "below lrap": total(there),
        "above recall_at_5": total(among / np.maximum(labels.sum(axis=1), 1)),
        "below recall_at_5": total(there),
        "above hit_at_5": total(among > 0),
        "below hit_at_5": total(there),
        "above certified_recall": total((wanted * outcome.shown).sum(axis=1)),
        "below certified_recall": total(wanted.sum(axis=1)),
        "above suggestions_per_segment": total(outcome.shown.sum(axis=1)),
        "below suggestions_per_segment": total(each),
        "hits": total(right),
        "errors": total((outcome.likely != (labels > 0)).astype(float)),
        "positives": total(labels),
        "gaps": np.asarray(gaps, dtype=np.float64).reshape(documents, BINS),
        "cells": total(each * labels.shape[1]),
    }


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


@dataclass(frozen=True, eq=False)
class Draws:
    """Per metric the value on the data themselves, and on each resample (B,)."""

    whole: Mapping[str, float]
    drawn: Mapping[str, Numbers]

    def intervals(self) -> dict[str, Interval]:
        return {name: interval(self.whole[name], self.drawn[name]) for name in METRICS}

    def minus(self, other: "Draws") -> dict[str, Interval]:
        """Paired differences: the two must be of the same resamples."""
        return {name: interval(self.whole[name] - other.whole[name], self.drawn[name] - other.drawn[name]) for name in METRICS}


def resample(systems: Mapping[str, Sums], *, seed: int) -> dict[str, Draws]:
    """Percentile bootstrap: the same resampled documents for all systems; certified shares resample the splits instead."""
    first = next(iter(systems.values()))
    documents, splits = len(first.cells), len(first.shares)
    rng = np.random.default_rng(seed)
    chunks: dict[str, list[dict[str, Numbers]]] = {name: [] for name in systems}
    for _ in range(RESAMPLES // CHUNK):
        counts = rng.multinomial(documents, np.full(documents, 1 / documents), size=CHUNK).astype(float)
        again = rng.multinomial(splits, np.full(splits, 1 / splits), size=CHUNK) / splits
        for name, sums in systems.items():
            chunks[name].append({**sums.values(counts), "certified_share": again @ sums.shares})
    found = {}
    for name, sums in systems.items():
        whole = {metric: float(value[0]) for metric, value in sums.values(np.ones((1, documents))).items()}
        drawn = {metric: np.concatenate([chunk[metric] for chunk in chunks[name]]) for metric in METRICS}
        found[name] = Draws({**whole, "certified_share": float(sums.shares.mean())}, drawn)
    return found


def interval(value: float, draws: Numbers) -> Interval:
    """95 %; unknown where the value is, and resamples in which there is none are left out."""
    known = draws[~np.isnan(draws)]
    if np.isnan(value) or not known.size:
        return dict(UNKNOWN)
    low, high = np.percentile(known, [2.5, 97.5])
    return {"mean": round(value, 6), "low": round(float(low), 6), "high": round(float(high), 6)}


def recall_of_certified(test: Test, outcome: Outcome) -> float | None:
    """In one split: the share shown of what people coded with certified codes; None where there is nothing of the kind."""
    wanted = test.labels * outcome.certified
    return float((wanted * outcome.shown).sum() / wanted.sum()) if wanted.any() else None
