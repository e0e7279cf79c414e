"""Two models target by target, on the same segments that neither was fitted on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.targets import Target
from training.datasets import Reviewed, group_names
from training.metrics import DECIDING_KIND, RESAMPLES, Interval, columns_of, compare, interval, paired, tally
from training.promotion import LEVEL, sign_flip_p
from training.validation import Judged

ATTESTED = 10  # positives from which on a loss of one code is taken for more than an accident
MATERIAL = 0.05  # of the code's share in LRAP


@dataclass(frozen=True)
class TargetRow:
    """One target. ``before`` and ``after`` are its part in LRAP (mean over the segments that carry it of: share of right ones
    among what is ranked at least as high); ``f1`` before and after, with thresholds; ``loses``: clearly worse, and well attested."""

    key: str
    positives: int
    transcripts: int
    before: float
    after: float
    difference: Interval
    f1_before: float
    f1_after: float
    loses: bool


@dataclass(frozen=True, eq=False)
class Comparison:
    """``scores``: "before", "after" and "difference", each metric with its interval; ``paired`` (G,) for the test that decides."""

    scores: dict[str, dict[str, Interval]]
    paired: NDArray[np.float64]
    rows: tuple[TargetRow, ...]

    @property
    def losers(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows if row.loses)


def compared(before: Judged, after: Judged, reviewed: Reviewed, *, seed: int, rows: NDArray[np.int_] | None = None) -> Comparison:
    """Both on the segments at ``rows`` (all of them when left out)."""
    kept = np.arange(len(reviewed.segments)) if rows is None else rows
    labels, groups = reviewed.labels[kept], reviewed.groups[kept]
    two = [Judged(each.scores[kept], each.called[kept]) for each in (before, after)]
    tallies = [tally(each.scores, each.called, labels, reviewed.targets, groups) for each in two]
    names = ("before", "after", "difference")
    table = per_target(two[0], two[1], labels, reviewed.targets, groups, seed=seed)
    return Comparison(dict(zip(names, compare(*tallies, seed=seed), strict=True)), paired(*tallies), table)


def per_target(
    before: Judged,
    after: Judged,
    labels: NDArray[np.float64],
    targets: Sequence[Target],
    groups: NDArray[np.str_],
    *,
    seed: int,
) -> tuple[TargetRow, ...]:
    """A row for each target that any segment carries, in the order of ``targets``."""
    names, place = np.unique(groups, return_inverse=True)
    parts = [_parts(each.scores, labels, targets) for each in (before, after)]
    f1 = [_f1(each.called, labels) for each in (before, after)]
    counts = (
        np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES).astype(float)
    )
    rows = []
    for k in np.flatnonzero(labels.sum(axis=0)):
        there = labels[:, k] > 0
        positives = np.bincount(place[there], minlength=len(names)).astype(float)
        sums = [np.bincount(place[there], part[there, k], minlength=len(names)).astype(float) for part in parts]
        gain: NDArray[np.float64] = sums[1] - sums[0]
        mean = float(gain.sum() / positives.sum())
        below = counts @ positives
        drawn = np.divide(counts @ gain, below, out=np.zeros(RESAMPLES), where=below > 0)
        rows.append(
            TargetRow(
                key=targets[k].key,
                positives=int(there.sum()),
                transcripts=int((positives > 0).sum()),
                before=round(float(sums[0].sum() / positives.sum()), 6),
                after=round(float(sums[1].sum() / positives.sum()), 6),
                difference=interval(mean, drawn),
                f1_before=round(float(f1[0][k]), 6),
                f1_after=round(float(f1[1][k]), 6),
                loses=_loses(targets[k], int(there.sum()), mean, gain[positives > 0], seed),
            )
        )
    return tuple(rows)


def _loses(target: Target, positives: int, mean: float, gain: NDArray[np.float64], seed: int) -> bool:
    """Only of codes, which decide; by the same test as the whole, in the other direction."""
    if target.kind != DECIDING_KIND or positives < ATTESTED or mean > -MATERIAL:
        return False
    return sign_flip_p(-gain, seed=seed) <= LEVEL


def _parts(scores: NDArray[np.float32], labels: NDArray[np.float64], targets: Sequence[Target]) -> NDArray[np.float64]:
    """(S, K): for each label that applies, the share of right ones among what is ranked at least as high within its kind."""
    found = np.zeros(labels.shape)
    for kind in {target.kind for target in targets}:
        columns = columns_of(targets, kind)
        for row in np.flatnonzero(labels[:, columns].sum(axis=1)):
            score, right = scores[row, columns], labels[row, columns] > 0
            there = columns[right]
            ranked = (score[None, :] >= score[right][:, None]).sum(axis=1)
            hits = (score[right][None, :] >= score[right][:, None]).sum(axis=1)
            found[row, there] = hits / ranked
    return found


def _f1(called: NDArray[np.bool_], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    both = called.sum(axis=0) + labels.sum(axis=0)
    found: NDArray[np.float64] = np.zeros(labels.shape[1])
    np.divide(2 * (called * labels).sum(axis=0), both, out=found, where=both > 0)
    return found


def unseen(reviewed: Reviewed, fitted_on: Collection[str]) -> NDArray[np.int_]:
    """Rows of ``reviewed`` whose transcripts, and those linked with them, are not among the sessions ``fitted_on``."""
    sessions = [segment.session_id for segment in reviewed.segments]
    names = group_names({*sessions, *fitted_on}, reviewed.together)
    known = {names[session] for session in fitted_on}
    return np.array([row for row, session in enumerate(sessions) if names[session] not in known], dtype=int)
