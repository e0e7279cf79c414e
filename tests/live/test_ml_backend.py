"""Label Studio asks us for predictions, from its own project settings: the protocol as 1.23 speaks it."""

import base64
import logging
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from service import label_studio_server
from service.app import create_app
from service.storage import review
from tests.live import browser, places
from tests.live.conftest import LiveLabelStudio, free_port
from tests.live.places import Place, settings_in
from tests.live.small_study import FIRST, SECOND, Desk, enter_model

pytestmark = pytest.mark.live
SECRET = "between-us-two"
workers = pytest.fixture(scope="module")(places.started_workers)


@pytest.fixture(scope="module")
def calling(
    label_studio_executable: Path, label_studio_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveLabelStudio]:
    """A Label Studio that may call this machine, and nobody else."""
    home = tmp_path_factory.mktemp("calling")
    shutil.copytree(label_studio_template, home, dirs_exist_ok=True)
    server = label_studio_server.start(home, free_port(), executable=label_studio_executable, calls="127.0.0.1")
    label_studio_server.wait_ready(server.url, pid=server.pid)
    yield LiveLabelStudio(server.url, server.token, home, label_studio_executable)
    label_studio_server.stop(home)


@pytest.fixture(scope="module")
def desk(calling: LiveLabelStudio) -> Desk:
    return places.desk_of(calling)


@dataclass(frozen=True)
class Served:
    """A study that was sent, and our API at ``url`` beside it."""

    place: Place
    desk: Desk
    url: str

    @property
    def backend(self) -> dict[str, Any]:
        """How a project knows us."""
        basic = {"auth_method": "BASIC_AUTH", "basic_auth_user": "label-studio", "basic_auth_pass": SECRET}
        return {"url": f"{self.url}/ml/{self.place.study.id}", "title": "Relato", "is_interactive": True, **basic}

    def post(self, path: str, body: Any, **params: Any) -> httpx.Response:
        headers = {"Authorization": f"Token {self.desk.server.token}"}
        url = f"{self.desk.server.url}{path}"
        return httpx.post(url, json=body, params=params, headers=headers, trust_env=False, timeout=60)

    def connect(self, coder: str = "ana") -> tuple[int, int]:
        """Enter us as the backend of a coder's project; the numbers of project and backend."""
        (project,) = self.desk.projects(self.place.study)[coder]
        made = self.post("/api/ml/", {**self.backend, "project": project})
        assert made.status_code == 201, made.text
        return project, int(made.json()["id"])

    def retrieve(self, project: int) -> None:
        """*Retrieve predictions* for everything in the project."""
        chosen = {"selectedItems": {"all": True, "excluded": []}, "filters": {"conjunction": "and", "items": []}}
        self.post("/api/dm/actions/", chosen, id="retrieve_tasks_predictions", project=project).raise_for_status()

    def predictions(self, coder: str = "ana") -> dict[str, list[tuple[str, str]]]:
        """Model and result of every prediction, by work item."""
        return {
            task["data"]["work_item_id"]: sorted((p["model_version"], str(p["result"])) for p in task["predictions"])
            for task in self.desk.tasks(self.place.study)
            if task["coder"] == coder
        }

    def forget(self, coder: str = "ana") -> None:
        """Somebody deletes all predictions."""
        for task in self.desk.tasks(self.place.study):
            for prediction in task["predictions"] if task["coder"] == coder else ():
                self.desk.call("DELETE", f"/api/predictions/{prediction['id']}/")

    def jobs(self) -> list[str]:
        return [job.verb for job in reversed(self.place.jobs.jobs())]


@pytest.fixture
def served(tmp_path: Path, desk: Desk, workers: Any) -> Iterator[Served]:
    settings = settings_in(tmp_path / "home", desk.server)
    settings = type(settings).model_validate({**settings.model_dump(), "label_studio_secret": SECRET})
    study = f"m{time.time_ns() % 10**8}"
    with Place(settings, workers, study) as place:
        place.do("send")
        port = free_port()
        server = uvicorn.Server(uvicorn.Config(create_app(place.settings), port=port, log_config=None))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield Served(place, desk, f"http://127.0.0.1:{port}")
        server.should_exit = True
        thread.join(20)


def test_predictions_that_were_lost_are_retrieved_once_and_those_held_back_are_not(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    project, _ = served.connect()
    before = served.predictions()
    assert Counter(len(found) for found in before.values()) == {1: 11, 0: 1}  # nothing is suggested for the last segment
    served.retrieve(project)
    assert served.predictions() == before
    served.forget()
    with served.place.store.begin() as tx:
        review.set_items(tx, served.place.study.id, ["r1/S1.001/ana"], condition="withheld")
        review.set_items(tx, served.place.study.id, ["r1/S1.002/ana"], arm="blind")
    served.retrieve(project)
    assert served.predictions() == {**before, "r1/S1.001/ana": [], "r1/S1.002/ana": []}
    served.retrieve(project)
    assert served.predictions() == {**before, "r1/S1.001/ana": [], "r1/S1.002/ana": []}
    told = caplog.text
    assert "/predict" in told  # the request is in the log
    assert not [word for word in (served.desk.server.token, SECRET, "Hoy leen las cuentas") if word in told]


def test_a_new_model_comes_with_the_next_sending_and_not_behind_its_back(served: Served) -> None:
    """A task offers the choices of one model: predictions of another would not fit them."""
    project, _ = served.connect()
    before = served.predictions()
    enter_model(served.place.store, served.place.study.id, SECOND)
    served.retrieve(project)
    assert served.predictions() == before
    served.place.do("send")
    renewed = served.predictions()
    assert {model for found in renewed.values() for model, _ in found} == {FIRST, SECOND}
    served.retrieve(project)
    assert served.predictions() == renewed


def test_opening_a_task_without_predictions_fills_it_in(served: Served) -> None:
    project, _ = served.connect()
    before = served.predictions()
    served.forget()
    tasks = {t["data"]["work_item_id"]: t["id"] for t in served.desk.tasks(served.place.study) if t["coder"] == "ana"}
    with served.place.store.begin() as tx:
        review.set_items(tx, served.place.study.id, ["r1/S1.001/ana"], condition="withheld")
    for item in ("r1/S1.001/ana", "r1/S1.003/ana"):
        served.desk.get(f"/api/tasks/{tasks[item]}/", project=project)
    there = served.predictions()
    assert (there["r1/S1.001/ana"], there["r1/S1.003/ana"]) == ([], before["r1/S1.003/ana"])


def test_a_marked_stretch_becomes_whole_sentences(served: Served) -> None:
    _, backend = served.connect()
    (task,) = [t for t in served.desk.tasks(served.place.study) if t["data"]["work_item_id"] == "r1/S1.001/ana"]
    assert task["data"]["text"] == "Hoy leen las cuentas 😀."
    drawn = {"id": "x1", "from_name": "span", "to_name": "text", "type": "labels", "origin": "manual"}
    drawn["value"] = {"start": 4, "end": 8, "text": "leen", "labels": ["evidence"]}  # type: ignore[assignment]
    answer = served.post(f"/api/ml/{backend}/interactive-annotating", {"task": task["id"], "context": {"result": [drawn]}}).json()
    assert [region["value"] for region in answer["data"]["result"]] == [
        {"start": 0, "end": 23, "text": "Hoy leen las cuentas 😀.", "labels": ["evidence"]}
    ]


def test_in_the_browser_the_sentence_is_marked_beside_the_words(served: Served, calling: LiveLabelStudio) -> None:
    project, _ = served.connect()
    (task,) = [t for t in served.desk.tasks(served.place.study) if t["data"]["work_item_id"] == "r1/S1.001/ana"]
    with browser.desk(calling) as seat:
        seat.page.goto(f"{calling.url}/projects/{project}/data?task={task['id']}")
        seat.page.locator(".relato-segment .lsf-richtext__line, .relato-segment .lsf-richtext__container").first.wait_for()
        seat.page.get_by_text("Auto-Annotation").first.click()
        box = seat.page.locator(".relato-segment").first.bounding_box()
        assert box is not None
        for label, place in (("Evidencia", 45), ("Cita para la historia", 165)):
            seat.page.get_by_text(label).first.click()
            x, y = box["x"] + place, box["y"] + box["height"] / 2
            seat.page.mouse.move(x, y)
            seat.page.mouse.down()
            with seat.page.expect_response(lambda answer: "interactive-annotating" in answer.url):
                seat.page.mouse.move(x + 40, y, steps=8)
                seat.page.mouse.up()
            seat.page.wait_for_timeout(500)  # until the answer is drawn
            seat.page.keyboard.press("Escape")
        with seat.page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
            seat.page.keyboard.press("Control+Enter")
        assert seat.troubles == []
    (task,) = [t for t in served.desk.tasks(served.place.study) if t["id"] == task["id"]]
    marked = [r["value"] for r in task["annotations"][0]["result"] if r["type"] == "labels"]
    text = task["data"]["text"]
    assert [text[v["start"] : v["end"]] for v in marked] == [v["text"] for v in marked]
    assert Counter((v["text"] == text, *v["labels"]) for v in marked) == {
        (whole, label): 1 for label in ("evidence", "quote") for whole in (True, False)
    }


def test_hints_are_heard_with_the_password_alone(served: Served) -> None:
    project, backend = served.connect()
    (hook,) = served.desk.get("/api/webhooks/", project=project)  # Label Studio has registered it by itself, without a password
    task = served.desk.tasks(served.place.study)[0]["id"]
    with served.desk.client("ana") as client:
        client.annotate(task, [], 1.0)
    assert served.jobs() == []
    basic = base64.b64encode(f"label-studio:{SECRET}".encode()).decode()
    served.desk.call("PATCH", f"/api/webhooks/{hook['id']}/", {"headers": {"Authorization": f"Basic {basic}"}})
    for _ in range(2):
        with served.desk.client("ana") as client:
            client.annotate(task, [], 1.0)
    _until(lambda: served.jobs() == ["collect"])
    assert served.post(f"/api/ml/{backend}/train", {}).status_code == 200
    _until(lambda: served.jobs() == ["collect", "retrain"])


def test_a_wrong_password_is_told_when_the_backend_is_entered(served: Served) -> None:
    (project,) = served.desk.projects(served.place.study)["ana"]
    refused = served.post("/api/ml/", {**served.backend, "basic_auth_pass": "wrong", "project": project})
    assert refused.status_code == 400
    assert "401" in refused.text


def test_a_label_studio_that_calls_us_calls_nobody_else(served: Served) -> None:
    (project,) = served.desk.projects(served.place.study)["ana"]
    for url in ("http://127.0.0.2:9/", "http://10.0.0.1/", "http://93.184.215.14/"):
        refused = served.post("/api/webhooks/", {"project": project, "url": url, "send_payload": False})
        assert refused.status_code == 403, (url, refused.text)


def _until(holds: Any, seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)
