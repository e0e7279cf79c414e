"""What comes of ballots: standings of changes in one domain among those to whom the same changes were shown, and what they disagree on.

A ballot is one, whoever filled it in; the people behind it are counted beside it and never instead of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

Unranked = Literal["last", "silent"]
"""How a ballot is read that ranks some of what it could rank: the others come after all it ranks, tied; or it says nothing of them."""
SliceKind = Literal["all", "group", "interested", "form"]
INTERESTED = "(interested)"
"""Stands for a group where those who judge work of their own are told of, whatever their groups."""
DissentKind = Literal["group_first", "first_elsewhere", "ranked_last"]


@dataclass(frozen=True)
class Standing:
    """How one change stands in a slice.

    ``place``: 1 is the first; equal scores share a place, 0 without any ranking. ``score``: mean Borda score, in [0, 1]: the share of
    the other changes of the ballot that it stands before, a tie being half; None without any. ``points``: the sum of what it stands before, over
    ballots. ``compared``: ballots that have it and another to compare. ``ranked``: those that gave it a rank. ``mean_rank``: over these, tied
    ranks averaged, 1 the best. ``first``, ``last``: ballots that put it first or last, alone or tied (``first_tied`` of them tied);
    a ballot that ties everything has neither. ``votes_a`` …: ballots by vote.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    place: int
    score: float | None
    points: float
    compared: int
    ranked: int
    mean_rank: float | None
    first: int
    first_tied: int
    last: int
    votes_a: int = 0
    votes_b: int = 0
    votes_c: int = 0

    @property
    def first_ratio(self) -> float | None:
        """Share of the ballots that could put it first; shares add up to more than 1 where ballots tie."""
        return self.first / self.compared if self.compared else None


@dataclass(frozen=True)
class Pair:
    """How many ballots put ``one`` before ``other``, the reverse, and neither."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    one: str
    other: str
    before: int
    after: int
    tied: int


@dataclass(frozen=True)
class Agreement:
    """Kendall's coefficient of concordance, corrected for ties, of the ``ballots`` (of ``of`` that rank) that rank every change.

    ``w``: in [0, 1], 1 is one and the same order. ``p``: how often orders drawn by lot agree as much, among ``draws`` of them.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    w: float
    p: float
    ballots: int
    of: int
    draws: int


@dataclass(frozen=True)
class Slice:
    """The ballots of all, of one respondent group (``id``), of the interested, or on one wording (``id`` of the form).

    ``ballots`` and ``people`` voted; ``rankings`` and ``ranking_people`` are those of them that rank; ``partial`` leave something unranked that they
    could rank. ``winner``: the change that beats every other one by one, if there is such a one.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: SliceKind
    id: str
    ballots: int
    people: int
    rankings: int
    ranking_people: int
    partial: int
    standings: tuple[Standing, ...]
    pairs: tuple[Pair, ...]
    winner: str = ""
    agreement: Agreement | None = None

    @property
    def first(self) -> tuple[str, ...]:
        """The change in the first place, several when they share it."""
        return self.top(1)

    def top(self, places: int = 2) -> tuple[str, ...]:
        """The changes down to that place, in their order; ties are kept."""
        return tuple(one.change_id for one in self.standings if 0 < one.place <= places)

    def of(self, change_id: str) -> Standing:
        return next(one for one in self.standings if one.change_id == change_id)


@dataclass(frozen=True)
class GroupMean:
    """Where a change stands when every group weighs the same: the mean of its scores in ``groups`` of them; None without any."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    place: int
    score: float | None
    groups: int


@dataclass(frozen=True)
class Dissent:
    """What does not follow the result of all.

    ``group_first``: a group puts ``changes`` first, and none of these is first among all. ``first_elsewhere``: ``ballots`` of a group put first what is
    not among the top of all. ``ranked_last``: they put last what all put first. ``of``: the ballots of the group that rank.
    ``group`` may be ``INTERESTED``.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: DissentKind
    group: str
    changes: tuple[str, ...]
    ballots: int
    people: int
    of: int


@dataclass(frozen=True)
class Since:
    """What became of a change after it had been put to people: ballots are about it as it was then.

    *moved*: it belongs to another domain (``now``). *worded*: its statement is another one that nobody of these has seen (``now``: its number).
    *split*: some of what was said of it counts for other changes (``now``: these). *not_saturated*: it would not be put to people now.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    change_id: str
    what: Literal["moved", "worded", "split", "not_saturated"]
    now: str = ""


@dataclass(frozen=True)
class Result:
    """One domain, among those to whom the same ``changes`` were shown. Ballots on other sets are other results: never added up.

    ``all``: without the interested, who are apart. ``by_group``: every group by itself. ``group_means``: groups weighing the same.
    ``by_form``: each wording by itself, where there were several (``reworded``: the changes that differ). ``modes``: ballots and people of all by mode.
    ``left_out``: shown and then taken out of the ranking, with why. ``unranked``: the rule; ``top_by_other_rule``: the top two by the other.
    ``since``: what became of changes after they were shown that stay in the ranking.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    domain: str
    changes: tuple[str, ...]
    forms: tuple[str, ...]
    occasions: tuple[str, ...]
    all: Slice
    by_group: tuple[Slice, ...]
    group_means: tuple[GroupMean, ...]
    interested: Slice | None
    by_form: tuple[Slice, ...]
    reworded: tuple[str, ...]
    modes: tuple[tuple[str, int, int], ...]
    dissent: tuple[Dissent, ...]
    left_out: tuple[tuple[str, str], ...]
    unranked: Unranked
    top_by_other_rule: tuple[str, ...]
    since: tuple[Since, ...] = ()

    @property
    def nothing_to_rank(self) -> bool:
        """Whether fewer than two changes are in the ranking: they can be voted on, and not ranked."""
        return len(self.all.standings) < 2

    @property
    def top(self) -> tuple[str, ...]:
        """The changes in the first two places of all, ties kept."""
        return self.all.top()

    @property
    def top_by_groups(self) -> tuple[str, ...]:
        """The changes in the first two places when every group weighs the same."""
        return tuple(one.change_id for one in self.group_means if 0 < one.place <= 2)

    @property
    def swamped(self) -> bool:
        """Whether it makes a difference that some groups sent more ballots than others."""
        return set(self.top) != set(self.top_by_groups) or set(self.all.first) != {
            m.change_id for m in self.group_means if m.place == 1
        }


@dataclass(frozen=True)
class Totals:
    """Over all domains: ``rankings`` are ballots that rank, ``people`` different people behind all sent ballots as far as they are known one by
    one, ``unnamed`` others who answered in a group. Somebody asked about two domains is in ``in_several`` and once in ``people``."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballots: int
    rankings: int
    people: int
    unnamed: int
    in_several: int


@dataclass(frozen=True)
class Reason:
    """Why one ballot ranks one change where it does, in its own words."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    ballot_id: str
    change_id: str
    domain: str
    group: str
    language: str
    rank: int
    text: str
    interested: bool = False

    @property
    def id(self) -> str:
        return f"{self.ballot_id}/{self.change_id}"


@dataclass(frozen=True)
class SuggestedCriterion:
    """A machine's proposal: this reason names this criterion. ``score`` in [0, 1]."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reason_id: str
    criterion_id: str
    score: float
    why: str = ""


@dataclass(frozen=True)
class CodedCriterion:
    """A person's decision. ``suggested``: it was proposed by a machine and the person accepted or rejected it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reason_id: str
    criterion_id: str
    holds: bool
    suggested: bool
    by: str
    at: datetime
    why: str = ""
