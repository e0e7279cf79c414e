"""relato plan, relato matrix: the analysis plan executed and the matrices of codes, kept as snapshots without a word of anybody.

Snapshots: "analysis" (the plan's results without their segments, and which matrices there are), "plan:<row>" (the segments of one),
"matrix:<of>", and what the lists behind numbers are made of: "behind:<kind>:<target>" (with the stance, of a change),
"behind:speakers". Segments are kept as {session: [numbers]}, in order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from annotations.analysis import Counts, Material, material
from annotations.analysis_plan import RowResult, execute
from annotations.errors import NotFound
from annotations.matrices import COLUMNS, Matrix, matrix, pairs
from annotations.transcripts import Segment
from service.storage import snapshots, studies
from service.storage.transactions import Tx, now
from service.workflows.evidence import Evidence, evidence
from service.workflows.work import Work

Body = dict[str, Any]
Numbers = dict[str, list[int]]
"""Segments by session, as their numbers in order."""
A_MOMENT = 3_000
"""Segments of a study whose analysis is computed while a page is waited for."""
OURS = ("plan:", "matrix:", "behind:")
_counts = TypeAdapter(Counts)
_result = TypeAdapter(RowResult)


def compute(known: Evidence) -> Body:
    """The body of the snapshot "analysis"."""
    return bodies(known)["analysis"]


def bodies(known: Evidence) -> dict[str, Body]:
    """Every snapshot of the analysis by its name."""
    all_of = material_of(known)
    results = [execute(row, all_of) for row in known.study.plan]
    rows = [dumped(result) for result in results]
    made: dict[str, Body] = {"analysis": {"rows": rows, "matrices": list(COLUMNS), "segments": len(known.segments)}}
    made |= {f"plan:{result.row.id}": {"segments": compact(result.segment_ids)} for result in results}
    made |= {f"matrix:{of}": _matrix_body(matrix(all_of, of)) for of in COLUMNS}
    return made | _behind(all_of)


def keep(tx: Tx, study_id: str, made: Mapping[str, Body], stamp: str) -> None:
    """Keep the snapshots of the analysis in the place of those that were there, all or none."""
    gone = {name for name in snapshots.names(tx, study_id) if name.startswith(OURS)} - made.keys()
    snapshots.forget(tx, study_id, sorted(gone))
    for name, body in made.items():
        snapshots.save(tx, study_id, name, body, stamp)


def material_of(known: Evidence) -> Material:
    known = known.that_may_be_shown()
    return material(known.study, known.frame, known.register, known.segments, known.codings, known.reviewed, known.prompted)


@dataclass(frozen=True)
class Kept:
    """What was computed ``at`` a time; ``stale``: something has changed since."""

    body: Body
    at: datetime
    stale: bool

    @property
    def rows(self) -> tuple[RowResult, ...]:
        """The results of the plan, without their segments."""
        return tuple(map(loaded, self.body["rows"]))


def ensure(work: Work, *, study_id: str, name: str = "analysis") -> Kept:
    """A snapshot of the analysis. All are computed now when there is none, and again when they are out of date and that takes a moment
    only. Empty where there is nothing of that name."""
    with work.store.read() as tx:
        stamp, kept = snapshots.stamp(tx, study_id), snapshots.get(tx, study_id, "analysis")
    if kept is None or (kept.stamp != stamp and kept.body["segments"] <= A_MOMENT):
        fresh(work, study_id=study_id)
    with work.store.read() as tx:
        stamp, kept = snapshots.stamp(tx, study_id), snapshots.get(tx, study_id, name)
    return Kept(kept.body, kept.at, kept.stamp != stamp) if kept else Kept({"rows": []}, now(), True)


def fresh(work: Work, *, study_id: str) -> Material:
    """All that people have said, read now; what was computed from something older is computed again, and kept."""
    with work.store.read() as tx:
        study_id = studies.study(tx, study_id).id
        stamp, kept = snapshots.stamp(tx, study_id), snapshots.get(tx, study_id, "analysis")
    known = evidence(work, study_id)
    if kept is None or kept.stamp != stamp:
        made = bodies(known)
        with work.store.begin() as tx:
            keep(tx, study_id, made, stamp)
    return material_of(known)


def results(of: Material, row_ids: Sequence[str] = ()) -> list[RowResult]:
    """Rows of the plan, executed: those asked for, or all. Raises NotFound."""
    rows = {row.id: row for row in of.study.plan}
    unknown = [row_id for row_id in row_ids if row_id not in rows]
    if unknown:
        there = ", ".join(rows) or "the study has no `plan`"
        raise NotFound(f"the plan has no row {unknown[0]!r}", where=of.study.id, remedy=f"use one of {there}")
    return [execute(rows[row_id], of) for row_id in row_ids or rows]


def one_matrix(of: Material, columns: str) -> Matrix:
    """Raises NotFound when codes are not set against that."""
    check_columns(columns)
    return matrix(of, columns)


def check_columns(columns: str) -> None:
    if columns not in COLUMNS:
        raise NotFound(f"there is no matrix of codes and {columns!r}", remedy=f"use one of {', '.join(COLUMNS)}")


def dumped(result: RowResult) -> Body:
    """A result as JSON, without its segments."""
    body: Body = _result.dump_python(replace(result, segment_ids=(), cross={}), mode="json")
    cross = [[*pair, _counts.dump_python(counts)] for pair, counts in result.cross.items()]
    return {**body, "cross": cross}


def loaded(body: Mapping[str, Any], segment_ids: Sequence[str] = ()) -> RowResult:
    """The result that ``dumped`` was given; with the segments that are given."""
    plain = _result.validate_python({**body, "cross": {}})
    cross = {(category, section): _counts.validate_python(counts) for category, section, counts in body["cross"]}
    return replace(plain, segment_ids=tuple(segment_ids), cross=cross)


def compact(ids: Iterable[str]) -> Numbers:
    """
    >>> compact(["S1.002", "S1.010", "S2.001"])
    {'S1': [2, 10], 'S2': [1]}
    """
    found: dict[str, list[int]] = defaultdict(list)
    for segment_id in ids:
        session_id, _, number = segment_id.rpartition(".")
        found[session_id].append(int(number))
    return dict(found)


def ids_of(numbers: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The ids of segments, from their sessions and numbers."""
    return (f"{session_id}.{number:03d}" for session_id, number in numbers)


def _matrix_body(found: Matrix) -> Body:
    """The three counts and the segments of nobody in particular, by code and value; between codes the pairs alone, in their order."""
    cells: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for (code, value), counts in found.cells.items() if found.of != "code" else ():
        cells[code][value] = counts.numbers
    return {
        "rows": list(found.rows),
        "columns": list(found.columns),
        "cells": cells,
        "pairs": [[a, b, *counts.numbers] for a, b, counts in pairs(found)] if found.of == "code" else [],
        "by_row": {code: counts.numbers for code, counts in found.by_row.items()},
        "by_column": {value: counts.numbers for value, counts in found.by_column.items()},
    }


def _behind(of: Material) -> dict[str, Body]:
    """Which segments have what, and who said them."""
    found: dict[str, list[Segment]] = defaultdict(list)
    speakers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    several = {dimension: of.key(dimension) for dimension in ("code", "domain", "section", "language")}
    for segment in of.segments:
        speakers[segment.session_id][of.said_by.get(segment.id, "")].append(segment.number)
        for dimension, values in several.items():
            for value in values(segment):
                found[f"behind:{dimension}:{value}"].append(segment)
        for change, stance in of.stances.get(segment.id, ()):
            found[f"behind:change:{change}:{stance}"].append(segment)
    made: dict[str, Body] = {name: {"segments": compact(s.id for s in segments)} for name, segments in found.items()}
    return {**made, "behind:speakers": {"sessions": speakers}}
