"""A folder with ``data.jsonl`` and ``codebook.json`` as reviewed segments, one session per document, and its cold start."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from annotations.transcripts import Segment
from models.batches import Batch
from models.cold_start import ColdStart, background_of
from models.embeddings import Encoder, Progress
from training.corpora import read_corpus
from training.datasets import Reviewed


def load_reviewed(
    folder: Path, encoder: Encoder, *, limit: int = 0, seed: int = 1, progress: Progress | None = None
) -> tuple[Reviewed, ColdStart]:
    """Every row as a reviewed segment; with ``limit`` so many of them, drawn by ``seed``. Raises BadInput.

    Codes that nobody used are left out. Sentences are not split: what is measured on this needs none.
    """
    corpus = read_corpus(folder)
    order = np.sort(np.random.default_rng(seed).permutation(len(corpus.segments))[: limit or None])
    segments = [corpus.segments[at] for at in order]
    targets = tuple(target for target, used in zip(corpus.targets, corpus.used, strict=True) if used)
    batch = _batch(segments, encoder, progress)
    reviewed = Reviewed(batch, targets, corpus.labels[order][:, corpus.used])
    return reviewed, ColdStart(targets, encoder, background=background_of(batch))


def _batch(segments: Sequence[Segment], encoder: Encoder, progress: Progress | None) -> Batch:
    texts = [s.text for s in segments]
    distinct = list(dict.fromkeys([*texts, *(s.question for s in segments if s.question)]))
    row = {text: at for at, text in enumerate(distinct)}
    vectors = np.concatenate([encoder.encode(distinct, progress=progress), np.zeros((1, encoder.width), np.float32)])
    own = vectors[[row[text] for text in texts]]
    questions = vectors[[row[s.question] if s.question else -1 for s in segments]]
    return Batch(tuple(segments), own, questions, tuple((text,) for text in texts), own)
