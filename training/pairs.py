"""Reviewed segments as pairs of texts that should lie near to each other or far apart: what an encoder is fine-tuned on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.targets import Target
from training.datasets import Reviewed

SOURCES = ("name", "definition", "include", "example")


@dataclass(frozen=True, eq=False)
class Pairs:
    """P pairs: ``texts`` that ``left`` and ``right`` (P,) point into, and the cosine ``wanted`` (P,) of each, in [0, 1]."""

    texts: tuple[str, ...]
    left: NDArray[np.int_]
    right: NDArray[np.int_]
    wanted: NDArray[np.float32]


def overlap(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Of two sets of codes, as rows of 0 and 1: those in both over those in either; 0 when both are empty.

    >>> overlap(np.array([1.0, 1.0, 0.0]), np.array([0.0, 1.0, 1.0]))
    0.3333333333333333
    """
    either = np.maximum(first, second).sum()
    return float((first * second).sum() / either) if either else 0.0


def pairs_of(reviewed: Reviewed, count: int, *, seed: int) -> Pairs:
    """``count`` pairs drawn with this seed; none when nothing is coded.

    A code is drawn first, each as likely as any other, then a segment that carries it; so rare codes are met as often as common
    ones. Its partner is in turn: another segment with the code, any segment (wanted is in both cases the overlap of their
    codes), a text of the frame about the code (wanted 1), a text about a code that it does not carry (wanted 0).
    """
    labels = reviewed.labels
    columns = np.flatnonzero(labels.any(axis=0))
    about = {k: _texts(target) for k, target in enumerate(reviewed.targets)}
    described = [k for k, texts in about.items() if texts]
    texts = [segment.words for segment in reviewed.segments]
    place: dict[str, int] = {}
    for found in about.values():
        for text in found:
            if text not in place:
                place[text] = len(texts)
                texts.append(text)
    rng = np.random.default_rng(seed)
    left, right, wanted = [], [], []
    for number in range(count if columns.size and len(reviewed.segments) > 1 else 0):
        k = int(rng.choice(columns))
        carriers = np.flatnonzero(labels[:, k])
        row, way = int(rng.choice(carriers)), number % 4
        if way == 2 and about[k]:
            partner, value = place[str(rng.choice(about[k]))], 1.0
        elif way == 3 and (others := [other for other in described if not labels[row, other]]):
            partner, value = place[str(rng.choice(about[int(rng.choice(others))]))], 0.0
        else:
            pool = carriers if way == 0 and carriers.size > 1 else np.arange(len(labels))
            partner = int(rng.choice(pool[pool != row]))
            value = overlap(labels[row], labels[partner])
        left.append(row)
        right.append(partner)
        wanted.append(value)
    return Pairs(tuple(texts), np.array(left, int), np.array(right, int), np.array(wanted, np.float32))


def _texts(target: Target) -> Sequence[str]:
    return [text.text for text in target.texts if text.source in SOURCES]
