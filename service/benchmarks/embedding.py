"""Encoding as a ratio to ``SentenceTransformer.encode`` at its defaults, run in turns with it over the same texts."""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.errors import BadInput
from annotations.readers import read_transcript
from models.embeddings import CachedEncoder, Encoder, Progress, load_encoder
from models.embeddings.plain import plain_encode
from service.settings import Settings

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
ROUNDS = 5
PAIRS = 2000
SEED = 1

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Report:
    """Texts per second; ``ratio`` is the median over the rounds, ``ratios`` are the rounds; cosines are to float32."""

    texts: int
    characters: int
    encoder: str
    plain: float
    fast: float
    ratio: float
    ratios: tuple[float, ...]
    mean_cosine: float
    least_cosine: float
    warm_encoded: int
    warm_seconds: float
    static: float
    static_ratio: float
    static_rank_correlation: float

    def markdown(self) -> str:
        low, high = min(self.ratios), max(self.ratios)
        rows = [
            ("SentenceTransformer.encode, float32", f"{self.plain:.1f} texts/s", "1"),
            (self.encoder, f"{self.fast:.1f} texts/s", f"{self.ratio:.2f} (rounds: {low:.2f} to {high:.2f})"),
            ("its cosine to float32", f"mean {self.mean_cosine:.4f}, least {self.least_cosine:.4f}", ""),
            ("again, from the cache", f"{self.warm_seconds:.2f} s, {self.warm_encoded} texts encoded", ""),
            ("static tier", f"{self.static:.0f} texts/s", f"{self.static_ratio:.0f}"),
            ("its rank correlation with float32", f"{self.static_rank_correlation:.2f}", ""),
        ]
        head = f"{self.texts:,} different texts, {self.characters:,} characters\n"
        return "\n".join([head, "| what | measured | ratio |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])

    def json(self) -> str:
        return json.dumps(asdict(self), indent=1)


class _Given:
    """The vectors that another encoder gave, counted when they are asked for."""

    def __init__(self, id: str, vectors: dict[str, Vectors], width: int) -> None:
        self.id, self.width, self.asked = id, width, 0
        self._vectors = vectors

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        self.asked += len(texts)
        return np.stack([self._vectors[text] for text in texts])


def run(settings: Settings, texts: int = 1000, shared: Path | None = None) -> Report:
    """Measure on at most so many texts: of the folders with ``data.jsonl`` under ``shared``, else of the sample study."""
    found = list(dict.fromkeys(text for text in (_corpora(shared) if shared else _sample()) if text.strip()))
    random.Random(SEED).shuffle(found)
    found = found[:texts]
    if len(found) < ROUNDS:
        raise BadInput(
            "there is too little text to measure on", where=str(shared or SAMPLE), remedy=f"give {ROUNDS} texts or more"
        )
    kept = settings.folder("cache", "encoders").resolve()
    fast, static, plain = load_encoder(folder=kept), load_encoder("static", folder=kept), plain_encode()
    for warming in (fast.encode, static.encode, plain):
        warming(found[:3])
    parts = [found[start::ROUNDS] for start in range(ROUNDS)]
    truth: list[Vectors] = []
    ours: list[Vectors] = []
    plain_seconds: list[float] = []
    fast_seconds: list[float] = []
    for number, part in enumerate(parts):
        turns = [(plain, truth, plain_seconds), (fast.encode, ours, fast_seconds)]
        for encode, vectors, seconds in turns if number % 2 else turns[::-1]:
            took, what = _timed(encode, part)
            seconds.append(took)
            vectors.append(what)
    exact, quick = np.concatenate(truth), np.concatenate(ours)
    in_order = [text for part in parts for text in part]
    static.encode(in_order)  # its table comes from the disk the first time
    static_seconds, rough = _timed(static.encode, in_order)
    cosines = (exact * quick).sum(axis=1)
    ratios = tuple(a / b for a, b in zip(plain_seconds, fast_seconds, strict=True))
    encoded, warm = _warm(fast, in_order, quick)
    return Report(
        texts=len(found), characters=sum(map(len, found)), encoder=fast.id,
        plain=len(found) / sum(plain_seconds), fast=len(found) / sum(fast_seconds),
        ratio=float(np.median(ratios)), ratios=ratios,
        mean_cosine=float(cosines.mean()), least_cosine=float(cosines.min()),
        warm_encoded=encoded, warm_seconds=warm,
        static=len(found) / static_seconds, static_ratio=sum(plain_seconds) / static_seconds,
        static_rank_correlation=rank_correlation(exact, rough),
    )  # fmt: skip


def rank_correlation(some: Vectors, others: Vectors) -> float:
    """Spearman's, of the cosines of the same pairs of texts (S, D) and (S, E): do both find the same texts alike?"""
    from scipy.stats import spearmanr

    chance = np.random.default_rng(SEED)
    left, right = chance.integers(0, len(some), size=(2, PAIRS))
    left, right = left[left != right], right[left != right]
    cosines = [(vectors[left] * vectors[right]).sum(axis=1) for vectors in (some, others)]
    return float(spearmanr(*cosines).statistic)


def _timed(encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> tuple[float, Vectors]:
    start = time.perf_counter()
    vectors = encode(texts)
    return time.perf_counter() - start, vectors


def _warm(fast: Encoder, texts: Sequence[str], vectors: Vectors) -> tuple[int, float]:
    """How many texts a second run over a cache encodes, and how long it takes."""
    given = _Given(fast.id, dict(zip(texts, vectors, strict=True)), fast.width)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "embeddings.sqlite3"
        CachedEncoder(given, path).encode(texts)
        before = given.asked
        seconds, _ = _timed(CachedEncoder(given, path).encode, texts)
    return given.asked - before, seconds


def _corpora(shared: Path) -> Iterator[str]:
    for path in sorted(shared.rglob("data.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (str(json.loads(line)["text"]) for line in lines)


def _sample() -> Iterator[str]:
    for path in sorted((SAMPLE / "transcripts").iterdir()):
        transcript = read_transcript(path)
        yield from (" ".join(transcript.words_of(turn).split()) for turn in transcript.turns)
