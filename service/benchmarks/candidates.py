"""Proposed changes against those that people entered: hide the changes of a study, group its reports, compare.

What people coded as reporting or denying a change says which segments belong together. Hidden from the grouping: the changes and
what was coded with them. Not hidden: codes and domains, which people chose in the same reading.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Stance
from models.candidates import LIMIT, WEIGHTS, Group, Likeness, Report, groups_of, opposed_codes, with_versions
from service.workflows.assessing import Evidence, evidence
from service.workflows.change_reports import coded, reports_a_change, reports_in
from service.workflows.proposing import directions_of
from service.workflows.work import Work

DRAWS = 20
FOUND = 0.5
VARIANTS: Mapping[str, tuple[Mapping[str, float], float]] = {
    "as proposed": (WEIGHTS, LIMIT),
    "limit 0.75": (WEIGHTS, 0.75),
    "limit 0.85": (WEIGHTS, 0.85),
    "words alone": ({**dict.fromkeys(WEIGHTS, 0.0), "words": 1.0}, 0.9),
    "codes alone": ({**dict.fromkeys(WEIGHTS, 0.0), "what": 1.0}, 0.75),
}
"""With the limits that serve words alone and codes alone best on the sample study; of 0.3, 0.35 … 1."""


@dataclass(frozen=True)
class Result:
    """``rand``: adjusted Rand index over the reports with exactly one change, versions put together with theirs. ``found``: changes of
    which one group has at least half, that has at least as much of it as of all other changes. ``groups``: all, and of several sessions.
    """

    name: str
    rand: float
    found: int
    groups: int
    of_several: int
    beside: int
    beside_denying: int


@dataclass(frozen=True)
class Outcome:
    """``changes``: that any report has. ``with_change``: segments coded with a change, of which ``reporting`` are reports at all."""

    reports: int
    changes: int
    with_change: int
    reporting: int
    results: tuple[Result, ...]
    halves: tuple[float, ...]

    def markdown(self) -> str:
        among = f"{self.reporting} of {self.with_change} segments that people coded with one of {self.changes} changes are among them."
        lines = [
            f"{self.reports} reports; {among}",
            "",
            "| | adjusted Rand | changes found | groups (of several sessions) | beside: segments, of which coded as denying |",
            "|---|--:|--:|--:|--:|",
        ]
        lines += [
            f"| {r.name} | {r.rand:.2f} | {r.found} of {self.changes} | {r.groups} ({r.of_several}) | {r.beside}, {r.beside_denying} |"
            for r in self.results
        ]
        low, middle, high = np.quantile(self.halves, (0.05, 0.5, 0.95))
        lines += [
            "",
            f"Half of the sessions, {len(self.halves)} draws: adjusted Rand {middle:.2f} (5 % to 95 %: {low:.2f} to {high:.2f}).",
        ]
        return "\n".join(lines)


def run(work: Work, study_id: str) -> Outcome:
    """Measure on a study whose changes people have coded."""
    known = evidence(work, study_id)
    truth = _truth(known)
    said = coded(known.codings)
    wanted = [s for s in known.segments if s.session_id in known.reviewed and reports_a_change(said.get(s.id, {}), known.study)]
    reports, directions = reports_in(known, said, wanted), directions_of(work, known, wanted)
    family = {code_id: path[0].id for code_id, path in known.frame.paths.items()}
    results = [
        _result(name, reports, _grouped(reports, directions, family, weights, limit), truth)
        for name, (weights, limit) in VARIANTS.items()
    ]
    rng, sessions = np.random.default_rng(1), sorted({report.session_id for report in reports})
    halves = []
    for _ in range(DRAWS):
        drawn = set(rng.permutation(sessions)[: len(sessions) // 2])
        rows = [row for row, report in enumerate(reports) if report.session_id in drawn]
        some = [reports[row] for row in rows]
        halves.append(_result("", some, _grouped(some, directions[rows], family, WEIGHTS, LIMIT), truth).rand)
    with_change = {id_ for id_, sides in truth.items() if sides}
    return Outcome(
        len(reports),
        len({change for report in reports for change in truth.get(report.segment_id, {})}),
        len(with_change),
        sum(report.segment_id in with_change for report in reports),
        tuple(results),
        tuple(halves),
    )


def _truth(known: Evidence) -> dict[str, dict[str, Stance]]:
    """Of each segment the changes that it was coded with, and how."""
    found: dict[str, dict[str, Stance]] = {}
    for coding in known.codings:
        if coding.kind == "change":
            found.setdefault(coding.segment_id, {})[coding.target] = coding.stance or "for"
    return found


def _grouped(
    reports: Sequence[Report],
    directions: NDArray[np.float32],
    family: Mapping[str, str],
    weights: Mapping[str, float],
    limit: float,
) -> list[Group]:
    groups = groups_of(reports, directions, weights=weights, limit=limit)
    opposed = opposed_codes([[reports[row].what for row in group.members] for group in groups], family)
    return with_versions(groups, reports, Likeness(reports, directions, weights), opposed)


def _result(name: str, reports: Sequence[Report], groups: Sequence[Group], truth: Mapping[str, Mapping[str, Stance]]) -> Result:
    from sklearn.metrics import adjusted_rand_score

    label = {row: at if group.beside < 0 else group.beside for at, group in enumerate(groups) for row in group.members}
    true = {row: next(iter(told)) for row, r in enumerate(reports) if len(told := truth.get(r.segment_id, {})) == 1}
    pairs = Counter((true[row], label[row]) for row in true)
    of_change, of_group = Counter(true.values()), Counter(label[row] for row in true)
    found = {change for (change, at), n in pairs.items() if n >= FOUND * of_change[change] and n >= FOUND * of_group[at]}
    beside = [reports[row].segment_id for group in groups if group.beside >= 0 for row in group.members]
    return Result(
        name,
        float(adjusted_rand_score([true[row] for row in true], [label[row] for row in true])),
        len(found),
        len(groups),
        sum(len({reports[row].session_id for row in group.members}) > 1 for group in groups),
        sum(bool(truth.get(id_)) for id_ in beside),
        sum("against" in truth.get(id_, {}).values() for id_ in beside),
    )
