"""What others would use on the same reviewed segments, tuned as well as we tune our own."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.fitting import best_threshold
from training.metrics import row_lrap
from training.one_vs_rest import fit_apply

Scores = NDArray[np.float32]
Rows = NDArray[np.int_]
Features = Callable[[Rows, Rows], tuple[Any, Any]]
"""Rows to fit on and rows to apply to → features of both, which know nothing of the second but its own words."""
Setting = tuple[float, bool]
"""C, and whether classes are weighed by how rare they are."""
COSTS = (0.1, 1.0, 10.0, 100.0)
EDITION = 2
"""To be raised with every change to what is fitted here: what was remembered of another edition is not used."""
FOLDS, FOLDS_OF_MANY, MANY = 5, 3, 1000
SEARCHED, FINALISTS = 1400, 2
"""Of more reviewed rows than this, whole documents with about so many serve to choose the settings that are then tried on all."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """``held_out`` (N, K): scores of the N reviewed segments by fits that did not see their document; ``test`` (S, K): by one on all N."""

    held_out: Scores
    test: Scores
    chosen: str


@dataclass(frozen=True, eq=False)
class Learning:
    """One drawing: rows of the corpus that are reviewed (with ``labels`` (N, K), and ``groups`` (N,) to keep together), rows to judge on."""

    reviewed: Rows
    labels: NDArray[np.float64]
    groups: NDArray[np.str_]
    test: Rows
    seed: int

    def folds(self) -> list[tuple[Rows, Rows]]:
        from sklearn.model_selection import GroupKFold

        wanted = FOLDS if len(self.reviewed) <= MANY else FOLDS_OF_MANY
        folds = GroupKFold(min(wanted, len(set(self.groups))), shuffle=True, random_state=self.seed)
        return list(folds.split(self.labels, groups=self.groups))

    def part(self, rows: int) -> "Learning":
        """Documents drawn until they have at least so many rows; all of it when it has no more."""
        if len(self.reviewed) <= rows:
            return self
        names, sizes = np.unique(self.groups, return_counts=True)
        order = np.random.default_rng(self.seed).permutation(len(names))
        enough = max(FOLDS, int(np.searchsorted(np.cumsum(sizes[order]), rows)) + 1)
        kept = np.isin(self.groups, names[order[:enough]])
        return Learning(self.reviewed[kept], self.labels[kept], self.groups[kept], self.test, self.seed)


def logistic_regression(learning: Learning, features: Features) -> Fitted:
    """One-vs-rest logistic regression; C and class weights are the pair with the best sum of micro-F1 (at its best threshold) and LRAP on held-out scores.

    With many reviewed rows all pairs are tried on a part of the documents, and the best of them on all.
    """
    settings = [(cost, balanced) for balanced in (False, True) for cost in COSTS]
    part = learning.part(SEARCHED)
    if len(part.reviewed) < len(learning.reviewed):
        tried = _held_out(part, features, settings)
        settings = sorted(settings, key=lambda setting: -quality(tried[setting], part.labels))[:FINALISTS]
    held_out = _held_out(learning, features, settings)
    best = max(settings, key=lambda setting: quality(held_out[setting], learning.labels))
    x, z = features(learning.reviewed, learning.test)
    (scores,) = fit_apply(x, learning.labels, z, best[:1], balanced=best[1])
    return Fitted(held_out[best], scores, f"C={best[0]:g}{', balanced' if best[1] else ''}")


def _held_out(learning: Learning, features: Features, settings: Sequence[Setting]) -> dict[Setting, Scores]:
    held_out = {setting: np.zeros(learning.labels.shape, np.float32) for setting in settings}
    for train, rest in learning.folds():
        x, z = features(learning.reviewed[train], learning.reviewed[rest])
        for balanced in (False, True):
            costs = sorted(cost for cost, weighted in settings if weighted == balanced)
            for cost, scores in zip(costs, fit_apply(x, learning.labels[train], z, costs, balanced=balanced), strict=True):
                held_out[cost, balanced][rest] = scores
    return held_out


def popularity(learning: Learning) -> Fitted:
    """Every segment gets the codes by how often they were given."""
    held_out = np.zeros(learning.labels.shape, np.float32)
    for train, rest in learning.folds():
        held_out[rest] = learning.labels[train].mean(axis=0)
    return Fitted(held_out, np.tile(learning.labels.mean(axis=0).astype(np.float32), (len(learning.test), 1)), "")


def quality(scores: Scores, labels: NDArray[np.float64]) -> float:
    """Micro-F1 at the best threshold plus LRAP; 0 without a positive."""
    if not labels.any():
        return 0.0
    called = scores >= best_threshold(scores, labels)
    f1 = 2 * (called * labels).sum() / (called.sum() + labels.sum())
    return float(f1 + np.nanmean(row_lrap(scores, labels)))


def words_of(texts: Sequence[str]) -> Features:
    """TF-IDF of words and pairs of words (sublinear), fitted on the first rows alone."""

    def features(train: Rows, test: Rows) -> tuple[Any, Any]:
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float64)
        try:
            x = vectorizer.fit_transform([texts[row] for row in train])
        except ValueError:  # not one word of two letters
            return csr_matrix((len(train), 1)), csr_matrix((len(test), 1))
        return x, vectorizer.transform([texts[row] for row in test])

    return features


def vectors_of(vectors: NDArray[np.float32]) -> Features:
    """The encoder's vectors (S, D) as they are."""
    return lambda train, test: (vectors[train], vectors[test])


def remembered(folder: Path | None, facts: Sequence[object], fit: Callable[[], Fitted]) -> Fitted:
    """``fit()``, or what it gave before for the same facts (``EDITION`` among them), kept in ``folder``."""
    if folder is None:
        return fit()
    key = hashlib.sha256(json.dumps([EDITION, *facts], ensure_ascii=False).encode()).hexdigest()[:24]
    path = folder / f"{key}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as kept:
            return Fitted(kept["held_out"], kept["test"], str(kept["chosen"]))
    found = fit()
    folder.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".part").open("wb") as file:
        np.savez_compressed(file, held_out=found.held_out, test=found.test, chosen=np.array(found.chosen))
    path.with_suffix(".part").replace(path)
    return found
