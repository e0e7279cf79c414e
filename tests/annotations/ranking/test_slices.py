"""Standings against published worked examples, recorded results of another implementation, and cases counted by hand."""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.ranking.pairs import order_of
from annotations.ranking.records import Slice
from annotations.ranking.slices import places, scores, slice_of
from annotations.validation.records import Answer, Ballot
from tests.annotations.ranking.cast import cast, form, many

PREF_VOTING: list[dict[str, Any]] = json.loads((Path(__file__).parent / "pref_voting.json").read_text())
"""What pref_voting 1.18.2 (PyPI) says of 16 profiles drawn by lot, with ties and partial ballots: the symmetric Borda scores (wins less
losses, the unranked below the ranked), how many ballots put each above each, and the Condorcet winner; recorded with ``ProfileWithTies``,
its extended strict preference (here: last) and its strict preference (here: silent)."""


def standing(found: Slice) -> dict[str, float]:
    return {one.change_id: one.points for one in found.standings}


def ballots(*sent: Any) -> list[Ballot]:
    return [ballot for ballot, _ in sent]


class TestPublishedExamples:
    def test_capital_of_tennessee(self) -> None:
        """Electowiki, Borda count, and the article's table: 126, 194, 173, 107 points; Nashville beats every other one by one."""
        cities = form("MNCK")
        sent = [
            *many(42, "1 2 3 4", cities), *many(26, "4 1 2 3", cities), *many(15, "4 3 1 2", cities), *many(17, "4 3 2 1", cities)
        ]  # fmt: skip
        found = slice_of(ballots(*sent), "MNCK")
        assert standing(found) == {"N": 194, "C": 173, "M": 126, "K": 107}
        assert [(one.change_id, one.place) for one in found.standings] == [("N", 1), ("C", 2), ("M", 3), ("K", 4)]
        assert found.winner == "N"
        assert found.of("M").first == 42
        assert found.of("M").last == 58

    def test_23_voters(self) -> None:
        """R. Ptacek, MGF1106 voting notes, VT3: 54, 70, 60 and 46 points of 4 to 1 a place, so 23 fewer of 3 to 0."""
        shown = form("ABCD")
        said = [(10, "1 2 3 4"), (5, "4 2 1 3"), (5, "4 1 3 2"), (2, "4 3 2 1"), (1, "3 4 1 2")]
        found = slice_of(ballots(*(one for n, what in said for one in many(n, what, shown))), "ABCD")
        assert standing(found) == {"A": 54 - 23, "B": 70 - 23, "C": 60 - 23, "D": 46 - 23}
        assert [found.of(one).first for one in "ABCD"] == [10, 5, 6, 2]

    def test_a_change_that_leaves_the_ranking_can_change_who_is_first(self) -> None:
        """The same notes: 153, 200, 198, 49 with all four; without the fourth 102, 100, 98."""
        shown = form("ABCD")
        of = ballots(*many(51, "1 2 3 4", shown), *many(49, "4 2 1 3", shown))
        assert standing(slice_of(of, "ABCD")) == {"A": 253 - 100, "B": 300 - 100, "C": 298 - 100, "D": 149 - 100}
        without = slice_of(of, "ABCD", left_out=["D"])
        assert standing(without) == {"A": 202 - 100, "B": 200 - 100, "C": 198 - 100}
        assert without.first == ("A",)
        assert [one.change_id for one in without.standings] == ["A", "B", "C"]

    def test_ballots_that_rank_one_of_five(self) -> None:
        """VoteKit (mggg/VoteKit, tests of ``borda_scores``): 260, 140, 140, 160, 110 points of 5 to 1 over 54 ballots, 24 of them for A alone,
        the others sharing the places that are left."""
        shown = form("ABCDE")
        said = [(10, "1 4 2 3 5"), (10, "1 2 3 4 5"), (10, "2 4 5 1 3"), (24, "1 - - - -")]
        found = slice_of(ballots(*(one for n, what in said for one in many(n, what, shown))), "ABCDE")
        assert standing(found) == {"A": 260 - 54, "B": 140 - 54, "C": 140 - 54, "D": 160 - 54, "E": 110 - 54}
        assert found.partial == 24
        assert found.top() == ("A", "D")

    def test_a_tie_shares_the_points_of_the_places_it_takes(self) -> None:
        """Wikipedia, Borda count, tournament-style counting: indifferent between the first two of four, then the third, then the fourth."""
        found = slice_of(ballots(cast("1 1 2 3", form("ABCD"))), "ABCD")
        assert standing(found) == {"A": 2.5, "B": 2.5, "C": 1, "D": 0}


class TestAnotherImplementation:
    @pytest.mark.parametrize("case", PREF_VOTING, ids=range(len(PREF_VOTING)))
    def test_points_pairs_and_winner(self, case: dict[str, Any]) -> None:
        changes, found = case["changes"], [self.ballot(case["changes"], ranks) for ranks in case["ballots"]]
        last = slice_of(found, changes)
        for one in last.standings:
            wins_less_losses = 2 * one.points - (len(changes) - 1) * one.compared
            assert wins_less_losses == case["symmetric_borda"][one.change_id]
        self.same_pairs(last, case["last"])
        silent = slice_of(found, changes, unranked="silent")
        self.same_pairs(silent, case["silent"])

    @staticmethod
    def ballot(changes: list[str], ranks: dict[str, int]) -> Ballot:
        answers = tuple(Answer(one, "A", rank=ranks.get(one, 0)) for one in changes)
        return Ballot("B", "F", "d", ("V",), "g", "paper", "en", answers)

    @staticmethod
    def same_pairs(found: Slice, told: dict[str, Any]) -> None:
        for pair in found.pairs:
            assert (pair.before, pair.after) == (told["support"][pair.one][pair.other], told["support"][pair.other][pair.one])
        assert found.winner == told["winner"]


def test_places_keep_ties_and_leave_out_what_has_no_score() -> None:
    """The method's own case: one first, two that share the second place."""
    assert places({"5a": Fraction(3), "5b": Fraction(2), "5c": Fraction(2), "5d": Fraction(1), "5e": None}) == {
        "5a": 1, "5b": 2, "5c": 2, "5d": 4, "5e": 0,
    }  # fmt: skip


def test_top_two_with_ties() -> None:
    found = slice_of(ballots(cast("1 2 3"), cast("1 3 2")), "ABC")
    assert (found.first, found.top()) == (("A",), ("A", "B", "C"))
    all_tied = slice_of(ballots(cast("1 2 3"), cast("2 3 1"), cast("3 1 2")), "ABC")
    assert (all_tied.first, all_tied.winner) == (("A", "B", "C"), "")


def test_c_closes_the_ranking_of_that_change_for_that_ballot_only() -> None:
    found = slice_of(ballots(cast("C 1 2"), cast("1 2 3"), cast("1 2 3")), "ABC")
    a, b = found.of("A"), found.of("B")
    assert (a.compared, a.ranked, a.score, a.first, a.votes_a, a.votes_c) == (2, 2, 1.0, 2, 2, 1)
    assert b.compared == 3
    assert b.score == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert found.rankings == 3
    assert [(p.one, p.other, p.before, p.after, p.tied) for p in found.pairs] == [
        ("A", "B", 2, 0, 0), ("A", "C", 2, 0, 0), ("B", "C", 3, 0, 0),
    ]  # fmt: skip


def test_a_rank_beside_a_c_is_not_counted_and_b_is_as_good_as_a() -> None:
    shown, answers = form(), (Answer("A", "C", rank=1), Answer("B", "B", rank=2), Answer("C", "A", rank=5))
    ballot = Ballot("B1", shown.id, "d1", ("V1",), "g", "paper", "en", answers)
    found = slice_of([ballot], "ABC")
    assert (found.of("A").score, found.of("B").score, found.of("C").score) == (None, 1.0, 0.0)
    assert found.of("B").mean_rank == 1.0  # a gap between ranks says nothing


def test_what_compares_nothing_is_no_ranking() -> None:
    nothing = [cast("C C 1"), cast("- - -"), cast("? ? 1")]
    found = slice_of(ballots(*nothing), "ABC")
    assert (found.ballots, found.rankings, found.first, found.winner, found.agreement) == (3, 0, (), "", None)
    assert {one.place for one in found.standings} == {0}
    assert slice_of([], "ABC").ballots == 0


def test_the_unranked_come_last_or_say_nothing() -> None:
    of = ballots(cast("1 - -"), cast("- 1 2"))
    last, silent = slice_of(of, "ABC"), slice_of(of, "ABC", unranked="silent")
    assert {one.change_id: one.score for one in last.standings} == {"A": 0.5, "B": 0.625, "C": 0.375}
    assert (silent.rankings, silent.of("A").score, silent.of("B").score) == (1, None, 1.0)  # one rank alone compares nothing
    assert (last.partial, last.of("A").last, last.of("A").compared, last.of("A").ranked) == (2, 0, 2, 1)


def test_first_places_of_ties_and_of_ballots_without_an_order() -> None:
    found = slice_of(ballots(cast("1 1 2"), cast("2 2 2"), cast("3 1 2")), "ABC")
    a, b = found.of("A"), found.of("B")
    assert (a.first, a.first_tied, a.last, a.compared) == (1, 1, 1, 3)
    assert a.first_ratio == pytest.approx(1 / 3)
    assert (b.first, b.first_tied) == (2, 1)
    assert b.mean_rank == pytest.approx((1.5 + 2 + 1) / 3)


orders = st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=8)


@given(orders)
def test_points_of_all_changes_are_half_of_all_comparisons(ranks: list[list[int]]) -> None:
    of = [TestAnotherImplementation.ballot(list("ABCD"), dict(zip("ABCD", one, strict=True))) for one in ranks]
    made = [one for ballot in of if (one := order_of(ballot, "ABCD", "last"))]
    found = slice_of(of, "ABCD")
    assert sum(one.points for one in found.standings) == 6 * len(made)
    assert all(one.score is None or 0 <= one.score <= 1 for one in found.standings)


@given(orders, st.sampled_from(list(permutations("ABCD"))))
def test_the_order_in_which_changes_were_shown_makes_no_difference(ranks: list[list[int]], shown: tuple[str, ...]) -> None:
    of = [TestAnotherImplementation.ballot(list("ABCD"), dict(zip("ABCD", one, strict=True))) for one in ranks]
    made = [[one for ballot in of if (one := order_of(ballot, changes, "last"))] for changes in ("ABCD", shown)]
    assert scores(made[0], "ABCD") == scores(made[1], "ABCD")
