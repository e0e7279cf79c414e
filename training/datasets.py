"""Reviewed segments as labels. What nobody reviewed is not here, and what a machine proposed is not a label."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Coding
from annotations.transcripts import Segment
from models.batches import Batch
from models.targets import Target


@dataclass(frozen=True, eq=False)
class Reviewed:
    """S reviewed segments and what people said of them.

    ``labels`` (S, K) of 0.0 and 1.0: at least half of the coders who reviewed the segment gave it the target. A row of zeros was
    read and nothing applied. ``targets`` names the columns; ``groups`` (S,) are session ids: what is split is the transcript.
    """

    batch: Batch
    targets: tuple[Target, ...]
    labels: NDArray[np.float64]

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.batch.segments

    @property
    def vectors(self) -> NDArray[np.float32]:
        return self.batch.vectors

    @cached_property
    def groups(self) -> NDArray[np.str_]:
        return np.array([segment.session_id for segment in self.segments], dtype=str)

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of segments, words, targets and labels."""
        digest = hashlib.sha256(json.dumps([target.key for target in self.targets]).encode())
        for segment, row in zip(self.segments, self.labels, strict=True):
            facts = [segment.id, segment.text, segment.question, segment.section, np.flatnonzero(row).tolist()]
            digest.update(json.dumps(facts, ensure_ascii=False).encode())
        return digest.hexdigest()


def from_codings(
    batch: Batch, targets: Sequence[Target], codings: Iterable[Coding], reviewed_by: Iterable[tuple[str, str]]
) -> Reviewed:
    """The reviewed segments of ``batch`` with their labels, in the order of segment ids.

    Parameters
    ----------
    batch : any segments; those that nobody reviewed are left out.
    codings : of the rounds that count; kinds and targets that are not among ``targets`` are left out.
    reviewed_by : (segment id, coder id) of every finished review, those with no coding at all included.
    """
    coders: dict[str, set[str]] = defaultdict(set)
    for segment_id, coder_id in reviewed_by:
        coders[segment_id].add(coder_id)
    columns = {(target.kind, target.id): k for k, target in enumerate(targets)}
    said: dict[tuple[str, int], set[str]] = defaultdict(set)
    for coding in codings:
        column = columns.get((coding.kind, coding.target))
        if column is not None and coding.coder_id in coders.get(coding.segment_id, ()):
            said[coding.segment_id, column].add(coding.coder_id)
    rows = sorted((s.id, row) for row, s in enumerate(batch.segments) if s.id in coders)
    labels = np.zeros((len(rows), len(columns)))
    for at, (segment_id, _) in enumerate(rows):
        for column in columns.values():
            labels[at, column] = 2 * len(said.get((segment_id, column), ())) >= len(coders[segment_id])
    return Reviewed(batch.take([row for _, row in rows]), tuple(targets), labels)
