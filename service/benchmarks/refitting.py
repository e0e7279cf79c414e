"""How long a refit takes after a batch of reviews, in a study of made-up segments, labels and codes.

What is timed is everything between the reviews in the database and a head that scores: vectors are read from a real cache file, what
coders said becomes labels, the head is fitted, and the batch that was just reviewed is scored. Nothing is kept from one refit to
the next but the vectors. What is not timed: encoding (`relato bench embed`), and judging the model on transcripts held out,
which `relato retrain` does besides, before it lets one into use: that is the same fit, of somewhat fewer segments, some twenty times,
and as often for the model in use.
"""

import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Coding
from annotations.transcripts import Segment
from models.batches import make_batch
from models.classifiers import ColdStart, background_of
from models.embeddings import CachedEncoder, Progress
from models.targets import Target, TargetText
from models.threads import cores_for
from training.datasets import Reviewed, from_codings
from training.fitting import fit_head

WIDTH, WORDS, SESSION, VOCABULARY, QUESTIONS = 384, 40, 25, 8_000, 30
LABELS = 2
"""Codes of a segment, on average."""
REVIEWED = 50
"""Segments of the batch that was just reviewed."""
PARTS = {
    "read": "vectors read from the cache",
    "label": "labels from codings",
    "fit": "head fitted",
    "score": "the new batch scored",
}
Spent = dict[str, tuple[float, float]]
"""By part: seconds of wall clock, and of processor."""


@dataclass(frozen=True)
class Report:
    """``spent`` in the refit that took least processor time; ``baseline``: scikit-learn's OneVsRestClassifier(LogisticRegression())
    fitted on the same vectors and labels (no words, no frame, no held-out predictions), on one core."""

    segments: int
    codes: int
    cores: int
    spent: Spent
    baseline: tuple[float, float]

    @property
    def total(self) -> tuple[float, float]:
        walls, processors = zip(*self.spent.values(), strict=True)
        return sum(walls), sum(processors)

    @property
    def ratio(self) -> float:
        """Processor seconds of the baseline for one of the refit."""
        return self.baseline[1] / self.total[1]

    def markdown(self) -> str:
        rows = [(PARTS[name], *seconds) for name, seconds in self.spent.items()]
        rows += [
            ("**the whole refit**", *self.total),
            ("scikit-learn: one-vs-rest logistic regression on the vectors", *self.baseline),
        ]
        lines = [f"| {name} | {wall:.2f} | {processor:.2f} |" for name, wall, processor in rows]
        head = f"{self.segments:,} reviewed segments × {self.codes} codes, {REVIEWED} of them new, on {self.cores} cores\n"
        ratio = f"\nprocessor time of scikit-learn's as a ratio to the refit's: {self.ratio:.1f}"
        return "\n".join([head, "| what | seconds | of processor |", "|---|---|---|", *lines, ratio])

    def json(self) -> str:
        return json.dumps({**asdict(self), "total": self.total, "ratio_of_baseline": self.ratio}, indent=1)


class _Drawn:
    """Vectors by lot, the same for the same text."""

    id, width = "drawn", WIDTH

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        found = np.array([np.random.default_rng(seed).normal(size=WIDTH) for seed in seeds]).reshape(-1, WIDTH)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class _Study:
    segments: list[Segment]
    targets: list[Target]
    codings: list[Coding]


def run(segments: int, codes: int, *, seed: int = 1, repeats: int = 3) -> Report:
    """``repeats`` refits of a study whose vectors are in a cache on disk, and the baseline once."""
    study = _made_up(segments, codes, seed)
    with tempfile.TemporaryDirectory() as scratch:
        encoder = CachedEncoder(_Drawn(), Path(scratch) / "embeddings.sqlite3")
        cold = ColdStart(study.targets, encoder, background=background_of(make_batch(study.segments, encoder, sentences=False)))
        tries = []
        for _ in range(repeats):
            spent: Spent = {}
            reviewed = _refit(study, cold, CachedEncoder(_Drawn(), Path(scratch) / "embeddings.sqlite3"), spent)
            tries.append(spent)
    best = min(tries, key=lambda spent: sum(processor for _, processor in spent.values()))
    return Report(segments, codes, len(os.sched_getaffinity(0)), best, _baseline(reviewed))


def _refit(study: _Study, cold: ColdStart, encoder: CachedEncoder, spent: Spent) -> Reviewed:
    with _timed("read", spent):
        batch = make_batch(study.segments, encoder, sentences=False)
    with _timed("label", spent):
        reviewed = from_codings(batch, study.targets, study.codings, [(segment.id, "c1") for segment in study.segments])
    with _timed("fit", spent):
        head = fit_head(reviewed, cold, version="bench", thresholds={"code": 0.5})
    with _timed("score", spent):
        head.scores(reviewed.batch.rows(slice(-REVIEWED, None)))
    return reviewed


def _baseline(reviewed: Reviewed) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    used = reviewed.labels[:, reviewed.labels.any(axis=0)]
    spent: Spent = {}
    with cores_for(0), _timed("fit", spent):
        OneVsRestClassifier(LogisticRegression()).fit(reviewed.vectors, used)
    return spent["fit"]


@contextmanager
def _timed(name: str, spent: Spent) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    spent[name] = time.perf_counter() - wall, time.process_time() - processor


def _made_up(segments: int, codes: int, seed: int) -> _Study:
    chance, drawn = random.Random(seed), np.random.default_rng(seed)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10))) for _ in range(VOCABULARY)]
    often = [1 / (rank + 5) for rank in range(VOCABULARY)]  # Zipf's law
    questions = [" ".join(chance.choices(words, often, k=12)) for _ in range(QUESTIONS)]
    made = []
    for n in range(segments):
        text = " ".join(chance.choices(words, often, k=WORDS))
        question = questions[n % SESSION % QUESTIONS]
        made.append(Segment(f"S{n // SESSION:04d}", n % SESSION + 1, 0, len(text), text, "P1", "en", question=question))
    targets = [
        Target("code", f"c{k}", {"en": f"c{k}"}, (TargetText("definition", "en", " ".join(chance.choices(words, k=12))),))
        for k in range(codes)
    ]
    given = np.argwhere(drawn.uniform(size=(segments, codes)) < LABELS / codes).tolist()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return _Study(made, targets, [Coding(made[row].id, "c1", "code", f"c{k}", 1, 1, at) for row, k in given])
