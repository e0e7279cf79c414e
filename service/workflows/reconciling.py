"""What has disappeared from Label Studio by hand, and what is there twice: noticed when everything is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotations.studies import Study
from service.storage import outdated, review
from service.storage.tables import ReviewProjectRow, WorkItemRow
from service.storage.transactions import Tx
from service.workflows.work import Outcome, Work

OUT = ("pushed", "reviewed", "skipped")


@dataclass
class TasksThere:
    """The tasks of a project by work item, each with whether anybody has answered it."""

    by_item: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    count: int = 0

    def add(self, tasks: Sequence[Mapping[str, Any]]) -> None:
        for task in tasks:
            found = self.by_item.setdefault(str(task["data"].get("work_item_id", "")), [])
            found.append((int(task["id"]), bool(task["annotations"])))
        self.count += len(tasks)


def reconcile(work: Work, study: Study, project: ReviewProjectRow, there: TasksThere, outcome: Outcome) -> None:
    """Notice tasks that have disappeared, and tasks too many.

    A task that nobody had reviewed is sent again by the next send; the codings of a reviewed one stand. Of several tasks of one
    work item those that nobody has answered are removed; where several are answered, somebody has to look.
    """
    with work.store.begin() as tx:
        items = {item.id: item for item in _items(tx, study.id, project)}
        gone = [item for item in items.values() if item.id not in there.by_item and item.task_id is not None]
        lost = [item.id for item in gone if item.state == "pushed"]
        review.set_items(tx, study.id, lost, state="lost")
        leaving = outdated.leaving_of(tx, study.id, project.label_studio_id)
        for item_id, tasks in there.by_item.items():
            item = items.get(item_id)
            staying = [task for task in tasks if task[0] not in leaving]
            if item is not None and len(staying) > 1:
                _sort_out(tx, study, project, item, staying, outcome)
    outcome["lost"] += lost
    outcome["problems"] += [f"{i.id}: its task has disappeared; it stays {i.state}" for i in gone if i.state != "pushed"]


def _items(tx: Tx, study_id: str, project: ReviewProjectRow) -> list[WorkItemRow]:
    return review.work_items(
        tx, study_id, round_=project.round, coder_id=project.coder_id, arm=project.arm, frame_version=project.frame_version,
        states=OUT,
    )  # fmt: skip


def _sort_out(
    tx: Tx, study: Study, project: ReviewProjectRow, item: WorkItemRow, tasks: list[tuple[int, bool]], outcome: Outcome
) -> None:
    """Keep one task of a work item: an answered one, else the one that we know, else the oldest."""
    kept, *others = sorted(tasks, key=lambda task: (not task[1], task[0] != item.task_id, task[0]))
    for task_id, answered in others:
        if not answered:
            outdated.remove(tx, study.id, project.label_studio_id, task_id, item.id)
    item.task_id = kept[0]
    if answered_too := [task_id for task_id, answered in others if answered]:
        outcome["problems"].append(
            f"{item.id}: has {len(answered_too) + 1} answered tasks in Label Studio; delete {answered_too} there"
        )


def project_is_gone(work: Work, study: Study, project: ReviewProjectRow, outcome: Outcome) -> None:
    """Notice that a project was deleted by hand: what was collected from it stands, the rest is sent again by the next send."""
    with work.store.begin() as tx:
        lost = forget_tasks(tx, study.id, project)
    outcome["lost"] += lost
    outcome["problems"].append(
        f"the project of {project.coder_id} in round {project.round} ({project.arm}) has disappeared from Label Studio; "
        "what was collected stands, `relato send` makes it again with what is still to be reviewed"
    )


def forget_tasks(tx: Tx, study_id: str, project: ReviewProjectRow) -> list[str]:
    """Note that no task of this project is there any more; the work items that wait to be sent again."""
    number = project.label_studio_id
    items = [item for item in _items(tx, study_id, project) if item.task_id is not None]
    lost = [item.id for item in items if item.state == "pushed"]
    review.set_items(tx, study_id, lost, state="lost")
    review.set_items(tx, study_id, [item.id for item in items], task_id=None)
    outdated.removed(tx, study_id, number, outdated.leaving_of(tx, study_id, number))
    row = review.project(tx, study_id, project.round, project.coder_id, project.arm, project.frame_version)
    if row is not None:
        row.cursor = ""
    return lost
