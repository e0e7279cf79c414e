"""The small regression against scikit-learn's, and on opinions of known worth."""

import numpy as np
import pytest
from scipy.optimize import minimize

from models.stacking import COMMON_PENALTY, INTERCEPT_PENALTY, fit_stack

rng = np.random.default_rng(5)
OPINIONS = rng.normal(size=(3, 200, 4)).astype(np.float32)
ODDS = 2 * OPINIONS[0] - 1 * OPINIONS[1] + np.array([-2.0, -1, 0, 1])
LABELS = (rng.uniform(size=ODDS.shape) < 1 / (1 + np.exp(-ODDS))).astype(float)
PENALTIES = np.array([1.0, 1.0, 1.0])


def test_it_is_the_optimum() -> None:
    """The same loss, written plainly and minimised by SciPy."""
    found = fit_stack(OPINIONS, LABELS, PENALTIES)
    middles, spreads = OPINIONS.mean(axis=(1, 2)), OPINIONS.std(axis=(1, 2))
    x = (OPINIONS - middles[:, None, None]) / spreads[:, None, None]
    rate = (LABELS.sum() + 0.5) / (LABELS.size + 1)

    def loss(at):  # type: ignore[no-untyped-def]
        odds = np.einsum("f,fsk->sk", at[:3], x) + at[3] + at[4:]
        penalty = (
            (at[:3] ** 2).sum()
            + COMMON_PENALTY * (at[3] - np.log(rate / (1 - rate))) ** 2
            + INTERCEPT_PENALTY * (at[4:] ** 2).sum()
        )
        return (np.logaddexp(0, odds) - LABELS * odds).sum() + penalty / 2

    best = minimize(loss, np.zeros(8), tol=1e-10).x
    np.testing.assert_allclose(found.weights, best[:3] / spreads, atol=2e-3)
    np.testing.assert_allclose(found.intercepts, best[4:] + best[3] - (best[:3] / spreads) @ middles, atol=5e-3)


def test_each_opinion_weighs_what_it_is_worth() -> None:
    found = fit_stack(OPINIONS, LABELS, PENALTIES)
    assert found.weights == pytest.approx([2, -1, 0], abs=0.25)
    assert (np.diff(found.intercepts) > 0).all()


def test_an_opinion_that_never_varies_has_no_weight() -> None:
    flat = np.concatenate([OPINIONS, np.full((1, 200, 4), 7, np.float32)])
    found = fit_stack(flat, LABELS, np.ones(4))
    assert found.weights[3] == 0
    np.testing.assert_allclose(found.weights[:3], fit_stack(OPINIONS, LABELS, PENALTIES).weights, atol=1e-6)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_labels_that_are_all_the_same_are_fine(value: float) -> None:
    found = fit_stack(OPINIONS, np.full(LABELS.shape, value), PENALTIES)
    assert np.isfinite(found.intercepts).all()
    assert np.sign(found.intercepts).tolist() == [2 * value - 1] * 4
