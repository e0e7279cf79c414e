"""What people had begun in tasks of an earlier version of the code frame is carried to the new tasks; then the old ones may go.

A draft is moved in one request, so that one that was moved is no longer found in the old task: it can be begun again anywhere.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.frame_changes import changes_between, composed, fates, migrate_by
from annotations.label_studio.client import LabelStudio
from annotations.label_studio.drafts import drafts_of, move_draft
from annotations.label_studio.reviews import read_annotation, write_result
from annotations.label_studio.tasks import WorkItem, targets
from annotations.rounds import Arm
from annotations.studies import Study
from service.storage import corpus, machines, outdated, review, studies
from service.storage.private_tables import RemovalRow
from service.storage.tables import ReviewProjectRow, WorkItemRow
from service.storage.transactions import Tx
from service.workflows.shown import carried_of, planted_among, sides_of
from service.workflows.work import Work


def carry_drafts(work: Work, client: LabelStudio, study: Study) -> int:
    """Carry drafts from old tasks to the new ones that have been sent; how many. An old task that was answered meanwhile stays."""
    with work.store.read() as tx:
        waiting = outdated.moving(tx, study.id)
        projects = {project.label_studio_id: project for project in review.projects(tx, study.id)}
    carried = done = 0
    for number, rows in groupby(waiting, key=lambda row: row.label_studio_id):
        begun = client.tasks_begun(number) if number in projects else set()
        for row in rows:
            done += 1
            work.progress("carry drafts over", done, len(waiting))
            carried += _carry(work, client, study, projects.get(number), row, row.task_id in begun)
    return carried


def _carry(work: Work, client: LabelStudio, study: Study, project: ReviewProjectRow | None, row: RemovalRow, begun: bool) -> int:
    with work.store.read() as tx:
        item = review.work_item(tx, study.id, row.work_item_id)
        ready = item is None or item.state not in ("pending", "lost")
    if not ready:
        return 0  # its new task has still to be sent
    moved = 0
    if item is not None and item.task_id is not None and begun and project is not None:
        for draft in drafts_of(client, row.task_id):
            if draft.annotation is None:
                with work.store.read() as tx:
                    result = _result_now(tx, study, project, item, draft.result)
                move_draft(client, draft, item.task_id, result)
                moved += 1
    with work.store.begin() as tx:
        _settle(tx, study, project, row)
    return moved


def _settle(tx: Tx, study: Study, project: ReviewProjectRow | None, row: RemovalRow) -> None:
    """The old task may go, or it stays, where it was answered before there was a new one."""
    item = review.work_item(tx, study.id, row.work_item_id)
    if item is not None and project is not None and item.task_id is None and item.state in ("reviewed", "skipped"):
        item.task_id, item.frame_version = row.task_id, project.frame_version
        outdated.removed(tx, study.id, row.label_studio_id, [row.task_id])
        return
    outdated.no_longer_moving(tx, study.id, [row.work_item_id])


def _result_now(
    tx: Tx, study: Study, project: ReviewProjectRow, item: WorkItemRow, result: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A draft as it would be written in the new task. What the new version has no code for is left to its author."""
    known = studies.frames(tx, study.id)
    old, new = (next(f for f in known if f.version == version) for version in (project.frame_version, item.frame_version))
    (segment,) = corpus.segments(tx, study.id, ids=[item.segment_id])
    there = targets(study, new)
    who, arm = WorkItem(study.id, item.segment_id, item.coder_id, item.round), _arm(item)
    begun = read_annotation({"result": list(result)}, who, segment, [], study, old, arm=arm)
    way = composed(fates(step) for step in changes_between(known, old.version, new.version))
    return write_result(
        migrate_by(begun.choices, way).choices,
        _suggestions(tx, study, item, new),
        study,
        new,
        spans=begun.spans,
        flags=begun.flags,
        memo=begun.memo,
        arm=arm,
        carried=carried_of(item, there),
        sides=sides_of(item, there),
    )


def _suggestions(tx: Tx, study: Study, item: WorkItemRow, frame: CodeFrame) -> list[Any]:
    """What the new task suggests."""
    if item.arm != "assisted" or item.condition == "withheld" or not item.model_version:
        return []
    found = machines.suggestions(tx, study.id, model_version=item.model_version, segment_ids=[item.segment_id])
    shown = found.get(item.segment_id, [])
    return [*shown, *planted_among(item, shown, None, item.model_version, frame)]


def _arm(item: WorkItemRow) -> Arm:
    return item.arm  # type: ignore[return-value]  # written from an Arm
