"""One ballot read as comparisons: which of two changes it puts first. Everything that is said of a ranking is counted from these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from annotations.ranking.records import Unranked
from annotations.validation.records import Ballot


@dataclass(frozen=True)
class Order:
    """How one ballot orders changes. ``open_to``: those it voted A or B, which it could rank; ``ranks``: those it ranked, 1 the most
    significant. ``unranked``: how the others are read.
    """

    ballot: Ballot
    open_to: tuple[str, ...]
    ranks: Mapping[str, int]
    unranked: Unranked

    @property
    def is_partial(self) -> bool:
        return len(self.ranks) < len(self.open_to)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The changes that it puts in an order."""
        return self.open_to if self.unranked == "last" else tuple(one for one in self.open_to if one in self.ranks)

    @cached_property
    def places(self) -> dict[str, int]:
        """The rank of what it compares, or the place after all ranks for what has none."""
        after = max(self.ranks.values()) + 1
        return {change_id: self.ranks.get(change_id, after) for change_id in self.compared}

    def puts(self, one: str, other: str) -> int:
        """1: ``one`` before ``other``; -1: after it; 0: both on one place."""
        difference = self.places[other] - self.places[one]
        return (difference > 0) - (difference < 0)

    @cached_property
    def points(self) -> dict[str, Fraction]:
        """Borda points: how many others each stands before, a tie being half.

        So those on one place share the points of the places that they take evenly, and so do those left unranked where they are read as last.

        Source: Dummett (1984), Voting Procedures, for ties; Terzopoulou & Endriss (2021), The Borda class: an axiomatic study of the Borda rule
        on top-truncated preferences, Journal of Mathematical Economics 92, for partial ballots.
        """
        halves = dict.fromkeys(self.compared, 0)
        for one, other in combinations(self.compared, 2):
            halves[one] += 1 + self.puts(one, other)
            halves[other] += 1 - self.puts(one, other)
        return {change_id: Fraction(half, 2) for change_id, half in halves.items()}

    @cached_property
    def mean_ranks(self) -> dict[str, Fraction]:
        """The rank of each ranked change among the ranked ones, the ranks of a tie averaged: 1, 2.5, 2.5, 4."""
        ranks = list(self.ranks.values())
        return {
            change_id: Fraction(2 * sum(other < rank for other in ranks) + ranks.count(rank) + 1, 2)
            for change_id, rank in self.ranks.items()
        }

    @cached_property
    def first(self) -> tuple[str, ...]:
        """What it puts first; nothing when it puts all on one place."""
        best = min(self.places.values())
        return tuple(one for one, place in self.places.items() if place == best) if len(set(self.places.values())) > 1 else ()

    @cached_property
    def last(self) -> tuple[str, ...]:
        """What it puts last, of what it ranked; nothing when it puts all of that on one place, or left anything unranked."""
        if self.is_partial or len(set(self.ranks.values())) < 2:
            return ()
        worst = max(self.ranks.values())
        return tuple(one for one, rank in self.ranks.items() if rank == worst)


def order_of(ballot: Ballot, changes: Sequence[str], unranked: Unranked, left_out: Collection[str] = ()) -> Order | None:
    """How a ballot orders the ``changes`` that were shown; None where it compares nothing.

    What it votes C, or not at all, it cannot rank; what was ``left_out`` of the ranking since is taken out of it.
    """
    votes = {answer.change_id: answer.vote for answer in ballot.answers}
    open_to = tuple(one for one in changes if one not in left_out and votes.get(one) in ("A", "B"))
    ranks = {one: rank for one, rank in ballot.ranks.items() if one in open_to}
    found = Order(ballot, open_to, ranks, unranked)
    return found if ranks and len(found.compared) > 1 else None
