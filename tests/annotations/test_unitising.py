"""Alpha for unitising against Krippendorff's own example, and on cases of known truth."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.unitising import Unit, coincidences, merged

WHOLE = np.ones((1, 1))


def units(*found: tuple[int, int, int]) -> list[Unit]:
    """As the book writes them: first and last position, both included, from 1."""
    return [Unit(first - 1, last, value) for first, last, value in found]


def test_krippendorff_2019_alex_paul_and_suzan() -> None:
    """Krippendorff (2019), Content Analysis, figure 12.11 (the example of Krippendorff and others 2016): continuum of 60, three observers;
    alpha .510 for units and values, .413 for what is a unit at all.
    """
    observers = {
        "alex": units((1, 7, 1), (8, 13, 2), (31, 32, 5), (33, 37, 6), (38, 44, 6), (45, 60, 7)),
        "paul": units((1, 7, 1), (8, 13, 3), (14, 21, 5), (33, 44, 6)),
        "suzan": units((1, 7, 1), (8, 13, 4), (14, 21, 5), (33, 37, 6), (38, 41, 6), (42, 44, 6)),
    }
    found = coincidences([(60, observers)], 7)
    assert found.alpha(WHOLE)[0] == pytest.approx(0.510, abs=0.0005)
    assert found.alpha_binary(WHOLE)[0] == pytest.approx(0.413, abs=0.001)


def test_a_case_by_hand() -> None:
    """Ten characters; one marks 0-4, the other 2-6: both 2, one alone 2 and 2, nobody 4.

    Lengths: gap-gap 8, unit-unit 4, off the diagonal 4 + 4 = 8 (each pair both ways, divided by m − 1 = 1): 20 in all. Unit against itself:
    16 + 16, gaps 6 + 6. Expected: (400 − 12² − 8²) / (20 − 44 / 20) = 192 / 17.8; alpha = 1 − 8 / (192 / 17.8).
    """
    found = coincidences([(10, {"a": [Unit(0, 4, 1)], "b": [Unit(2, 6, 1)]})], 1)
    assert found.lengths[0].tolist() == [[8.0, 4.0], [4.0, 4.0]]
    assert found.alpha(WHOLE)[0] == pytest.approx(1 - 8 / (192 / 17.8))


def test_the_same_units_are_perfect_agreement_and_nothing_marked_is_undefined() -> None:
    own = [Unit(3, 9, 1), Unit(12, 20, 2)]
    assert coincidences([(30, {"a": own, "b": own, "c": own})], 2).alpha(WHOLE)[0] == pytest.approx(1)
    assert np.isnan(coincidences([(30, {"a": [], "b": []})], 1).alpha(WHOLE)[0])
    assert np.isnan(coincidences([(30, {"a": own})], 2).alpha(WHOLE)[0])


def test_units_in_different_places_agree_less_than_chance() -> None:
    assert coincidences([(20, {"a": [Unit(0, 10, 1)], "b": [Unit(10, 20, 1)]})], 1).alpha(WHOLE)[0] < 0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda p: (min(p), max(p) + 1)), max_size=6))
def test_merged_stretches_cover_the_same_and_do_not_overlap(stretches: list[tuple[int, int]]) -> None:
    found = merged(stretches)
    assert {n for a, b in found for n in range(a, b)} == {n for a, b in stretches for n in range(a, b)}
    assert all(before[1] <= after[0] for before, after in pairwise(found))
