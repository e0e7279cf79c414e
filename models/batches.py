"""Segments with everything that a classifier looks at: vectors of text, question and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.transcripts import Segment
from models.embeddings import Encoder, Progress
from models.segmentation import MAX_WORDS
from models.sentences import sentence_texts


@dataclass(frozen=True, eq=False)
class Batch:
    """S segments and their vectors (unit length).

    ``vectors`` (S, D) of the words, without marks; ``questions`` (S, D) of the question, zeros where there is none, of a long
    one its end. ``sentences`` holds the sentences of each segment, ``sentence_vectors`` (P, D) all of theirs in order; P is the number of sentences.
    """

    segments: tuple[Segment, ...]
    vectors: NDArray[np.float32]
    questions: NDArray[np.float32]
    sentences: tuple[tuple[str, ...], ...]
    sentence_vectors: NDArray[np.float32]

    def rows(self, rows: slice) -> "Batch":
        """A stretch of the segments without their sentences, which no score depends on; nothing is copied."""
        segments = self.segments[rows]
        return Batch(segments, self.vectors[rows], self.questions[rows], ((),) * len(segments), self.sentence_vectors[:0])

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


def texts_of(segment: Segment) -> tuple[str, ...]:
    """Every text that is encoded because of this segment: its words, its sentences, its question."""
    return (segment.words, *_sentences(segment), *filter(None, (_end(segment.question),)))


def make_batch(
    segments: Sequence[Segment], encoder: Encoder, *, sentences: bool = True, progress: Progress | None = None
) -> Batch:
    """Encode words, questions and sentences of S segments; every distinct text once (also without a cache).

    Without ``sentences`` there are none of them: enough for scores, too little for reasons.
    """
    split = tuple(_sentences(segment) if sentences else () for segment in segments)
    texts = [segment.words for segment in segments]
    questions = [_end(segment.question) for segment in segments]
    flat = [sentence for found in split for sentence in found]
    distinct = list(dict.fromkeys([*texts, *filter(None, questions), *flat]))
    row = {text: i for i, text in enumerate(distinct)}
    vectors = encoder.encode(distinct, progress=progress)
    asked = np.zeros((len(segments), encoder.width), np.float32)
    asked[[n for n, text in enumerate(questions) if text]] = vectors[[row[text] for text in questions if text]]
    own, lines = (np.fromiter(map(row.__getitem__, part), np.int64, len(part)) for part in (texts, flat))
    return Batch(tuple(segments), vectors[own], asked, split, vectors[lines])


def _sentences(segment: Segment) -> tuple[str, ...]:
    words = segment.words
    return tuple(sentence_texts(words, segment.language)) or (words,)


def _end(question: str) -> str:
    """The last ``MAX_WORDS`` words: what is asked comes after what leads up to it, and an encoder sees only so much."""
    return question if question.count(" ") < MAX_WORDS else " ".join(question.split()[-MAX_WORDS:])
