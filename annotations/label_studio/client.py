"""Label Studio over HTTP: the one module that knows its SDK.

Nothing is sent twice by itself (the SDK repeats a POST up to three times on its own, which makes tasks twice). Errors carry the
step and the status and never what the server said: its answers quote interview text and session cookies.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx

from annotations.errors import Conflict, LabelStudioError

PAGE = 1000
ANNOTATION_FIELDS = (
    "id,data,updated_at,annotations,result,completed_by,updated_by,was_cancelled,lead_time,parent_prediction,created_at,ground_truth,"
    "unique_id"
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account in Label Studio; ``token`` is empty where it is not ours to know."""

    id: int
    email: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    id: int
    title: str
    description: str


def timestamp(at: datetime) -> str:
    """The one form of a date that Label Studio's filters take; any other is an internal error there (HTTP 500).

    >>> timestamp(datetime(2026, 11, 22, 14, 8, tzinfo=UTC))
    '2026-11-22T14:08:00.000000Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class LabelStudio:
    """One account's view of a Label Studio. ``token``: a legacy token, or a personal access token that the SDK refreshes."""

    def __init__(self, base_url: str, token: str, *, timeout: float = 300.0) -> None:
        import label_studio_sdk
        from label_studio_sdk.core.api_error import ApiError

        self.base_url = base_url.rstrip("/")
        self._api_error = ApiError
        trust_proxies = urlsplit(base_url).hostname not in LOOPBACK
        self._http = httpx.Client(timeout=httpx.Timeout(timeout, connect=5), follow_redirects=True, trust_env=trust_proxies)
        with self._speaking("sign in"):
            self._sdk = label_studio_sdk.LabelStudio(  # type: ignore[no-untyped-call]
                base_url=self.base_url, api_key=token, httpx_client=self._http, max_retries=0, timeout=timeout
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def health(self) -> None:
        """Raise LabelStudioError unless the server answers and is up."""
        self._request("health", "GET", "health")

    def current_user(self) -> Account:
        with self._speaking("current user"):
            user = self._sdk.users.whoami()
        return Account(id=int(user.id), email=str(user.email))

    def projects(self) -> list[Project]:
        found = self._pages("projects", "api/projects/", {"include": "id,title,description"}, lambda body: body["results"])
        return [Project(int(p["id"]), str(p["title"]), str(p.get("description") or "")) for p in found]

    def ensure_project(self, title: str, config: str, description: str) -> int:
        """The project of this title (3 to 50 characters), made when it is not there, with this configuration.

        A configuration that only renames or adds is taken over by a project in use. One that takes a choice away raises Conflict:
        answers that hold it would be left behind; that is the next round's project.
        """
        found = min((project.id for project in self.projects() if project.title == title), default=None)
        with self._speaking("project"):
            if found is None:
                created = self._sdk.projects.create(
                    title=title,
                    description=description,
                    label_config=config,
                    maximum_annotations=1,
                    skip_queue="REQUEUE_FOR_ME",
                    show_collab_predictions=True,
                    enable_empty_annotation=False,
                    show_skip_button=True,
                )
                return int(created.id or 0)
            project = self._sdk.projects.get(found)
            if project.label_config == config and (project.description or "") == description:
                return found
            gone = _choices_of(project.label_config or "") - _choices_of(config)
            if gone and (project.total_annotations_number or 0):
                raise Conflict(
                    f"The project is in use, and the new configuration lacks {len(gone)} of its choices.",
                    where=title,
                    remedy="make a project for the next round",
                )
            self._sdk.projects.update(found, label_config=config, description=description)
            return found

    def ensure_tab(self, project: int, assignee: str) -> int:
        """The tab that shows ``assignee`` their own tasks in the order of ``prio_key``; see ``link``."""
        with self._speaking("tab"):
            for view in self._sdk.views.list(project=project):
                data = view.data if isinstance(view.data, Mapping) else {}
                if data.get("title") == assignee:
                    return int(view.id)
        data = {
            "title": assignee,
            "filters": {"conjunction": "and", "items": [_filter("data.assignee", "equal", assignee)]},
            "ordering": ["tasks:data.prio_key"],
        }
        return int(self._request("tab", "POST", "api/dm/views/", body={"project": project, "data": data}).json()["id"])

    def link(self, project: int, tab: int) -> str:
        """Where a coder works through their tasks."""
        return f"{self.base_url}/projects/{project}/data?tab={tab}&labeling=1"

    def find_batch(self, project: int, batch: str) -> dict[str, int]:
        """Task ids by work item of what an earlier, perhaps interrupted, import of this batch left."""
        found = self._tasks(project, "id,data", [_filter("data.batch", "equal", batch)])
        return {str(task["data"]["work_item_id"]): int(task["id"]) for task in found}

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, Any]]) -> list[int]:
        """Task ids in the order of ``tasks``. All or nothing; whether it happened is unknown after an error: ``find_batch``."""
        if not tasks:
            return []
        answer = self._request(
            "import tasks", "POST", f"api/projects/{project}/import", body=list(tasks), params={"return_task_ids": "true"}
        )
        ids = [int(task_id) for task_id in answer.json().get("task_ids", [])]
        if len(ids) != len(tasks):
            raise LabelStudioError(f"Label Studio made {len(ids)} of {len(tasks)} tasks.", where=f"project {project}")
        return ids

    def tasks_since(self, project: int, cursor: str | None) -> Iterator[dict[str, Any]]:
        """Tasks that changed after ``cursor`` (``timestamp``), with their annotations and results; all when there is no cursor."""
        changed = [_filter("updated_at", "greater", cursor, kind="Datetime")] if cursor else []
        yield from self._tasks(project, ANNOTATION_FIELDS, changed)

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
        for task in self._tasks(project, "id,data,annotations,updated_at", []):
            times = {int(a["id"]): str(a["updated_at"]) for a in task.get("annotations") or []}
            index.setdefault(str(task["data"].get("work_item_id", "")), []).append((int(task["id"]), times))
        return {work_item: sorted(tasks, key=lambda task: (not task[1], task[0])) for work_item, tasks in index.items()}

    def replace_suggestions(
        self,
        project: int,
        changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]],
        model_version: str,
        on_progress: Callable[[int], None] | None = None,
    ) -> int:
        """Give tasks new suggestions: ``(task id, data patch, prediction)``; the number of predictions made.

        Data first, so that a new prediction never meets the old choices; tasks that have a prediction of this version already get no
        second one, so an interrupted call can be repeated. Older predictions stay: the project shows one version. Label Studio takes
        the data task by task, at 0.1 to 0.3 s each; ``on_progress`` hears how many are through.
        """
        wanted = {task_id: (patch, prediction) for task_id, patch, prediction in changes}
        new: list[dict[str, Any]] = []
        found = self._tasks(project, "id,data,predictions,model_version", [_filter_ids(wanted)]) if wanted else iter(())
        for number, task in enumerate((task for task in found if task["id"] in wanted), 1):
            patch, prediction = wanted[task["id"]]
            if any(task["data"].get(field) != value for field, value in patch.items()):
                self._request("task data", "PATCH", f"api/tasks/{task['id']}/", body={"data": task["data"] | dict(patch)})
            if all(old["model_version"] != model_version for old in task["predictions"]):
                new.append({"task": task["id"], **prediction, "model_version": model_version})
            if on_progress:
                on_progress(number)
        if new:
            made = (
                self._request("predictions", "POST", f"api/projects/{project}/import/predictions", body=new).json().get("created")
            )
            if made != len(new):
                raise LabelStudioError(f"Label Studio took {made} of {len(new)} predictions.", where=f"project {project}")
        if wanted:
            with self._speaking("model version"):
                self._sdk.projects.update(project, model_version=model_version)
        return len(new)

    def delete_tasks(self, task_ids: Iterable[int]) -> None:
        """Remove tasks with everything that was answered to them; what is gone already stays gone."""
        for task_id in task_ids:
            self._request("delete task", "DELETE", f"api/tasks/{task_id}/", missing_is_none=True)

    def annotate(self, task_id: int, result: Sequence[Mapping[str, Any]], lead_time: float = 0.0, *, skip: bool = False) -> int:
        """Answer a task as the signed-in account; the annotation's id."""
        body = {"result": list(result), "lead_time": lead_time, "was_cancelled": skip}
        return int(self._request("annotation", "POST", f"api/tasks/{task_id}/annotations/", body=body).json()["id"])

    def find_account(self, email: str) -> int | None:
        """The id of the account with this address, if there is one."""
        users = self._request("users", "GET", "api/users/").json()
        return next((int(user["id"]) for user in users if str(user["email"]).lower() == email.lower()), None)

    def ensure_account(self, email: str, password: str) -> Account:
        """An account that can sign in with this password, made through the invite link when it is not there.

        Accounts made by the API have no password in Label Studio. Needs legacy tokens switched on (our server does).
        """
        trust_proxies = urlsplit(self.base_url).hostname not in LOOPBACK
        with httpx.Client(base_url=self.base_url, timeout=30, trust_env=trust_proxies) as web, self._speaking("account"):
            if not self._sign_in(web, email, password):
                invite = str(self._request("invite link", "GET", "api/invite").json()["invite_url"])
                self._post_form(web, "/user/signup/?" + urlsplit(invite).query, email, password)
                if not self._sign_in(web, email, password):
                    raise LabelStudioError(
                        f"The account {email} cannot sign in.", where=self.base_url, remedy="check its password in Label Studio"
                    )
            user = web.get("/api/current-user/whoami").raise_for_status().json()
            token = web.get("/api/current-user/token").raise_for_status().json()["token"]
        return Account(id=int(user["id"]), email=str(user["email"]), token=str(token))

    def _sign_in(self, web: httpx.Client, email: str, password: str) -> bool:
        self._post_form(web, "/user/login/", email, password)
        return web.get("/api/current-user/whoami").status_code == httpx.codes.OK

    def _post_form(self, web: httpx.Client, path: str, email: str, password: str) -> None:
        web.cookies.clear()
        web.get(path)
        form = {"email": email, "password": password, "csrfmiddlewaretoken": web.cookies.get("csrftoken", "")}
        web.post(path, data=form, headers={"Referer": self.base_url + path})

    def _tasks(self, project: int, include: str, filters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        query = json.dumps({"filters": {"conjunction": "and", "items": filters}, "ordering": ["tasks:id"]})
        params = {"project": project, "fields": "all", "include": include, "resolve_uri": "false", "query": query}
        return self._pages("tasks", "api/tasks", params, lambda body: body["tasks"])

    def _pages(
        self, step: str, path: str, params: Mapping[str, Any], items: Callable[[Any], list[dict[str, Any]]]
    ) -> Iterator[dict[str, Any]]:
        """Items of all pages, each id once: what moves between pages while they are read comes twice."""
        seen: set[int] = set()
        page = 1
        while True:
            answer = self._request(step, "GET", path, params={**params, "page": page, "page_size": PAGE}, missing_is_none=True)
            found = items(answer.json()) if answer is not None else []
            yield from (item for item in found if not (item["id"] in seen or seen.add(item["id"])))  # type: ignore[func-returns-value]
            if len(found) < PAGE:
                return
            page += 1

    def _request(
        self,
        step: str,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        missing_is_none: bool = False,
    ) -> Any:
        """One request through the SDK's own transport (token of either kind, refreshed), without its retries and its models."""
        with self._speaking(step):
            answer = self._sdk._client_wrapper.httpx_client.request(
                path, method=method, params=dict(params or {}), json=body, request_options={"max_retries": 0}
            )
        if missing_is_none and answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if not answer.is_success:
            raise self._refused(step, answer.status_code)
        return answer

    @contextmanager
    def _speaking(self, step: str) -> Iterator[None]:
        try:
            yield
        except self._api_error as error:
            raise self._refused(step, error.status_code) from None
        except httpx.HTTPStatusError as error:
            raise self._refused(step, error.response.status_code) from None
        except httpx.HTTPError as error:
            raise LabelStudioError(
                f"Label Studio does not answer ({step}: {type(error).__name__}).",
                where=self.base_url,
                remedy="start it, then try again",
            ) from None

    def _refused(self, step: str, status: int | None) -> LabelStudioError:
        remedy = (
            "check the token" if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN) else "see Label Studio's own log"
        )
        return LabelStudioError(f"Label Studio refused ({step}: HTTP {status}).", where=self.base_url, remedy=remedy)


def _filter(column: str, operator: str, value: Any, *, kind: str = "String") -> dict[str, Any]:
    return {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}


def _filter_ids(ids: Iterable[int]) -> dict[str, Any]:
    wanted = sorted(ids)
    return _filter("id", "in", {"min": wanted[0], "max": wanted[-1]}, kind="Number")


def _choices_of(config: str) -> set[tuple[str, str]]:
    """Control and alias of everything that can be chosen."""
    root = ElementTree.fromstring(config or "<View/>")
    return {
        (control.get("name", ""), choice.get("alias", ""))
        for tag in ("Choices", "Taxonomy", "Labels")
        for control in root.iter(tag)
        for choice in (*control.iter("Choice"), *control.iter("Label"))
    }
