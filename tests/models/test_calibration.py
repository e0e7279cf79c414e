"""Recalibration on scores whose true probabilities are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from models.calibration import ENOUGH, LEAST_SLOPE, Calibration, fit_calibration, log_odds

TRUE_SLOPE, TRUE_LEVEL = 0.5, -1.0
Floats = NDArray[np.float64]


def drawn(seed: int, *, segments: int = 800, targets: int = 30) -> tuple[NDArray[np.float32], Floats, Floats]:
    """Overconfident scores, labels, and the true probabilities; each target is off in its own way. Half of them are rare."""
    rng, own = np.random.default_rng(seed), np.random.default_rng(99)
    level = np.where(np.arange(targets) % 2, -1.0, -6.0)
    raw = 2.5 * rng.normal(size=(segments, targets)) + level
    slopes = TRUE_SLOPE * np.exp(0.2 * own.normal(size=targets))
    true = expit(slopes * raw + TRUE_LEVEL + 0.5 * own.normal(size=targets))
    return expit(raw).astype(np.float32), (rng.random(true.shape) < true).astype(float), true


def brier(scores: NDArray[np.float32], labels: Floats) -> float:
    return float(((scores - labels) ** 2).mean())


def calibration_error(scores: NDArray[np.float32], labels: Floats) -> float:
    """In ten bins of equal size, the mean distance between what is said and what is there."""
    order = np.argsort(scores, axis=None)
    bins = zip(np.array_split(scores.ravel()[order], 10), np.array_split(labels.ravel()[order], 10), strict=True)
    return float(np.mean([abs(said.mean() - there.mean()) for said, there in bins]))


def test_it_comes_nearer_to_the_truth_on_data_it_has_not_seen() -> None:
    scores, labels, _ = drawn(1)
    fresh, fresh_labels, true = drawn(2)
    common, own = fit_calibration(scores, labels, own=False), fit_calibration(scores, labels)
    assert brier(own.apply(fresh), fresh_labels) < brier(common.apply(fresh), fresh_labels) < brier(fresh, fresh_labels)
    assert calibration_error(own.apply(fresh), fresh_labels) < 0.25 * calibration_error(fresh, fresh_labels)
    assert np.abs(own.apply(fresh) - true).mean() < 0.02
    assert common.slopes[0] == pytest.approx(TRUE_SLOPE, abs=0.1)


def test_rare_targets_take_the_common_pair_and_few_labels_pull_little() -> None:
    scores, labels, _ = drawn(3)
    labels[:, 0], labels[:, 2] = 0, 0
    labels[:4, 2] = 1
    found, common = fit_calibration(scores, labels), fit_calibration(scores, labels, own=False)
    assert (found.slopes[[0, 2]] == common.slopes[0]).all()
    assert (found.intercepts[[0, 2]] == common.intercepts[0]).all()
    rare = np.flatnonzero((labels.sum(axis=0) >= ENOUGH) & (labels.sum(axis=0) < 60))
    assert rare.size
    assert (found.slopes > 0.3 * common.slopes).all()
    assert (found.slopes < 3 * common.slopes).all()
    assert np.abs(found.intercepts[rare] - common.intercepts[rare]).max() < 3


def test_with_much_data_it_is_plain_logistic_regression() -> None:
    rng = np.random.default_rng(4)
    raw = rng.normal(size=(20_000, 2))
    labels = (rng.random(raw.shape) < expit([1.7, 0.6] * raw + [-0.5, 0.8])).astype(float)
    scores = expit(raw).astype(np.float32)
    found = fit_calibration(scores, labels)
    for k in (0, 1):
        there = LogisticRegression(C=np.inf).fit(logit(scores[:, [k]].astype(float)), labels[:, k])
        assert found.slopes[k] == pytest.approx(there.coef_[0, 0], abs=0.02)
        assert found.intercepts[k] == pytest.approx(there.intercept_[0], abs=0.02)


def test_scores_that_are_the_wrong_way_round_keep_their_order() -> None:
    rng = np.random.default_rng(5)
    raw = rng.normal(size=(2000, 3))
    labels = (rng.random(raw.shape) < expit(-2 * raw)).astype(float)
    found = fit_calibration(expit(raw).astype(np.float32), labels)
    assert (found.slopes == LEAST_SLOPE).all()
    assert found.apply(np.full((1, 3), 0.5, np.float32)) == pytest.approx(0.5, abs=0.05)


def test_perfect_separation_ends_in_finite_numbers() -> None:
    scores = np.repeat(np.array([[0.0], [1.0]], np.float32), 50, axis=0)
    found = fit_calibration(scores, scores.astype(float))
    assert np.isfinite([found.slopes, found.intercepts]).all()
    assert found.apply(scores)[[0, -1], 0] == pytest.approx([0, 1], abs=0.01)


@pytest.mark.parametrize("labels", [np.zeros((4, 2)), np.ones((4, 2)), np.zeros((0, 2))])
def test_without_both_kinds_of_label_nothing_is_changed(labels: Floats) -> None:
    found = fit_calibration(np.full(labels.shape, 0.3, np.float32), labels)
    assert (found.slopes.tolist(), found.intercepts.tolist()) == ([1, 1], [0, 0])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 4))
def test_the_order_within_a_target_stays(seed: int, segments: int, targets: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.round(rng.random((segments, targets)), 2).astype(np.float32)
    labels = (rng.random(scores.shape) < 0.4).astype(float)
    found = fit_calibration(scores, labels)
    again = fit_calibration(scores.copy(), labels.copy())
    np.testing.assert_array_equal(found.slopes, again.slopes)
    np.testing.assert_array_equal(found.intercepts, again.intercepts)
    after = found.apply(scores)
    assert ((after >= 0) & (after <= 1)).all()
    for k in range(targets):
        order = np.argsort(scores[:, k], kind="stable")
        assert (np.diff(after[order, k]) >= 0).all()


def test_log_odds_are_finite() -> None:
    assert np.isfinite(log_odds(np.array([[0.0, 1.0, 0.5]], np.float32))).all()


def test_a_row_depends_on_itself_only() -> None:
    found = Calibration(np.array([0.5, 2.0]), np.array([0.0, -1.0]))
    scores = np.array([[0.2, 0.4], [0.9, 0.1]], np.float32)
    assert (found.apply(scores)[1:] == found.apply(scores[1:])).all()
