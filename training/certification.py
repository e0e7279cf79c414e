"""Held-out scores of reviewed segments → per target the highest threshold whose recall can be certified."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.certificates import Certificate
from models.targets import Target

Numbers = NDArray[np.float64]
FEWEST_GROUPS = 8
"""Groups of transcripts with the target, from which on something can be said about new ones."""
FEWEST_MISSED = 1.0
"""So many positives it must be possible to miss: what rests on the lowest score of all is certified, or not, by luck."""
SHOWN_AT_MOST = 0.5
"""A threshold that shows a target on more segments than this saves its reader little: it is no certificate."""
LEAST_CORRELATION = 0.1
"""Positives of one group are taken to be at least so alike: with few groups it may be estimated as nothing by luck."""
DECIMALS = 6
MOST_REVIEWS = 1000.0
"""Further reviews beyond so many times those there are: an estimate from so far away tells nothing."""
DOUBLINGS = 30


@dataclass(frozen=True, eq=False)
class Evidence:
    """One target's P positives: ``scores`` (P,) ascending, ``sizes`` (G,) how many each of the G groups has that have any."""

    scores: Numbers
    sizes: NDArray[np.int_]

    def worth(self, correlation: float, confidence: float, *, times: float = 1.0) -> float:
        """How many independent positives these would be worth, were there ``times`` as many groups; 0 for fewer than two.

        P over the design effect of unequal clusters (Kish 1965), less what the number of groups leaves uncertain: the squared
        ratio of quantiles of t (Korn and Graubard 1998).
        """
        from scipy.stats import t

        count, groups = self.scores.size * times, self.sizes.size * times
        if groups < 2:
            return 0.0
        design = 1 + correlation * (float((self.sizes**2).sum()) / self.scores.size - 1)
        few = t.ppf(confidence, count - 1) / t.ppf(confidence, groups - 1) if confidence > 0.5 else 1.0
        return float(count / design * few**2)


def certify(
    scores: NDArray[np.float32],
    labels: Numbers,
    groups: NDArray[np.str_],
    targets: Sequence[Target],
    *,
    recall: float,
    confidence: float,
    shown_at_most: float = SHOWN_AT_MOST,
) -> tuple[Certificate, ...]:
    """A certificate for each target, in their order; those without a threshold are not certified.

    Certified is a threshold for which both hold with ``confidence``: of all segments of new transcripts that people would code with
    the target at least the share ``recall`` scores as much; and so does that share of the next as many as have been reviewed,
    so that it can be seen to hold. Assumed is that new transcripts are drawn like the reviewed ones, and that the model in use,
    fitted on everything, scores new segments no lower than those fitted without a group scored that group's. Nothing is assumed
    about the scores. Positives of a group are not independent: ``correlation_of`` and ``Evidence.worth``.

    Parameters
    ----------
    scores : (S, K) held out: of each segment by a model that saw nothing of its group.
    labels : (S, K) of 0 and 1.
    groups : (S,) what is alike within: ``Reviewed.groups``.
    recall, confidence : the study's, above 0 and below 1.
    shown_at_most : the largest share of the segments that a useful threshold may show.
    """
    evidence = [_evidence(scores[:, k], labels[:, k] > 0, groups) for k in range(len(targets))]
    correlation = correlation_of(evidence_places(scores, labels, groups), recall)
    found = []
    for k, (target, own) in enumerate(zip(targets, evidence, strict=True)):
        worth = own.worth(correlation, confidence)
        threshold = highest_threshold(own.scores, worth, recall, confidence) if own.sizes.size >= FEWEST_GROUPS else None
        if threshold is not None and (scores[:, k] >= threshold).mean() > shown_at_most:
            threshold = None
        more: int | None = 0
        if threshold is None:
            useful = _lowest_useful(scores[:, k], shown_at_most)
            more = _more(own, useful, len(scores), correlation, recall, confidence)
        found.append(Certificate(target.key, recall, confidence, threshold, own.scores.size, own.sizes.size, more))
    return tuple(found)


def highest_threshold(positives: Numbers, worth: float, recall: float, confidence: float) -> float | None:
    """The highest of ``positives`` (P,), ascending, that as a threshold misses few enough of them; None where not even
    ``FEWEST_MISSED`` may be missed.

    From the lowest upwards (Learn then Test's fixed sequence, Angelopoulos et al. 2021); as the test is monotone, the last that
    passes is found by halving. With ``worth`` = P this is an order statistic with a binomial tail (Wilks 1941).
    """
    count = positives.size
    if not count or not passes(FEWEST_MISSED, worth, recall, confidence):
        return None
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if passes(middle * worth / count, worth, recall, confidence) else (low, middle)
    return float(np.floor(positives[low] * 10**DECIMALS) / 10**DECIMALS)


def passes(missed: float, worth: float, recall: float, confidence: float) -> bool:
    """Whether a threshold that misses ``missed`` of ``worth`` independent positives is certain to have the recall: over all that
    could come (a binomial tail), and over the next ``worth`` of them (a beta-binomial one). Both numbers may be fractions.

    >>> passes(0, 14, recall=0.8, confidence=0.9), passes(0, 15, recall=0.8, confidence=0.9)
    (False, True)
    >>> passes(1, 19, recall=0.8, confidence=0.9), passes(1, 20, recall=0.8, confidence=0.9)
    (False, True)
    """
    from scipy.special import betainc, betaln, gammaln

    if missed >= worth * (1 - recall):
        return False
    if betainc(worth - missed, missed + 1, recall) > 1 - confidence:
        return False
    coming = int(worth)
    few = np.arange(int(coming * (1 - recall) + 1e-9) + 1)
    ways = gammaln(coming + 1) - gammaln(few + 1) - gammaln(coming - few + 1)
    chance = np.exp(ways + betaln(few + missed + 1, coming - few + worth - missed) - betaln(missed + 1, worth - missed))
    return bool(chance.sum() >= confidence)


def correlation_of(places: Sequence[tuple[Numbers, NDArray[np.int_]]], recall: float) -> float:
    """How alike the positives of one group are in being missed (intraclass correlation), in [``LEAST_CORRELATION``, 1].

    Each target's threshold is put where it would have the recall; sums of squares between and within groups are added up over
    targets, as one target has too few. As the variance between few groups is more often under- than overestimated, its ratio to
    the one within is divided by the median of its distribution (F). Where nothing can be told it is 1.

    Parameters
    ----------
    places : by target the scores (P,) of its positives and the number (P,) of the group of each.
    """
    from scipy.stats import f

    between, within, spread, between_free, within_free, most = 0.0, 0.0, 0.0, 0, 0, 2
    for scores, place in places:
        sizes = np.bincount(place)
        if sizes.size < 2:
            continue
        missed = (scores < np.quantile(scores, 1 - recall)).astype(np.float64)
        means = np.bincount(place, missed) / sizes
        between += float((sizes * (means - missed.mean()) ** 2).sum())
        within += float(((missed - means[place]) ** 2).sum())
        spread += float(sizes.sum() - (sizes**2).sum() / sizes.sum())
        between_free, within_free, most = (
            between_free + sizes.size - 1,
            within_free + scores.size - sizes.size,
            max(most, sizes.size),
        )
    if not within_free or not within or not between_free:
        return 1.0
    size = spread / between_free
    free = min(between_free, most - 1)  # targets share their groups
    ratio = between / between_free / (within / within_free) / f.median(free, within_free)
    return float(np.clip((ratio - 1) / (ratio + size - 1), LEAST_CORRELATION, 1))


def evidence_places(
    scores: NDArray[np.float32], labels: Numbers, groups: NDArray[np.str_]
) -> list[tuple[Numbers, NDArray[np.int_]]]:
    """What ``correlation_of`` needs, for each column."""
    found = []
    for k in range(labels.shape[1]):
        there = labels[:, k] > 0
        found.append((scores[there, k].astype(np.float64), np.unique(groups[there], return_inverse=True)[1]))
    return found


def _evidence(scores: NDArray[np.float32], there: NDArray[np.bool_], groups: NDArray[np.str_]) -> Evidence:
    return Evidence(np.sort(scores[there].astype(np.float64)), np.unique(groups[there], return_counts=True)[1])


def _lowest_useful(scores: NDArray[np.float32], shown_at_most: float) -> float:
    """The lowest score that, as a threshold, shows few enough."""
    ranked = np.sort(scores.astype(np.float64))
    for_show = ranked[len(ranked) - int(shown_at_most * len(ranked)) :]
    if not for_show.size:
        return np.inf
    above = for_show[for_show > ranked[len(ranked) - for_show.size - 1]] if for_show.size < ranked.size else for_show
    return float(above[0]) if above.size else np.inf


def _more(own: Evidence, useful: float, segments: int, correlation: float, recall: float, confidence: float) -> int | None:
    """Further segments, were further transcripts like these: as long, as rich in the target, and ranked as well.

    Of few positives it is not known how well they are ranked: the share missed is drawn towards half of what may be missed, as if
    by one more positive.
    """
    if not own.scores.size:
        return None
    lost = (float((own.scores < useful).sum()) + (1 - recall) / 2) / (own.scores.size + 1)
    if lost >= 1 - recall:
        return None

    def enough(times: float) -> bool:
        worth = own.worth(correlation, confidence, times=times)
        return own.sizes.size * times >= FEWEST_GROUPS and passes(max(FEWEST_MISSED, lost * worth), worth, recall, confidence)

    low, high = 1.0, MOST_REVIEWS
    if not enough(high):
        return None
    for _ in range(DOUBLINGS):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if enough(middle) else (middle, high)
    return max(1, int(np.ceil((high - 1) * segments)))
