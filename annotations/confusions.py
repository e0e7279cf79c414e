"""Where coders disagree: which codes are given one for the other, and which are given by one coder alone, with the segments."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from pydantic import ConfigDict

from annotations.judgements import Judgements


@dataclass(frozen=True)
class Confusion:
    """In ``units`` one coder gave ``one`` where another gave ``other`` and neither gave both; ``other`` is empty where nothing was given
    in its place.

    ``weight``: a pair of coders who differ in several codes of a unit count one in all for it, shared among the ways in which they
    differ. ``by``: how often who gave ``one`` and who did not, coder by coder.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: str
    one: str
    other: str
    weight: float
    units: tuple[str, ...]
    by: tuple[tuple[str, str, int], ...]


@dataclass
class _Found:
    weight: float = 0.0
    units: dict[str, None] = field(default_factory=dict)
    by: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


def confusions(judged: Judgements, limit: int | None = None) -> tuple[Confusion, ...]:
    """The confusions, the heaviest first."""
    found: dict[tuple[str, str, str], _Found] = defaultdict(_Found)
    for kind in dict.fromkeys(variable.kind for variable in judged.variables):
        _collect(judged.of_kind(kind), kind, found)
    ordered = sorted(found.items(), key=lambda item: (-item[1].weight, item[0]))
    return tuple(
        Confusion(*key, one.weight, tuple(one.units), tuple((*who, count) for who, count in sorted(one.by.items())))
        for key, one in ordered[:limit]
    )


def _collect(judged: Judgements, kind: str, found: dict[tuple[str, str, str], _Found]) -> None:
    keys = [variable.key for variable in judged.variables]
    for a, b in combinations(range(len(judged.coders)), 2):
        both = judged.present[:, a] & judged.present[:, b]
        differ = both & (judged.given[:, a] != judged.given[:, b]).any(axis=1)
        for n in np.flatnonzero(differ):
            first, second = judged.given[n, a], judged.given[n, b]
            alone_a = [keys[k] for k in np.flatnonzero(first & ~second)]
            alone_b = [keys[k] for k in np.flatnonzero(second & ~first)]
            share = 1 / (max(1, len(alone_a)) * max(1, len(alone_b)))
            for mine in alone_a or [""]:
                for theirs in alone_b or [""]:
                    # with nothing on one side, what was given comes first; else the order of the frame decides
                    turned = not mine or (bool(theirs) and keys.index(theirs) < keys.index(mine))
                    one, other = (theirs, mine) if turned else (mine, theirs)
                    here = found[kind, one, other]
                    here.weight += share
                    here.units[judged.units[n]] = None
                    here.by[(judged.coders[b], judged.coders[a]) if turned else (judged.coders[a], judged.coders[b])] += 1
