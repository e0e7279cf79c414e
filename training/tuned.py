"""Whether a fine-tuned encoder is better: both encoders, each with a head from the same transcripts, on transcripts that neither saw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from annotations.errors import TooFewTranscripts
from models.batches import Batch
from models.cold_start import ColdStart
from models.heads import Head
from training.comparison import Comparison, compared
from training.datasets import Reviewed
from training.fitting import best_threshold, fit_head
from training.metrics import DECIDING_KIND, columns_of
from training.promotion import FEWEST_GROUPS, Decision, decide
from training.validation import FEWEST_TRANSCRIPTS, Judged, refitted

HELD_OUT = 0.4
FOLDS = 4


@dataclass(frozen=True, eq=False)
class Split:
    """Rows (of ``Reviewed``) that the encoder is trained on, and rows of transcripts that are kept from it."""

    train: NDArray[np.int_]
    held_out: NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class Trial:
    """``head`` is fitted on the training transcripts with the tuned encoder; ``judged`` is what it says of the held-out ones."""

    comparison: Comparison
    decision: Decision
    head: Head
    judged: Judged


def split(reviewed: Reviewed, *, seed: int) -> Split:
    """Groups of transcripts by lot: at least ``FEWEST_GROUPS`` with coded segments, and ``HELD_OUT`` of all, are held out.

    Raises ``TooFewTranscripts`` when too few would be left to train on.
    """
    codes = columns_of(reviewed.targets, DECIDING_KIND)
    coded = set(reviewed.groups[reviewed.labels[:, codes].any(axis=1)].tolist())
    order = sorted(coded)
    np.random.default_rng(seed).shuffle(order)
    count = max(FEWEST_GROUPS, round(HELD_OUT * len(order)))
    if len(order) - count < FEWEST_TRANSCRIPTS:
        raise TooFewTranscripts(
            f"{len(order)} reviewed transcripts with codes, {FEWEST_GROUPS + FEWEST_TRANSCRIPTS} needed to fine-tune and judge",
            remedy="review more transcripts; those that share a person count as one",
        )
    out = np.isin(reviewed.groups, order[:count])
    return Split(np.flatnonzero(~out), np.flatnonzero(out))


def trial(
    reviewed: Reviewed, frozen: ColdStart, tuned: ColdStart, batch: Batch, parts: Split, *, version: str, seed: int
) -> Trial:
    """The paired test of the tuned encoder against the frozen one.

    Parameters
    ----------
    reviewed : with vectors of the frozen encoder.
    batch : the same segments with vectors of the tuned one.
    """
    other = Reviewed(batch, reviewed.targets, reviewed.labels, reviewed.together)
    _, before = _judge(reviewed, frozen, parts, version, seed)
    head, after = _judge(other, tuned, parts, version, seed)
    comparison = compared(before, after, other.take(parts.held_out.tolist()), seed=seed)
    decision = decide(comparison.scores["difference"], comparison.paired, seed=seed, against="champion", losers=comparison.losers)
    return Trial(comparison, decision, head, after)


def _judge(reviewed: Reviewed, cold: ColdStart, parts: Split, version: str, seed: int) -> tuple[Head, Judged]:
    """A head from the training rows, thresholds chosen among them, and what it says of the held-out rows."""
    train, held = reviewed.take(parts.train.tolist()), reviewed.take(parts.held_out.tolist())
    inner = refitted(train, train, cold, name="inner", seed=seed, folds=FOLDS).scores
    thresholds: dict[Kind, float] = {}
    for kind in sorted({target.kind for target in reviewed.targets}):
        columns = columns_of(reviewed.targets, kind)
        thresholds[kind] = best_threshold(inner[:, columns], train.labels[:, columns])
    head = fit_head(train, cold, version=version, thresholds=thresholds)
    scores = head.scores(held.batch)
    limits = np.array([thresholds[target.kind] for target in reviewed.targets], np.float32)
    return head, Judged(scores, scores >= limits)
