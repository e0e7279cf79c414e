"""Kendall's W against published values, another implementation (scipy's Friedman statistic), and exact probabilities."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, rankdata

from annotations.ranking.concordance import agreement, concordance, matrix
from annotations.ranking.slices import slice_of
from tests.annotations.ranking.cast import cast

NAG = [
    [1.0, 4.5, 2.0, 4.5, 3.0, 7.5, 6.0, 9.0, 7.5, 10.0],
    [2.5, 1.0, 2.5, 4.5, 4.5, 8.0, 9.0, 6.5, 10.0, 6.5],
    [2.0, 1.0, 4.5, 4.5, 4.5, 4.5, 8.0, 8.0, 8.0, 10.0],
]
"""NAG Library, example results of G08DAF (nagdoc_fl26.2, g08dafe.r): three comparisons of ten, with ties, after Siegel (1956): W 0.828, p 0.008."""


def test_the_published_example_with_ties() -> None:
    ranks = matrix(NAG)
    assert [list(rankdata(row)) for row in ranks] == NAG
    assert concordance(ranks) == pytest.approx(0.828, abs=0.0005)
    found = agreement(ranks, of=3)
    assert found is not None
    assert found.p < 0.008  # the chi-square that is published there is an approximation, and cautious for three ballots


def test_one_order_and_its_opposite() -> None:
    assert concordance(matrix([[1, 2, 3]] * 4)) == 1.0
    assert concordance(matrix([[1, 2, 3], [3, 2, 1]])) == 0.0
    assert concordance(matrix([[1.5, 1.5, 3], [1.5, 1.5, 3]])) == 1.0  # ties are corrected for


def test_nothing_can_be_said_of_one_ballot_or_of_ballots_that_tie_everything() -> None:
    assert concordance(matrix([[1, 2, 3]])) is None
    assert concordance(matrix([[2, 2, 2], [2, 2, 2]])) is None
    assert agreement(matrix([[2, 2, 2], [2, 2, 2]]), of=2) is None


@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=3, max_size=8))
def test_it_is_friedmans_statistic_on_another_scale(rows: list[list[int]]) -> None:
    assume(any(len(set(row)) > 1 for row in rows))
    ranks = matrix([list(rankdata(row)) for row in rows])
    statistic = float(friedmanchisquare(*ranks.T)[0])
    found = concordance(ranks)
    assert found == pytest.approx(statistic / (len(rows) * 3), abs=1e-9)
    assert found is not None
    assert -1e-9 <= found <= 1 + 1e-9


def test_p_by_lot_is_near_the_exact_one() -> None:
    """Every pair of second and third orders beside a first one: 36 for three ballots of three changes."""
    ranks = matrix([[1, 2, 3], [1, 2, 3], [1, 3, 2]])
    seen = concordance(ranks)
    assert seen is not None
    others = [concordance(matrix([(1, 2, 3), *two])) or 0 for two in product(permutations((1, 2, 3)), repeat=2)]
    exact = np.mean([one >= seen - 1e-9 for one in others])
    found = agreement(ranks, of=3)
    assert found is not None
    assert found.p == pytest.approx(exact, abs=0.02)
    assert found == agreement(ranks, of=3)  # drawn with one seed


def test_only_ballots_that_rank_everything_are_compared() -> None:
    sent = [cast("1 2 3"), cast("1 2 3"), cast("1 - -"), cast("C 2 1")]
    found = slice_of([ballot for ballot, _ in sent], "ABC").agreement
    assert found is not None
    assert (found.w, found.ballots, found.of) == (1.0, 2, 4)
    assert slice_of([ballot for ballot, _ in sent[1:]], "ABC").agreement is None
