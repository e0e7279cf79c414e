"""Which criteria a reason may name: proposals for a person to look at, from what a criterion is called, means and how else people say it.

Nothing is learnt. A reason that is like no criterion more than like the others gets no proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.languages import base
from annotations.studies import Criterion
from models.candidates import from_middles, middles
from models.embeddings import Encoder, Progress
from models.letters import Letters
from models.likenesses import Owned, unit

LEXICAL_WEIGHT = 0.5
"""Of the likeness of letters beside that of meaning, as for the codes of a frame without labels (``models.cold_start``)."""
FEW = 5
"""Reasons or texts of criteria fewer than these have no middle to be seen from."""
THRESHOLD, NEAR, MOST = 0.2, 0.75, 2
"""A proposal has at least this score, and this share of the score of the reason's best; at most so many for one reason."""


@dataclass(frozen=True)
class Named:
    """``row`` of the reasons, and the criterion proposed for it; ``score`` in [0, 1], not a probability; ``like``: the text of the criterion that
    is most like the reason."""

    row: int
    criterion_id: str
    score: float
    like: str


def suggest(
    texts: Sequence[str],
    languages: Sequence[str],
    criteria: Sequence[Criterion],
    encoder: Encoder,
    *,
    threshold: float = THRESHOLD,
    progress: Progress | None = None,
) -> list[Named]:
    """Proposals for S reasons, in the order of the reasons, the likeliest first. ``languages`` (S,): of each, empty when unknown.

    The score is the mean of the largest and of the average cosine between the reason and the texts of a criterion, both seen from the middle of
    their own kind and language, plus ``LEXICAL_WEIGHT`` times the likeness of their letter sequences; cut to [0, 1].
    """
    found = evidence(texts, languages, criteria, encoder, progress=progress)
    if not found.scores.size:
        return []
    made = []
    for row, scores in enumerate(found.scores):
        best = float(scores.max())
        for column in np.argsort(-scores, kind="stable")[:MOST]:
            score = float(scores[column])
            if score >= threshold and score >= NEAR * best:
                made.append(Named(row, criteria[column].id, round(min(score, 1.0), 4), found.like[row][column]))
    return made


@dataclass(frozen=True, eq=False)
class Evidence:
    """``scores`` (S, K) of S reasons and K criteria; ``like`` the text of each criterion that is most like each reason."""

    scores: NDArray[np.float32]
    like: list[list[str]]


def evidence(
    texts: Sequence[str],
    languages: Sequence[str],
    criteria: Sequence[Criterion],
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Evidence:
    """How much each reason resembles each criterion."""
    told = [(k, language, words) for k, one in enumerate(criteria) for language, words in _words(one)]
    if not texts or not told:
        return Evidence(np.zeros((len(texts), len(criteria)), np.float32), [])
    vectors = encoder.encode([*(words for _, _, words in told), *texts], progress=progress)
    own, reasons = np.split(vectors, [len(told)])
    own = _from_own_middles(own, [language for _, language, _ in told])
    reasons = _from_own_middles(reasons, [base(language) for language in languages])
    owners = np.array([k for k, _, _ in told])
    meaning = Owned(own, owners, len(criteria)).likeness(reasons)
    letters = Letters([" ".join(words for _, words in _words(one)) for one in criteria]).likeness(texts)
    nearest = reasons @ own.T
    like = [
        [told[max(np.flatnonzero(owners == k), key=lambda at: nearest[row, at])][2] if (owners == k).any() else "" for k in range(len(criteria))]
        for row in range(len(texts))
    ]  # fmt: skip
    return Evidence(np.asarray(meaning + LEXICAL_WEIGHT * letters, dtype=np.float32), like)


def _words(criterion: Criterion) -> list[tuple[str, str]]:
    """What a criterion is said with, by language."""
    said = [criterion.name, criterion.definition, *criterion.examples]
    return [(base(language), words) for one in said for language, words in one.items() if words.strip()]


def _from_own_middles(vectors: NDArray[np.float32], languages: Sequence[str]) -> NDArray[np.float32]:
    """Directions from the middle of each language, or of all where there is little of it."""
    if len(vectors) < FEW:
        return unit(vectors)
    return from_middles(vectors, languages, middles(vectors, languages))
