"""Whether a coder changes over time: agreement with the others, and how readily each code is given, window by window.

A coder's transcripts are put in the order in which that coder judged them, and cut into windows of as many transcripts each. How readily
a code is given is always compared with what the others gave to the same segments, so that transcripts that differ are no drift.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from annotations.agreement import NOTHING, Coefficient, Floats, Sums, pooled, sums
from annotations.agreement_intervals import FEWEST, USUAL, Bootstrap, Estimate, drawn, estimates
from annotations.judgements import Judgements

WINDOWS = 4
SHORTEST = 5
"""Transcripts of a window at least; between these and ``FEWEST`` there are two windows, and no interval."""


@dataclass(frozen=True)
class Window:
    """What a coder agreed with the others in a stretch of time (seconds since 1970)."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    since: float
    until: float
    transcripts: int
    units: int
    percent: Estimate
    kappa: Estimate


@dataclass(frozen=True)
class Shift:
    """How the readiness for a code moved, from the first half to the second: ``early`` and ``late`` are the coder's share of segments with
    it minus the others', ``change`` their difference.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: str
    target: str
    early: float
    late: float
    change: Estimate


@dataclass(frozen=True)
class Drift:
    """One coder. ``change``: kappa in the last window minus kappa in the first. ``shifts``: the codes whose interval leaves zero out, of
    ``looked_at`` codes; about one in twenty of those would do so by chance alone.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    coder: str
    windows: tuple[Window, ...]
    change: Estimate
    shifts: tuple[Shift, ...]
    looked_at: int


def drifts(judged: Judgements, kind: str, how: Bootstrap = USUAL) -> tuple[Drift, ...]:
    """The drift of every coder for whom the times are known and the transcripts suffice for two windows."""
    shared = judged.shared().of_kind(kind)
    found = (_drift(shared, m, how) for m in range(len(shared.coders)))
    return tuple(one for one in found if one is not None)


def _drift(judged: Judgements, m: int, how: Bootstrap) -> Drift | None:
    """Kappa is of the coder with each other coder, pooled over codes, weighted by nothing: the mean over the others."""
    mine = judged.only(judged.present[:, m] & np.isfinite(judged.at[:, m]))
    if not mine.units:
        return None
    transcript, count = mine.numbered()
    when = np.array([np.median(mine.at[transcript == t, m]) for t in range(count)])
    windows = max(2, min(WINDOWS, count // FEWEST))
    if count < windows * SHORTEST:
        return None
    order = np.argsort(when, kind="stable")
    parts = np.array_split(order, windows)
    values = np.where(mine.present[..., None], mine.given, NOTHING).astype(np.int8)
    others = [o for o in range(len(mine.coders)) if o != m]
    each = [sums(values[:, [m, o]], 2, transcript, count) for o in others]
    kappas, percents = [], []
    for number, part in enumerate(parts):
        weights = drawn(len(part), how.replicates, how.seed + number)
        weighted = [_chosen(one, part).weighted(weights) for one in each]
        kappas.append(_mean([_of_used(one, "kappa") for one in weighted]))
        percents.append(_mean([_of_used(one, "percent") for one in weighted]))
    seen = [
        Window(
            float(when[part].min()),
            float(when[part].max()),
            len(part),
            int(np.isin(transcript, part).sum()),
            estimates(percent, len(part), how.confidence)[0],
            estimates(kappa, len(part), how.confidence)[0],
        )
        for part, kappa, percent in zip(parts, kappas, percents, strict=True)
    ]
    change = estimates(kappas[-1] - kappas[0], min(len(parts[0]), len(parts[-1])), how.confidence)[0]
    shifts, looked_at = _shifts(mine, m, transcript, order, how)
    return Drift(mine.coders[m], tuple(seen), change, shifts, looked_at)


def _of_used(found: Sums, coefficient: Coefficient) -> Floats:
    used = np.flatnonzero(found.pairable[0, :, 1] > 0)
    return pooled(found, coefficient, used.tolist()) if used.size else np.full(len(found.units), np.nan)


def _chosen(found: Sums, groups: NDArray[np.intp]) -> Sums:
    return Sums(*(getattr(found, f.name)[groups] for f in fields(Sums)))


def _mean(found: Sequence[Floats]) -> Floats:
    """Over the other coders, without those with whom nothing is defined."""
    stacked = np.stack(found)
    known = np.isfinite(stacked)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, stacked, 0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan))


def _shifts(
    judged: Judgements, m: int, transcript: NDArray[np.intp], order: NDArray[np.intp], how: Bootstrap
) -> tuple[tuple[Shift, ...], int]:
    """Late minus early readiness for each code; both halves are resampled by themselves."""
    others = np.delete(judged.present, m, axis=1)
    theirs = (np.delete(judged.given, m, axis=1) & others[..., None]).sum(axis=1) / others.sum(axis=1)[:, None]
    ahead = judged.given[:, m] - theirs  # (S, K)
    count = len(order)
    total = np.zeros((count, ahead.shape[1]))
    np.add.at(total, transcript, ahead)
    units = np.bincount(transcript, minlength=count).astype(float)
    halves = np.array_split(order, 2)
    early, late = (
        (weights @ total[half]) / (weights @ units[half])[:, None]
        for half, weights in ((half, drawn(len(half), how.replicates, how.seed + n)) for n, half in enumerate(halves))
    )
    used = np.flatnonzero(judged.given.any(axis=(0, 1)))
    changes = estimates((late - early)[:, used], min(map(len, halves)), how.confidence) if used.size else []
    found = [
        Shift(judged.variables[k].kind, judged.variables[k].key, float(early[0, k]), float(late[0, k]), change)
        for k, change in zip(used, changes, strict=True)
        if change.low is not None and change.high is not None and (change.low > 0 or change.high < 0)
    ]
    return tuple(sorted(found, key=lambda shift: -abs(shift.change.value or 0))), int(used.size)
