"""relato collect: reviews from Label Studio become codings and log entries, each act once.

Polling is what counts: what changed since the cursor (with an overlap), and a reconciliation of everything with ``full``, which
alone notices deleted tasks. Some tasks are applied in one transaction (``applying``); what has been seen already changes nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from annotations.label_studio.client import LabelStudio, timestamp
from annotations.studies import Study
from service.storage import outdated, review, rounds, studies
from service.storage.private_tables import RemovalRow
from service.storage.tables import ReviewProjectRow
from service.workflows.accounts import account_id, connect
from service.workflows.applying import Place, apply_tasks
from service.workflows.carrying_over import bring_late_answers, way_from
from service.workflows.choosable import with_all_changes
from service.workflows.machines import study_and_frame
from service.workflows.memos import Hide, hiding
from service.workflows.reconciling import TasksThere, project_is_gone, reconcile
from service.workflows.review_projects import those_there
from service.workflows.work import Outcome, Work, chunks

OVERLAP = timedelta(seconds=120)
TOGETHER = 250  # tasks in one transaction
REMOVED_TOGETHER = 500


def collect_study(work: Work, *, study_id: str, full: bool = False) -> Outcome:
    """Collect what changed in every project of the study; ``full`` compares everything."""
    study, _ = study_and_frame(work, study_id)
    with work.store.read() as tx:
        study = with_all_changes(tx, study)  # answers may hold what was dropped or merged since: they stay as they were given
        projects = review.projects(tx, study.id)
        hide = hiding(work.settings, tx, study)
    outcome: Outcome = {"study": study.id, "removed": 0, "tasks": 0, "changed": 0, "withdrawn": 0, "lost": [], "problems": []}
    with connect(work.settings) as client:
        here = those_there(client, projects)
        for project in projects:
            if project.label_studio_id not in here:
                project_is_gone(work, study, project, outcome)
        projects = [project for project in projects if project.label_studio_id in here]
        for number, project in enumerate(projects):
            work.progress("collect", number, len(projects))
            if project.account_id is None and not _find_account(work, client, study, project):
                outcome["problems"].append(
                    f"{project.coder_id} has no account in Label Studio under the study's address; not collected"
                )
                continue
            place = _place(work, study, project, projects, hide)
            there = _collect_project(work, client, place, outcome, full=full)
            if full:
                reconcile(work, study, project, there, outcome)
        outcome["removed"] = _remove(work, client, study, projects, outcome, hide)
    bring_late_answers(work, study)
    work.progress("collect", len(projects), len(projects))
    with work.store.read() as tx:
        outcome |= review.counts(tx, study.id)
    return outcome


def _find_account(work: Work, client: LabelStudio, study: Study, project: ReviewProjectRow) -> bool:
    """Look for the coder's account, without which nobody knows whose annotations these are."""
    coder = next((coder for coder in study.coders if coder.id == project.coder_id), None)
    project.account_id = account_id(work.settings, client, coder) if coder else None
    if project.account_id is not None:
        key = (project.round, project.coder_id, project.arm, project.frame_version)
        with work.store.begin() as tx:
            review.set_account(tx, study.id, *key, project.account_id)
    return project.account_id is not None


def _place(work: Work, study: Study, project: ReviewProjectRow, projects: list[ReviewProjectRow], hide: Hide) -> Place:
    with work.store.read() as tx:
        frame = studies.frame(tx, study.id, project.frame_version)
        forward = way_from(tx, study.id, frame.version)
        closed_at = next((one.closed_at for one in rounds.rounds(tx, study.id) if one.number == project.round), None)
    names = {p.account_id: p.coder_id for p in projects if p.account_id is not None}
    return Place(study, frame, project, names, forward, closed_at, hide)


def _collect_project(work: Work, client: LabelStudio, place: Place, outcome: Outcome, *, full: bool = False) -> TasksThere:
    """Apply what changed since the cursor, or everything; which tasks there were of each work item."""
    project = place.project
    there, seen = TasksThere(), timestamp(client.clock() - OVERLAP)
    found = client.tasks_since(project.label_studio_id, None if full else project.cursor or None)
    while tasks := list(islice(found, TOGETHER)):
        with work.store.begin() as tx:
            apply_tasks(tx, place, tasks, outcome, full=full)
        there.add(tasks)
        outcome["tasks"] += len(tasks)
        work.progress(f"collect from {project.coder_id}", there.count - 1, there.count)
    # Last, for what came before it has been applied. A task may appear after one that has a later time, so that those of the last
    # two minutes are read again; those before it are not, however long nothing else happens.
    cursor = max(project.cursor, seen) if there.count else project.cursor
    if cursor != project.cursor:
        key = (project.round, project.coder_id, project.arm, project.frame_version)
        with work.store.begin() as tx:
            review.move_cursor(tx, place.study.id, *key, cursor)
        project.cursor = cursor
    return there


def _remove(work: Work, client: LabelStudio, study: Study, projects: list[ReviewProjectRow], outcome: Outcome, hide: Hide) -> int:
    """Take out of Label Studio what may no longer be shown there; what was answered to it is collected right before.

    Label Studio gives the numbers of deleted tasks to new ones: a task is deleted only while it is the one that was meant.
    """
    with work.store.read() as tx:
        waiting = outdated.removals(tx, study.id)
    by_number = {project.label_studio_id: project for project in projects}
    done = 0
    for number, rows in _by_project(waiting):
        for part in chunks(rows, REMOVED_TOGETHER):
            work.progress("remove from Label Studio", done, len(waiting))
            if number in by_number and by_number[number].account_id is not None:
                _collect_project(work, client, _place(work, study, by_number[number], projects, hide), outcome)
            there = client.work_items_of(number, [row.task_id for row in part])
            client.delete_tasks([row.task_id for row in part if there.get(row.task_id) == row.work_item_id], project=number)
            with work.store.begin() as tx:
                outdated.removed(tx, study.id, number, [row.task_id for row in part])
            done += len(part)
    return done


def _by_project(rows: list[RemovalRow]) -> Iterator[tuple[int, list[RemovalRow]]]:
    for number in sorted({row.label_studio_id for row in rows}):
        yield number, [row for row in rows if row.label_studio_id == number]
