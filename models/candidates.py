"""Groups of segments that may report one change: proposals for a person to look at, never changes by themselves.

Two segments are alike by what is said (their vectors, each language seen from its own middle), by what people coded in them, by who is
in it, where and when. Groups are made across sessions and languages by average linkage under a limit. Nothing is thrown away: a
report that is like no other is a group of its own, and what is said the other way round in a group is a small group beside it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.likenesses import centred, unit

WEIGHTS: Mapping[str, float] = {"words": 0.5, "what": 0.3, "who": 0.1, "where": 0.05, "when": 0.05}
LIMIT = 0.8
"""Mean distance (1 less the likeness) within a group at most. On the sample study all limits from 0.75 to 0.85 do about the same."""
MOST = 3000  # reports that are grouped together; more of them join the groups that so many, drawn by lot, make
FAR = 1e9
AT_A_TIME = 1024
ENOUGH_OF_A_LANGUAGE = 20
OPPOSED_SHARE, OPPOSED_LIFT, DIVIDED_SHARE = 0.05, 0.25, 0.25


@dataclass(frozen=True)
class Report:
    """A segment that reports a change, and what is known of it besides its words.

    ``domains``: what it was coded with. ``what``: codes of the frame; ``who``: those of actors and groups. ``where``: places. ``when``:
    years. ``reviewed``: people coded it; otherwise all of this was suggested.
    """

    segment_id: str
    session_id: str
    language: str = ""
    domains: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    where: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    reviewed: bool = True


@dataclass(frozen=True)
class Group:
    """``members``: rows of the reports. ``beside``: the number of the group that says the other thing, which this one was split from,
    and ``differs_by``, the code that sets it apart; -1 and empty for the others. ``cohesion``: mean likeness of its members, 1 for one."""

    members: tuple[int, ...]
    cohesion: float
    beside: int = -1
    differs_by: str = ""


def middles(vectors: NDArray[np.float32], languages: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """The mean vector (D,) of each language of S segments, and of all of them (``""``), for languages of which there is too little.

    Texts of one language lie together, whatever they are about: seen from its own middle each language can be compared.
    """
    spoken = np.array(languages)
    found = {"": vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], np.float32)}
    for language in sorted(set(languages) - {""}):
        rows = spoken == language
        if rows.sum() >= ENOUGH_OF_A_LANGUAGE:
            found[language] = vectors[rows].mean(axis=0)
    return found


def from_middles(
    vectors: NDArray[np.float32], languages: Sequence[str], known: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Directions (S, D) of segments, each from the middle of its language."""
    around = np.stack([known.get(language, known[""]) for language in languages]) if languages else np.zeros_like(vectors)
    return centred(vectors, around)


class Likeness:
    """How alike reports are, (S, T) in [-1, 1]: of the parts that both have something of, by ``weights``.

    Codes weigh by how rare they are among ``reports``: what is on all of them says nothing.
    """

    def __init__(
        self, reports: Sequence[Report], directions: NDArray[np.float32], weights: Mapping[str, float] = WEIGHTS
    ) -> None:
        self._words, self._weights = directions, weights
        self._parts = {name: _indicators([getattr(r, name) for r in reports]) for name in weights if name != "words"}
        self._domains = [r.domains for r in reports]
        names = sorted({name for domains in self._domains for name in domains})
        has = [[name in domains for name in names] for domains in self._domains]
        self._has = np.array(has, dtype=np.float32).reshape(len(reports), len(names))

    def between(self, rows: Sequence[int], others: Sequence[int]) -> NDArray[np.float32]:
        rows, others = list(rows), list(others)  # a tuple would mean something else to numpy
        total = np.full((len(rows), len(others)), self._weights["words"], np.float32)
        found = self._weights["words"] * (self._words[rows] @ self._words[others].T)
        for name, part in self._parts.items():
            told = np.asarray(part.any(axis=1))
            both = np.outer(told[rows], told[others]) * np.float32(self._weights[name])
            found += both * (part[rows] @ part[others].T)
            total += both
        return np.asarray(found / np.maximum(total, 1e-9), dtype=np.float32)

    def conflicts(self, row: int, others: Sequence[int]) -> bool:
        """Whether ``row`` is apart from any of the others."""
        own = self._domains[row]
        return bool(own) and any(domains and not own & domains for domains in {self._domains[other] for other in others})

    def apart(self, rows: Sequence[int], others: Sequence[int]) -> NDArray[np.bool_]:
        """Whether people coded them with different domains of change: two such reports are never put together."""
        rows, others = list(rows), list(others)
        told = np.asarray(self._has.any(axis=1))
        return np.asarray(np.outer(told[rows], told[others]) & (self._has[rows] @ self._has[others].T == 0))


def _indicators(sets: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """(S, C) rows of length one, weighted by rarity; of zeros where there is nothing, or only what all the others have too."""
    names = sorted({name for one in sets for name in one})
    column = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(sets), len(names)), np.float32)
    for row, one in enumerate(sets):
        found[row, [column[name] for name in one]] = 1
    rarity = np.log(max(len(sets), 1) / np.maximum(found.sum(axis=0), 1)).astype(np.float32)
    return unit(found * rarity)


def groups_of(
    reports: Sequence[Report],
    directions: NDArray[np.float32],
    *,
    weights: Mapping[str, float] = WEIGHTS,
    limit: float = LIMIT,
    most: int = MOST,
    seed: int = 1,
) -> list[Group]:
    """All reports in groups: every one of them is in exactly one. Largest (by sessions, then segments) first.

    Parameters
    ----------
    reports : S of them. directions : (S, D), ``from_middles``. limit : mean distance within a group at most. most : so many at a time.
    """
    likeness = Likeness(reports, directions, weights)
    order = np.random.default_rng(seed).permutation(len(reports)).tolist()
    found: list[list[int]] = []
    while order:
        drawn, order = sorted(order[:most]), order[most:]
        near = _linked(likeness, drawn, limit)
        order = _joined(likeness, near, order, limit)
        found += near
    found.sort(key=lambda rows: (-len({reports[row].session_id for row in rows}), -len(rows), sorted(rows)))
    return [_group(likeness, sorted(members)) for members in found]


def _linked(likeness: Likeness, rows: list[int], limit: float) -> list[list[int]]:
    """Groups by average linkage; two that are apart are never in one."""
    if len(rows) < 2:
        return [rows] if rows else []
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.maximum(1 - likeness.between(rows, rows), 0).astype(np.float64)
    distances[likeness.apart(rows, rows)] = FAR
    distances = (distances + distances.T) / 2
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), limit, "distance")
    found: dict[int, list[int]] = {}
    for row, label in zip(rows, labels, strict=True):
        found.setdefault(int(label), []).append(row)
    return list(found.values())


def _joined(likeness: Likeness, groups: list[list[int]], rows: list[int], limit: float) -> list[int]:
    """Put each of ``rows`` into the group that it is most like, within the limit; return those that are like none."""
    if not rows:
        return []
    core = [row for members in groups for row in members]
    where = np.repeat(np.arange(len(groups)), [len(members) for members in groups])
    belongs = (where[:, None] == np.arange(len(groups))).astype(np.float32)
    sizes = belongs.sum(axis=0)
    left = []
    for at in range(0, len(rows), AT_A_TIME):
        some = rows[at : at + AT_A_TIME]
        mean = likeness.between(some, core) @ belongs / sizes
        mean[likeness.apart(some, core).astype(np.float32) @ belongs > 0] = -np.inf
        for row, best, like in zip(some, mean.argmax(axis=1).tolist(), mean.max(axis=1).tolist(), strict=True):
            if like < 1 - limit or likeness.conflicts(row, groups[best]):
                left.append(row)
            else:
                groups[best].append(row)
    return left


def opposed_codes(groups: Sequence[Sequence[Collection[str]]], family_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of codes that tell two versions of what is reported apart: that it holds, and that it does not. Most usual first.

    They are of one family; most segments have one of them and almost none both; and they divide groups of segments that are about
    the same, at least ``DIVIDED_SHARE`` of those that have any of them twice (themes do not: each has groups of its own).

    Parameters
    ----------
    groups : for each group the codes of its segments. family_of : code id to its family.

    >>> opposed_codes([[{"better", "pipes"}, {"better"}, {"worse"}], [{"worse", "rates"}, {"better", "rates"}]], {})
    [('better', 'worse')]
    """
    coded = [codes for group in groups for codes in group]
    counts = Counter(code for codes in coded for code in codes)
    usual = [code for code in sorted(counts) if counts[code] >= 2 and counts[code] >= OPPOSED_SHARE * len(coded)]
    found = []
    for a, b in combinations(usual, 2):
        if family_of.get(a) != family_of.get(b):
            continue
        together = sum(a in codes and b in codes for codes in coded)
        apart = together < OPPOSED_LIFT * counts[a] * counts[b] / len(coded)
        if apart and 2 * (counts[a] + counts[b] - together) >= len(coded) and _divide(groups, a, b):
            found.append((-min(counts[a], counts[b]), a, b))
    return [(a, b) for _, a, b in sorted(found)]


def _divide(groups: Sequence[Sequence[Collection[str]]], a: str, b: str) -> bool:
    sides = [(sum(a in c and b not in c for c in group), sum(b in c and a not in c for c in group)) for group in groups]
    twice = [side for side in sides if sum(side) >= 2]
    return bool(twice) and sum(min(side) > 0 for side in twice) >= DIVIDED_SHARE * len(twice)


def with_versions(
    groups: Sequence[Group], reports: Sequence[Report], likeness: Likeness, opposed: Sequence[tuple[str, str]]
) -> list[Group]:
    """The groups, and after each the group of those of its members that say the other thing of what most of it says, if there are any.

    The first of the ``opposed`` pairs that divides a group is taken.
    """
    made: list[Group] = []
    for group in groups:
        beside, code_id = _other_side(group, reports, opposed)
        made.append(_group(likeness, [row for row in group.members if row not in beside]) if beside else group)
        if beside:
            made.append(replace(_group(likeness, beside), beside=len(made) - 1, differs_by=code_id))
    return made


def _other_side(group: Group, reports: Sequence[Report], opposed: Sequence[tuple[str, str]]) -> tuple[list[int], str]:
    for a, b in opposed:
        only = [
            [row for row in group.members if (one in reports[row].what) > (other in reports[row].what)]
            for one, other in ((a, b), (b, a))
        ]
        if all(only):
            fewer = min(only, key=len)
            return fewer, a if fewer is only[0] else b
    return [], ""


def _group(likeness: Likeness, members: list[int]) -> Group:
    return Group(tuple(members), _cohesion(likeness, members))


def _cohesion(likeness: Likeness, members: list[int]) -> float:
    if len(members) < 2:
        return 1.0
    among = likeness.between(members, members)
    return float((among.sum() - np.trace(among)) / (len(members) * (len(members) - 1)))
