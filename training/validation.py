"""Head against what is in use, on transcripts that neither was fitted on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from annotations.errors import TooFewTranscripts
from models.cold_start import ColdStart
from models.targets import Target
from training.checkpoints import NOWHERE, Checkpoints
from training.datasets import Reviewed, group_names
from training.fitting import best_threshold, fit_head
from training.metrics import Interval, columns_of, compare, paired, tally

FEWEST_TRANSCRIPTS = 4
INNER_FOLDS = 3
Scores = NDArray[np.float32]
Called = NDArray[np.bool_]
Fold = tuple[NDArray[np.int_], NDArray[np.int_]]


@dataclass(frozen=True, eq=False)
class Judged:
    """What one model says of S segments that it was not fitted on: ``scores`` (S, K), whether each is ``called`` (S, K), and which
    segments are ``strange`` (S,) to it."""

    scores: Scores
    called: Called
    strange: NDArray[np.bool_] | None = None


@dataclass(frozen=True, eq=False)
class Validation:
    """``scores``: "cold_start", "head" and "difference" (head minus cold start), each metric with its interval.

    ``paired`` (G,) are the differences in LRAP of codes, summed per group of transcripts (see ``training.metrics.paired``).
    ``head`` (S, K) are the head's out-of-fold scores; ``thresholds`` by kind are the ones for a head fitted on everything.
    ``transcripts`` counts transcripts, ``groups`` what is left when those that share a person count as one.
    """

    scores: dict[str, dict[str, Interval]]
    paired: NDArray[np.float64]
    thresholds: dict[Kind, float]
    judged_head: Judged
    judged_cold: Judged
    transcripts: int
    groups: int
    folds: int

    @property
    def head(self) -> Scores:
        return self.judged_head.scores

    @property
    def certifying(self) -> Scores:
        """``head``, with nothing for segments on which it would keep quiet: what people code in them counts as missed."""
        strange = self.judged_head.strange
        return self.head if strange is None else np.where(strange[:, None], np.float32(0), self.head)

    @property
    def cold(self) -> Scores:
        return self.judged_cold.scores


def validate(
    reviewed: Reviewed,
    cold: ColdStart,
    *,
    seed: int,
    folds: int,
    checkpoints: Checkpoints = NOWHERE,
    progress: Callable[[int, int], None] | None = None,
) -> Validation:
    """Out-of-fold scores of both by transcript, on the same folds; thresholds are chosen inside the training folds only.

    Transcripts that share a person (``Reviewed.together``) are in the same fold and are resampled as one. The cold start has no
    labels to learn from; its background (one mean vector) has seen all texts.

    Raises
    ------
    TooFewTranscripts : fewer than ``FEWEST_TRANSCRIPTS`` reviewed transcripts, those that share a person counted once.
    """
    groups, transcripts = len(set(reviewed.groups)), len({segment.session_id for segment in reviewed.segments})
    if groups < FEWEST_TRANSCRIPTS:
        raise TooFewTranscripts(
            f"{groups} reviewed transcripts, {FEWEST_TRANSCRIPTS} needed to judge a model",
            remedy="review more transcripts; those that share a person count as one",
        )
    head = refitted(reviewed, reviewed, cold, name="head", seed=seed, folds=folds, checkpoints=checkpoints, progress=progress)
    plain = _cold_start(reviewed, cold, seed, folds)
    tallies = [tally(each.scores, each.called, reviewed.labels, reviewed.targets, reviewed.groups) for each in (plain, head)]
    thresholds = {
        kind: best_threshold(head.scores[:, columns], reviewed.labels[:, columns])
        for kind, columns in _kinds(reviewed.targets).items()
    }
    intervals = dict(zip(("cold_start", "head", "difference"), compare(*tallies, seed=seed), strict=True))
    count = len(list(_splits(reviewed.groups, folds, seed)))
    return Validation(intervals, paired(*tallies), thresholds, head, plain, transcripts, groups, count)


def refitted(
    data: Reviewed,
    judged: Reviewed,
    cold: ColdStart,
    *,
    name: str,
    seed: int,
    folds: int,
    checkpoints: Checkpoints = NOWHERE,
    progress: Callable[[int, int], None] | None = None,
) -> Judged:
    """Scores of ``judged`` by heads fitted on ``data`` less the transcripts that are scored, fold by fold of ``judged``.

    With ``data`` the same as ``judged``: ordinary out-of-fold scores. With the data of an earlier model: what its recipe makes of
    them, on the same folds, without the transcript in question, and without those of people who speak in it. So each model is
    judged on transcripts that it has not seen, and none is lost to judging. Thresholds are chosen among what the fold leaves.

    Parameters
    ----------
    name : under which each fold is kept in ``checkpoints``.
    """
    sessions = [segment.session_id for segment in data.segments]
    names = group_names({*sessions, *(segment.session_id for segment in judged.segments)}, (*data.together, *judged.together))
    own = np.array([names[session] for session in sessions], dtype=str)
    scores, called = np.zeros(judged.labels.shape, np.float32), np.zeros(judged.labels.shape, np.bool_)
    strange = np.zeros(len(scores), np.bool_)
    splits = list(_splits(judged.groups, folds, seed))
    for done, (_, test) in enumerate(splits, start=1):
        out = {names[judged.segments[row].session_id] for row in test}
        train = np.flatnonzero(~np.isin(own, list(out)))
        found = checkpoints.get(f"{name}-{done}", partial(_fold, data.take(train.tolist()), judged, test, cold, seed))
        scores[test], called[test], strange[test] = found["scores"], found["called"], found["strange"]
        if progress:
            progress(done, len(splits))
    return Judged(scores, called, strange)


def _fold(
    train: Reviewed, judged: Reviewed, test: NDArray[np.int_], cold: ColdStart, seed: int
) -> dict[str, NDArray[np.generic]]:
    batch = judged.batch.take(test.tolist())
    strange: NDArray[np.bool_] = np.zeros(len(test), np.bool_)
    inner: Scores = np.zeros((0, judged.labels.shape[1]), np.float32)
    if not len(train.segments):  # everything it was fitted on is judged here: what is left of it is the frame
        scores = cold.scores(batch)
    else:
        head = fit_head(train, cold, version="fold", thresholds={})
        scores, inner = head.scores(batch), _inner(train, cold, seed)
        if head.familiarity is not None:
            strange = head.familiarity.strange(batch.vectors)
    called = np.zeros(scores.shape, np.bool_)
    for columns in _kinds(judged.targets).values():
        called[:, columns] = scores[:, columns] >= best_threshold(inner[:, columns], train.labels[:, columns])
    return {"scores": scores, "called": called, "strange": strange}


def _inner(train: Reviewed, cold: ColdStart, seed: int) -> Scores:
    """Out-of-fold scores inside a training fold; of a single group, those of the frame."""
    if len(set(train.groups)) < 2:
        return cold.scores(train.batch)
    found: Scores = np.zeros(train.labels.shape, np.float32)
    for rows, test in _splits(train.groups, INNER_FOLDS, seed):
        head = fit_head(train.take(rows.tolist()), cold, version="fold", thresholds={})
        found[test] = head.scores(train.batch.take(test.tolist()))
    return found


def _cold_start(reviewed: Reviewed, cold: ColdStart, seed: int, folds: int) -> Judged:
    scores, called = cold.scores(reviewed.batch), np.zeros(reviewed.labels.shape, np.bool_)
    for train, test in _splits(reviewed.groups, folds, seed):
        for columns in _kinds(reviewed.targets).values():
            limit = best_threshold(scores[np.ix_(train, columns)], reviewed.labels[np.ix_(train, columns)])
            called[np.ix_(test, columns)] = scores[np.ix_(test, columns)] >= limit
    return Judged(scores, called)


def _splits(groups: NDArray[np.str_], folds: int, seed: int) -> Iterator[Fold]:
    from sklearn.model_selection import GroupKFold

    count = max(2, min(folds, len(set(groups))))
    yield from GroupKFold(count, shuffle=True, random_state=seed).split(np.zeros(len(groups)), groups=groups)


def _kinds(targets: Sequence[Target]) -> dict[Kind, NDArray[np.int_]]:
    return {kind: columns_of(targets, kind) for kind in sorted({target.kind for target in targets})}
