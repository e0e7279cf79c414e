"""Whether a head replaces what is in use: by sign flips, over enough transcripts, on the ranking of codes."""

from itertools import product

import numpy as np
import pytest

from training.metrics import Interval
from training.promotion import Decision, decide, sign_flip_p

DRAWS = 1000


def decided(paired: list[float], *, mean: float | None = None) -> Decision:
    value = float(np.mean(paired)) if mean is None else mean
    found: Interval = {"mean": value, "low": value - 0.1, "high": value + 0.1}
    return decide({"lrap": found}, np.array(paired), seed=1)


def test_p_by_hand() -> None:
    assert sign_flip_p(np.array([1.0] * 8), seed=1) == 1 / 256
    assert sign_flip_p(np.array([1.0] * 7 + [-1.0]), seed=1) == 9 / 256  # itself, all positive, seven others alike
    assert sign_flip_p(-np.array([1.0] * 8), seed=1) == 1.0
    assert sign_flip_p(np.array([0.1] * 3 + [0.0] * 5), seed=1) == 1 / 8  # what is equal tells nothing


@pytest.mark.parametrize("seed", range(5))
def test_p_is_the_share_of_all_patterns(seed: int) -> None:
    paired = np.random.default_rng(seed).normal(0.3, 1, size=9)
    sums = np.array(list(product((-1, 1), repeat=9))) @ paired
    assert sign_flip_p(paired, seed=1) == pytest.approx((sums >= paired.sum() - 1e-12).mean())


def test_many_transcripts_are_drawn_with_the_seed() -> None:
    paired = np.random.default_rng(1).normal(0.2, 1, size=30)
    assert sign_flip_p(paired, seed=1) == sign_flip_p(paired, seed=1)
    several = [sign_flip_p(paired, seed=seed) for seed in range(5)]
    assert 0 < max(several) - min(several) < 0.03


def test_nothing_and_one_are_no_evidence() -> None:
    assert sign_flip_p(np.array([]), seed=1) == sign_flip_p(np.array([0.7]), seed=1) == sign_flip_p(np.zeros(9), seed=1) == 1.0


def test_the_test_decides_and_not_the_interval() -> None:
    assert decided([0.1] * 8).promoted  # the interval of this toy reaches below zero
    seven_of_eight = decide({"lrap": {"mean": 0.08, "low": 0.02, "high": 0.1}}, np.array([0.1] * 7 + [-0.1]), seed=1)
    assert not seven_of_eight.promoted
    assert seven_of_eight.p == 9 / 256
    assert "p = 0.0352" in seven_of_eight.reason["es"]
    assert "p = 0.0352" in seven_of_eight.reason["en"]


def test_a_difference_that_rounds_to_nothing_is_none() -> None:
    assert not decided([1e-9] * 8, mean=0.0).promoted


@pytest.mark.parametrize(("transcripts", "missing"), [(0, 8), (4, 4), (7, 1)])
def test_how_many_more_are_needed(transcripts: int, missing: int) -> None:
    found = decide({"lrap": {"mean": 0.5, "low": 0.4, "high": 0.6}}, np.full(transcripts, 0.5), seed=1)
    assert not found.promoted
    assert f"faltan por revisar: {missing} (mínimo 8" in found.reason["es"]
    assert f"still to be reviewed: {missing} (at least 8" in found.reason["en"]


def test_no_difference_is_promoted_no_oftener_than_announced() -> None:
    """Transcripts of unequal size, no true difference. A percentile bootstrap promotes 5 % of these."""
    rng = np.random.default_rng(1)
    promoted = 0
    for _ in range(DRAWS):
        paired = rng.normal(size=8) * rng.uniform(0.5, 2, size=8)
        promoted += decided(paired.tolist()).promoted
    assert 0.01 < promoted / DRAWS < 0.04  # 0.025, three standard errors of 0.005
