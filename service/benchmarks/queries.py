"""Does it matter what is reviewed first? Simulated reviews: each strategy against random, on documents held out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.cold_start import ColdStart
from models.embeddings import Encoder
from models.heads import Head
from models.queries import MIXTURE, Candidates, Wish, queue
from service.benchmarks.coded_corpora import load_reviewed
from training.datasets import Reviewed
from training.fitting import best_threshold, fit_head
from training.metrics import row_lrap

BATCH = 50
SIZES = (100, 200, 300)
RARE = 5
STRATEGIES: Mapping[str, Mapping[Wish, float]] = {
    "uncertainty": {"uncertainty": 1.0},
    "diversity": {"diversity": 1.0},
    "rare code": {"rare": 1.0},
    "mixture": MIXTURE,
}
METRICS = ("LRAP", "micro-F1", "codes met")


@dataclass(frozen=True)
class Simulated:
    """``values``: by strategy, size and metric one number a seed."""

    corpus: str
    segments: int
    targets: int
    values: dict[tuple[str, int, str], list[float]]

    def markdown(self) -> str:
        """The value of random, and each strategy minus random with a 95 % interval over seeds (Student, paired)."""
        lines = [f"{self.corpus}: {self.segments} segments, {self.targets} codes", ""]
        lines += ["| reviewed | metric | random | " + " | ".join(f"{name} − random" for name in STRATEGIES) + " |"]
        lines += ["|---|---|---|" + "---|" * len(STRATEGIES)]
        for size in SIZES:
            for metric in METRICS:
                if (base := self.values.get(("random", size, metric))) is None:
                    continue
                told = [_difference(self.values[name, size, metric], base) for name in STRATEGIES]
                lines.append(f"| {size} | {metric} | {np.mean(base):.3f} | " + " | ".join(told) + " |")
        return "\n".join(lines)


def run(folder: Path, encoder: Encoder, *, seeds: int = 5, limit: int = 1500, first_seed: int = 1) -> Simulated:
    """Begin with 50 at random, go on in batches of 50. A third of the documents is held out, another one for each seed."""
    reviewed, cold = load_reviewed(folder, encoder, limit=limit)
    values: dict[tuple[str, int, str], list[float]] = {}
    for seed in range(first_seed, first_seed + seeds):
        rng = np.random.default_rng(seed)
        names = rng.permutation(np.unique(reviewed.groups))
        out = np.isin(reviewed.groups, names[: max(1, len(names) // 3)])
        pool, test = reviewed.take(np.flatnonzero(~out).tolist()), reviewed.take(np.flatnonzero(out).tolist())
        start = rng.permutation(len(pool.labels)).tolist()
        for name in ("random", *STRATEGIES):
            for size, picked, head in _review(pool, cold, STRATEGIES.get(name), start, seed):
                for metric, value in _measured(pool.take(picked), head, cold, test, seed).items():
                    values.setdefault((name, size, metric), []).append(value)
    return Simulated(folder.name, len(reviewed.labels), len(reviewed.targets), values)


def _review(
    pool: Reviewed, cold: ColdStart, mixture: Mapping[Wish, float] | None, order: list[int], seed: int
) -> Iterator[tuple[int, list[int], Head]]:
    """What has been reviewed at each of ``SIZES``, and the head fitted on it."""
    picked, vectors = order[:BATCH], cold.centred(pool.vectors)
    while len(picked) + BATCH <= min(len(order), max(SIZES)):
        left = [row for row in order if row not in set(picked)]
        if mixture is None:
            picked = picked + left[:BATCH]
        else:
            scores = fit_head(pool.take(picked), cold, version="bench", thresholds={}).scores(pool.batch.take(left))
            positives = pool.labels[picked].sum(axis=0)
            nobody = np.full(len(left), np.nan), np.zeros(len(left), np.bool_)
            found = Candidates(scores, vectors[left], vectors[picked], positives, positives < RARE, *nobody)
            picked = picked + [left[place.row] for place in queue(found, seed=seed, mixture=mixture)[:BATCH]]
        if len(picked) in SIZES:
            yield len(picked), picked, fit_head(pool.take(picked), cold, version="bench", thresholds={})


def _measured(reviewed: Reviewed, head: Head, cold: ColdStart, test: Reviewed, seed: int) -> dict[str, float]:
    scores = head.scores(test.batch)
    called = scores >= _threshold(reviewed, cold, seed)
    f1 = 2 * (called * test.labels).sum() / max(1.0, called.sum() + test.labels.sum())
    met = (reviewed.labels.any(axis=0) & test.labels.any(axis=0)).sum()
    return {"LRAP": float(np.nanmean(row_lrap(scores, test.labels))), "micro-F1": float(f1), "codes met": float(met)}


def _threshold(reviewed: Reviewed, cold: ColdStart, seed: int) -> float:
    """Chosen on two halves of what is reviewed, each scored by a head of the other."""
    rows: NDArray[np.int_] = np.random.default_rng(seed).permutation(len(reviewed.labels))
    halves = rows[: len(rows) // 2].tolist(), rows[len(rows) // 2 :].tolist()
    scores = np.zeros(reviewed.labels.shape, np.float32)
    for train, other in (halves, halves[::-1]):
        head = fit_head(reviewed.take(train), cold, version="bench", thresholds={})
        scores[other] = head.scores(reviewed.batch.take(other))
    return best_threshold(scores, reviewed.labels)


def _difference(values: list[float], base: list[float]) -> str:
    from scipy.stats import t

    gaps = np.array(values) - np.array(base)
    reach = float(t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / np.sqrt(len(gaps))) if len(gaps) > 1 else float("nan")
    return f"{gaps.mean():+.3f} [{gaps.mean() - reach:+.3f}, {gaps.mean() + reach:+.3f}]"
