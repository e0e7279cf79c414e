"""How near segments are to the texts of each target. Products are taken once, text by segment, so that a target's rows lie together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROWS = 4096  # segments at a time, so that memory stays small
ZERO = 1e-6


@dataclass(frozen=True, eq=False)
class Cosines:
    """Of S segments with the texts of each of K targets: the ``largest`` and the ``sum``, (K, S), of ``counts`` (K,) texts."""

    largest: NDArray[np.float32]
    sum: NDArray[np.float32]
    counts: NDArray[np.float32]

    def with_texts_of(self, other: "Cosines") -> "Cosines":
        """The same targets with the texts of both."""
        return Cosines(np.maximum(self.largest, other.largest), self.sum + other.sum, self.counts + other.counts)

    def likeness(self) -> NDArray[np.float32]:
        """(S, K): the mean of the largest and of the average cosine; 0 for a target without texts."""
        average = self.sum / np.maximum(self.counts, 1)[:, None]
        return np.asarray(np.where(self.counts[:, None] > 0, (self.largest + average) / 2, 0), dtype=np.float32).T


class Owned:
    """Unit vectors of texts (T, D), each of one of K targets: ``owners`` (T,), ascending."""

    def __init__(self, vectors: NDArray[np.float32], owners: NDArray[np.int_], width: int) -> None:
        self._vectors, self._width = vectors, width
        targets, starts = np.unique(owners, return_index=True)
        self._stretches = [(int(k), int(at), int(at + (owners == k).sum())) for k, at in zip(targets, starts, strict=True)]
        self._counts = np.bincount(owners, minlength=width).astype(np.float32)

    def cosines(self, vectors: NDArray[np.float32]) -> Cosines:
        """With segments (S, D)."""
        largest = np.full((self._width, len(vectors)), -np.inf, np.float32)
        total = np.zeros((self._width, len(vectors)), np.float32)
        for rows in slices(len(vectors) if self._stretches else 0):
            found = self._vectors @ vectors[rows].T
            for k, start, end in self._stretches:
                found[start:end].max(axis=0, out=largest[k, rows])
                found[start:end].sum(axis=0, out=total[k, rows])
        return Cosines(largest, total, self._counts)

    def likeness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(S, K): for each target the mean of the largest and of the average cosine with its texts; 0 for one without."""
        return self.cosines(vectors).likeness()


def distinct(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int_]]:
    """The different ones (U, D) of S vectors, and which of them each is, (S,): an interviewer asks the same again and again."""
    place: dict[bytes, int] = {}
    which = np.array([place.setdefault(vector.tobytes(), len(place)) for vector in vectors], dtype=int)
    first = np.unique(which, return_index=True)[1]
    return vectors[first], which


def slices(count: int) -> Iterator[slice]:
    """Stretches of at most ``ROWS`` segments."""
    for start in range(0, count, ROWS):
        yield slice(start, min(count, start + ROWS))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length one; a row of zeros (or of rounding errors) becomes zeros."""
    return _shortened(np.array(vectors, dtype=np.float32))


def centred(vectors: NDArray[np.float32], middle: NDArray[np.float32]) -> NDArray[np.float32]:
    """Directions (S, D) from ``middle``; rows of zeros stay zeros."""
    found = np.asarray(vectors - middle, dtype=np.float32)
    found[~vectors.any(axis=1)] = 0
    return _shortened(found)


def _shortened(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows themselves, made of length one in place."""
    norms = np.sqrt(np.einsum("ij,ij->i", found, found))
    found[norms <= ZERO] = 0
    found /= np.maximum(norms, ZERO)[:, None]
    return found
