"""Whether a text is like anything that the study has seen: of one that is not, a machine should say nothing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
NEAREST = 5
SAMPLE = 512
RATE = 0.01
SEED = 1
ROWS = 4096
ZERO = 1e-6
NOTHING = -1.0
"""No mean of cosines is below it."""


@dataclass(frozen=True, eq=False)
class Familiarity:
    """``sample`` (N, D) are vectors of the study's segments, N at most ``SAMPLE``; a text whose mean cosine to the ``NEAREST`` of
    them is below ``least`` is strange. Vectors are used as the encoder gives them: centred by the study's own mean, whatever
    is foreign looks alike."""

    sample: Vectors
    least: float

    @classmethod
    def fit(cls, vectors: Vectors, groups: NDArray[np.str_] | None = None, *, rate: float = RATE) -> "Familiarity":
        """From the study's segments, reviewed or not. Of further segments like them at most about ``rate`` will be called strange.

        The limit is a conformal quantile of how near these segments are to the sample, each without its group: as near as those
        of new transcripts will be. With fewer than 1 / ``rate`` - 1 segments (99) there is no such quantile, and only what has no
        text is strange. The sample is drawn by a fixed seed: equal input gives equal output.

        Parameters
        ----------
        vectors : (S, D), of unit length; zeros (no text) are passed over.
        groups : (S,) what is alike within: transcripts. Without them each segment is its own.
        """
        there = np.flatnonzero(np.linalg.norm(vectors, axis=1) > ZERO)
        own = np.arange(len(vectors)).astype(str) if groups is None else groups
        drawn = np.sort(np.random.default_rng(SEED).permutation(there)[:SAMPLE])
        known = cls(np.asarray(vectors[drawn], dtype=np.float32), NOTHING)
        allowed = int(rate * (there.size + 1))
        if allowed < 1:
            return known
        near = known.nearness(vectors[there], own[there], own[drawn])
        return cls(known.sample, float(np.floor(np.sort(near)[allowed - 1] * 1e6) / 1e6))

    def nearness(
        self, vectors: Vectors, groups: NDArray[np.str_] | None = None, sample_groups: NDArray[np.str_] | None = None
    ) -> Vectors:
        """(S,) mean cosine in [-1, 1] to the nearest in the sample; those of the own group do not count, where groups are given."""
        found = np.ones(len(vectors), np.float32)
        if not len(self.sample):
            return found
        count = min(NEAREST, len(self.sample))
        for start in range(0, len(vectors), ROWS):
            rows = slice(start, start + ROWS)
            cosines = vectors[rows] @ self.sample.T
            if groups is not None and sample_groups is not None:
                cosines[groups[rows, None] == sample_groups[None, :]] = NOTHING
            found[rows] = np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1)
        return found

    def strange(self, vectors: Vectors) -> NDArray[np.bool_]:
        """(S,) whether each is unlike anything seen. A vector of zeros (no text) is strange."""
        empty = np.linalg.norm(vectors, axis=1) <= ZERO
        return np.asarray(empty | (self.nearness(vectors) < self.least), dtype=np.bool_)


def read_familiarity(path: Path) -> Familiarity:
    """What ``np.savez`` wrote of ``sample`` and ``least``."""
    with np.load(path, allow_pickle=False) as found:
        return Familiarity(found["sample"], float(found["least"]))
