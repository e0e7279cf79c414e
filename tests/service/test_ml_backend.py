"""Label Studio's machine-learning backend protocol: who is let in, what is answered, and what is never kept or told."""

import dataclasses
import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from annotations.codings import Suggestion
from annotations.sessions import Session
from service.app import create_app
from service.settings import Settings
from service.storage import corpus, machines, review, studies
from service.storage.transactions import Store
from service.workflows.predicting import whole_sentences
from tests.service.records import FRAME, STUDY, segments_of, transcript

SECRET = "between-us-two"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
ITEMS = {  # segment: coder, arm, condition, planted
    "S1.001": ("ana", "assisted", "shown", []),
    "S1.002": ("ana", "assisted", "withheld", []),
    "S1.003": ("ana", "assisted", "planted", ["committee"]),
    "S1.004": ("ben", "blind", "shown", []),
    "S1.005": ("ana", "assisted", "shown", []),  # nothing is suggested for it
}


@pytest.fixture
def client(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    with prepared.begin() as tx:
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FRAME)
        studies.add_session(tx, "water", Session("S1"))
        made = transcript("S1", "Leen las cuentas 💧. Hay agua.", "Uno.", "Dos.", "Tres.", "Cuatro.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
        for version in ("m1", "m2"):
            machines.save_model(tx, "water", version, frame_version=1, encoder="e", champion=True, body={"kind": "cold_start"})
            code = "accounts" if version == "m1" else "meters"
            found = [Suggestion(f"S1.00{n}", "code", code, 0.9, version, 1) for n in range(1, 5)]
            machines.save_suggestions(tx, "water", version, dict.fromkeys(ITEMS, 0.5), found)
        for segment_id, (coder, arm, condition, planted) in ITEMS.items():
            key = {"study_id": "water", "id": item(segment_id), "segment_id": segment_id, "coder_id": coder, "round": 1}
            rest = {"batch": "b", "state": "pushed", "model_version": "m1", "task_id": 1, "arm": arm, "condition": condition}
            review.add_work_items(tx, [{**key, **rest, "planted": planted}])
    allowed = settings.model_copy(update={"label_studio_secret": SecretStr(SECRET)})
    with TestClient(create_app(allowed), raise_server_exceptions=False) as opened:
        opened.auth = ("label-studio", SECRET)
        yield opened


def item(segment_id: str) -> str:
    return f"r1/{segment_id}/{ITEMS[segment_id][0]}"


def asked(segment_id: str, version: str = "m1", *has: str) -> dict[str, Any]:
    return {
        "id": 3,
        "data": {"work_item_id": item(segment_id), "model_version": version, "text": "Leen las cuentas 💧. Hay agua."},
        "predictions": [{"model_version": v} for v in has],
        "annotations": [{"result": []}],
    }


def predict(client: TestClient, *tasks: dict[str, Any], **more: Any) -> list[Any]:
    answer = client.post("/ml/water/predict", json={"tasks": tasks, "project": "1.2", "label_config": "<View/>", **more})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["results"]
    return found


def codes(result: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(p["model_version"], r["value"]["choices"]) for p in result for r in p["result"] if r["from_name"] == "suggested"]


class TestAccess:
    def test_nobody_else_is_let_in(self, client: TestClient) -> None:
        wrong: list[tuple[str | bytes, str | bytes] | None] = [
            None, ("label-studio", "wrong"), ("someone", SECRET), ("label-studio", ""),
        ]  # fmt: skip
        for auth, path in itertools.product(wrong, ["setup", "predict", "versions", "webhook"]):
            client.auth = auth  # type: ignore[assignment]  # None takes it away
            body: dict[str, Any] | None = None if path == "versions" else {"tasks": []}
            method = "GET" if path == "versions" else "POST"
            answer = client.request(method, f"/ml/water/{path}", json=body)
            assert answer.status_code == 401, (auth, path)
            assert answer.headers["www-authenticate"].startswith("Basic")
            assert SECRET not in answer.text
        assert client.app.state.jobs.jobs() == []  # type: ignore[attr-defined]

    def test_without_a_secret_in_the_settings_nobody_is(self, settings: Settings, prepared: Store) -> None:
        with TestClient(create_app(settings)) as closed:
            assert closed.post("/ml/water/setup").status_code == 401
            assert closed.post("/ml/water/setup", auth=("label-studio", "")).status_code == 401
            assert closed.get("/ml/water/health").json()["status"] == "UP"

    def test_an_api_key_opens_nothing_here_and_the_secret_nothing_there(self, client: TestClient) -> None:
        assert client.get("/v1/studies").status_code == 401

    def test_the_secret_goes_to_other_processes_and_into_no_text(self) -> None:
        made = Settings(label_studio_secret=SecretStr(SECRET))
        assert made.as_environment()["RELATO_LABEL_STUDIO_SECRET"] == SECRET
        assert SECRET not in f"{made!r} {made}"


class TestPredictions:
    def test_what_was_sent_is_answered_for_the_model_that_the_task_shows(self, client: TestClient) -> None:
        found = predict(client, asked("S1.001"), asked("S1.001", "m2"))
        assert [codes(one) for one in found] == [[("m1", ["accounts"])], [("m2", ["meters"])]]

    def test_the_old_task_of_one_that_is_to_be_made_anew_gets_none(self, client: TestClient, prepared: Store) -> None:
        """It is of an earlier version of the code frame; what it would be answered is of the present one."""
        with prepared.begin() as tx:
            review.set_items(tx, "water", [item("S1.001")], state="pending", task_id=None)
        assert predict(client, asked("S1.001")) == [[]]

    def test_what_is_held_back_stays_so(self, client: TestClient) -> None:
        assert predict(client, asked("S1.002"), asked("S1.004"), asked("S1.005")) == [[], [], []]

    def test_what_was_planted_is_among_them(self, client: TestClient) -> None:
        (found,) = predict(client, asked("S1.003"))
        assert sorted(codes(found)[0][1]) == ["accounts", "committee"]

    def test_a_task_gets_no_second_prediction_of_a_model(self, client: TestClient) -> None:
        assert predict(client, asked("S1.001", "m1", "m1"), asked("S1.001", "m1", "m0")) == [
            [],
            predict(client, asked("S1.001"))[0],
        ]

    def test_tasks_that_are_not_ours_get_none_and_disturb_nobody(self, client: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            review.set_items(tx, "water", [item("S1.003")], state="retired")
        strange: list[dict[str, Any]] = [{"data": {}}, {"data": {"work_item_id": 7, "model_version": None}, "predictions": []}]
        found = predict(client, *strange, asked("S1.001"), asked("S1.003"))
        assert [len(one) for one in found] == [0, 0, 1, 0]
        assert client.post("/ml/nowhere/predict", json={"tasks": []}).status_code == 404

    def test_the_present_model_is_named(self, client: TestClient) -> None:
        assert client.post("/ml/water/setup", content=b"not even JSON").json() == {"model_version": "m2"}
        assert client.get("/ml/water/versions").json() == {"versions": ["m2"]}
        assert client.post("/ml/nowhere/setup").status_code == 404

    def test_a_study_without_a_model_says_what_to_do(self, client: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            studies.save_study(tx, dataclasses.replace(STUDY, id="dry"))
        answer = client.post("/ml/dry/setup")
        assert (answer.status_code, "relato suggest" in answer.json()["remedy"]) == (409, True)

    def test_nothing_that_is_handed_over_is_logged(self, client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        client.post("/ml/water/setup", json={"access_token": TOKEN, "project": "1.2", "hostname": "h", "schema": "<View/>"})
        broken = client.post("/ml/water/predict", json={"tasks": TOKEN, "label_config": "Leen las cuentas"})
        predict(client, asked("S1.001"), params={"login": TOKEN, "password": TOKEN, "context": None})
        assert broken.status_code == 422
        assert TOKEN not in broken.text + caplog.text
        assert "Leen las cuentas" not in caplog.text


class TestMarkedStretches:
    def test_they_are_widened_to_whole_sentences_behind_emoji_too(self, client: TestClient) -> None:
        region = {"id": "x", "from_name": "span", "to_name": "text", "type": "labels", "origin": "manual"}
        marked = {**region, "value": {"start": 22, "end": 24, "text": "ay", "labels": ["quote"]}}
        for segment in ("S1.001", "S1.004"):  # in a blind round too: no code is told
            (found,) = predict(client, asked(segment), params={"context": {"result": [marked]}})
            assert [r["value"] for r in found["result"]] == [{"start": 20, "end": 29, "text": "Hay agua.", "labels": ["quote"]}]
        assert predict(client, {"data": {"text": "Hay agua. Sí."}}, params={"context": {"result": [marked]}})[0]["result"] == []

    @pytest.mark.parametrize(
        "value",
        [
            {"start": 0, "end": 9, "labels": ["evidence"]},  # whole already
            {"start": 3, "end": 3, "labels": ["evidence"]},
            {"start": -1, "end": 3, "labels": ["evidence"]},
            {"start": 0, "end": 999, "labels": ["evidence"]},
            {"start": "0", "end": "3", "labels": ["evidence"]},
            {"start": 0, "end": 3, "labels": ["<script>"]},
            {"start": 0, "end": 3, "labels": ["pii"]},  # an identifying detail is no whole sentence
            {"start": 0, "end": 3},
            "nonsense",
        ],
    )
    def test_what_is_no_stretch_is_left_alone(self, value: Any) -> None:
        assert whole_sentences("Hay agua. Sí.", "es", {"from_name": "span", "value": value}) is None

    def test_a_stretch_over_two_sentences_takes_both(self) -> None:
        value = {"start": 4, "end": 11, "labels": ["evidence"]}
        found = whole_sentences("Hay agua. Sí. No.", "es", {"from_name": "span", "value": value})
        assert found is not None
        assert found["value"]["text"] == "Hay agua. Sí."


class TestHints:
    def test_a_hint_is_a_collection_that_waits_once(self, client: TestClient) -> None:
        for action in ("ANNOTATION_CREATED", "TASKS_DELETED"):
            body: dict[str, Any] = {"action": action, "annotation": {"result": []}, "project": {"token": TOKEN}}
            assert client.post("/ml/water/webhook", json=body).status_code == 202
        assert client.post("/ml/water/webhook").status_code == 202
        jobs = client.app.state.jobs.jobs()  # type: ignore[attr-defined]
        assert [(job.verb, job.params) for job in jobs] == [("collect", {"study_id": "water"})]

    def test_start_training_collects_and_then_refits(self, client: TestClient) -> None:
        for _ in range(2):
            assert "job" not in client.post("/ml/water/webhook", json={"action": "START_TRAINING"}).json()
        jobs = client.app.state.jobs.jobs()  # type: ignore[attr-defined]
        assert [job.verb for job in reversed(jobs)] == ["collect", "retrain"]
