"""Segments with everything that a classifier looks at: vectors of text, question and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.transcripts import Segment
from models.embeddings import Encoder, Progress
from models.segmentation import sentences


@dataclass(frozen=True, eq=False)
class Batch:
    """S segments and their vectors (unit length).

    ``vectors`` (S, D) of the text; ``questions`` (S, D) of the question, zeros where there is none. ``sentences`` holds the
    sentences of each segment, ``sentence_vectors`` (P, D) all of theirs in order; P is the number of sentences.
    """

    segments: tuple[Segment, ...]
    vectors: NDArray[np.float32]
    questions: NDArray[np.float32]
    sentences: tuple[tuple[str, ...], ...]
    sentence_vectors: NDArray[np.float32]

    def take(self, rows: Sequence[int]) -> "Batch":
        """The segments at ``rows``, in that order."""
        ends = np.cumsum([len(found) for found in self.sentences], dtype=int)
        lines = [line for row in rows for line in range(ends[row] - len(self.sentences[row]), ends[row])]
        picked = list(rows)
        return Batch(
            tuple(self.segments[row] for row in picked),
            self.vectors[picked],
            self.questions[picked],
            tuple(self.sentences[row] for row in picked),
            self.sentence_vectors[lines],
        )


def make_batch(segments: Sequence[Segment], encoder: Encoder, *, progress: Progress | None = None) -> Batch:
    """Encode texts, questions and sentences of S segments; every distinct text once (also without a cache)."""
    split = tuple(_sentences(segment) for segment in segments)
    texts = [segment.text for segment in segments]
    questions = [segment.question for segment in segments]
    flat = [sentence for found in split for sentence in found]
    distinct = list(dict.fromkeys([*texts, *filter(None, questions), *flat]))
    row = {text: i for i, text in enumerate(distinct)}
    vectors = np.concatenate([encoder.encode(distinct, progress=progress), np.zeros((1, encoder.width), np.float32)])
    return Batch(
        tuple(segments),
        vectors[[row[text] for text in texts]],
        vectors[[row[text] if text else -1 for text in questions]],
        split,
        vectors[[row[text] for text in flat]],
    )


def _sentences(segment: Segment) -> tuple[str, ...]:
    return tuple(segment.text[s.start : s.end] for s in sentences(segment.text, segment.language)) or (segment.text,)
