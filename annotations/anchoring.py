"""How far coders follow what they are shown: from suggestions that were withheld, and from wrong ones that were planted.

A suggestion that is shown is accepted more often than the coder would have given the code unprompted. How much more is seen where the
model's suggestions are withheld at random, and in how often a suggestion is followed that nothing speaks for.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotations.acts import ReviewedItem, was_shown
from annotations.codings import PLANTED

RESAMPLES = 1000
FEWEST = 10
FEWEST_TRANSCRIPTS = 5
Z = 1.959963984540054
OFFERED = ("accepted", "rejected", "left")
"""What can become of a planted suggestion; left, where it was shown unchecked because something is carried over."""


class Span95(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """``hits`` of ``of``, in so many transcripts; the interval is None where there are fewer than ``FEWEST`` or of fewer transcripts."""

    hits: float
    of: int
    transcripts: int
    interval: Span95 | None

    @property
    def ratio(self) -> float | None:
        return self.hits / self.of if self.of else None


@dataclass(frozen=True)
class Comparison:
    """A share where the coder was shown something beside the share where not, and the difference, which is the anchoring."""

    shown: Share
    unprompted: Share
    difference: float | None
    interval: Span95 | None


@dataclass(frozen=True)
class Anchoring:
    """``agreeing``: the model's likely suggestions, accepted when shown, against given unprompted when withheld at random.

    ``blind``: the same against blind items, which are of whole sessions and so not drawn segment by segment. ``following``: planted
    suggestions accepted, against how often the same codes are given to segments whose coders were shown nothing.
    """

    agreeing: Comparison
    blind: Comparison
    following: Comparison


@dataclass(frozen=True, slots=True)
class _Case:
    group: str
    hit: float


def anchoring(items: Sequence[ReviewedItem], *, seed: int = 1) -> dict[str, Anchoring]:
    """Under ``all``, under every ``coder:…`` and every ``round:…``.

    Notes
    -----
    Intervals resample transcripts (percentile bootstrap, both shares from the same draw), joined with those of Wilson (1927) and, for a
    difference, Newcombe (1998, method 10), which do not collapse where everything or nothing was followed. The base of the planted codes
    is each code's share among all segments coded unprompted in the same round: in sessions where the model suggests it somewhere it is
    likelier than where it was planted, so that the difference is rather understated.
    """
    parts: dict[str, list[ReviewedItem]] = {"all": list(items)}
    for item in items:
        parts.setdefault(f"coder:{item.coder_id}", []).append(item)
        parts.setdefault(f"round:{item.round}", []).append(item)
    bases = _bases(items)
    return {key: _anchoring(found, bases, seed) for key, found in sorted(parts.items())}


def wilson(ratio: float, trials: float) -> Span95:
    """The 95 % interval of a share.

    >>> tuple(round(x, 3) for x in wilson(1.0, 10))
    (0.722, 1.0)
    """
    z2 = Z * Z
    middle = (ratio + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = Z * math.sqrt(ratio * (1 - ratio) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    return Span95(max(0.0, middle - reach), min(1.0, middle + reach))


def _anchoring(items: Sequence[ReviewedItem], bases: dict[int, Counter[str]], seed: int) -> Anchoring:
    shown, withheld, blind, followed, base = [], [], [], [], []
    for item in items:
        carried = {(act.kind, act.suggested or act.target) for act in item.acts if act.act in ("kept", "dropped")}
        cases = [_Case(item.group, float(target in item.chosen)) for target in sorted(item.likely - carried)]
        if was_shown(item):
            shown += cases
            for act in item.acts:
                if act.model_version == PLANTED and act.act in OFFERED:
                    followed.append(_Case(item.group, float(act.act == "accepted")))
                    seen = bases.get(item.round, Counter())
                    if seen[""]:
                        base.append(_Case(item.group, seen[act.suggested or act.target] / seen[""]))
        elif item.arm == "assisted":
            withheld += cases
        elif item.arm == "blind":
            blind += cases
    return Anchoring(_compare(shown, withheld, seed), _compare(shown, blind, seed), _compare(followed, base, seed))


def _bases(items: Iterable[ReviewedItem]) -> dict[int, Counter[str]]:
    """Round → how many segments were coded unprompted (under the empty word), and how many of them with each code."""
    found: dict[int, Counter[str]] = {}
    for item in items:
        if item.arm == "blind" or (item.arm == "assisted" and item.condition == "withheld"):
            counts = found.setdefault(item.round, Counter())
            counts.update(["", *(target for kind, target in item.chosen if kind == "code")])
    return found


def _compare(shown: Sequence[_Case], unprompted: Sequence[_Case], seed: int) -> Comparison:
    groups = sorted({case.group for case in (*shown, *unprompted)})
    draws = _draws(len(groups), seed) if groups else np.zeros((0, 0))
    first, firsts = _share(shown, groups, draws)
    second, seconds = _share(unprompted, groups, draws)
    if first.ratio is None or second.ratio is None:
        return Comparison(first, second, None, None)
    difference = first.ratio - second.ratio
    if first.interval is None or second.interval is None:
        return Comparison(first, second, difference, None)
    apart = firsts - seconds
    apart = apart[~np.isnan(apart)]  # a draw without any case of one side says nothing of the difference
    low = difference - math.hypot(first.ratio - first.interval.low, second.interval.high - second.ratio)
    high = difference + math.hypot(first.interval.high - first.ratio, second.ratio - second.interval.low)
    own = np.percentile(apart, [2.5, 97.5])
    return Comparison(first, second, difference, Span95(max(-1.0, min(low, float(own[0]))), min(1.0, max(high, float(own[1])))))


def _share(cases: Sequence[_Case], groups: Sequence[str], draws: NDArray[np.float64]) -> tuple[Share, NDArray[np.float64]]:
    """The share, and what it is in every draw of transcripts (NaN where a draw has no case)."""
    place = {group: at for at, group in enumerate(groups)}
    hits, sizes = np.zeros(len(groups)), np.zeros(len(groups))
    for case in cases:
        hits[place[case.group]] += case.hit
        sizes[place[case.group]] += 1
    count, transcripts = len(cases), int((sizes > 0).sum())
    if count < FEWEST or transcripts < FEWEST_TRANSCRIPTS:
        return Share(float(hits.sum()), count, transcripts, None), np.array([])
    below = draws @ sizes
    ratios = np.divide(draws @ hits, below, out=np.full(len(draws), np.nan), where=below > 0)
    low, high = wilson(float(hits.sum()) / count, count)
    own = np.nanpercentile(ratios, [2.5, 97.5])
    return Share(float(hits.sum()), count, transcripts, Span95(min(low, float(own[0])), max(high, float(own[1])))), ratios


def _draws(groups: int, seed: int) -> NDArray[np.float64]:
    """(resamples, groups): how often each transcript is drawn."""
    return np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES).astype(float)
