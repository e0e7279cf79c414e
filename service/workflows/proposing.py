"""relato changes propose: which changes the material may hold that nobody has entered yet. A person decides about every one."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from annotations.changes.candidates import Candidate, Near, next_ids, same_as_before
from annotations.changes.register import ChangeRegister
from annotations.codings import Suggestion
from annotations.transcripts import Segment
from models.candidates import Group, Likeness, Report, from_middles, groups_of, middles, opposed_codes, with_versions
from service.storage import candidates, changes, machines, review, studies
from service.workflows.assessing import Evidence, evidence
from service.workflows.change_reports import Said, coded, reports_a_change, reports_in
from service.workflows.describing_candidates import Describing
from service.workflows.machines import encoder_for
from service.workflows.work import Outcome, Work

MEASURED = 4096  # segments of a language at most that its middle is taken from
OF_A_CHANGE = 200  # segments of a change at most that a candidate is compared with
NEAR = 0.2  # mean likeness from which on a candidate is said to be near a change: as in a group (``models.candidates.LIMIT``)
SESSIONS_OF_A_CODE = 3  # at least, for a candidate from the frame
GROUPS_OF_A_CODE = 4  # at most: a code in more groups says something about changes, such as what helped


def propose(work: Work, *, study_id: str, suggested: bool = False) -> Outcome:
    """Group the segments that report a change and that no change of the register has; keep each group as a candidate.

    Segments are those that people coded as such; with ``suggested`` also unreviewed ones of which the model says so. A candidate keeps
    its id, and a dismissed one stays dismissed, while it shares half of its segments.
    """
    known = evidence(work, study_id)
    said, unreviewed = _said(work, known, suggested)
    taken = _taken(work, known) | known.silent
    wanted = [s for s in known.segments if s.id not in taken and reports_a_change(said.get(s.id, {}), known.study)]
    reports = reports_in(known, said, wanted, unreviewed=unreviewed)
    of_others = _segments_of_changes(known)
    others = reports_in(known, said, [segment for _, segment in of_others])
    directions = directions_of(work, known, [*wanted, *(segment for _, segment in of_others)])
    work.progress("group", 0, 1)
    told = [(change_id, report) for (change_id, _), report in zip(of_others, others, strict=True)]
    likeness = Likeness([*reports, *others], directions)
    alike = groups_of(reports, directions[: len(reports)])
    opposed = _opposed(known, said, [[reports[row] for row in group.members] for group in alike], told)
    groups = with_versions(alike, reports, likeness, opposed)
    dates = {session.id: session.date for session in known.register.sessions}
    versions = frozenset(code_id for pair in opposed for code_id in pair)
    telling = Describing(known.study, known.frame, dates, reports, versions)
    made = [telling.group(group, likeness, _near(group, likeness, len(reports), of_others)) for group in groups]
    outcome = _keep(work, known.study.id, [*made, *_from_frame(telling, groups)], groups)
    work.progress("group", 1, 1)
    return {"study": known.study.id, "reports": len(reports), **outcome}


def _taken(work: Work, known: Evidence) -> set[str]:
    """Segments that a person has decided about: those of changes, of changes that were dropped, and of candidates that were entered."""
    with work.store.read() as tx:
        decided = candidates.candidates(tx, known.study.id, ("entered", "merged"))
        dropped = _dropped(changes.register(tx, known.study.id))
        of_dropped = {c.segment_id for c in review.codings(tx, known.study.id) if c.kind == "change" and c.target in dropped}
    of_changes = {c.segment_id for c in known.codings if c.kind == "change"}
    return of_dropped | of_changes | {segment_id for kept in decided for segment_id in kept.candidate.segments}


def _said(work: Work, known: Evidence, suggested: bool) -> tuple[Said, set[str]]:
    """What segments are coded with; with ``suggested``, of those that nobody has reviewed, what the model holds for likely."""
    said = coded(known.codings)
    unreviewed = {s.id for s in known.segments if s.session_id not in known.reviewed}
    if not suggested:
        return {id_: one for id_, one in said.items() if id_ not in unreviewed}, unreviewed
    with work.store.read() as tx:
        row = machines.champion(tx, known.study.id)
        found = machines.suggestions(tx, known.study.id, model_version=row.version) if row else {}
    likely: list[Suggestion] = [s for id_ in unreviewed for s in found.get(id_, ()) if s.strength == "likely"]
    return {**said, **coded(likely)}, unreviewed


def _dropped(register: ChangeRegister) -> set[str]:
    """Changes that a person dropped, or joined to one that was: what was coded with them is not proposed again."""
    entries = register.entries

    def end(change_id: str) -> str:
        entry = entries[change_id]
        return end(entry.merged_into) if entry.status == "merged" else entry.status

    return {change_id for change_id in entries if end(change_id) == "dropped"}


def _segments_of_changes(known: Evidence) -> list[tuple[str, Segment]]:
    """The segments that report or deny each change of the register, ``OF_A_CHANGE`` of each at most."""
    by_id = {segment.id: segment for segment in known.segments}
    of_change: dict[str, dict[str, Segment]] = {}
    for coding in known.codings:
        if coding.kind == "change" and coding.segment_id in by_id:
            of_change.setdefault(coding.target, {})[coding.segment_id] = by_id[coding.segment_id]
    return [
        (change_id, segment)
        for change_id, found in sorted(of_change.items())
        for segment in list(found.values())[:: -(-len(found) // OF_A_CHANGE)]
    ]


def directions_of(work: Work, known: Evidence, wanted: Sequence[Segment]) -> NDArray[np.float32]:
    """Vectors (S, D) of the wanted segments, each from the middle of its language in the study."""
    by_language: dict[str, list[Segment]] = {}
    for segment in known.segments:
        by_language.setdefault(segment.language, []).append(segment)
    measured = [s for found in by_language.values() for s in found[:: -(-len(found) // MEASURED)]]
    encoder = encoder_for(work, known.study.id)
    texts = list(dict.fromkeys(segment.words for segment in [*measured, *wanted]))
    vectors = encoder.encode(texts, progress=lambda done, total: work.progress("embed", done, total))
    row = {text: at for at, text in enumerate(texts)}
    middle = middles(vectors[[row[s.words] for s in measured]], [s.language for s in measured])
    return from_middles(vectors[[row[s.words] for s in wanted]], [s.language for s in wanted], middle)


def _near(group: Group, likeness: Likeness, start: int, of_others: Sequence[tuple[str, Segment]]) -> tuple[Near, ...]:
    """The changes whose segments are like this group's, the most like first. ``of_others`` by change, from row ``start`` on."""
    if not of_others:
        return ()
    some = list(group.members)[:: -(-len(group.members) // OF_A_CHANGE)]
    mean = likeness.between(some, range(start, start + len(of_others))).mean(axis=0)
    rows: dict[str, list[int]] = {}
    for at, (change_id, _) in enumerate(of_others):
        rows.setdefault(change_id, []).append(at)
    means = [(float(mean[found].mean()), change_id) for change_id, found in rows.items()]
    return tuple(Near(change_id, round(mean_, 3)) for mean_, change_id in sorted(means, reverse=True) if mean_ >= NEAR)


def _opposed(
    known: Evidence, said: Said, groups: Sequence[Sequence[Report]], others: Sequence[tuple[str, Report]]
) -> list[tuple[str, str]]:
    """Codes that say of what is reported that it holds or that it does not: told from the groups and from the changes there are."""
    of_change: dict[str, list[Report]] = {}
    for change_id, report in others:
        if reports_a_change(said.get(report.segment_id, {}), known.study):
            of_change.setdefault(change_id, []).append(report)
    family = {code_id: path[0].id for code_id, path in known.frame.paths.items()}
    return opposed_codes([[report.what for report in group] for group in (*groups, *of_change.values())], family)


def _from_frame(telling: Describing, groups: Sequence[Group]) -> list[Candidate]:
    """Codes of the frame that several sessions report and that no group has most of, though they are in few: changes that the frame
    foresaw. What is in many groups is said of changes and is none.
    """
    of_code: dict[str, list[int]] = {}
    for row, report in enumerate(telling.reports):
        for code_id in report.what - telling.versions:
            of_code.setdefault(code_id, []).append(row)
    group_of = {row: at for at, group in enumerate(groups) for row in group.members}
    found = []
    for code_id, rows in sorted(of_code.items()):
        shares = Counter(group_of[row] for row in rows)
        sessions = {telling.reports[row].session_id for row in rows}
        if len(sessions) >= SESSIONS_OF_A_CODE and len(shares) <= GROUPS_OF_A_CODE and max(shares.values()) * 2 < len(rows):
            found.append(telling.code(code_id, rows))
    return found


def _keep(work: Work, study_id: str, made: Sequence[Candidate], groups: Sequence[Group]) -> Outcome:
    """Give every proposal its id, the one it had before where it goes on, and keep them all."""
    with work.store.begin() as tx:
        studies.lock(tx, study_id)
        before = candidates.candidates(tx, study_id)
        ids = [""] * len(made)
        for origin in ("segments", "frame"):
            at = [row for row, one in enumerate(made) if one.origin == origin]
            open_to = {
                kept.candidate.id: kept.candidate.segments
                for kept in before
                if kept.candidate.origin == origin and kept.state in ("open", "dismissed", "gone")
            }
            for row, id_ in zip(at, same_as_before([made[row].segments for row in at], open_to), strict=True):
                ids[row] = id_
        new = [row for row, id_ in enumerate(ids) if not id_]
        for row, id_ in zip(new, next_ids([kept.candidate.id for kept in before], len(new)), strict=True):
            ids[row] = id_
        beside = {row: ids[group.beside] for row, group in enumerate(groups) if group.beside >= 0}
        decided = {kept.candidate.id: kept.candidate.decisions for kept in before}
        proposed = [
            replace(one, id=ids[row], beside=beside.get(row, ""), decisions=decided.get(ids[row], ()))
            for row, one in enumerate(made)
        ]
        dismissed = {kept.candidate.id for kept in before if kept.state == "dismissed"}
        candidates.propose(tx, study_id, proposed, dismissed)
    shown: Collection[Candidate] = [one for one in proposed if one.id not in dismissed]
    return {
        "candidates": len(shown),
        "new": len(new),
        "dismissed": len(proposed) - len(shown),
        "in_several_sessions": sum(len(one.sessions) > 1 for one in shown),
        "from_the_frame": sum(one.origin == "frame" for one in shown),
    }
