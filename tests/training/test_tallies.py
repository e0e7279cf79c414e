"""Metrics against scikit-learn's; intervals by document."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, label_ranking_average_precision_score

from training.tallies import METRICS, UNKNOWN, Outcome, Test, interval, recall_of_certified, resample, sums_of


def case(seed: int = 1, rows: int = 60, codes: int = 8, documents: int = 6, ties: bool = False) -> tuple[Test, Outcome]:
    rng = np.random.default_rng(seed)
    labels = (rng.random((rows, codes)) < 0.2).astype(float)
    labels[:, 0] = 0
    scores = np.clip(0.3 * labels + rng.random((rows, codes)) * 0.7, 0, 1).astype(np.float32)
    if ties:
        scores = np.round(scores, 1)
    likely = scores > 0.5
    certified = np.arange(codes) < 4
    groups = rng.integers(0, documents, rows).astype(str)
    return Test(labels, groups), Outcome(scores, likely, likely | ((scores > 0.3) & certified), certified)


def measured(test: Test, outcome: Outcome) -> dict[str, float]:
    sums = sums_of([test], [outcome], np.arange(outcome.scores.shape[1]) > 0)
    return dict(resample({"it": sums}, seed=1)["it"].whole)


@pytest.mark.parametrize("ties", [False, True])
def test_equal_to_scikit_learn(ties: bool) -> None:
    test, outcome = case(ties=ties)
    found = measured(test, outcome)
    there = test.labels.sum(axis=1) > 0
    assert found["micro_f1"] == pytest.approx(f1_score(test.labels, outcome.likely, average="micro"))
    assert found["macro_f1"] == pytest.approx(f1_score(test.labels[:, 1:], outcome.likely[:, 1:], average="macro"))
    assert found["lrap"] == pytest.approx(label_ranking_average_precision_score(test.labels[there], outcome.scores[there]))


def test_the_others_by_hand() -> None:
    """Two rows, six codes. Row 1 has codes 1 and 6, row 2 has none."""
    labels = np.array([[1.0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]])
    scores = np.array([[0.9, 0.8, 0.7, 0.6, 0.5, 0.1], [0.9, 0.0, 0.0, 0.0, 0.0, 0.0]], np.float32)
    shown = scores >= 0.75
    found = measured(Test(labels, np.array(["a", "b"])), Outcome(scores, scores >= 0.85, shown, np.array([1, 0, 0, 0, 0, 1]) > 0))
    assert found["recall_at_5"] == 0.5
    assert found["hit_at_5"] == 1.0
    assert found["certified_recall"] == 0.5
    assert found["suggestions_per_segment"] == 1.5
    assert found["certified_share"] == pytest.approx(1 / 5)  # of the five that are used; the first is not among them
    assert found["micro_f1"] == pytest.approx(2 * 1 / (2 + 2))


def test_calibration_is_nought_when_scores_are_rates_and_large_when_they_are_not() -> None:
    rng = np.random.default_rng(5)
    scores = rng.random((4000, 5)).astype(np.float32)
    labels = (rng.random((4000, 5)) < scores).astype(float)
    groups = np.arange(4000).astype(str)
    nothing = np.zeros((4000, 5), np.bool_)
    right = measured(Test(labels, groups), Outcome(scores, nothing, nothing, np.zeros(5, np.bool_)))
    high = measured(Test(labels, groups), Outcome(np.sqrt(scores), nothing, nothing, np.zeros(5, np.bool_)))
    assert right["calibration_error"] < 0.02
    assert high["calibration_error"] == pytest.approx(2 / 3 - 1 / 2, abs=0.02)


def test_a_document_in_two_test_sets_counts_once() -> None:
    """The same split twice is the same as once; and what a document adds is the mean over the splits it is in."""
    test, outcome = case()
    used = np.ones(8, np.bool_)
    once, twice = sums_of([test], [outcome], used), sums_of([test, test], [outcome, outcome], used)
    assert once.cells.tolist() == twice.cells.tolist()
    assert resample({"it": once}, seed=1)["it"].whole == pytest.approx(resample({"it": twice}, seed=1)["it"].whole)


def test_a_difference_from_itself_is_nothing_and_from_another_is_paired() -> None:
    test, outcome = case()
    _, other = case(seed=2)
    used = np.ones(8, np.bool_)
    draws = resample({"a": sums_of([test], [outcome], used), "b": sums_of([test], [other], used)}, seed=1)
    assert draws["a"].minus(draws["a"]) == {name: {"mean": 0.0, "low": 0.0, "high": 0.0} for name in METRICS}
    whole = draws["a"].intervals()["lrap"]["mean"], draws["b"].intervals()["lrap"]["mean"]
    assert None not in whole
    assert draws["a"].minus(draws["b"])["lrap"]["mean"] == pytest.approx(float(whole[0] or 0) - float(whole[1] or 0), abs=1e-6)


def test_intervals_resample_documents_not_rows() -> None:
    """Documents that are all right or all wrong: with ten of them the interval is wide, however many rows they have."""
    labels = np.tile([[1.0, 0.0]], (1000, 1))
    groups = (np.arange(1000) % 10).astype(str)
    right = np.arange(1000) % 10 < 5
    scores = np.where(right[:, None], [[0.9, 0.1]], [[0.1, 0.9]]).astype(np.float32)
    sums = sums_of([Test(labels, groups)], [Outcome(scores, scores > 0.5, scores > 0.5, np.zeros(2, np.bool_))], np.ones(2) > 0)
    found = resample({"it": sums}, seed=1)["it"].intervals()["lrap"]
    assert found["mean"] == 0.75
    assert [found["low"], found["high"]] == pytest.approx([0.6, 0.9], abs=0.05)


def test_what_cannot_be_told_is_unknown() -> None:
    assert interval(float("nan"), np.array([1.0])) == UNKNOWN
    assert interval(0.5, np.array([np.nan, 0.5])) == {"mean": 0.5, "low": 0.5, "high": 0.5}
    test, outcome = case()
    none = Outcome(outcome.scores, outcome.likely, outcome.shown, np.zeros(8, np.bool_))
    assert recall_of_certified(test, none) is None
    assert resample({"it": sums_of([test], [none], np.ones(8) > 0)}, seed=1)["it"].intervals()["certified_recall"] == UNKNOWN
