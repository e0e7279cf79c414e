"""Reviewed labels that look wrong, ranked: questions for a person, never a correction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Direction = Literal["missing", "doubtful"]
PRIOR = 0.5
"""How much of a target's base rate is taken off: with none of it rare targets are never missing, with all of it always."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that a machine which did not see it would have given otherwise.

    ``missing``: people did not give target ``column`` to segment ``row``, and it looks as if it applied; ``doubtful``: they gave it, and
    it looks as if it did not. ``score`` is in log-odds for the label as it stands: the lower, the more doubtful. ``probability`` is the
    machine's, of the target.
    """

    row: int
    column: int
    direction: Direction
    score: float
    probability: float


def find_suspects(scores: NDArray[np.float32], labels: NDArray[np.float64], *, limit: int = 50, each: int = 3) -> list[Suspect]:
    """The most doubtful labels first, at most ``limit``, and ``each`` of a segment.

    Only labels are asked about against which the machine speaks (score below zero). This is the ranking by self-confidence of
    confident learning (Northcutt, Jiang & Chuang 2021), one target against the rest, with part of the base rate taken off. The filter
    of confident learning changed nothing in what came first (``relato bench label-errors``).

    Parameters
    ----------
    scores : (S, K) probabilities by heads that did not see the segment's transcript. labels : (S, K) of 0 and 1.

    >>> [(s.row, s.direction) for s in find_suspects(np.array([[0.9], [0.8], [0.1], [0.95]], np.float32), np.array([[1.0], [1], [1], [0]]))]
    [(3, 'missing'), (2, 'doubtful')]
    """
    worth = self_confidence(scores, labels)
    found: list[Suspect] = []
    asked = np.zeros(len(labels), int)
    for at in np.argsort(worth, axis=None, kind="stable").tolist():
        row, column = divmod(at, labels.shape[1])
        if worth[row, column] >= 0 or len(found) >= limit:
            break
        if asked[row] < each:
            asked[row] += 1
            direction: Direction = "doubtful" if labels[row, column] else "missing"
            found.append(
                Suspect(row, column, direction, round(float(worth[row, column]), 4), round(float(scores[row, column]), 4))
            )
    return found


def self_confidence(scores: NDArray[np.float32], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, K) how much speaks for each label as it stands, in log-odds. Targets that nobody ever gave say nothing (infinity)."""
    chance = np.clip(scores.astype(np.float64), 1e-6, 1 - 1e-6)
    base = (labels.sum(axis=0) + 1) / (len(labels) + 2)
    odds = np.log(chance / (1 - chance)) - PRIOR * np.log(base / (1 - base))
    return np.where(labels > 0, odds, np.where(labels.any(axis=0), -odds, np.inf))


def question_id(segment_id: str, target: str, direction: Direction) -> str:
    """The same for the same question, whenever it is asked; ``target`` is a key such as "code:water".

    >>> question_id("S1.001", "code:water", "missing") == question_id("S1.001", "code:water", "missing")
    True
    """
    return hashlib.sha256(f"{segment_id}\n{target}\n{direction}".encode()).hexdigest()[:12]


def state_of_labels(coders: Sequence[str], given: Sequence[tuple[str, str]]) -> str:
    """A mark of who reviewed a segment and what they gave it: while it stays, an answered question is not asked again."""
    return hashlib.sha256(repr((sorted(coders), sorted(given))).encode()).hexdigest()[:16]
