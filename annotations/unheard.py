"""What further sessions may still bring, from the codes that one session has and no other.

Three answers to three questions, each under assumptions of its own (docs/explanation/saturation-of-the-code-frame.md): how many codes
there are, how much of what is reported is known, and what the next session would bring.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from annotations.curves import Interval, Unheard

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FEWEST = 8
"""Below so many sessions there is no interval."""


def unheard(heard: Bools, *, confidence: float = 0.95, next_confidence: float = 0.9) -> Unheard:
    """All three for the sessions and codes of ``heard``, (T, K)."""
    sessions = len(heard)
    once = heard[:, heard.sum(axis=0) == 1].sum(axis=1) if sessions else np.zeros(0, dtype=int)
    return Unheard(
        codes=chao2(heard, confidence),
        coverage=coverage(heard, confidence),
        next_expected=float(once.mean()) if sessions > 1 else None,
        next_at_most=next_at_most(heard, next_confidence),
        next_confidence=next_confidence,
    )


def next_at_most(heard: Bools, confidence: float) -> int | None:
    """The next session brings no more new codes than this, in ``confidence`` of cases at least; ``None`` with too few sessions.

    Of T + 1 sessions in random order, each is as likely as any other to be the one that has the most codes of its own, or the second
    most, and so on; and with one more session none has more codes of its own than before. So the next one has no more of its own than
    the m-th smallest number among the T, for m = ⌈confidence · (T + 1)⌉, with that confidence. This assumes of the codes nothing at
    all, and of the sessions only that their order tells nothing (exchangeable).

    Source: split conformal prediction, Vovk, Gammerman & Shafer (2005), doi:10.1007/b106715, with the score "codes of its own".

    >>> next_at_most(np.eye(9, dtype=bool), 0.9), next_at_most(np.eye(8, dtype=bool), 0.9)
    (1, None)
    """
    sessions = len(heard)
    rank = int(np.ceil(confidence * (sessions + 1) - 1e-9))
    if rank > sessions or not sessions:
        return None
    own = np.sort(heard[:, heard.sum(axis=0) == 1].sum(axis=1))
    return int(own[rank - 1])


def chao2(heard: Bools, confidence: float = 0.95) -> Interval:
    """How many codes there are at least, with those that no session has yet; nothing without two sessions and a code.

    The estimate is of a lower limit, and ``low`` is what the number of codes reaches in ``confidence`` of cases, rounded down. There is no
    ``high``: however many rare codes there are, sessions like these would look the same (in simulations with rare codes the usual
    two-sided interval held the truth in 3 to 10 of 100 cases).

    Bias-corrected. Source: Chao (1987), doi:10.2307/2531532; Colwell et al. (2012), doi:10.1093/jpe/rtr044, equation 7 and appendix A.

    >>> chao2(np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 0]], dtype=bool)).value
    3.75
    """
    sessions, seen = len(heard), int(heard.any(axis=0).sum())
    if sessions < 2 or not seen:
        return Interval(None)
    in_sessions = heard.sum(axis=0)
    one, two = int((in_sessions == 1).sum()), int((in_sessions == 2).sum())
    part = (sessions - 1) / sessions
    missing = part * one * (one - 1) / (2 * (two + 1))
    value = round(seen + missing, 6)
    if sessions < FEWEST or not missing:
        return Interval(value, None if sessions < FEWEST else float(seen))
    variance = _variance(part, one, two, seen + missing)
    stretch = float(np.exp(ndtri(confidence) * np.sqrt(np.log1p(variance / missing**2))))
    return Interval(value, float(np.floor(seen + missing / stretch)))


def _variance(part: float, one: int, two: int, total: float) -> float:
    first = part * one * (one - 1) / (2 * (two + 1))
    if two:
        second = part**2 * one * (2 * one - 1) ** 2 / (4 * (two + 1) ** 2)
        return first + second + part**2 * one**2 * two * (one - 1) ** 2 / (4 * (two + 1) ** 4)
    return first + part**2 * one * (2 * one - 1) ** 2 / 4 - part**2 * one**4 / (4 * total)


def coverage(heard: Bools, confidence: float = 0.95) -> Interval:
    """The share of what one further session reports, code by code, that some session has reported; nothing without two sessions.

    The interval is a jackknife over sessions with Student's quantiles, so that codes that come together in a session are no more than
    one session. Where every code is in two sessions or more, it begins at 1 − 3 / reports at the latest (the rule of three).

    Source of the estimate: Chao & Jost (2012), doi:10.1890/11-1952.1, for incidence data.

    >>> coverage(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=bool)).value
    0.914286
    """
    sessions = len(heard)
    if sessions < 2 or not heard.any():
        return Interval(None)
    in_sessions = heard.sum(axis=0)
    own, pairs = (heard[:, in_sessions == n].sum(axis=1) for n in (1, 2))
    one, two, reports = int(own.sum()), int((in_sessions == 2).sum()), int(in_sessions.sum())
    missing = float(_missing(np.array([one]), np.array([two]), np.array([reports]), sessions)[0])
    value = round(1 - missing, 6)
    if sessions < FEWEST:
        return Interval(value)
    triples = heard[:, in_sessions == 3].sum(axis=1)
    without = _missing(one - own + pairs, two - pairs + triples, reports - heard.sum(axis=1), sessions - 1)
    error = float(np.sqrt((sessions - 1) / sessions * ((without - without.mean()) ** 2).sum()))
    half = float(stdtrit(sessions - 1, (1 + confidence) / 2)) * error
    low = value - half if one else min(value - half, 1 - 3 / reports)
    return Interval(value, max(0.0, low), min(1.0, value + half))


def _missing(one: Ints, two: Ints, reports: Ints, sessions: int) -> Floats:
    """The estimated share of reports that are of codes which no session has, for each set of counts."""
    first = np.where(two > 0, one, np.maximum(one - 1, 0)) * (sessions - 1)
    part = first / np.maximum(first + 2 * np.maximum(two, 1), 1)
    return np.where(reports > 0, one / np.maximum(reports, 1) * part, 0.0)
