"""How good a ranking of targets is, per transcript, with intervals that resample transcripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.targets import Target

Interval = dict[str, float]
DECIDING_KIND: Kind = "code"
RESAMPLES = 2000
TOP = 5


@dataclass(frozen=True, eq=False)
class Tally:
    """Sums per transcript, each (T,): for every metric a numerator and a denominator."""

    above: Mapping[str, NDArray[np.float64]]
    below: Mapping[str, NDArray[np.float64]]

    def ratios(self, counts: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Metrics (B,) when transcript t counts ``counts[b, t]`` times; 0 where nothing can be counted."""
        found = {}
        for name in self.above:
            above, below = counts @ self.above[name], counts @ self.below[name]
            found[name] = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        return found


def metrics_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """Names of the metrics: "lrap" is of codes alone, "lrap_<kind>" of each other kind that there is."""
    others = sorted({target.kind for target in targets} - {DECIDING_KIND})
    return ("lrap", *(f"lrap_{kind}" for kind in others), "micro_f1", "recall_at_5")


def row_lrap(scores: NDArray[np.float32], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Label ranking average precision of each row, (S,); NaN where a row has no positive.

    Mean over the row's positives of: share of positives among the targets ranked at least as high (ties count against).
    """
    found = np.full(len(scores), np.nan)
    for row, (score, label) in enumerate(zip(scores, labels, strict=True)):
        positives = score[label > 0]
        if positives.size:
            ranked = (score[None, :] >= positives[:, None]).sum(axis=1)
            hits = (positives[None, :] >= positives[:, None]).sum(axis=1)
            found[row] = float(np.mean(hits / ranked))
    return found


def tally(
    scores: NDArray[np.float32],
    called: NDArray[np.bool_],
    labels: NDArray[np.float64],
    targets: Sequence[Target],
    groups: NDArray[np.str_],
) -> Tally:
    """Sums per group of transcripts. Kinds are ranked apart, as they are shown apart.

    ``lrap`` (codes) and ``lrap_<kind>`` are means over segments with at least one positive of the kind. ``recall_at_5`` (share of
    a segment's targets among the five best) is a mean over (segment, kind) with at least one positive, and only over kinds of
    more than five targets, when there is one, since of five the five best are all.
    ``micro_f1`` is over all segments and targets, those of segments to which nothing applied included.
    """
    names, place = np.unique(groups, return_inverse=True)
    kinds = sorted({target.kind for target in targets})
    large = [kind for kind in kinds if columns_of(targets, kind).size > TOP] or kinds
    above = {name: np.zeros(len(names)) for name in metrics_of(targets)}
    below = {name: np.zeros(len(names)) for name in metrics_of(targets)}

    def add(name: str, values: NDArray[np.float64], counted: NDArray[np.bool_]) -> None:
        np.add.at(above[name], place[counted], values[counted])
        np.add.at(below[name], place[counted], 1.0)

    for kind in kinds:
        columns = columns_of(targets, kind)
        score, label = scores[:, columns], labels[:, columns]
        there = label.sum(axis=1) > 0
        add("lrap" if kind == DECIDING_KIND else f"lrap_{kind}", row_lrap(score, label), there)
        if kind in large:
            best = np.argsort(-score, axis=1, kind="stable")[:, :TOP]
            hits = np.take_along_axis(label, best, axis=1).sum(axis=1)
            add("recall_at_5", hits / np.maximum(label.sum(axis=1), 1), there)
    np.add.at(above["micro_f1"], place, 2 * (called * labels).sum(axis=1))
    np.add.at(below["micro_f1"], place, called.sum(axis=1) + labels.sum(axis=1))
    return Tally(above, below)


def compare(first: Tally, second: Tally, *, seed: int) -> tuple[dict[str, Interval], dict[str, Interval], dict[str, Interval]]:
    """Intervals of both and of second minus first, paired: the same resampled transcripts for both.

    Percentile bootstrap over transcripts (``RESAMPLES`` draws), 95 %. "mean" is the value on the data themselves.
    """
    transcripts = len(first.above["lrap"])
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(transcripts, np.full(transcripts, 1 / transcripts), size=RESAMPLES).astype(float)
    whole = np.ones((1, transcripts))
    drawn, here = (first.ratios(counts), second.ratios(counts)), (first.ratios(whole), second.ratios(whole))
    a, b = ({name: interval(here[i][name][0], drawn[i][name]) for name in first.above} for i in (0, 1))
    difference = {name: interval(here[1][name][0] - here[0][name][0], drawn[1][name] - drawn[0][name]) for name in first.above}
    return a, b, difference


def paired(first: Tally, second: Tally) -> NDArray[np.float64]:
    """Second minus first in LRAP of codes, summed per group of transcripts; groups with no coded segment are left out.

    The labels, and so the denominators, are the same for both: the sum of these over the number of coded segments is the
    difference that ``compare`` reports.
    """
    there = first.below["lrap"] > 0
    return (second.above["lrap"] - first.above["lrap"])[there]


def interval(value: float, draws: NDArray[np.float64]) -> Interval:
    """The value with the middle 95 % of the draws."""
    low, high = np.percentile(draws, [2.5, 97.5])
    return {"mean": round(float(value), 6), "low": round(float(low), 6), "high": round(float(high), 6)}


def columns_of(targets: Sequence[Target], kind: Kind) -> NDArray[np.int_]:
    """Positions of the targets of one kind."""
    return np.array([k for k, target in enumerate(targets) if target.kind == kind], dtype=int)
