"""What may be unheard: by hand, and on simulated studies of which the truth is known. Intervals hold what they say that they hold."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from annotations.curves import Interval
from annotations.unheard import chao2, coverage, next_at_most, unheard

REPLICATES = 300
SLACK = 2.6 * (0.95 * 0.05 / REPLICATES) ** 0.5  # of a share of 0.95 over so many replicates, one case in 200
KINDS: dict[str, Callable[[Any], Any]] = {
    "alike": lambda chance: np.full(60, 0.15),
    "common and rare": lambda chance: np.r_[np.full(20, 0.4), np.full(40, 0.04)],
    "of all sorts": lambda chance: chance.beta(0.5, 3, 80),
    "nearly all rare": lambda chance: chance.beta(0.3, 8, 200),
}


def some_sessions(chance: Any, prevalence: Any, sessions: int, talk: float) -> Any:
    """Sessions that report each code with its own probability; some people talk more, by a factor of mean 1 and variance ``talk``."""
    factor = chance.gamma(1 / talk, talk, size=(sessions, 1)) if talk else np.ones((sessions, 1))
    return chance.random((sessions, len(prevalence))) < np.clip(prevalence * factor, 0, 1)


def reported(chance: Any, prevalence: Any, talk: float) -> Any:
    """The probability that one more session reports each code."""
    factor = chance.gamma(1 / talk, talk, size=(2000, 1)) if talk else np.ones((1, 1))
    return np.clip(prevalence * factor, 0, 1).mean(axis=0)


@pytest.mark.parametrize("talk", [0.0, 0.3])
@pytest.mark.parametrize("sessions", [9, 20, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_intervals_hold_the_truth_as_often_as_they_say(kind: str, sessions: int, talk: float) -> None:
    chance = np.random.default_rng(7)
    prevalence = KINDS[kind](chance)
    truly = reported(chance, prevalence, talk)
    held = np.zeros((REPLICATES, 3), dtype=bool)
    for n in range(REPLICATES):
        drawn = some_sessions(chance, prevalence, sessions + 1, talk)
        heard, further = drawn[:-1], drawn[-1]
        found = unheard(heard)
        known = heard.any(axis=0)
        share = truly[known].sum() / truly.sum()
        low, high = found.coverage.low, found.coverage.high
        assert low is not None
        assert high is not None
        assert found.codes.low is not None
        assert found.next_at_most is not None
        held[n] = (
            found.codes.low <= len(prevalence),
            low - 1e-9 <= share <= high + 1e-9,
            (further & ~known).sum() <= found.next_at_most,
        )
    codes, covered, following = held.mean(axis=0)
    assert codes >= 0.95 - SLACK
    assert covered >= 0.95 - SLACK
    assert following >= 0.9 - SLACK * 1.4


def test_the_usual_two_sided_interval_of_chao2_is_not_given_as_it_would_not_hold() -> None:
    chance = np.random.default_rng(3)
    prevalence = chance.beta(0.3, 8, 200)
    found = [chao2(some_sessions(chance, prevalence, 20, 0.0)) for _ in range(50)]
    assert all(one.high is None for one in found)
    assert np.mean([one.value for one in found]) < 150  # of 200: a lower limit, not the number


def test_by_hand() -> None:
    """Four sessions; code a in all, b and c in one each. One: 2, two: 0. Chao2: 3 + 3/4 · 2 · 1 / 2."""
    heard = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 0]], dtype=bool)
    found = unheard(heard)
    assert found.codes == Interval(3.75)
    assert found.coverage.value == pytest.approx(1 - 2 / 6 * (3 * 1) / (3 * 1 + 2), abs=1e-6)  # without doubles: one less
    assert found.next_expected == 0.5
    assert found.next_at_most is None


def test_with_pairs_by_hand() -> None:
    """Ten sessions: a in all, b and c in two, d, e, f in one each. Chao2: 6 + 9/10 · 3 · 2 / (2 · 3). Missing: 3/17 · 27 / (27 + 4)."""
    heard = np.zeros((10, 6), dtype=bool)
    heard[:, 0] = True
    heard[[0, 1], 1] = heard[[1, 2], 2] = True
    heard[3, 3] = heard[3, 4] = heard[4, 5] = True
    found = unheard(heard)
    assert found.codes.value == pytest.approx(6.9)
    assert found.coverage.value == pytest.approx(1 - 3 / 17 * 27 / 31, abs=1e-6)
    assert found.next_expected == pytest.approx(0.3)
    assert (found.next_at_most, found.next_confidence) == (2, 0.9)  # of 10 the 10th: ⌈0.9 · 11⌉


def test_the_next_session_needs_enough_sessions_to_say_something_of() -> None:
    assert next_at_most(np.eye(8, dtype=bool), 0.9) is None
    assert next_at_most(np.eye(9, dtype=bool), 0.9) == 1
    assert next_at_most(np.eye(18, dtype=bool), 0.95) is None
    assert next_at_most(np.eye(19, dtype=bool), 0.95) == 1
    assert next_at_most(np.zeros((0, 0), dtype=bool), 0.9) is None


def test_nothing_is_said_of_nothing() -> None:
    for heard in (np.zeros((0, 0), dtype=bool), np.zeros((5, 0), dtype=bool), np.ones((1, 3), dtype=bool)):
        found = unheard(heard)
        assert (found.codes.value, found.coverage.value) == (None, None)
    assert unheard(np.ones((1, 3), dtype=bool)).next_expected is None


def test_when_every_code_is_heard_twice_the_interval_does_not_shrink_to_nothing() -> None:
    found = coverage(np.ones((10, 3), dtype=bool))
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(0.9)


@given(arrays.arrays(bool, st.tuples(st.integers(2, 15), st.integers(1, 12))))
def test_shares_are_shares_and_limits_are_in_order(heard: Any) -> None:
    found = unheard(heard)
    if heard.any():
        assert found.codes.value is not None
        assert found.coverage.value is not None
        assert found.codes.value >= heard.any(axis=0).sum()
        assert 0 <= found.coverage.value <= 1
        for one in (found.codes, found.coverage):
            assert one.low is None or one.value is None or one.low <= one.value + 1e-6
        assert found.coverage.high is None or found.coverage.value <= found.coverage.high + 1e-6


@given(arrays.arrays(bool, st.tuples(st.integers(2, 10), st.integers(1, 8))), st.randoms())
def test_the_order_of_sessions_and_codes_changes_nothing(heard: Any, chance: Any) -> None:
    rows, columns = (list(range(n)) for n in heard.shape)
    chance.shuffle(rows)
    chance.shuffle(columns)
    one, other = unheard(heard), unheard(heard[rows][:, columns])
    assert (one.codes, one.next_at_most, one.next_expected) == (other.codes, other.next_at_most, other.next_expected)
    assert one.coverage.value == other.coverage.value
    assert (one.coverage.low is None) == (other.coverage.low is None)
    assert one.coverage.low is None or one.coverage.low == pytest.approx(other.coverage.low)
