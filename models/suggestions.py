"""Scores → suggestions that a person can judge: few, in order, with reasons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind, Suggestion
from annotations.transcripts import Segment
from models.batches import Batch
from models.certificates import thresholds_of
from models.classifiers import Classifier
from models.reasons import Explainer
from models.targets import Target

UNCERTAIN_TARGETS = 5
_REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Policy:
    """How many suggestions at most, by kind, and from which score on (the classifier's own thresholds where none is given).

    ``minimum_words``: an answer of fewer words ("Sí, pues.") says too little to be coded by a machine.
    """

    max_codes: int = 5
    max_domains: int = 1
    max_sections: int = 2
    thresholds: Mapping[Kind, float] = field(default_factory=dict)
    minimum_words: int = 4

    @property
    def limits(self) -> dict[Kind, int]:
        return {"code": self.max_codes, "domain": self.max_domains, "section": self.max_sections}


def suggest(
    batch: Batch,
    classifier: Classifier,
    targets: Sequence[Target],
    *,
    frame_version: int,
    policy: Policy = Policy(),
    scores: NDArray[np.float32] | None = None,
    reviewed_texts: Mapping[str, str] | None = None,
    strange: NDArray[np.bool_] | None = None,
) -> list[Suggestion]:
    """Suggestions by segment, in batch order; within a segment by kind, the likely ones before the possible ones, best first.

    Parameters
    ----------
    targets : which of the classifier's targets may be proposed.
    scores : (S, K) of ``classifier`` for this batch, where they are known already.
    reviewed_texts : words of reviewed segments by id, for the reason "resembles this reviewed segment"; others are not named.
        Without it they are named without their words.
    strange : (S,), the segments that are unlike anything seen: they get none. By default what the classifier says.
    """
    found = classifier.scores(batch) if scores is None else scores
    quiet = strange_in(classifier, batch) if strange is None else strange
    pairs = _proposed(batch, found, classifier, targets, policy, quiet)
    reasons = Explainer(batch, classifier, reviewed_texts).reasons(pairs.rows, pairs.columns)
    ids, version, certified = [segment.id for segment in batch.segments], classifier.version, _certified(classifier)
    told = [(target.kind, target.id, target.key in certified) for target in classifier.targets]
    rows, columns, values = pairs.rows.tolist(), pairs.columns.tolist(), found[pairs.rows, pairs.columns].tolist()
    return [
        Suggestion(
            segment_id=ids[row],
            kind=told[k][0],
            target=told[k][1],
            score=round(value, 4),
            model_version=version,
            frame_version=frame_version,
            reasons=why,
            strength="likely" if likely else "possible",
            certified=told[k][2],
        )
        for row, k, likely, value, why in zip(rows, columns, pairs.likely.tolist(), values, reasons, strict=True)
    ]


class _Pairs(NamedTuple):
    """N proposed pairs of segment and target, in the order in which they are told."""

    rows: NDArray[np.int_]
    columns: NDArray[np.int_]
    likely: NDArray[np.bool_]


def _proposed(
    batch: Batch,
    scores: NDArray[np.float32],
    classifier: Classifier,
    targets: Sequence[Target],
    policy: Policy,
    strange: NDArray[np.bool_],
) -> _Pairs:
    """Likely: what reaches its kind's threshold, the best of each kind. Possible: all else that reaches its certified threshold."""
    position = {target.key: k for k, target in enumerate(classifier.targets)}
    certified = _certified(classifier)
    speaks = np.array([says_enough(segment, policy) for segment in batch.segments], dtype=bool) & ~strange
    parts = []
    for place, (kind, limit) in enumerate(policy.limits.items()):
        columns = np.array(sorted(position[target.key] for target in targets if target.kind == kind), dtype=int)
        if not columns.size:
            continue
        values = scores[:, columns]
        threshold = policy.thresholds.get(kind, classifier.thresholds.get(kind, 1.0))
        likely = _best((values >= threshold) & speaks[:, None], values, limit)
        lowest = np.array([certified.get(classifier.targets[k].key, np.inf) for k in columns])
        rows, at = np.nonzero(likely | ((values >= lowest) & ~strange[:, None]))
        parts.append((rows, np.full(rows.size, place), likely[rows, at], values[rows, at], columns[at]))
    if not parts:
        return _Pairs(np.zeros(0, int), np.zeros(0, int), np.zeros(0, bool))
    rows, places, is_likely, value, ks = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((ks, -value, ~is_likely, places, rows))
    return _Pairs(rows[order], ks[order], is_likely[order])


def _best(wanted: NDArray[np.bool_], values: NDArray[np.float32], limit: int) -> NDArray[np.bool_]:
    """Of each row's ``wanted`` the ``limit`` highest; of equals the first."""
    if limit < 1:
        return np.zeros_like(wanted)
    if limit < values.shape[1]:
        lowest = np.partition(np.where(wanted, values, -1), -limit, axis=1)[:, -limit]
        wanted = wanted & (values >= lowest[:, None])  # at least the best ones: all that equal the last of them too
    rows, at = np.nonzero(wanted)
    order = np.lexsort((at, -values[rows, at], rows))
    rows, at = rows[order], at[order]
    rank = np.arange(rows.size) - np.searchsorted(rows, rows)
    best = np.zeros_like(wanted)
    best[rows[rank < limit], at[rank < limit]] = True
    return best


def says_enough(segment: Segment, policy: Policy = Policy()) -> bool:
    """Whether a machine may call anything likely in it. What is certified as possible is shown of shorter answers too."""
    words = _WORD.finditer(_REMARK.sub(" ", segment.text))
    return sum(1 for _ in islice(words, policy.minimum_words)) >= policy.minimum_words


def _certified(classifier: Classifier) -> dict[str, float]:
    """The certified threshold by key of the target, of those that have one."""
    return thresholds_of(classifier.certificates)


def strange_in(classifier: Classifier, batch: Batch) -> NDArray[np.bool_]:
    """(S,): which segments are unlike anything that the classifier was made from; none, where it cannot tell."""
    familiarity = classifier.familiarity
    if familiarity is None or not batch.segments:
        return np.zeros(len(batch.segments), dtype=bool)
    return np.asarray(familiarity.strange(batch.vectors), dtype=bool)


def uncertainty(scores: NDArray[np.float32], strange: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
    """Per segment a number in [0, 1], (S,): the mean of 4p(1 - p) over its most doubtful targets. Highest = review first.

    Segments that are ``strange`` (S,), unlike anything seen, have 1: whatever their scores, nothing is known about them.

    >>> uncertainty(np.array([[0.5], [1.0], [0.0]], np.float32)).tolist()
    [1.0, 0.0, 0.0]
    """
    doubt = 4 * scores * (1 - scores)
    few = min(UNCERTAIN_TARGETS, doubt.shape[1])
    most = np.partition(doubt, -few, axis=1)[:, -few:] if few else np.zeros((len(scores), 1), np.float32)
    found = most.mean(axis=1, dtype=np.float32)
    return np.asarray(found if strange is None else np.where(strange, 1, found), dtype=np.float32)
