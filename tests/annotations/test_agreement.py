"""The coefficients against worked examples that were published, and against krippendorff, scikit-learn."""

import warnings
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from annotations.agreement import COEFFICIENTS, NOTHING, Coefficient, Sums, coefficients, parts, pooled, sums

ONE = 0  # the only group, the only variable


def of(ratings: object, categories: int) -> Sums:
    """One variable, (S, M) ratings from 1 with 0 for what is missing."""
    values = np.asarray(ratings, dtype=np.int8)[:, :, None] - 1
    return sums(values, categories, np.zeros(len(values), dtype=np.intp), 1)


def of_table(table: list[list[int]]) -> Sums:
    """The ratings of two coders whose contingency table this is."""
    ratings = [(a, b) for a, row in enumerate(table, 1) for b, count in enumerate(row, 1) for _ in range(count)]
    return of(ratings, len(table))


def value(found: Sums, name: Coefficient) -> float:
    return float(coefficients(found, name)[ONE, 0])


def test_cohen_1960_table_1() -> None:
    """Cohen (1960), A coefficient of agreement for nominal scales: po = .70, pe = .41, kappa = .492 (200 judgements)."""
    found = of_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert value(found, "percent") == pytest.approx(0.70)
    assert float(parts(found, "kappa").expected[ONE, 0, 0]) == pytest.approx(0.41)
    assert value(found, "kappa") == pytest.approx(0.492, abs=0.0005)


def test_gwet_2014_abstractors() -> None:
    """Gwet (2014), Handbook of Inter-Rater Reliability, data set cont3x3abstractors as his package irrCAC prints it."""
    found = of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert value(found, "percent") == pytest.approx(0.89)
    assert value(found, "kappa") == pytest.approx(0.7964094, abs=5e-8)
    assert value(found, "ac1") == pytest.approx(0.8493305, abs=5e-8)
    assert value(found, "alpha") == pytest.approx(0.7972585, abs=5e-8)


GWET_FOUR = [
    [1, 1, 0, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [0, 5, 5, 5], [0, 0, 1, 1], [0, 0, 3, 0],
]  # fmt: skip


def test_gwet_2014_four_raters_with_missing_ratings() -> None:
    """Gwet (2014), data set cac.raw4raters; the same units are example C of Krippendorff (2011), alpha = .743."""
    found = of(GWET_FOUR, 5)
    assert value(found, "percent") == pytest.approx(0.8181818, abs=5e-8)
    assert value(found, "ac1") == pytest.approx(0.77544, abs=5e-6)
    assert float(parts(found, "ac1").expected[ONE, 0]) == pytest.approx(0.1903212, abs=5e-8)
    assert value(found, "alpha") == pytest.approx(0.74342, abs=5e-6)


def test_fleiss_1971_six_psychiatrists_as_gwet_computes_them() -> None:
    """Gwet (2014), data set distrib.6raters: 15 patients, 6 psychiatrists, 5 diagnoses."""
    counts = [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0], [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
    ]  # fmt: skip
    found = of([[c for c, count in enumerate(row, 1) for _ in range(count)] for row in counts], 5)
    assert value(found, "percent") == pytest.approx(0.5511111, abs=5e-8)
    assert value(found, "ac1") == pytest.approx(0.4448007, abs=5e-8)
    assert value(found, "alpha") == pytest.approx(0.4204384, abs=5e-8)


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_krippendorff_2011_examples_a_and_b(first: str, second: str, alpha: float) -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: binary data of two observers, nominal data of two."""
    names = sorted(set(first + second))
    ratings = [(names.index(a) + 1, names.index(b) + 1) for a, b in zip(first, second, strict=True)]
    assert value(of(ratings, len(names)), "alpha") == pytest.approx(alpha, abs=0.0005)


def test_krippendorff_1995_bertha_and_bill() -> None:
    """Krippendorff (1995), On the reliability of unitizing continuous data, p. 57, A, read in 24 pieces: kappa .385, alpha .329."""
    bertha, bill = "001111111100001111110000", "000011110000000110000000"
    found = of([(int(a) + 1, int(b) + 1) for a, b in zip(bertha, bill, strict=True)], 2)
    assert value(found, "kappa") == pytest.approx(0.385, abs=0.0005)
    assert value(found, "alpha") == pytest.approx(0.329, abs=0.001)


def test_feinstein_and_cicchetti_1990_paradox() -> None:
    """Feinstein & Cicchetti (1990), High agreement but low kappa: both tables agree in 85 %, kappa is .70 and .32."""
    even, skewed = of_table([[40, 9], [6, 45]]), of_table([[80, 10], [5, 5]])
    assert value(even, "percent") == value(skewed, "percent") == pytest.approx(0.85)
    assert value(even, "kappa") == pytest.approx(0.70, abs=0.005)
    assert value(skewed, "kappa") == pytest.approx(0.32, abs=0.005)
    assert value(skewed, "ac1") > 0.8


def test_one_value_only_is_undefined_and_ac1_is_perfect() -> None:
    found = of([(1, 1)] * 5, 2)
    assert np.isnan(value(found, "kappa"))
    assert np.isnan(value(found, "alpha"))
    assert value(found, "percent") == value(found, "ac1") == 1


def test_units_of_one_coder_alone_are_no_agreement() -> None:
    found = of([(1, 0), (0, 2), (1, 1), (1, 2)], 2)
    assert float(found.units[ONE, 0]) == 2
    assert value(found, "percent") == 0.5


def test_pooling_averages_agreement_before_the_ratio() -> None:
    """Two codes by hand: po .9 and .7, pe .5 and .58, so (1.6 − 1.08) / (2 − 1.08)."""
    first, second = [[45, 5], [5, 45]], [[55, 15], [15, 15]]
    ratings = [[(a, b) for a, row in enumerate(t) for b, n in enumerate(row) for _ in range(n)] for t in (first, second)]
    values = np.array(ratings, dtype=np.int8).transpose(1, 2, 0)
    found = sums(values, 2, np.zeros(100, dtype=np.intp), 1)
    assert float(pooled(found, "kappa")[ONE]) == pytest.approx((1.6 - 1.08) / (2 - 1.08))


def test_a_code_that_nobody_used_does_not_make_pooled_kappa_undefined() -> None:
    values = np.array([[[1, 0], [1, 0]], [[0, 0], [0, 0]], [[1, 0], [0, 0]], [[0, 0], [0, 0]]], dtype=np.int8)
    found = sums(values, 2, np.zeros(4, dtype=np.intp), 1)
    assert np.isnan(coefficients(found, "kappa")[ONE, 1])
    assert float(pooled(found, "kappa")[ONE]) == value(found, "kappa")


RATINGS = arrays.arrays(np.int8, st.tuples(st.integers(3, 12), st.integers(2, 4)), elements=st.integers(NOTHING, 2))


@settings(max_examples=150, deadline=None)
@given(RATINGS)
def test_alpha_and_kappa_equal_the_libraries(ratings: NDArray[np.int8]) -> None:
    found = sums(ratings[:, :, None], 3, np.zeros(len(ratings), dtype=np.intp), 1)
    data = np.where(ratings == NOTHING, np.nan, ratings).astype(float)
    pairable = ratings[(ratings != NOTHING).sum(axis=1) > 1]
    if len(np.unique(pairable[pairable != NOTHING])) > 1:
        expected = krippendorff.alpha(data.T, level_of_measurement="nominal", value_domain=[0, 1, 2])
        assert value(found, "alpha") == pytest.approx(expected, abs=1e-9)
    kappas = []
    for a, b in combinations(range(ratings.shape[1]), 2):
        both = (ratings[:, a] != NOTHING) & (ratings[:, b] != NOTHING)
        if len(np.unique(ratings[both][:, [a, b]])) > 1:
            kappas.append(cohen_kappa_score(ratings[both, a], ratings[both, b]))
    if kappas:
        assert value(found, "kappa") == pytest.approx(np.mean(kappas), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(RATINGS, st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_weights_are_as_if_the_units_were_there_so_often(ratings: NDArray[np.int8], often: list[int]) -> None:
    groups = np.arange(len(ratings)) % 3
    weighted = sums(ratings[:, :, None], 3, groups, 3).weighted(np.array([often], dtype=float))
    repeated = np.concatenate([np.repeat(ratings[groups == g], n, axis=0) for g, n in enumerate(often)])
    again = sums(repeated[:, :, None], 3, np.zeros(len(repeated), dtype=np.intp), 1)
    for name in COEFFICIENTS:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            one, other = value(weighted, name), value(again, name)
        assert one == pytest.approx(other, nan_ok=True)
