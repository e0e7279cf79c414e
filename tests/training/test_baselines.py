"""The search for a baseline's settings on part of the documents."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from training import baselines, one_vs_rest
from training.baselines import COSTS, Learning, logistic_regression, quality, vectors_of


def learning(rows: int, documents: int) -> tuple[Learning, NDArray[np.float32]]:
    """Codes that a line through the vectors tells apart, but for some noise; the last fifth of the rows is the test."""
    chance = np.random.default_rng(3)
    vectors = chance.normal(size=(rows, 6)).astype(np.float32)
    labels = (vectors[:, :3] + 0.3 * chance.normal(size=(rows, 3)) > 0.7).astype(float)
    reviewed, test = np.arange(rows * 4 // 5), np.arange(rows * 4 // 5, rows)
    groups = np.array([f"d{row % documents}" for row in reviewed])
    return Learning(reviewed, labels[reviewed], groups, test, 1), vectors


def test_a_part_is_whole_documents_and_large_enough() -> None:
    whole, _ = learning(1000, 40)
    part = whole.part(300)
    assert 300 <= len(part.reviewed) < 340
    assert all((whole.groups == name).sum() == (part.groups == name).sum() for name in set(part.groups))
    assert whole.labels[np.isin(whole.reviewed, part.reviewed)].tolist() == part.labels.tolist()
    assert whole.part(800) is whole
    assert whole.part(300).reviewed.tolist() == part.reviewed.tolist()


def test_searching_in_a_part_finds_what_searching_in_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, vectors = learning(1200, 60)
    everything = logistic_regression(whole, vectors_of(vectors))
    monkeypatch.setattr(baselines, "SEARCHED", 400)
    tried: list[tuple[int, int]] = []

    def counting(train: Any, labels: Any, test: Any, costs: Any, *, balanced: bool) -> list[NDArray[np.float32]]:
        tried.append((len(train), len(costs)))
        return one_vs_rest.fit_apply(train, labels, test, costs, balanced=balanced)

    monkeypatch.setattr(baselines, "fit_apply", counting)
    found = logistic_regression(whole, vectors_of(vectors))
    assert sum(costs for rows, costs in tried if rows > 500) == 2 * 5 + 1  # the two best in five folds, and the last fit
    assert sum(costs for rows, costs in tried if rows <= 500) == 2 * len(COSTS) * 5
    assert abs(quality(found.held_out, whole.labels) - quality(everything.held_out, whole.labels)) < 0.01  # of nearly 2
