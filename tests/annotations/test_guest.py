"""New codes over orders and Guest, Namey and Chen's rule: beside a plain loop, by hand, and over all orders there are."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from annotations.curves import Stop
from annotations.guest import GRID, NEVER, band, drawn_orders, expected_known, grid, known_after, stops, wilson

PUBLISHED = (26, 12, 18, 14, 17, 3, 11, 5, 7, 8, 22, 2, 10, 5, 4, 7, 11, 6, 3, 8, 5, 6, 6, 4, 0, 1, 0, 0)
"""New codes per interview, in the order of their files, of a published study of 28 interviews (Mannheimer; 221 codes)."""
matrices = arrays.arrays(bool, st.tuples(st.integers(1, 12), st.integers(0, 10)))


def plain(heard: Any, order: list[int], base: int, run: int, threshold: float) -> int:
    """The rule as it is written, one order, one interview after the other, with sets."""
    sets = [set(np.flatnonzero(heard[session])) for session in order]
    of_base = set().union(*sets[:base])
    if not of_base:
        return NEVER
    for n in range(base, len(sets) - run + 1):
        before = set().union(*sets[:n])
        new = set().union(*sets[n : n + run]) - before
        if 100 * len(new) <= round(100 * threshold) * len(of_base):
            return n
    return NEVER


def of_new_codes(new: tuple[int, ...]) -> Any:
    """Sessions that have nothing but their new codes."""
    return np.repeat(np.eye(len(new), dtype=bool), new, axis=1)


def in_order(heard: Any) -> Any:
    return known_after(heard, np.arange(len(heard))[None, :])


@given(matrices, st.integers(0, 2**31))
def test_every_rule_stops_where_the_plain_loop_does(heard: Any, seed: int) -> None:
    positions = drawn_orders(len(heard), 5, seed)
    known = known_after(heard, positions)
    for base, run, threshold in (*GRID, (1, 1, 0.5), (2, 1, 0.2)):
        expected = [plain(heard, list(np.argsort(one)), base, run, threshold) for one in positions]
        assert stops(known, base, run, threshold).tolist() == expected


@pytest.mark.parametrize(
    ("new", "run", "threshold", "written"),
    [
        ((4, 3, 2, 1, 1, 0, 0, 0), 2, 0.05, "5+2"),  # ten codes in the base, the first run adds one of ten
        ((4, 3, 2, 1, 0, 0, 0), 3, 0.05, "4+3"),
        ((4,) * 8, 2, 0.05, "never"),
        ((0,) * 8, 2, 0.05, "never"),  # nothing in the base: nothing to compare with
    ],
)
def test_examples_that_qdapy_publishes(new: tuple[int, ...], run: int, threshold: float, written: str) -> None:
    """The worked cases in the source distribution of qdaPy 0.1.0 (its tests of saturation_ratio), an implementation of others."""
    (stopped,) = stops(in_order(of_new_codes(new)), 4, run, threshold).tolist()
    assert ("never" if stopped == NEVER else f"{stopped}+{run}") == written


@given(matrices, st.integers(0, 2**31))
def test_whatever_the_order_the_curve_rises_from_nothing_to_every_code(heard: Any, seed: int) -> None:
    known = known_after(heard, drawn_orders(len(heard), 20, seed))
    assert (known[:, 0] == 0).all()
    assert (known[:, -1] == heard.any(axis=0).sum()).all()
    assert (np.diff(known, axis=1) >= 0).all()


@given(arrays.arrays(bool, st.tuples(st.integers(1, 5), st.integers(1, 6))))
def test_the_expected_curve_is_the_mean_over_all_orders(heard: Any) -> None:
    every = np.array(list(permutations(range(len(heard)))))
    assert expected_known(heard) == pytest.approx(known_after(heard, every)[:, 1:].mean(axis=0))


@given(matrices, st.integers(0, 100), st.randoms())
def test_what_is_said_over_orders_does_not_depend_on_how_the_codes_are_listed(heard: Any, seed: int, chance: Any) -> None:
    columns = list(range(heard.shape[1]))
    chance.shuffle(columns)
    positions = drawn_orders(len(heard), 30, seed)
    known, other = known_after(heard, positions), known_after(heard[:, columns], positions)
    assert grid(heard, known) == grid(heard[:, columns], other)
    assert band(heard, known) == band(heard[:, columns], other)


@given(matrices, st.integers(0, 100))
def test_a_stricter_rule_never_stops_earlier(heard: Any, seed: int) -> None:
    known = known_after(heard, drawn_orders(len(heard), 20, seed))
    for base, run, threshold in GRID:
        here, strict, longer = (
            np.where((at := stops(known, base, r, t)) == NEVER, 99, at)
            for r, t in ((run, threshold), (run, threshold / 2), (run + 1, threshold))
        )
        assert (strict >= here).all()
        assert (longer >= here).all()


def test_the_rule_by_hand_on_a_published_study() -> None:
    """Of base 4: 70 codes, 5 % are 3.5. Runs of 2 bring 4 + 0 in 24–25, 0 + 1 in 25–26. Base 6: 90, 4.5. Nothing new at all: 27–28."""
    heard = of_new_codes(PUBLISHED)
    found = {(s.base, s.run, s.threshold): s.written for s in grid(heard, in_order(heard))}
    assert found == {
        (4, 2, 0.05): "24+2", (4, 3, 0.05): "24+3", (5, 2, 0.05): "23+2", (5, 3, 0.05): "24+3", (6, 2, 0.05): "23+2",
        (6, 3, 0.05): "24+3", (4, 2, 0.0): "26+2", (5, 2, 0.0): "26+2", (6, 2, 0.0): "26+2",
        (4, 3, 0.0): "", (5, 3, 0.0): "", (6, 3, 0.0): "",
    }  # fmt: skip


def test_a_run_may_begin_right_after_the_base_and_a_threshold_is_reached_by_equality() -> None:
    """20 codes in the base; 1 new one in the run is 5 %, 2 are more."""
    assert stops(in_order(of_new_codes((5, 5, 5, 5, 1, 0))), 4, 2, 0.05).tolist() == [4]
    assert stops(in_order(of_new_codes((5, 5, 5, 5, 1, 1, 0))), 4, 2, 0.05).tolist() == [5]
    assert stops(in_order(of_new_codes((5, 5, 5, 5, 1, 1))), 4, 2, 0.05).tolist() == [NEVER]


def test_too_few_sessions_or_no_code_at_all_say_nothing() -> None:
    for heard in (np.ones((5, 3), dtype=bool), np.zeros((9, 3), dtype=bool), np.zeros((0, 0), dtype=bool)):
        known = known_after(heard, drawn_orders(len(heard), 10, 1))
        assert Stop(6, 2, 0.05, possible=False) in grid(heard, known)
    one = grid(np.ones((6, 3), dtype=bool), known_after(np.ones((6, 3), dtype=bool), drawn_orders(6, 10, 1)))
    assert [s.possible for s in one] == [(s.base, s.run) == (4, 2) for s in one]


def test_orders_are_told_by_their_share_and_their_spread() -> None:
    """Six sessions, one of which alone has a code: base 1, run 1, nothing new stops unless that one comes second or first."""
    heard = np.zeros((3, 2), dtype=bool)
    heard[:, 0] = True
    heard[2, 1] = True
    every = known_after(heard, np.array(list(permutations(range(3)))))
    assert stops(every, 1, 1, 0.0).tolist().count(2) == 2  # it comes second: what is after it brings nothing
    assert stops(every, 1, 1, 0.0).tolist().count(1) == 4
    stop = grid(np.eye(9, dtype=bool), known_after(np.eye(9, dtype=bool), drawn_orders(9, 500, 1)))[0]
    assert (stop.never, stop.earliest, stop.written) == (1.0, None, "")
    assert stop.never_low == pytest.approx(wilson(500, 500)[0])


def test_the_band_holds_its_share_of_orders_that_were_not_drawn_for_it() -> None:
    chance = np.random.default_rng(5)
    inside = []
    for seed in range(20):
        heard = chance.random((25, 60)) < chance.beta(0.5, 3, 60)
        made = band(heard, known_after(heard, drawn_orders(25, 1000, seed)))
        fresh = known_after(heard, drawn_orders(25, 1000, 1000 + seed))[:, 1:]
        inside.append(((fresh >= made.low) & (fresh <= made.high)).mean(axis=0))
    assert np.min(inside) > 0.93
    assert np.mean(inside) > 0.95


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_another_seed_draws_other_orders_and_the_same_one_the_same(seed: int) -> None:
    assert (drawn_orders(8, 50, seed) == drawn_orders(8, 50, seed)).all()
    assert (drawn_orders(8, 50, seed) != drawn_orders(8, 50, seed + 1)).any()
    assert (np.sort(drawn_orders(8, 50, seed), axis=1) == np.arange(8)).all()


def test_many_codes_are_looked_at_in_steps_and_come_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = np.random.default_rng(1).random((12, 40)) < 0.3
    positions = drawn_orders(12, 37, 1)
    whole = known_after(heard, positions)
    monkeypatch.setattr("annotations.guest.AT_ONCE", 300)
    assert (known_after(heard, positions) == whole).all()
