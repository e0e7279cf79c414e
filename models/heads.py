"""Scores learnt from reviewed segments, with the code frame as their prior."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Kind
from models.batches import Batch
from models.certificates import Certificate
from models.cold_start import PARTS, ColdStart
from models.familiarity import Familiarity
from models.lexical import Lexicon, counts, fit_lexicon, parted
from models.likenesses import slices
from models.ridge import fit_ridge, judged_of
from models.stacking import fit_stack
from models.targets import Target
from models.threads import cores_for

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

QUESTION_SHARE = 0.3
"""How much the likeness of two questions counts beside that of two texts."""
RIDGE_PENALTY = 1.0
LEARNT_PENALTY, FRAME_PENALTY, PART_PENALTY = 1.0, 0.1, 5.0
"""How firmly the say of what was learnt, of the frame's evidence and of its pieces apart is held near none."""


@dataclass(frozen=True, eq=False)
class Looks:
    """What a head sees of S segments: centred ``vectors`` and ``questions`` (S, D), ``words`` (S, U), the frame's ``parts`` (P, S, K)."""

    vectors: NDArray[np.float32]
    questions: NDArray[np.float32]
    words: "csr_matrix"
    parts: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Learnt:
    """What reviews say besides the text's vector: ``questions`` (D, K) of the question's, ``words`` (U, K) of the features of
    ``lexicon``, ``parts`` (P,) of the pieces of the frame's evidence."""

    questions: NDArray[np.float32]
    lexicon: Lexicon
    words: NDArray[np.float32]
    parts: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Coefficients:
    """The fitted numbers of log-odds that are a plain sum: ``weights`` (D, K) of the text's vector, ``intercepts`` (K,), ``prior``
    of the frame's evidence (one number), and ``learnt`` of all else; ``None`` for nothing else."""

    weights: NDArray[np.floating]
    intercepts: NDArray[np.floating]
    prior: float
    learnt: Learnt | None = None


def fit_coefficients(batch: Batch, cold: ColdStart, labels: NDArray[np.float64], groups: NDArray[np.str_]) -> Coefficients:
    """A ridge regression on vectors and words, and the frame's evidence, weighed by how they do on groups not seen.

    The ridge regression sees the vectors of text and question and the words of the text, and learns from the reviewed segments
    alone. What it says of a segment without the segment's group follows from the same factorisation. A logistic regression whose
    weights all targets share learns from that how far the ridge, the frame's evidence and each piece of it can be trusted. So a
    target without positives keeps the order that the frame gives it, and no segment's own label recommends itself. Equal input
    gives equal output.

    Parameters
    ----------
    labels : (S, K) of 0 and 1.
    groups : (S,); of a single group, each segment is taken for one.
    """
    with cores_for(len(groups)):
        return _fitted(batch, cold, labels, groups)


def _fitted(batch: Batch, cold: ColdStart, labels: NDArray[np.float64], groups: NDArray[np.str_]) -> Coefficients:
    counted = counts([segment.words for segment in batch.segments])
    lexicon = fit_lexicon(counted)
    looks = Looks(cold.centred(batch.vectors), cold.centred(batch.questions), lexicon.weigh(counted), cold.parts(batch))
    numbers = np.unique(groups, return_inverse=True)[1]
    apart = numbers if numbers.any() else np.arange(len(groups))
    judged = judged_of(apart)
    common, rare = parted(looks.words)
    ones = np.ones((len(apart), 1), np.float32)
    full = np.concatenate([ones, looks.vectors, np.float32(QUESTION_SHARE**0.5) * looks.questions, common], axis=1)
    ridge = fit_ridge(full, rare, labels.astype(np.float32), apart, judged, RIDGE_PENALTY)
    parts = looks.parts[:, judged]
    opinions = np.concatenate([[ridge.held_out, cold.combined(parts)], parts])
    stack = fit_stack(opinions, labels[judged], np.array([LEARNT_PENALTY, FRAME_PENALTY, *[PART_PENALTY] * PARTS]))
    alphas = np.float32(stack.weights[0]) * ridge.alphas
    learnt = Learnt(
        np.asarray(QUESTION_SHARE * (looks.questions.T @ alphas), dtype=np.float32),
        lexicon,
        np.asarray(looks.words.T @ alphas, dtype=np.float32),
        stack.weights[2:].astype(np.float32),
    )
    intercepts = (stack.intercepts + alphas.sum(axis=0)).astype(np.float32)
    return Coefficients(looks.vectors.T @ alphas, intercepts, float(stack.weights[1]), learnt)


def looks_of(batch: Batch, cold: ColdStart, lexicon: Lexicon) -> Looks:
    """What a head with this lexicon sees of these segments."""
    words = lexicon.transform([segment.words for segment in batch.segments])
    return Looks(cold.centred(batch.vectors), cold.centred(batch.questions), words, cold.parts(batch))


def apply(fitted: Coefficients, batch: Batch, cold: ColdStart) -> NDArray[np.float32]:
    """Probabilities (S, K), some thousand segments at a time."""
    from scipy.special import expit

    found = np.zeros((len(batch.segments), len(cold.targets)), np.float32)
    for rows in slices(len(batch.segments)):
        found[rows] = expit(_odds(fitted, batch.rows(rows), cold))
    return found


def _odds(fitted: Coefficients, batch: Batch, cold: ColdStart) -> NDArray[np.floating]:
    learnt = fitted.learnt
    if learnt is None:
        return np.asarray(cold.centred(batch.vectors) @ fitted.weights + fitted.intercepts + fitted.prior * cold.evidence(batch))
    looks = looks_of(batch, cold, learnt.lexicon)
    odds = (
        looks.vectors @ fitted.weights
        + looks.questions @ learnt.questions
        + learnt.lexicon.times(looks.words, learnt.words)
        + fitted.intercepts
    )
    odds += np.float32(fitted.prior) * cold.combined(looks.parts)
    odds += (learnt.parts @ looks.parts.reshape(len(looks.parts), -1)).reshape(odds.shape)
    return np.asarray(odds)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """What a head remembers of the segments it was fitted on, to show the nearest: ``ids`` (N,), ``vectors`` (N, D), ``labels`` (N, K)."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    labels: NDArray[np.bool_]


class Head:
    """A fitted head over a cold start. Scores are probabilities: how often, among segments of transcripts not seen."""

    def __init__(
        self,
        cold: ColdStart,
        coefficients: Coefficients,
        neighbours: Neighbours,
        *,
        version: str,
        thresholds: Mapping[Kind, float],
        certificates: Mapping[str, Certificate] | None = None,
        familiarity: Familiarity | None = None,
    ) -> None:
        self.cold, self.coefficients, self.neighbours = cold, coefficients, neighbours
        self.version, self.thresholds = version, thresholds
        self.certificates: Mapping[str, Certificate] = dict(certificates or {})
        self.familiarity: Familiarity | None = cold.familiarity if familiarity is None else familiarity

    @property
    def weights(self) -> NDArray[np.floating]:
        """(D, K), on vectors that ``cold.centred`` made."""
        return self.coefficients.weights

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.cold.targets

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        """(S, K) in [0, 1], targets in the order of the cold start's."""
        return apply(self.coefficients, batch, self.cold)
