"""Metrics against scikit-learn and by hand; intervals on data of known truth."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, label_ranking_average_precision_score

from models.targets import Target
from training.fitting import best_threshold
from training.metrics import compare, metrics_of, paired, row_lrap, tally

CODES = tuple(Target("code", f"c{k}", {}, ()) for k in range(7))


def drawn(seed: int, rows: int = 40, columns: int = 7) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 9, (rows, columns)).astype(np.float32) / 8, (rng.random((rows, columns)) < 0.3).astype(float)


def test_row_lrap_by_hand() -> None:
    scores = np.array([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.5, 0.5, 0.1], [0.1, 0.2, 0.3]], np.float32)
    labels = np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 0]], float)
    found = row_lrap(scores, labels)
    assert found[:3].tolist() == pytest.approx([1 / 2, (1 + 2 / 3) / 2, 1 / 2])
    assert np.isnan(found[3])


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_against_scikit_learn(seed: int) -> None:
    scores, labels = drawn(seed)
    called = scores > 0.5
    counted = tally(scores, called, labels, CODES, np.array(["t"] * len(scores)))
    found = {name: values[0] for name, values in counted.ratios(np.ones((1, 1))).items()}
    some = labels.sum(axis=1) > 0
    assert found["lrap"] == pytest.approx(label_ranking_average_precision_score(labels[some], scores[some]))
    assert found["micro_f1"] == pytest.approx(f1_score(labels, called, average="micro", zero_division=0.0))
    assert all(0 <= found[name] <= 1 for name in metrics_of(CODES))


def test_kinds_are_ranked_apart() -> None:
    """Codes ranked right, domains wrong: "lrap" is of codes alone."""
    targets = (*CODES, Target("domain", "d", {}, ()), Target("domain", "e", {}, ()))
    scores = np.array([[0.9, 0, 0, 0, 0, 0, 0, 0.1, 0.2]], np.float32)
    labels = np.array([[1, 0, 0, 0, 0, 0, 0, 1, 0]], float)
    found = tally(scores, scores > 0.5, labels, targets, np.array(["t"])).ratios(np.ones((1, 1)))
    assert {name: values.tolist() for name, values in found.items()} == {
        "lrap": [1.0],
        "lrap_domain": [0.5],
        "micro_f1": [pytest.approx(2 / 3)],
        "recall_at_5": [1.0],
    }


def test_recall_at_5_by_hand() -> None:
    scores = np.array([[0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]], np.float32)
    labels = np.array([[1, 0, 0, 0, 1, 1, 1]], float)
    assert tally(scores, scores > 1, labels, CODES, np.array(["t"])).ratios(np.ones((1, 1)))["recall_at_5"].tolist() == [0.5]


def test_a_model_against_itself_and_against_a_better_one() -> None:
    scores, labels = drawn(1, rows=120)
    groups = np.array([f"t{i % 10}" for i in range(120)])
    better = np.asarray(scores + labels, np.float32)
    weak, strong = (tally(s, s > 0.5, labels, CODES, groups) for s in (scores, better))
    _, _, none = compare(weak, weak, seed=1)
    assert none["lrap"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    a, b, difference = compare(weak, strong, seed=1)
    assert difference["lrap"]["low"] > 0
    assert difference["lrap"]["mean"] == pytest.approx(b["lrap"]["mean"] - a["lrap"]["mean"], abs=2e-6)
    assert a["lrap"]["low"] < a["lrap"]["mean"] < a["lrap"]["high"]
    assert compare(weak, strong, seed=1) == (a, b, difference)


def test_paired_differences_are_of_codes_and_add_up_to_the_reported_one() -> None:
    targets = (*CODES[:2], Target("domain", "d", {}, ()), Target("domain", "e", {}, ()))
    labels = np.array([[1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 0, 1], [0, 0, 1, 0]], float)
    groups = np.array(["b", "b", "a", "c"])  # nothing of c is coded
    worse = np.array([[0, 1, 1, 0]] * 4, np.float32)
    better = np.array([[1, 0, 0, 1]] * 2 + [[0, 1, 0, 1]] * 2, np.float32)
    first, second = (tally(s, s > 0.5, labels, targets, groups) for s in (worse, better))
    assert paired(first, second).tolist() == [0.0, 1.0]  # a: the same; b: two segments, from a half to 1
    assert compare(first, second, seed=1)[2]["lrap"]["mean"] == pytest.approx(1.0 / 3, abs=1e-6)


def test_intervals_resample_transcripts_not_segments() -> None:
    """One transcript all right, one all wrong: whichever is drawn twice, the share is 0, a half or 1, however many segments."""
    scores = np.array([[1, 0, 0, 0, 0, 0, 0]] * 200, np.float32)
    labels = np.zeros((200, 7))
    labels[:100, 0] = labels[100:, 6] = 1
    groups = np.array(["good"] * 100 + ["bad"] * 100)
    found, _, _ = compare(*[tally(scores, scores > 0.5, labels, CODES, groups)] * 2, seed=1)
    assert (found["recall_at_5"]["low"], found["recall_at_5"]["mean"], found["recall_at_5"]["high"]) == (0.0, 0.5, 1.0)


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10_000))
def test_the_best_threshold_is_the_best_of_all(seed: int) -> None:
    scores, labels = drawn(seed, rows=5, columns=4)

    def f1(limit: float) -> float:
        return float(f1_score(labels.ravel(), scores.ravel() >= limit, zero_division=0.0))

    tried = max(f1(limit) for limit in np.arange(-0.01, 1.01, 1 / 16).tolist())
    assert f1(best_threshold(scores, labels)) == pytest.approx(tried) or labels.sum() == 0


def test_no_positive_no_call() -> None:
    assert best_threshold(np.array([[0.9]], np.float32), np.zeros((1, 1))) == 1.0
