"""MASI and alpha of sets: Passonneau's definition, NLTK's example, krippendorff and NLTK on drawn sets."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]
from nltk.metrics.distance import masi_distance  # type: ignore[import-untyped]
from numpy.typing import NDArray

from annotations.agreement_sets import masi_likeness, set_sums


def masi(first: set[int], second: set[int]) -> float:
    sizes = (len(first & second), len(first), len(second))
    return 1 - float(masi_likeness(*(np.array([float(size)]) for size in sizes))[0])


def test_passonneau_2006_monotonicity() -> None:
    """Passonneau (2006), Measuring agreement on set-valued items: Jaccard times 1 for equal sets, 2/3 for a subset, 1/3 for sets that only
    overlap, 0 for disjoint sets.
    """
    assert masi({1, 2}, {1, 2}) == 0
    assert masi({1, 2}, {1, 2, 3}) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi({1, 2}, {2, 3}) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi({1, 2}, {3}) == 1
    assert masi(set(), set()) == 0
    assert masi(set(), {1}) == 1


def test_nltk_s_example_up_to_its_rounding_of_the_thirds() -> None:
    """NLTK's documentation: masi_distance({1, 2}, {1, 2, 3, 4}) is 0.665; it writes 0.67 for two thirds."""
    assert masi({1, 2}, {1, 2, 3, 4}) == pytest.approx(2 / 3)
    assert masi_distance({1, 2}, {1, 2, 3, 4}) == pytest.approx(masi({1, 2}, {1, 2, 3, 4}), abs=0.002)


def by_krippendorff(judged: NDArray[np.bool_], present: NDArray[np.bool_]) -> float:
    sets = [frozenset(np.flatnonzero(one).tolist()) for one in judged.reshape(-1, judged.shape[2])]
    distinct = sorted(set(sets), key=sorted)
    data = np.array([distinct.index(one) for one in sets], dtype=float).reshape(present.shape)
    data[~present] = np.nan
    apart = np.array([[masi(set(a), set(b)) for b in distinct] for a in distinct])

    def metric(
        v1: object, v2: object, i1: NDArray[np.intp], i2: NDArray[np.intp], n_v: object, dtype: object
    ) -> NDArray[np.float64]:
        return np.asarray(apart[i1, i2])

    found = krippendorff.alpha(data.T, level_of_measurement=metric, value_domain=list(range(len(distinct))))  # type: ignore[arg-type]
    return float(found)


SETS = st.tuples(st.integers(4, 9), st.integers(2, 3), st.integers(2, 4)).flatmap(
    lambda shape: st.tuples(arrays.arrays(np.bool_, shape), arrays.arrays(np.bool_, shape[:2]))
)


@settings(max_examples=100, deadline=None)
@given(SETS)
def test_alpha_equals_krippendorff_with_masi(drawn: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> None:
    judged, present = drawn
    several = present.sum(axis=1) > 1
    judged = judged & present[..., None]
    different = {one.tobytes() for one in judged[several][present[several]]}
    found = set_sums(judged, present, np.zeros(len(judged), dtype=np.intp), 1).alpha(np.ones((1, 1)))[0]
    if len(different) > 1:
        assert found == pytest.approx(by_krippendorff(judged, present), abs=1e-9)
    else:
        assert np.isnan(found)


def test_alpha_is_near_nltk_s() -> None:
    chance = np.random.default_rng(7)
    truth = chance.random((60, 6)) < 0.3
    judged = np.stack([truth ^ (chance.random(truth.shape) < 0.1) for _ in range(3)], axis=1)
    data = [(f"c{m}", str(n), frozenset(np.flatnonzero(judged[n, m]).tolist())) for n in range(len(judged)) for m in range(3)]
    found = set_sums(judged, np.ones((60, 3), dtype=bool), np.zeros(60, dtype=np.intp), 1).alpha(np.ones((1, 1)))[0]
    kept = [
        d for d in data if all(len(judged[int(d[1]), m].nonzero()[0]) for m in range(3))
    ]  # NLTK divides by zero at empty sets
    own = np.array(sorted({int(d[1]) for d in kept}))
    assert 0.2 < found < 0.9
    ours = set_sums(judged[own], np.ones((len(own), 3), dtype=bool), np.zeros(len(own), dtype=np.intp), 1).alpha(np.ones((1, 1)))[
        0
    ]
    assert AnnotationTask(data=kept, distance=masi_distance).alpha() == pytest.approx(ours, abs=0.005)


@settings(max_examples=50, deadline=None)
@given(SETS, st.lists(st.integers(0, 2), min_size=2, max_size=2))
def test_weights_are_as_if_the_units_were_there_so_often(
    drawn: tuple[NDArray[np.bool_], NDArray[np.bool_]], often: list[int]
) -> None:
    judged, present = drawn
    groups = np.arange(len(judged)) % 2
    rows = np.concatenate([np.repeat(np.flatnonzero(groups == g), n) for g, n in enumerate(often)])
    weights = np.array([often], dtype=float)
    one, all_ = set_sums(judged, present, groups, 2), np.zeros(len(rows), dtype=np.intp)
    again = set_sums(judged[rows], present[rows], all_, 1)
    assert one.alpha(weights)[0] == pytest.approx(again.alpha(np.ones((1, 1)))[0], nan_ok=True)
    assert one.identical_ratio(weights)[0] == pytest.approx(again.identical_ratio(np.ones((1, 1)))[0], nan_ok=True)
