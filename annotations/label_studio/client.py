"""Label Studio over HTTP: the one module that knows its SDK.

Nothing is sent twice by itself (the SDK repeats a POST up to three times on its own, which makes tasks twice). Errors carry the
step and the status and never what the server said: its answers quote interview text and session cookies.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx

from annotations.errors import Conflict, LabelStudioError
from annotations.label_studio.signing_up import connections, ensure_account
from annotations.label_studio.task_lists import PAGE, TaskLists, condition, having_ids
from annotations.label_studio.tokens import MAKE_ONE, TokenAuth

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


class LabelStudio(TaskLists):
    """One account's view of a Label Studio. ``token``: a legacy token or a personal access token (``tokens.TokenAuth``)."""

    def __init__(self, base_url: str, token: str, *, timeout: float = 300.0) -> None:
        from label_studio_sdk.base_client import LabelStudioBase  # the other client brings pandas, a second of every start
        from label_studio_sdk.core.api_error import ApiError

        self.base_url = base_url.rstrip("/")
        self._api_error = ApiError
        self._trust_proxies = urlsplit(base_url).hostname not in LOOPBACK
        self._auth = TokenAuth(self.base_url, token)
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=5), follow_redirects=True, trust_env=self._trust_proxies, auth=self._auth,
            limits=connections(self.base_url),
        )  # fmt: skip
        self._sdk = LabelStudioBase(
            base_url=self.base_url, api_key="see _auth", httpx_client=self._http, max_retries=0, timeout=timeout
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def health(self) -> None:
        """Raise LabelStudioError unless the server answers and is up."""
        self.request("health", "GET", "health")

    def clock(self) -> datetime:
        """What time it is by Label Studio's clock, to the second below; by ours where it does not say, or says a later one."""
        said = self.request("clock", "GET", "health").headers.get("date", "")
        try:
            return min(parsedate_to_datetime(said).astimezone(UTC), datetime.now(UTC))
        except ValueError:
            return datetime.now(UTC)

    def current_user(self) -> Account:
        with self._speaking("current user"):
            user = self._sdk.users.whoami()
        return Account(id=int(user.id), email=str(user.email))

    def projects(self) -> list[Project]:
        found = self._pages("projects", "api/projects/", {"include": "id,title,description"}, lambda body: body["results"])
        return [Project(int(p["id"]), str(p["title"]), str(p.get("description") or "")) for p in found]

    def ensure_project(self, title: str, config: str, description: str, *, known: int = 0, former: Sequence[str] = ()) -> int:
        """The project of this title (3 to 50 characters), made when it is not there, with this configuration.

        ``known``: its number, where it is known that the project is there, under whatever title somebody has given it since.

        A configuration that only renames or adds is taken over by a project in use. One that takes a choice away raises Conflict:
        answers that hold it would be left behind; that is the next round's project. ``former``: configurations that such a project
        may go on with; the first of them that takes nothing away.
        """
        found = known or self._only_project(title)
        if not found:
            with self._speaking("project"):
                self._sdk.projects.create(
                    title=title,
                    description=description,
                    label_config=config,
                    maximum_annotations=1,
                    skip_queue="REQUEUE_FOR_ME",
                    show_collab_predictions=True,
                    enable_empty_annotation=False,
                    show_skip_button=True,
                )
            return self._only_project(title)  # which is another one when the request came in twice
        with self._speaking("project"):
            project = self._sdk.projects.get(found)
            if project.label_config == config and (project.description or "") == description:
                return found
            there = _choices_of(project.label_config or "")
            gone = there - _choices_of(config)
            going_on = next((one for one in former if gone and not there - _choices_of(one)), None)
            if going_on is not None:
                gone, config = set(), going_on
            if project.label_config == config and (project.description or "") == description:
                return found
            if gone and (project.total_annotations_number or 0):
                raise Conflict(
                    f"The project is in use, and the new configuration lacks {len(gone)} of its choices.",
                    where=title,
                    remedy="make a project for the next round",
                )
            self._sdk.projects.update(found, label_config=config, description=description)
            return found

    def _only_project(self, title: str) -> int:
        """The oldest project of this title that has tasks, else the oldest; 0 when there is none. Later empty ones are removed."""
        found = sorted(project.id for project in self.projects() if project.title == title)
        if len(found) < 2:
            return found[0] if found else 0
        with self._speaking("project"):
            used = [number for number in found if self._sdk.projects.get(number).task_number]
        kept = min(used or found)
        for number in found:
            if number not in (kept, *used):
                self.request("delete project", "DELETE", f"api/projects/{number}/", missing_is_none=True)
        return kept

    def ensure_tab(self, project: int, assignee: str) -> int:
        """The tab that shows ``assignee`` their own tasks in the order of ``prio_key``; see ``link``."""
        if found := self._tabs(project, assignee):
            return found[0]
        data = {
            "title": assignee,
            "filters": {"conjunction": "and", "items": [condition("data.assignee", "equal", assignee)]},
            "ordering": ["tasks:data.prio_key"],
        }
        self.request("tab", "POST", "api/dm/views/", body={"project": project, "data": data})
        kept, *others = self._tabs(project, assignee)
        for surplus in others:  # the request came in twice
            self.request("delete tab", "DELETE", f"api/dm/views/{surplus}/", missing_is_none=True)
        return kept

    def _tabs(self, project: int, title: str) -> list[int]:
        with self._speaking("tab"):
            views = self._sdk.views.list(project=project)
        return sorted(int(v.id) for v in views if isinstance(v.data, Mapping) and v.data.get("title") == title)

    def link(self, project: int, tab: int) -> str:
        """Where a coder works through their tasks."""
        return f"{self.base_url}/projects/{project}/data?tab={tab}&labeling=1"

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, Any]]) -> list[int]:
        """Task ids in the order of ``tasks``. All or nothing; whether it happened is unknown after an error: ``find_batch``."""
        if not tasks:
            return []
        answer = self.request(
            "import tasks", "POST", f"api/projects/{project}/import", body=list(tasks), params={"return_task_ids": "true"}
        )
        ids = [int(task_id) for task_id in answer.json().get("task_ids", [])]
        if len(ids) != len(tasks):
            raise LabelStudioError(f"Label Studio made {len(ids)} of {len(tasks)} tasks.", where=f"project {project}")
        return ids

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
        found = self.tasks(project, "id,data,predictions,model_version", [having_ids(wanted)]) if wanted else iter(())
        for number, task in enumerate((task for task in found if task["id"] in wanted), 1):
            patch, prediction = wanted[task["id"]]
            if any(task["data"].get(field) != value for field, value in patch.items()):
                self.request("task data", "PATCH", f"api/tasks/{task['id']}/", body={"data": task["data"] | dict(patch)})
            if all(old["model_version"] != model_version for old in task["predictions"]):
                new.append({"task": task["id"], **prediction, "model_version": model_version})
            if on_progress:
                on_progress(number)
        if new:
            made = (
                self.request("predictions", "POST", f"api/projects/{project}/import/predictions", body=new).json().get("created")
            )
            if made != len(new):
                raise LabelStudioError(f"Label Studio took {made} of {len(new)} predictions.", where=f"project {project}")
            self._drop_surplus_predictions(project, [one["task"] for one in new], model_version)
        if wanted:
            with self._speaking("model version"):
                self._sdk.projects.update(project, model_version=model_version)
        return len(new)

    def show_suggestions(self, project: int, model_version: str) -> None:
        """Have the project show the predictions of this version; where there are none of it, nothing changes."""
        if self.fact(project, "model_version") == model_version:
            return
        versions = self.request("model versions", "GET", f"api/projects/{project}/model-versions/").json()
        if model_version in versions:
            with self._speaking("model version"):
                self._sdk.projects.update(project, model_version=model_version)

    def _drop_surplus_predictions(self, project: int, task_ids: Collection[int], model_version: str) -> None:
        """Leave one prediction of this version at each task: the request may have come in twice."""
        for task in self.tasks(project, "id,predictions,model_version", [having_ids(task_ids)]):
            ours = sorted(int(p["id"]) for p in task["predictions"] if p["model_version"] == model_version)
            for surplus in ours[1:]:
                self.request("delete prediction", "DELETE", f"api/predictions/{surplus}/", missing_is_none=True)

    def annotate(self, task_id: int, result: Sequence[Mapping[str, Any]], lead_time: float = 0.0, *, skip: bool = False) -> int:
        """Answer a task as the signed-in account; the annotation's id."""
        body = {"result": list(result), "lead_time": lead_time, "was_cancelled": skip}
        return int(self.request("annotation", "POST", f"api/tasks/{task_id}/annotations/", body=body).json()["id"])

    def find_account(self, email: str) -> int | None:
        """The id of the account with this address, if there is one."""
        users = self.request("users", "GET", "api/users/").json()
        return next((int(user["id"]) for user in users if str(user["email"]).lower() == email.lower()), None)

    def ensure_account(self, email: str, password: str) -> Account:
        """An account that can sign in with this password, made through the invite link when it is not there.

        Accounts made by the API have no password in Label Studio. Needs legacy tokens switched on (our server does).
        """
        with self._speaking("account"):
            made = ensure_account(self.base_url, email, password, self._invite, trust_proxies=self._trust_proxies)
        return Account(*made)

    def _invite(self) -> str:
        return str(self.request("invite link", "GET", "api/invite").json()["invite_url"])

    def _pages(
        self, step: str, path: str, params: Mapping[str, Any], items: Callable[[Any], list[dict[str, Any]]]
    ) -> Iterator[dict[str, Any]]:
        """Items of all pages, each id once: what moves between pages while they are read comes twice."""
        seen: set[int] = set()
        page = 1
        while True:
            answer = self.request(step, "GET", path, params={**params, "page": page, "page_size": PAGE}, missing_is_none=True)
            found = items(answer.json()) if answer is not None else []
            yield from (item for item in found if not (item["id"] in seen or seen.add(item["id"])))  # type: ignore[func-returns-value]
            if len(found) < PAGE:
                return
            page += 1

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
        """One request; ``step`` is what an error calls it. Past the SDK, which takes longer to look through a body than to send it."""
        with self._speaking(step):
            answer = self._http.request(method, f"{self.base_url}/{path}", params=dict(params or {}), json=body)
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
        remedy = "see Label Studio's own log"
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            remedy = f"legacy tokens are switched off there: {MAKE_ONE}" if self._auth.legacy_is_off else "check the token"
        return LabelStudioError(f"Label Studio refused ({step}: HTTP {status}).", where=self.base_url, remedy=remedy)


def _choices_of(config: str) -> set[tuple[str, str]]:
    """Control and alias of everything that can be chosen."""
    root = ElementTree.fromstring(config or "<View/>")
    return {
        (control.get("name", ""), choice.get("alias", ""))
        for tag in ("Choices", "Taxonomy", "Labels")
        for control in root.iter(tag)
        for choice in (*control.iter("Choice"), *control.iter("Label"))
    }
