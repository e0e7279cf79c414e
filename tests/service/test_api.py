"""The REST API: a key for everything, problems for every error, pages that end, and what is stored is what is said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from annotations.codings import Coding, Reason, Suggestion
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from service.app import create_app
from service.settings import Settings
from service.storage import access, corpus, machines, results, review, studies
from service.storage.review import LogEntry
from service.storage.transactions import Store, now
from tests.conftest import SAMPLE
from tests.service.records import FRAME, STUDY, segments_of, transcript


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    """A client with a key, over a small study that has been through the whole loop."""
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        _fill(tx)
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def _fill(tx: Any) -> None:
    studies.save_study(tx, replace(STUDY, consent="not_required"))
    studies.save_frame(tx, "water", FRAME)
    person = Participation("S1", "R1", "A", Consent(True, True))
    studies.save_register(tx, "water", Register((Session("S1"), Session("S2")), (Respondent("R1"),), (person,)))
    for session_id in ("S1", "S2"):
        made = transcript(session_id, "Leen las cuentas 💧.", "Pusieron medidores.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
    machines.save_model(tx, "water", "m1", frame_version=1, encoder="e", champion=True, body={"kind": "cold_start"})
    reason = Reason("definition", "leen", "Leen las cuentas 💧.", "es")
    machines.save_suggestions(
        tx, "water", "m1", {"S1.001": 0.5}, [Suggestion("S1.001", "code", "accounts", 0.9, "m1", 1, (reason,))]
    )
    machines.save_suggestions(tx, "water", "m1", {"S1.002": 1.0}, [], strange={"S1.002"}, marks={"S1.002": ("no_change",)})
    item = {"study_id": "water", "id": "r1/S1.001/ana", "segment_id": "S1.001", "coder_id": "ana", "round": 1}
    review.add_work_items(tx, [{**item, "batch": "b", "state": "reviewed", "model_version": "m1", "task_id": 1}])
    review.replace_reviews(
        tx, "water", "r1/S1.001/ana", "m1", [{"kind": "code", "act": "accepted", "suggested": "accounts", "target": "accounts"}]
    )
    review.replace_codings(
        tx, "water", "S1.001", "ana", 1, [Coding("S1.001", "ana", "code", "accounts", 1, 1, now(), None, "m1")]
    )
    entries = [
        LogEntry("ana", "S1.001", 1, 1, "accepted", "code", "accounts", "accounts", "", "m1", f"label-studio:1@{n}")
        for n in range(3)
    ]
    review.append_log(tx, "water", entries)
    results.save_verdict(tx, "water", "CH1", {"state": "candidate"})
    results.save_story(tx, "water", "CH1", {"title": "t"})


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["title"]
    return found


class TestAccess:
    def test_every_route_needs_a_key(self, api: TestClient) -> None:
        paths = api.get("/v1/openapi.json").json()["paths"]
        assert len(paths) > 15
        for path, methods in paths.items():
            for method in methods:
                if path != "/health":
                    answer = api.request(method, path, headers={"Authorization": "Bearer relato_wrong"})
                    assert problem(answer, 401)["type"] == "/problems/not-allowed", path

    def test_health_needs_none(self, api: TestClient) -> None:
        assert api.get("/health", headers={"Authorization": ""}).json() == {"status": "UP"}


class TestProblems:
    def test_unknown_study(self, api: TestClient) -> None:
        found = problem(api.get("/v1/studies/none"), 404)
        assert found["type"] == "/problems/not-found"
        assert "relato study load" in found["remedy"]

    @pytest.mark.parametrize(
        "path",
        [
            "transcripts/S9",
            "codeframe?version=9",
            "models/m9",
            "suggestions?model=m9",
            "segments?after=S9.001",
            "stories/CH9/en.md",
        ],
    )
    def test_unknown_part_of_a_study(self, api: TestClient, path: str) -> None:
        problem(api.get(f"/v1/studies/water/{path}"), 404)

    def test_unknown_job_route_and_method(self, api: TestClient) -> None:
        problem(api.get("/v1/jobs/none"), 404)
        problem(api.get("/v1/nowhere"), 404)
        problem(api.delete("/v1/studies"), 405)

    def test_a_bad_request_names_the_field_and_does_not_repeat_the_text(self, api: TestClient) -> None:
        answer = api.post("/v1/studies/water/suggestions", json={"text": "", "secreto": "doña Lencha"})
        found = problem(answer, 422)
        assert found["errors"][0]["where"] == "body.text"
        assert "Lencha" not in answer.text
        problem(api.get("/v1/studies/water/segments?limit=0"), 422)
        problem(api.post("/v1/studies/water/jobs/paint"), 422)

    def test_an_unexpected_error_tells_nothing(self, api: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            studies.save_study(tx, STUDY)
            tx.execute(text('UPDATE study SET body = \'{"id": "doña Lencha"}\''))
        answer = api.get("/v1/studies/water")
        assert problem(answer, 500)["detail"] == ""
        assert "Lencha" not in answer.text


class TestReading:
    def test_studies_and_frame(self, api: TestClient) -> None:
        assert [s["id"] for s in api.get("/v1/studies").json()] == ["water"]
        assert api.get("/v1/studies/water").json()["changes"][0]["id"] == "CH1"
        assert [f["id"] for f in api.get("/v1/studies/water/codeframe").json()["families"]] == ["theme", "actor"]

    def test_transcripts_and_segments(self, api: TestClient) -> None:
        listed = api.get("/v1/studies/water/transcripts").json()
        assert [(t["session"]["id"], t["respondents"]) for t in listed] == [("S1", ["R1"]), ("S2", [])]
        whole = api.get("/v1/studies/water/transcripts/S1").json()
        segment = api.get("/v1/studies/water/segments?session=S1").json()["items"][0]
        assert whole["text"][segment["start"] : segment["end"]] == segment["text"] == "Leen las cuentas 💧."

    def test_pages_hold_everything_once(self, api: TestClient) -> None:
        seen, after = [], ""
        while after is not None:
            answer = api.get("/v1/studies/water/segments", params={"limit": 3, "after": after}).json()
            seen += [f"{s['session_id']}.{s['number']:03d}" for s in answer["items"]]
            after = answer["next"]
        assert seen == ["S1.001", "S1.002", "S2.001", "S2.002"]

    def test_words_are_not_given_once_consent_has_ended(self, api: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            known = studies.register(tx, "water")
            people = tuple(
                replace(p, consent=Consent(take_part=False)) if p.session_id == "S1" else p for p in known.participations
            )
            studies.save_register(tx, "water", replace(known, participations=people))
        said = api.get("/v1/studies/water/segments?limit=3").json()
        assert ({s["session_id"] for s in said["items"]}, said["next"]) == ({"S2"}, "S2.001")
        answer = api.get("/v1/studies/water/transcripts/S1")
        assert "relato withdraw" in problem(answer, 422)["remedy"]
        assert "Leen" not in answer.text
        assert api.get("/v1/studies/water/transcripts/S2").status_code == 200

    def test_suggestions_reviews_codings_and_log(self, api: TestClient) -> None:
        suggestion = api.get("/v1/studies/water/suggestions", params={"segment": "S1.001"}).json()[0]
        assert (suggestion["target"], suggestion["reasons"][0]["phrase"]) == ("accounts", "leen")
        assert api.get("/v1/studies/water/suggestions", params={"segment": "S2.001"}).json() == []
        assert api.get("/v1/studies/water/reviews").json()[0]["act"] == "accepted"
        assert api.get("/v1/studies/water/codings").json()[0]["from_suggestion"] == "m1"
        first = api.get("/v1/studies/water/log?limit=2").json()
        rest = api.get(f"/v1/studies/water/log?limit=2&after={first['next']}").json()
        assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]

    def test_what_was_found_of_whole_segments(self, api: TestClient) -> None:
        first = api.get("/v1/studies/water/looked-at?limit=1").json()
        rest = api.get(f"/v1/studies/water/looked-at?limit=1&after={first['next']}").json()
        plain, told = first["items"][0], rest["items"][0]
        assert (plain["segment_id"], plain["uncertainty"], plain["strange"], plain["marks"]) == ("S1.001", 0.5, False, [])
        assert (told["segment_id"], told["strange"], told["marks"], rest["next"]) == ("S1.002", True, ["no_change"], None)
        assert api.get("/v1/studies/water/looked-at?model=m9").status_code == 404

    def test_models_saturation_and_stories(self, api: TestClient) -> None:
        assert api.get("/v1/studies/water/models").json()[0]["champion"] is True
        assert api.get("/v1/studies/water/models/m1").json()["version"] == "m1"
        assert api.get("/v1/studies/water/saturation").json()[0]["body"] == {"state": "candidate"}
        assert api.get("/v1/studies/water/stories").json()[0]["version"] == 1


class TestJobs:
    def test_a_job_is_begun_looked_at_and_cancelled(self, api: TestClient) -> None:
        answer = api.post("/v1/studies/water/jobs/draft", json={"change_id": "CH1"})
        assert answer.status_code == 202
        job = api.get(f"/v1/jobs/{answer.json()['id']}").json()
        assert (job["verb"], job["state"], job["params"]) == ("draft", "queued", {"study_id": "water", "change_id": "CH1"})
        assert api.post(f"/v1/jobs/{job['id']}/cancel").json()["state"] == "cancelled"
        assert [j["id"] for j in api.get("/v1/jobs").json()] == [job["id"]]

    def test_a_field_that_the_verb_does_not_take_is_refused(self, api: TestClient) -> None:
        assert "change_id" in problem(api.post("/v1/studies/water/jobs/send", json={"change_id": "CH1"}), 422)["detail"]
        problem(api.post("/v1/studies/water/jobs/draft", json={"change": "CH1"}), 422)

    def test_a_hint_is_not_put_there_twice(self, api: TestClient) -> None:
        first = api.post("/v1/studies/water/hints/collect", json={"action": "whatever"}).json()
        assert api.post("/v1/studies/water/hints/collect").json()["id"] == first["id"]

    def test_uploads_lie_in_the_inbox_whatever_their_name(self, api: TestClient, settings: Settings) -> None:
        files = [("files", ("../../../evil.txt", b"A: hola\n\nA: adios")), ("files", ("..\\\\other.txt", b"A: hola"))]
        answer = api.post("/v1/studies/water/transcripts", files=files)
        assert answer.status_code == 202
        folder = answer.json()["params"]["folder"]
        assert folder.startswith(str(settings.home / "inbox"))
        assert sorted(p.name for p in (settings.home / "inbox").rglob("*.txt")) == ["evil.txt", "other.txt"]
        problem(api.post("/v1/studies/water/transcripts", files=[("files", (".hidden", b"x"))]), 422)

    def test_a_study_is_loaded_from_uploads(self, api: TestClient) -> None:
        names = ("study.yaml", "codeframe.yaml", "sessions.csv", "roster.csv", "borders.geojson", "statistics.csv")
        answer = api.post("/v1/studies", files=[("files", (name, (SAMPLE / name).read_bytes())) for name in names])
        assert answer.json()["verb"] == "load"
