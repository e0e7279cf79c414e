"""What a study is told of its coders' agreement: one part for each round and way of coding, never mixed, and coders beside the supervisor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from annotations.agreement_intervals import USUAL, Bootstrap, Estimate, drawn, estimates
from annotations.agreement_tables import UNITS_OF, Row, UnitsOf, tables
from annotations.coder_drift import Drift, drifts
from annotations.confusions import Confusion, confusions
from annotations.judgements import Judgements
from annotations.unitising import Coincidences, Unit, coincidences, merged

Stretches = Mapping[str, Mapping[str, Sequence[tuple[int, int]]]]
"""Of one unit: coder → label → what was marked, in code points."""
Basis = Literal["drawn", "decided"]


@dataclass(frozen=True)
class SpanRow:
    """Alpha for unitising of the stretches with one label. ``marked``: the share of the text that a coder marks, on average."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    label: str
    coders: tuple[str, ...]
    units_of: UnitsOf
    units: int
    transcripts: int
    marked: float
    alpha: Estimate


@dataclass(frozen=True)
class Part:
    """One round coded in one way. ``judged``: units that anybody judged; ``shared``: those that two coders or more did.

    ``inflated``: suggestions were shown, which makes coders agree with each other through what was suggested.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    round: int
    arm: str
    inflated: bool
    coders: tuple[str, ...]
    judged: int
    shared: int
    rows: tuple[Row, ...] = ()
    spans: tuple[SpanRow, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    drifts: tuple[Drift, ...] = ()


@dataclass(frozen=True)
class Direction:
    """Of one code, in the units that the supervisor decided: given by both, by the coder alone, by the supervisor alone."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: str
    target: str
    both: int
    coder_only: int
    supervisor_only: int


@dataclass(frozen=True)
class Supervised:
    """A coder beside the supervisor's decisions.

    ``basis``: *drawn*, units that reached the supervisor by lot, which stand for all; *decided*, all units that were decided: most of them were
    asked about, flagged or disputed, so that agreement is lower there than elsewhere.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    round: int
    arm: str
    coder: str
    basis: Basis
    units: int
    rows: tuple[Row, ...]
    directions: tuple[Direction, ...]


@dataclass(frozen=True)
class Report:
    """Everything, with ``notes`` on what was left out and why."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    study: str
    frame_version: int
    replicates: int
    seed: int
    confidence: float
    parts: tuple[Part, ...] = ()
    supervised: tuple[Supervised, ...] = ()
    unknown_codings: int = 0
    across_arms: int = 0


def part(
    round_: int,
    arm: str,
    judged: Judgements,
    marked: Mapping[str, Stretches],
    lengths: Mapping[str, int],
    how: Bootstrap = USUAL,
    *,
    confused: int = 100,
) -> Part:
    """Everything about one round coded in one way; ``marked`` and ``lengths`` by unit.

    ``confused``: how many confusions of one thing for another are kept, and as many of one that is given by one coder alone.
    """
    shared = judged.shared()
    head = (round_, arm, arm != "blind", judged.coders, len(judged.units), len(shared.units))
    if not shared.units:
        return Part(*head)
    return Part(
        *head,
        tables(shared, how),
        tuple(_span_rows(shared, marked, lengths, how)),
        _heaviest(confusions(shared), confused),
        drifts(shared, "code", how),
    )


def _heaviest(found: Sequence[Confusion], limit: int) -> tuple[Confusion, ...]:
    for_another = [one for one in found if one.other]
    alone = [one for one in found if not one.other]
    return (*for_another[:limit], *alone[:limit])


def supervised(round_: int, arm: str, judged: Judgements, basis: Basis, how: Bootstrap = USUAL) -> Supervised | None:
    """The first coder beside the second, who is the supervisor; ``None`` when no unit has both."""
    shared = judged.shared()
    if not shared.units:
        return None
    coder, decided = shared.given[:, 0], shared.given[:, 1]
    counts = [(coder & decided).sum(axis=0), (coder & ~decided).sum(axis=0), (~coder & decided).sum(axis=0)]
    found = [
        Direction(v.kind, v.key, *(int(count[k]) for count in counts))
        for k, v in enumerate(shared.variables)
        if any(count[k] for count in counts)
    ]
    found.sort(key=lambda d: -(d.coder_only + d.supervisor_only))
    return Supervised(round_, arm, shared.coders[0], basis, len(shared.units), tables(shared, how), tuple(found))


def _span_rows(
    judged: Judgements, marked: Mapping[str, Stretches], lengths: Mapping[str, int], how: Bootstrap
) -> Iterator[SpanRow]:
    labels = sorted({label for of_unit in marked.values() for by_label in of_unit.values() for label in by_label})
    everybody = tuple(range(len(judged.coders)))
    compared = [everybody, *(combinations(everybody, 2) if len(everybody) > 2 else ())]
    for who in compared:
        here = judged.only(coders=who).shared()
        if not here.units:
            continue
        transcript, count = here.numbered()
        for label in labels:
            own = [_units_of(here, n, marked, label) for n in range(len(here.units))]
            any_marked = np.array([any(by.values()) for by in own])
            found = coincidences([(lengths[unit], by) for unit, by in zip(here.units, own, strict=True)], 1)
            for units_of in UNITS_OF:
                chosen = np.ones(len(own), dtype=bool) if units_of == "reviewed" else any_marked
                if any_marked.any():
                    yield _span_row(here, label, units_of, found, chosen, transcript, count, how)


def _units_of(judged: Judgements, n: int, marked: Mapping[str, Stretches], label: str) -> dict[str, list[Unit]]:
    by_coder = marked.get(judged.units[n], {})
    present = [coder for m, coder in enumerate(judged.coders) if judged.present[n, m]]
    return {coder: [Unit(*stretch, 1) for stretch in merged(by_coder.get(coder, {}).get(label, ()))] for coder in present}


def _span_row(
    judged: Judgements,
    label: str,
    units_of: UnitsOf,
    found: Coincidences,
    chosen: NDArray[np.bool_],
    transcript: NDArray[np.intp],
    count: int,
    how: Bootstrap,
) -> SpanRow:
    has = np.unique(transcript[chosen])
    to = np.zeros((count, len(chosen)))
    to[transcript, np.arange(len(chosen))] = chosen
    each = found.weighted(to[has])
    alpha = estimates(each.alpha(drawn(len(has), how.replicates, how.seed)), len(has), how.confidence)[0]
    share = each.lengths[:, 1].sum() / each.lengths.sum() if each.lengths.sum() else 0.0
    return SpanRow(label, judged.coders, units_of, int(chosen.sum()), len(has), float(share), alpha)
