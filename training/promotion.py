"""Whether a new head replaces what is in use, keeps waiting for a person, or goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotations.studies import Words
from training.metrics import Interval
from training.promotion_words import ASKING, BLIND, FEW, IN_USE, LOSERS, NOT_SHOWN, SHOWN, WINS

DECIDING = "lrap"
FEWEST_GROUPS = 8
LEVEL = 0.025
FLIPS = 9999
RULE = "sign flips of LRAP of codes against what is in use, on what was coded blind, 3"  # part of a model's version: another rule may decide otherwise
Result = Literal["promote", "keep", "ask"]
Opponent = Literal["cold_start", "champion"]
Why = Literal["study", "rolled_back", "other_recipe"]


@dataclass(frozen=True)
class Decision:
    """``promote`` it, ``keep`` what is in use, or ``ask`` a person. ``reason`` in the languages in which people read it;
    ``p`` of the sign-flip test."""

    result: Result
    reason: Words
    p: float

    @property
    def promoted(self) -> bool:
        return self.result == "promote"


def decide(
    difference: Mapping[str, Interval],
    paired: NDArray[np.float64],
    *,
    seed: int,
    against: Opponent = "cold_start",
    losers: Sequence[str] = (),
    ask: Sequence[Why] = (),
    blind: bool = False,
) -> Decision:
    """Promote when the head ranks codes better on enough transcripts, and chance alone would hardly have it so.

    Needed are ``FEWEST_GROUPS`` groups of transcripts with coded segments, a difference above zero, and a one-sided p of at most
    ``LEVEL``. The bootstrap interval is shown and does not decide: with few transcripts it is too narrow. A head that wins waits
    for a person where the study says so, or where there is another reason to ``ask``, or where some code loses.

    Parameters
    ----------
    difference : intervals of head minus opponent by metric.
    paired : (G,) the difference of each group of transcripts, as ``training.metrics.paired`` makes it.
    against : what is in use.
    losers : keys of the codes for which it is clearly worse.
    blind : the segments were coded without suggestions, which is said.

    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}, np.ones(8), seed=1).result
    'promote'
    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}, np.ones(8), seed=1, losers=["code:water"]).result
    'ask'
    >>> decide({"lrap": {"mean": 0.1, "low": 0.02, "high": 0.2}}, np.ones(7), seed=1).result
    'keep'
    """
    found, p, missing = difference[DECIDING], sign_flip_p(paired, seed=seed), FEWEST_GROUPS - paired.size
    shown = f"LRAP {found['mean']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}], p = {p:.4f}"
    given = {"shown": shown, "missing": missing, "fewest": FEWEST_GROUPS, "losers": ", ".join(losers)}

    def said(*parts: Words) -> Words:
        return {
            language: " ".join(part[language] for part in (*parts, BLIND if blind else SHOWN)).format(
                **given, other=IN_USE[against][language]
            )
            for language in SHOWN
        }

    if missing > 0:
        return Decision("keep", said(FEW), p)
    if not (found["mean"] > 0 and p <= LEVEL):
        return Decision("keep", said(NOT_SHOWN), p)
    doubts = [ASKING[why] for why in ask] + ([LOSERS] if losers else [])
    return Decision("ask" if doubts else "promote", said(WINS, *doubts), p)


def sign_flip_p(paired: NDArray[np.float64], *, seed: int) -> float:
    """Share of all sign patterns (of ``FLIPS`` drawn ones, where there are more) whose sum is at least the one observed; 1.0 for
    fewer than two groups.

    If the two models were equally good, each group's difference would as likely have the other sign. No shape of distribution is
    assumed but that symmetry.

    >>> sign_flip_p(np.array([3.0, 1.0, 2.0, -1.0]), seed=1)
    0.1875
    """
    from scipy.stats import permutation_test

    if paired.size < 2 or not paired.any():
        return 1.0
    found = permutation_test(
        (paired,), np.sum, permutation_type="samples", alternative="greater", n_resamples=FLIPS, vectorized=True, rng=seed
    )
    return float(found.pvalue)
