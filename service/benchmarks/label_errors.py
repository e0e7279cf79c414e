"""How many planted label errors are found: ours, and cleanlab's ranking, on the same scores."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embeddings import Encoder
from service.benchmarks.coded_corpora import load_reviewed
from training.datasets import Reviewed
from training.fitting import held_out_scores
from training.label_errors import find_suspects

FIRST = 50
Labels = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """Shares in [0, 1], by method: planted ones among the first ``FIRST``, and planted ones among as many as were planted."""

    corpus: str
    segments: int
    targets: int
    planted: int
    precision: dict[str, tuple[float, float]]
    recall: dict[str, tuple[float, float]]

    def markdown(self) -> str:
        """Mean over the seeds, and the range."""
        lines = [
            f"{self.corpus}: {self.segments} segments, {self.targets} codes, {self.planted} planted errors a seed, half of them missing",
            "",
            f"| method | precision among the first {FIRST} | found among as many as were planted |",
            "|---|---|---|",
        ]
        for method, (mean, spread) in self.precision.items():
            other, other_spread = self.recall[method]
            lines.append(f"| {method} | {mean:.2f} ± {spread:.2f} | {other:.2f} ± {other_spread:.2f} |")
        return "\n".join(lines)


def run(folder: Path, encoder: Encoder, *, share: float = 0.05, seeds: int = 3, limit: int = 2500) -> Found:
    """Take away ``share`` of the codings and add as many wrong ones (by the codes' frequency), then look for them.

    Scores are out-of-fold by document. What people had wrong before counts as a false alarm, so that precision is a lower bound.
    """
    reviewed, cold = load_reviewed(folder, encoder, limit=limit)
    hits: dict[str, list[tuple[float, float]]] = {}
    planted: set[tuple[int, int]] = set()
    for seed in range(1, seeds + 1):
        labels, planted = plant(reviewed.labels, share, seed)
        scores = held_out_scores(Reviewed(reviewed.batch, reviewed.targets, labels), cold, seed=seed)
        for method, order in _ranked(scores, labels, seed, max(FIRST, len(planted))).items():
            hit = [place in planted for place in order]
            found = sum(hit[: len(planted)]) / len(planted)
            hits.setdefault(method, []).append((sum(hit[:FIRST]) / FIRST, found))
    told = {m: np.array(values) for m, values in hits.items()}
    precision = {m: (float(v[:, 0].mean()), float(np.ptp(v[:, 0]) / 2)) for m, v in told.items()}
    recall = {m: (float(v[:, 1].mean()), float(np.ptp(v[:, 1]) / 2)) for m, v in told.items()}
    return Found(folder.name, len(reviewed.labels), len(reviewed.targets), len(planted), precision, recall)


def plant(labels: Labels, share: float, seed: int) -> tuple[Labels, set[tuple[int, int]]]:
    """Labels with errors, and where they are: as many codings taken away as added."""
    rng = np.random.default_rng(seed)
    given = np.argwhere(labels > 0)
    count = max(1, round(share * len(given)))
    planted = {(int(row), int(column)) for row, column in given[rng.permutation(len(given))[:count]]}
    frequency = labels.sum(axis=0) / labels.sum()
    while len(planted) < 2 * count:
        row, column = int(rng.integers(len(labels))), int(rng.choice(labels.shape[1], p=frequency))
        if not labels[row, column]:
            planted.add((row, column))
    wrong = labels.copy()
    for row, column in planted:
        wrong[row, column] = 1 - wrong[row, column]
    return wrong, planted


def _ranked(scores: NDArray[np.float32], labels: Labels, seed: int, count: int) -> dict[str, list[tuple[int, int]]]:
    by_chance = np.random.default_rng(seed).random(labels.shape)
    return {
        "Relato": [(s.row, s.column) for s in find_suspects(scores, labels, limit=count, each=labels.shape[1])],
        "cleanlab, filter and self-confidence": _cleanlab(scores, labels, count),
        "by chance": _first(by_chance, count),
    }


def _cleanlab(scores: NDArray[np.float32], labels: Labels, count: int) -> list[tuple[int, int]]:
    from cleanlab.multilabel_classification.filter import (  # type: ignore[import-untyped]
        find_multilabel_issues_per_class,
    )

    chances = np.clip(scores.astype(np.float64), 1e-6, 1 - 1e-6)
    lists = [np.flatnonzero(row).tolist() for row in labels]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rare classes
        issues = np.array(find_multilabel_issues_per_class(lists, chances, n_jobs=1))
    confidence = np.where(labels > 0, chances, 1 - chances)
    return _first(np.where(issues, confidence - 1, confidence), count)


def _first(worth: NDArray[np.float64], count: int) -> list[tuple[int, int]]:
    order = np.argsort(worth, axis=None, kind="stable")[:count]
    return [divmod(int(at), worth.shape[1]) for at in order]
