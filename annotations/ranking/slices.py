"""Where changes stand among some ballots on the same set of changes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from annotations.ranking.concordance import agreement, matrix
from annotations.ranking.pairs import Order, order_of
from annotations.ranking.records import Agreement, Pair, Slice, SliceKind, Standing, Unranked
from annotations.validation.records import Ballot

Scores = Mapping[str, Fraction | None]


def slice_of(
    ballots: Sequence[Ballot],
    changes: Sequence[str],
    *,
    kind: SliceKind = "all",
    id: str = "",
    unranked: Unranked = "last",
    left_out: Collection[str] = (),
    compare: bool = True,
) -> Slice:
    """The standings of ``changes`` among ballots to which all of them were shown, in the order of their places.

    Each ballot weighs the same, however many people are behind it and however many changes it could rank: it gives each change the
    share of the others that it stands before, and a change has the mean of these over the ballots that compare it. ``compare``: also how far
    ballots agree, which takes longest.
    """
    orders = [one for ballot in ballots if (one := order_of(ballot, changes, unranked, left_out))]
    in_ranking = [change for change in changes if change not in left_out]
    found = scores(orders, in_ranking)
    place = places(found)
    standings = [_standing(change, place[change], found[change], orders, ballots) for change in in_ranking]
    pairs = tuple(_pair(one, other, orders) for one, other in combinations(in_ranking, 2))
    return Slice(
        kind=kind,
        id=id,
        ballots=len(ballots),
        people=sum(ballot.people for ballot in ballots),
        rankings=len(orders),
        ranking_people=sum(order.ballot.people for order in orders),
        partial=sum(order.is_partial for order in orders),
        standings=tuple(sorted(standings, key=lambda one: one.place or len(standings) + 1)),
        pairs=pairs,
        winner=_winner(in_ranking, pairs),
        agreement=_agreement(orders, in_ranking) if compare else None,
    )


def scores(orders: Sequence[Order], changes: Sequence[str]) -> dict[str, Fraction | None]:
    """The mean over the orders of each change's points as a share of what it could have; None where no order compares it.

    Exact, so that a tie is a tie.
    """
    given: dict[str, list[Fraction]] = {change: [] for change in changes}
    for order in orders:
        for change, points in order.points.items():
            given[change].append(points / (len(order.compared) - 1))
    return {change: sum(shares, Fraction(0)) / len(shares) if shares else None for change, shares in given.items()}


def places(found: Scores) -> dict[str, int]:
    """1 for the highest, and the same for what is equal; the next after two firsts is third. 0 for what has no score.

    >>> places({"a": Fraction(1, 2), "b": Fraction(1), "c": Fraction(1, 2), "d": None})
    {'a': 2, 'b': 1, 'c': 2, 'd': 0}
    """
    return {
        change: 0 if score is None else 1 + sum(other is not None and other > score for other in found.values())
        for change, score in found.items()
    }


def _standing(change: str, place: int, score: Fraction | None, orders: Sequence[Order], ballots: Sequence[Ballot]) -> Standing:
    comparing = [order for order in orders if change in order.compared]
    ranks = [order.mean_ranks[change] for order in orders if change in order.ranks]
    firsts = [order.first for order in comparing if change in order.first]
    votes = Counter(answer.vote for ballot in ballots for answer in ballot.answers if answer.change_id == change)
    return Standing(
        change_id=change,
        place=place,
        score=None if score is None else float(score),
        points=float(sum((order.points[change] for order in comparing), Fraction(0))),
        compared=len(comparing),
        ranked=len(ranks),
        mean_rank=float(sum(ranks, Fraction(0)) / len(ranks)) if ranks else None,
        first=len(firsts),
        first_tied=sum(len(first) > 1 for first in firsts),
        last=sum(change in order.last for order in comparing),
        votes_a=votes["A"],
        votes_b=votes["B"],
        votes_c=votes["C"],
    )


def _pair(one: str, other: str, orders: Sequence[Order]) -> Pair:
    put = Counter(order.puts(one, other) for order in orders if {one, other} <= set(order.compared))
    return Pair(one, other, before=put[1], after=put[-1], tied=put[0])


def _winner(changes: Sequence[str], pairs: Sequence[Pair]) -> str:
    """The change that more ballots put before than after every other one; empty where there is none."""
    won = Counter({change: 0 for change in changes})
    for pair in pairs:
        won[pair.one if pair.before > pair.after else pair.other if pair.after > pair.before else ""] += 1
    return next((change for change in changes if len(changes) > 1 and won[change] == len(changes) - 1), "")


def _agreement(orders: Sequence[Order], changes: Sequence[str]) -> Agreement | None:
    """Of the ballots that rank every change: what is not ranked has no rank that could be compared."""
    complete = [order for order in orders if len(order.ranks) == len(changes)]
    return _drawn(tuple(tuple(float(order.mean_ranks[change]) for change in changes) for order in complete), len(orders))


@lru_cache(maxsize=512)
def _drawn(rows: tuple[tuple[float, ...], ...], of: int) -> Agreement | None:
    """Kept: pages ask for the same again, and the draws take longest."""
    return agreement(matrix(rows), of=of) if len(rows) > 1 else None
