"""The tasks of a project as Label Studio lists, filters and deletes them."""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from annotations.errors import LabelStudioError

T = TypeVar("T")
PAGE = 1000
ANNOTATION_FIELDS = (
    "id,data,updated_at,annotations,result,completed_by,updated_by,was_cancelled,lead_time,parent_prediction,created_at,ground_truth,"
    "unique_id"
)
ONE_BY_ONE = 10  # tasks that are removed one by one
IN_A_FILTER = 50  # values: a query is part of the address, which has its limits


class TaskLists(ABC):
    """What can be asked of many tasks. How a request is made is the client's."""

    @abstractmethod
    def request(
        self,
        step: str,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        missing_is_none: bool = False,
    ) -> Any:
        """One request; ``step`` is what an error calls it."""

    def find_batch(self, project: int, batch: str) -> dict[str, int]:
        """Task ids by work item of what an earlier, perhaps interrupted, import of this batch left."""
        return self.find_batches(project, [batch])

    def find_batches(self, project: int, batches: Collection[str]) -> dict[str, int]:
        """As ``find_batch``, of many batches at once."""
        found: dict[str, int] = {}
        for part in _parts(sorted(batches), IN_A_FILTER):
            there = condition("data.batch", "in_list", part)
            tasks = self.tasks(project, "id,data", [there], annotated=False)
            found |= {str(task["data"]["work_item_id"]): int(task["id"]) for task in tasks}
        return found

    def work_items_of(self, project: int, task_ids: Collection[int]) -> dict[int, str]:
        """The work items of those of these tasks that are in the project."""
        found = self.tasks(project, "id,data", [having_ids(task_ids)], annotated=False) if task_ids else iter(())
        return {task["id"]: str(task["data"].get("work_item_id", "")) for task in found if task["id"] in task_ids}

    def task_count(self, project: int) -> int:
        return int(self.fact(project, "task_number") or 0)

    def fact(self, project: int, name: str) -> Any:
        """One thing about a project, and no other: it counts all that is in a project when asked for it whole."""
        found = self.request("project", "GET", "api/projects/", params={"ids": project, "include": f"id,{name}"}).json()[
            "results"
        ]
        if not found:
            raise LabelStudioError("The project is no longer there.", where=f"project {project}", remedy="send again")
        return found[0][name]

    def tasks_by_item(self, project: int) -> dict[str, list[tuple[int, bool]]]:
        """All tasks by work item, each with whether it is answered: the answered ones first, then the oldest."""
        index = self._index(project)
        return {work_item: [(task, bool(times)) for task, times in tasks] for work_item, tasks in index.items()}

    def holds(self, project: int, study: str) -> bool:
        """Whether there is any task of this study in the project."""
        of_study = [condition("data.study", "equal", study)]
        return bool(self._task_page(project, "id", of_study, annotated=False, size=1)["tasks"])

    def tasks_begun(self, project: int) -> set[int]:
        """The tasks of the project in which somebody has begun something and not submitted it."""
        begun = condition("draft_exists", "equal", True, kind="Boolean")
        return {int(task["id"]) for task in self.tasks(project, "id", [begun], annotated=False)}

    def answered(self, project: int, task_ids: Collection[int]) -> set[int]:
        """Those of these tasks that somebody has answered or skipped."""
        found = self.tasks(project, "id,annotations", [having_ids(task_ids)]) if task_ids else iter(())
        return {int(task["id"]) for task in found if task["id"] in task_ids and task["annotations"]}

    def tasks_since(self, project: int, cursor: str | None) -> Iterator[dict[str, Any]]:
        """Tasks that changed after ``cursor`` (``timestamp``), with their annotations and results; all when there is no cursor."""
        changed = [condition("updated_at", "greater", cursor, kind="Datetime")] if cursor else []
        yield from self.tasks(project, ANNOTATION_FIELDS, changed)

    def task_index(self, project: int) -> dict[str, tuple[int, dict[int, str]]]:
        """For every work item its task and the time of change of each annotation: ``{work item: (task, {annotation: time})}``.

        Of several tasks of one work item the annotated one stands, else the oldest; ``surplus_tasks`` tells the others.
        """
        return {work_item: tasks[0] for work_item, tasks in self._index(project).items()}

    def surplus_tasks(self, project: int) -> dict[str, list[int]]:
        """Tasks beyond the first of their work item: an import was made twice, or somebody copied tasks by hand."""
        return {work_item: [task for task, _ in tasks[1:]] for work_item, tasks in self._index(project).items() if tasks[1:]}

    def _index(self, project: int) -> dict[str, list[tuple[int, dict[int, str]]]]:
        index: dict[str, list[tuple[int, dict[int, str]]]] = {}
        for task in self.tasks(project, "id,data,annotations,updated_at", []):
            times = {int(a["id"]): str(a["updated_at"]) for a in task.get("annotations") or []}
            index.setdefault(str(task["data"].get("work_item_id", "")), []).append((int(task["id"]), times))
        return {work_item: sorted(tasks, key=lambda task: (not task[1], task[0])) for work_item, tasks in index.items()}

    def delete_tasks(self, task_ids: Iterable[int], *, project: int = 0) -> None:
        """Remove tasks with everything that was answered to them; what is gone already stays gone.

        Where the ``project`` is told, which must be that of all of them, many are removed in one request.
        """
        ids = sorted(set(task_ids))
        if project and len(ids) > ONE_BY_ONE and self.task_count(project) > len(ids):  # with the last task go the coders' tabs
            self._delete_selected(project, ids, [])
            return
        for task_id in ids:
            self.request("delete task", "DELETE", f"api/tasks/{task_id}/", missing_is_none=True)

    def delete_unanswered(self, project: int, task_ids: Collection[int]) -> set[int]:
        """Remove those of these tasks that nobody has answered or begun to answer, all at once; the others, which stay.

        Label Studio looks and deletes in one request: an answer that comes meanwhile keeps its task. When no task is left in the
        project it takes the coders' tabs away too.
        """
        if not task_ids:  # to Label Studio, none would mean all
            return set()
        untouched = [
            condition("total_annotations", "equal", 0, kind="Number"),
            condition("cancelled_annotations", "equal", 0, kind="Number"),
            condition("draft_exists", "equal", False, kind="Boolean"),
        ]
        self._delete_selected(project, sorted(task_ids), untouched)
        return set(self.work_items_of(project, task_ids))

    def _delete_selected(self, project: int, ids: Sequence[int], filters: Sequence[dict[str, Any]]) -> None:
        chosen = {"selectedItems": {"all": False, "included": ids}}
        body = {**chosen, "filters": {"conjunction": "and", "items": filters}}
        self.request("delete tasks", "POST", "api/dm/actions", body=body, params={"id": "delete_tasks", "project": project})

    def tasks(
        self, project: int, include: str, filters: Sequence[dict[str, Any]], *, annotated: bool = True
    ) -> Iterator[dict[str, Any]]:
        """Tasks in the order of their ids, each once. While a page is worked on the next one is fetched.

        The next page begins after the last id, not at a number: what is deleted meanwhile moves nothing past us.
        """
        with ThreadPoolExecutor(1) as pool:
            body = self._task_page(project, include, filters, annotated=annotated)
            while found := body["tasks"]:
                beyond = [*filters, condition("id", "greater", int(found[-1]["id"]), kind="Number")]
                more = body["total"] > len(found) and len(found) == PAGE
                following = pool.submit(self._task_page, project, include, beyond, annotated=annotated) if more else None
                yield from found
                body = following.result() if following else {"tasks": []}

    def _task_page(
        self, project: int, include: str, filters: Sequence[dict[str, Any]], *, annotated: bool = True, size: int = PAGE
    ) -> dict[str, Any]:
        """``tasks`` and the ``total`` of those that the filters let through. ``annotated``: with annotations and predictions,
        without which a page takes Label Studio half the time."""
        query = json.dumps({"filters": {"conjunction": "and", "items": list(filters)}, "ordering": ["tasks:id"]})
        fields = "all" if annotated else "task_only"
        params = {
            "project": project,
            "fields": fields,
            "include": include,
            "resolve_uri": "false",
            "page_size": size,
            "query": query,
        }
        answer = self.request("tasks", "GET", "api/tasks", params=params, missing_is_none=True)
        found: dict[str, Any] = answer.json() if answer is not None else {"tasks": [], "total": 0}
        return found


def condition(column: str, operator: str, value: Any, *, kind: str = "String") -> dict[str, Any]:
    return {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}


def having_ids(ids: Iterable[int]) -> dict[str, Any]:
    wanted = sorted(ids)
    return condition("id", "in", {"min": wanted[0], "max": wanted[-1]}, kind="Number")


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
