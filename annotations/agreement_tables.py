"""Agreement of a study in rows: per code, per level of the frame and overall, of all coders and of each pair, per language.

Two denominators, side by side. *reviewed*: every unit that the compared coders judged, also those that they left without codes.
*coded*: only those to which at least one of them gave something of this kind. Coefficients that correct for chance move little
between the two; percent moves a lot, which is why the denominator is always stated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from annotations.agreement import COEFFICIENTS, NOTHING, Coefficient, Floats, Sums, coefficients, pooled, sums
from annotations.agreement_intervals import USUAL, Bootstrap, Estimate, drawn, estimates
from annotations.agreement_sets import SetSums, set_sums
from annotations.judgements import Judgements, Variable

UnitsOf = Literal["reviewed", "coded"]
UNITS_OF: tuple[UnitsOf, ...] = get_args(UnitsOf)
NONE = Estimate(None)
HIGH, LOW, APART = 0.8, 0.667, 0.2
"""The prevalence paradox: percent at least ``HIGH`` with kappa below ``LOW``, and AC1 above kappa by ``APART`` or more."""


@dataclass(frozen=True)
class Row:
    """How far ``coders`` agree on one thing.

    ``level``: 1 is the top of the frame; with ``target`` empty the row is about everything at that level, pooled over the ``variables``
    that anybody used, and has the figures of sets: alpha with MASI distance, and the share of identical sets. ``given``: of a target, the
    share of judgements that have it; of a level, how many of it a judgement has. ``heading``: the target stands for all below it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: str
    level: int
    target: str
    coders: tuple[str, ...]
    language: str
    units_of: UnitsOf
    units: int
    transcripts: int
    variables: int
    given: float
    percent: Estimate
    kappa: Estimate
    ac1: Estimate
    alpha: Estimate
    sets: Estimate | None = None
    identical: Estimate | None = None
    paradox: bool = False
    deepest: bool = False
    heading: bool = False


def tables(judged: Judgements, how: Bootstrap = USUAL) -> tuple[Row, ...]:
    """Every row there is; units judged by one coder alone say nothing of agreement and are left out."""
    shared = judged.shared()
    kinds = dict.fromkeys(variable.kind for variable in shared.variables)
    return tuple(row for kind in kinds for row in _of_kind(shared.of_kind(kind), kind, how))


def _of_kind(judged: Judgements, kind: str, how: Bootstrap) -> Iterator[Row]:
    if not judged.units:
        return
    yield from _Compared(judged, kind).rows(how, by_language=True)
    if len(judged.coders) > 2:
        for pair in combinations(range(len(judged.coders)), 2):
            of_pair = judged.only(coders=pair).shared()
            if of_pair.units:
                yield from _Compared(of_pair, kind).rows(how)


class _Compared:
    """One set of coders and one kind, ready to be weighted: sums per transcript, language and whether anything was given."""

    def __init__(self, judged: Judgements, kind: str) -> None:
        self.judged, self.kind = judged, kind
        self.columns = _columns(judged.variables)
        members = [self.columns[place] for place in self.columns]
        values = np.stack([judged.given[:, :, list(leaves)].any(axis=2) for leaves in members], axis=2)
        transcript, self.count = judged.numbered()
        self.spoken = sorted(set(judged.languages))
        language = np.searchsorted(self.spoken, judged.languages)
        coded = (judged.given & judged.present[..., None]).any(axis=(1, 2))
        groups = (transcript * len(self.spoken) + language) * 2 + coded
        size = self.count * len(self.spoken) * 2
        self.sums = sums(np.where(judged.present[..., None], values, NOTHING).astype(np.int8), 2, groups, size)
        self.levels = {
            level: [n for n, (depth, _) in enumerate(self.columns) if depth == level]
            for level in range(1, 1 + max(depth for depth, _ in self.columns))
        }
        self.sets = {
            level: set_sums(values[:, :, columns], judged.present, groups, size) for level, columns in self.levels.items()
        }

    def rows(self, how: Bootstrap, *, by_language: bool = False) -> Iterator[Row]:
        several = [language for language in self.spoken if language] if by_language and len(self.spoken) > 1 else []
        for language in ("", *several):
            for units_of in UNITS_OF:
                chosen = np.ones((len(self.spoken), 2), dtype=bool)
                if language:
                    chosen[[spoken != language for spoken in self.spoken]] = False
                if units_of == "coded":
                    chosen[:, 0] = False
                yield from self._slice(chosen.ravel(), language, units_of, how)

    def _slice(self, chosen: NDArray[np.bool_], language: str, units_of: UnitsOf, how: Bootstrap) -> Iterator[Row]:
        """``chosen``: of the strata of each transcript, those to look at."""
        each = Sums(*(_by_transcript(getattr(self.sums, f.name), chosen, self.count) for f in fields(Sums)))
        has = each.units.max(axis=1) > 0
        transcripts = int(has.sum())
        if not transcripts:
            return
        weights = drawn(transcripts, how.replicates, how.seed)
        found = Sums(*(getattr(each, f.name)[has] for f in fields(Sums))).weighted(weights)
        used = found.pairable[0, :, 1] > 0
        head = Row(
            self.kind, 0, "", self.judged.coders, language, units_of, int(found.units[0].max()), transcripts, 0, 0.0,
            percent=NONE, kappa=NONE, ac1=NONE, alpha=NONE,
        )  # fmt: skip
        sets = {level: _sets_by_transcript(sums, chosen, has) for level, sums in self.sets.items()}
        yield from self._of_levels(head, found, used, weights, sets, how)
        yield from self._of_targets(head, found, used, how)

    def _of_levels(
        self, head: Row, found: Sums, used: NDArray[np.bool_], weights: Floats, every: Mapping[int, SetSums], how: Bootstrap
    ) -> Iterator[Row]:
        for level, columns in self.levels.items():
            among = [n for n in columns if used[n]]
            if not among:
                continue
            one: Mapping[Coefficient, list[Estimate]] = {
                name: estimates(pooled(found, name, among), head.transcripts, how.confidence) for name in COEFFICIENTS
            }
            sets = every[level]
            mean = found.pairable[0, among, 1].sum() / found.pairable[0, among[0]].sum()
            row = replace(head, level=level, variables=len(among), given=float(mean), deepest=level == len(self.levels))
            yield replace(
                _with_figures(row, {name: one[name][0] for name in COEFFICIENTS}),
                sets=estimates(sets.alpha(weights), head.transcripts, how.confidence)[0],
                identical=estimates(sets.identical_ratio(weights), head.transcripts, how.confidence)[0],
            )

    def _of_targets(self, head: Row, found: Sums, used: NDArray[np.bool_], how: Bootstrap) -> Iterator[Row]:
        every = {name: estimates(coefficients(found, name), head.transcripts, how.confidence) for name in COEFFICIENTS}
        seen = set()
        for n, (level, key) in enumerate(self.columns):
            if not used[n] or key in seen:
                continue
            seen.add(key)
            figures = {name: every[name][n] for name in COEFFICIENTS}
            given = found.pairable[0, n, 1] / found.pairable[0, n].sum()
            row = replace(head, level=level, target=key, variables=1, given=float(given), units=int(found.units[0, n]))
            row = _with_figures(row, figures)
            heading = key != self.judged.variables[self.columns[level, key][0]].key
            yield replace(row, paradox=is_paradox(row), heading=heading)


def _with_figures(row: Row, by: Mapping[Coefficient, Estimate]) -> Row:
    return replace(row, percent=by["percent"], kappa=by["kappa"], ac1=by["ac1"], alpha=by["alpha"])


def is_paradox(row: Row) -> bool:
    """Whether coders nearly always agree and kappa is low all the same, because almost nobody uses the code, or everybody does.

    Source: Feinstein & Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L. The limits are ours.
    """
    percent, kappa, ac1 = row.percent.value, row.kappa.value, row.ac1.value
    if percent is None or kappa is None or ac1 is None:
        return False
    return percent >= HIGH and kappa < LOW and ac1 - kappa >= APART


def _by_transcript(sums: Floats, chosen: NDArray[np.bool_], count: int) -> Floats:
    """Sums of groups (T × strata, …) as sums of transcripts (T, …), over the chosen strata."""
    return np.asarray(sums.reshape(count, len(chosen), *sums.shape[1:])[:, chosen].sum(axis=1))


def _sets_by_transcript(found: SetSums, chosen: NDArray[np.bool_], has: NDArray[np.bool_]) -> SetSums:
    """The same of the sums of sets, for the transcripts that have any unit."""
    rows = _by_transcript(found.between, chosen, len(has))[has]
    plain = (found.judgements, found.alike, found.units, found.identical)
    judgements, alike, units, identical = (_by_transcript(each, chosen, len(has))[has] for each in plain)
    return SetSums(judgements, alike, units, identical, _by_transcript(rows.T, chosen, len(has))[has])


def _columns(variables: Sequence[Variable]) -> dict[tuple[int, str], tuple[int, ...]]:
    """What is compared, level by level: (level, key) → the variables below. One that ends above a level stands for itself there."""
    deepest = max(len(variable.path) for variable in variables)
    found: dict[tuple[int, str], list[int]] = {}
    for level in range(1, deepest + 1):
        for n, variable in enumerate(variables):
            found.setdefault((level, variable.path[min(level, len(variable.path)) - 1]), []).append(n)
    return {place: tuple(leaves) for place, leaves in found.items()}
