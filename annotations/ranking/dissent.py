"""Who does not agree with the result of all: groups that put something else first, and ballots."""

from collections.abc import Collection, Mapping, Sequence

from annotations.ranking.pairs import Order, order_of
from annotations.ranking.records import INTERESTED, Dissent, DissentKind, Slice, Unranked
from annotations.ranking.slices import slice_of
from annotations.validation.records import Ballot


def dissent(
    groups: Mapping[str, Sequence[Ballot]],
    interested: Sequence[Ballot],
    together: Slice,
    changes: Sequence[str],
    unranked: Unranked,
    left_out: Collection[str],
) -> tuple[Dissent, ...]:
    """What differs from the result of all (``together``): in groups, then in single ballots, group by group.

    Nothing where nobody ranked, or all changes share the first place. A group of which one ballot ranks puts first what that ballot does: ``of`` says so.
    """
    if not together.first or len(together.first) == len(together.standings):
        return ()
    found: list[Dissent] = []
    for group, ballots in [*groups.items(), *([(INTERESTED, interested)] if interested else [])]:
        orders = [one for ballot in ballots if (one := order_of(ballot, changes, unranked, left_out))]
        own = slice_of(ballots, changes, unranked=unranked, left_out=left_out, compare=False).first
        if orders and not set(own) & set(together.first):
            found.append(Dissent("group_first", group, own, len(orders), _people(orders), len(orders)))
        elsewhere = [() if set(order.first) & set(together.top()) else order.first for order in orders]
        last = [tuple(one for one in order.last if one in together.first) for order in orders]
        found += _alike("first_elsewhere", group, orders, elsewhere)
        found += _alike("ranked_last", group, orders, last)
    kinds: Sequence[DissentKind] = ("group_first", "first_elsewhere", "ranked_last")
    return tuple(sorted(found, key=lambda one: kinds.index(one.kind)))


def _alike(kind: DissentKind, group: str, orders: Sequence[Order], said: Sequence[tuple[str, ...]]) -> list[Dissent]:
    """Ballots of a group that say the same, together; those that say nothing are left out."""
    saying: dict[tuple[str, ...], list[Order]] = {}
    for order, changes in zip(orders, said, strict=True):
        saying.setdefault(changes, []).append(order)
    return [Dissent(kind, group, changes, len(of), _people(of), len(orders)) for changes, of in saying.items() if changes]


def _people(orders: Sequence[Order]) -> int:
    return sum(order.ballot.people for order in orders)
