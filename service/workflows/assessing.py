"""relato saturation: how many independent sessions report or deny each change, and what the study's rule says of it.

Whatever is computed from all of a study is computed with it, once, and kept for the pages that show it.
"""

import datetime
from collections.abc import Collection, Sequence

from pydantic import TypeAdapter

from annotations.changes.assessments import ChangeDetail, ChangeLine, Changes
from annotations.changes.convergence import convergence
from annotations.changes.history import Recorded, history
from annotations.changes.rankable import rankable
from annotations.changes.register import Entry
from annotations.changes.saturation import Verdict
from annotations.errors import NotFound
from service.storage import changes, results, snapshots, studies
from service.storage.tables import VerdictRow
from service.storage.transactions import Tx
from service.workflows import agreement_snapshot, analysing, curving
from service.workflows.assessments import CHANGES, change_name
from service.workflows.evidence import Evidence, evidence, evidence_about
from service.workflows.work import Outcome, Work

__all__ = ["Evidence", "assess_change", "assess_study", "evidence"]

_verdict = TypeAdapter(Verdict)
_changes = TypeAdapter(Changes)
_detail = TypeAdapter(ChangeDetail)


def assess_study(work: Work, *, study_id: str) -> Outcome:
    """A verdict for every current change of the register, kept when it differs from the one before; and everything else that is
    computed from all of the study."""
    known = evidence(work, study_id)
    ids = list(dict.fromkeys([*known.changes.entries, *(change.id for change in known.study.changes)]))
    details, verdicts = {}, {}
    for number, change_id in enumerate(ids):
        work.progress("saturation", number, len(ids))
        details[change_id], verdicts[change_id] = _assess(work, known, change_id)
    work.progress("saturation", len(ids), len(ids))
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        _forget_others(tx, known, ids)
        for detail in details.values():
            _keep_detail(tx, known, detail)
        _keep_lines(tx, known, list(details.values()))
    _compute_others(work, known)
    return {"study": known.study.id, "changes": {change_id: body for change_id, body in verdicts.items() if body}}


def assess_change(work: Work, study_id: str, change_id: str) -> Outcome:
    """The same for one change, and for those that the last act on it concerns too, after somebody did something to it. The others stay
    as they were computed last. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        entry = changes.register(tx, study.id).entries.get(change_id)
    if entry is None:
        study.change(change_id)
    concerned = _concerned(change_id, entry)
    known = evidence_about(work, study.id, concerned)
    details, verdicts = [], {}
    for id_ in concerned:
        detail, verdicts[id_] = _assess(work, known, id_)
        details.append(detail)
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        for detail in details:
            _keep_detail(tx, known, detail)
        if snapshots.get(tx, known.study.id, CHANGES) is not None:
            _keep_lines(tx, known, details)
    return {"study": known.study.id, "changes": {id_: body for id_, body in verdicts.items() if body}}


def _concerned(change_id: str, entry: Entry | None) -> list[str]:
    """The change, and those that its last act merged it into or split it to."""
    last = entry.acts[-1] if entry and entry.acts else None
    others = [last.change_id, last.body.get("into", ""), *last.body.get("parts", ())] if last else []
    return list(dict.fromkeys([change_id, *filter(None, others)]))


def _assess(work: Work, known: Evidence, change_id: str) -> tuple[ChangeDetail, Outcome]:
    """Everything about one change, and its verdict as it was kept; for one that was dropped or merged, nothing but that."""
    entry = known.changes.entries.get(change_id)
    change = next((change for change in known.study.changes if change.id == change_id), None)
    if change is None:
        return _gone(entry, change_id), {}
    found, judged = known.judge(change)
    body = _verdict.dump_python(judged, mode="json")
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        last = results.latest_verdict(tx, known.study.id, change_id)
        row = last if last and last.at > known.at else results.save_verdict(tx, known.study.id, change_id, body)
        recorded = [recorded_of(row) for row in results.verdicts(tx, known.study.id, change_id)]
    past = history(change_id, found, known.register, known.study.saturation, recorded)
    reports = [*known.changes.elements(change_id), *known.proposals(found)]
    detail = ChangeDetail(
        change=change,
        status=entry.status if entry else "candidate",
        merged_into="",
        split_from=entry.split_from if entry else "",
        verdict=judged,
        observations=found,
        convergence=convergence(change, found, reports),
        next=known.next_sessions(change, judged, found),
        history=past,
        rankable=rankable(known.study, [change], {change_id: past}),
    )
    return detail, {**body, "number": row.number, "at": row.at.isoformat()}


def _gone(entry: Entry | None, change_id: str) -> ChangeDetail:
    """A change that was dropped or merged: its acts say why, and nothing counts for it."""
    if entry is None:
        raise NotFound(f"there is no change {change_id!r}", remedy="look at `relato changes list`")
    return ChangeDetail(
        change=entry.change,
        status=entry.status,
        merged_into=entry.merged_into,
        split_from=entry.split_from,
        verdict=None,
        observations=(),
        convergence=None,
        next=None,
        history=None,
        rankable=(),
    )


def recorded_of(row: VerdictRow) -> Recorded:
    """A kept verdict; it may be from before the rule or the verdict had all that they have now."""
    body = row.body
    return Recorded(
        number=row.number,
        at=row.at,
        independent_for=body["independent_for"],
        independent_against=body["independent_against"],
        state=body["state"],
        contested=body["contested"],
        minimum_independent=body["rule"]["minimum_independent"],
        reached_on=datetime.date.fromisoformat(body["reached_on"]) if body["reached_on"] else None,
    )


def _keep_detail(tx: Tx, known: Evidence, detail: ChangeDetail) -> None:
    name = change_name(detail.change.id)
    if not _is_newer(tx, known, name):
        snapshots.save(tx, known.study.id, name, _detail.dump_python(detail, mode="json"), known.stamp)


def _keep_lines(tx: Tx, known: Evidence, details: Sequence[ChangeDetail]) -> None:
    """The list of all changes, with these lines in the place of the ones they had. It is as old as its oldest line."""
    kept = snapshots.get(tx, known.study.id, CHANGES)
    lines = {detail.change.id: line_of(detail) for detail in details}
    everybody = list(dict.fromkeys([*known.changes.entries, *(change.id for change in known.study.changes)]))
    stamp = known.stamp
    if kept is not None and set(everybody) - lines.keys():
        lines = {line.change.id: line for line in _changes.validate_python(kept.body).changes} | lines
        stamp = kept.stamp
    elif _is_newer(tx, known, CHANGES):
        return
    body = _changes.dump_python(Changes(tuple(lines[id_] for id_ in everybody if id_ in lines)), mode="json")
    snapshots.save(tx, known.study.id, CHANGES, body, stamp)


def line_of(detail: ChangeDetail) -> ChangeLine:
    """What the list of changes shows of one."""
    elements = detail.convergence.elements if detail.convergence else ()
    return ChangeLine(
        change=detail.change,
        status=detail.status,
        merged_into=detail.merged_into,
        verdict=detail.verdict,
        divided=tuple(e.element for e in elements if e.state == "divided" and not e.proposed),
        silent=tuple(one.category for one in detail.next.silent_categories) if detail.next else (),
    )


def _is_newer(tx: Tx, known: Evidence, name: str) -> bool:
    """Whether somebody has kept it since this was read: it is not put back to what was known before. The same where words were withdrawn
    or masked meanwhile."""
    kept = snapshots.get(tx, known.study.id, name)
    return (kept is not None and kept.at > known.at) or snapshots.forgotten(tx, known.study.id) != known.forgotten


def _forget_others(tx: Tx, known: Evidence, change_ids: Collection[str]) -> None:
    """Delete what was kept of changes that are in no register any more."""
    wanted = {change_name(change_id) for change_id in change_ids}
    kept = [name for name in snapshots.names(tx, known.study.id) if name.startswith(change_name(""))]
    snapshots.forget(tx, known.study.id, [name for name in kept if name not in wanted])


def _compute_others(work: Work, known: Evidence) -> None:
    """The curves of the code frame, the analysis plan with the lists behind the numbers, the agreement between coders."""
    work.progress("curves", 0, 3)
    curves = curving.compute(known)
    work.progress("analysis", 1, 3)
    analysis = analysing.bodies(known)
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        if not _is_newer(tx, known, curving.NAME):
            snapshots.save(tx, known.study.id, curving.NAME, curves, known.stamp)
        if not _is_newer(tx, known, "analysis"):
            analysing.keep(tx, known.study.id, analysis, known.stamp)
    work.progress("agreement", 2, 3)
    agreement_snapshot.compute(work, known.study.id)
    work.progress("agreement", 3, 3)
