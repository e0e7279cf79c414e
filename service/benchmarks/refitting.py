"""How long a refit takes after a batch of reviews, in a study of made-up segments and codes."""

import json
import os
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.transcripts import Segment
from models.batches import Batch
from models.classifiers import ColdStart
from models.embeddings import Progress
from models.heads import apply, fit_coefficients
from models.targets import Target, TargetText

WIDTH, WORDS, SESSION, VOCABULARY = 384, 40, 25, 8_000
LABELS = 2
"""Codes of a segment, on average."""


@dataclass(frozen=True)
class Report:
    """Seconds of wall clock and of processor: ``fit`` of a head on all reviewed segments, ``score`` of as many segments."""

    segments: int
    codes: int
    cores: int
    fit_seconds: float
    fit_processor_seconds: float
    score_seconds: float

    def markdown(self) -> str:
        return (
            f"| reviewed segments | codes | cores | refit, s | of processor, s | scoring as many, s |\n|---|---|---|---|---|---|\n"
            f"| {self.segments} | {self.codes} | {self.cores} | {self.fit_seconds:.2f} | {self.fit_processor_seconds:.2f} "
            f"| {self.score_seconds:.2f} |"
        )

    def json(self) -> str:
        return json.dumps(asdict(self))


class _Drawn:
    """Vectors by lot, the same for the same text."""

    id, width = "drawn", WIDTH

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        return _unit(np.random.default_rng(len(texts)).normal(size=(len(texts), WIDTH)))


def run(segments: int, codes: int, *, seed: int = 1, repeats: int = 3) -> Report:
    """The fastest of ``repeats`` fits of everything that ``relato retrain`` fits for the model in use; vectors are there already."""
    batch, cold, labels, groups = _study(segments, codes, seed)
    spent = []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        fitted = fit_coefficients(batch, cold, labels, groups)
        spent.append((time.perf_counter() - wall, time.process_time() - processor))
    wall = time.perf_counter()
    apply(fitted, batch, cold)
    score = time.perf_counter() - wall
    return Report(segments, codes, len(os.sched_getaffinity(0)), *min(spent), score)


def _study(segments: int, codes: int, seed: int) -> tuple[Batch, ColdStart, NDArray[np.float64], NDArray[np.str_]]:
    chance, drawn = random.Random(seed), np.random.default_rng(seed)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10))) for _ in range(VOCABULARY)]
    often = [1 / (rank + 5) for rank in range(VOCABULARY)]  # Zipf's law
    made = []
    for n in range(segments):
        text = " ".join(chance.choices(words, often, k=WORDS))
        made.append(Segment(f"S{n // SESSION:04d}", n % SESSION + 1, 0, len(text), text, "P1", "en"))
    targets = [
        Target("code", f"c{k}", {"en": f"c{k}"}, (TargetText("definition", "en", " ".join(chance.choices(words, k=12))),))
        for k in range(codes)
    ]
    vectors, questions = (_unit(drawn.normal(size=(segments, WIDTH))) for _ in range(2))
    batch = Batch(tuple(made), vectors, questions, ((),) * segments, np.zeros((0, WIDTH), np.float32))
    labels = (drawn.uniform(size=(segments, codes)) < LABELS / codes).astype(np.float64)
    return batch, ColdStart(targets, _Drawn()), labels, np.array([s.session_id for s in made])


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
