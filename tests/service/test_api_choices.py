"""The routes and commands round what to review next: what is stored is what is said."""

import dataclasses
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.sessions import Session
from service.app import create_app
from service.cli import app
from service.settings import Settings
from service.storage import access, choices, corpus, machines, questions, studies
from service.storage.choices import Draw, Queued
from service.storage.transactions import Store
from tests.service.records import FRAME, STUDY, segments_of, transcript

PUBLIC = dataclasses.replace(STUDY, consent="not_required")
ASKED = {"segment_id": "S1.001", "direction": "doubtful", "score": -1.5, "labels": "x", "body": {"probability": 0.1}}


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        studies.save_study(tx, PUBLIC)
        studies.save_frame(tx, PUBLIC.id, FRAME)
        studies.add_session(tx, PUBLIC.id, Session("S1"))
        made = transcript("S1", "Leen las cuentas.", "Pusieron medidores.", "No sé.")
        corpus.save_transcript(tx, PUBLIC.id, made, segments_of(made))
        machines.save_model(tx, PUBLIC.id, "m1", frame_version=1, encoder="e", champion=True, body={})
        choices.record_draws(tx, PUBLIC.id, {"S1.003": Draw(0.05, 0.1, True)})
        places = [
            Queued("S1.002", 0, "uncertainty", ("code:meters", "code:accounts")),
            Queued("S1.001", 1, "rare", ("code:accounts",)),
            Queued("S1.003", 2, "random", ()),
        ]
        choices.enqueue(tx, PUBLIC.id, "m1", places)
        questions.ask(tx, PUBLIC.id, [{**ASKED, "id": "q1", "target": "code:accounts"}])
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def test_the_queue_says_why(api: TestClient) -> None:
    found = api.get("/v1/studies/water/queue", params={"language": "en", "limit": 2}).json()
    assert [place["why"] for place in found] == [
        "the model is uncertain between “Meters” and “Accounts”", "may carry the rare code “Accounts”",
    ]  # fmt: skip
    assert api.get("/v1/studies/water/draws").json() == [{"segment_id": "S1.003", "share": 0.1, "drawn": True}]


def test_a_question_is_answered_and_keeps_its_answer(api: TestClient) -> None:
    asked = api.get("/v1/studies/water/questions", params={"state": "open"}).json()
    assert [(q["id"], q["direction"], q["target"]) for q in asked] == [("q1", "doubtful", "code:accounts")]
    told = {"answer": "coders_should_look", "by": "Inés", "note": "¿?"}
    answered = api.post("/v1/studies/water/questions/q1/answer", json=told).json()
    assert (answered["state"], answered["answer"], answered["answered_by"]) == ("answered", "coders_should_look", "Inés")
    assert api.get("/v1/studies/water/questions", params={"state": "open"}).json() == []
    assert api.post("/v1/studies/water/questions/none/answer", json=told).status_code == 404
    assert api.post("/v1/studies/water/questions/q1/answer", json={**told, "answer": "changed"}).status_code == 422


def test_the_status_counts(api: TestClient) -> None:
    found = api.get("/v1/studies/water/review-status").json()
    assert (found["segments"], found["reviewed"], found["drawn"]) == (3, 0, 1)


def test_commands(api: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", settings.database_url)
    run = CliRunner().invoke
    assert "S1.003           salió por sorteo" in run(app, ["review", "queue"]).stdout
    assert "0 of 3 segments reviewed; 0 of 1 drawn at random" in run(app, ["review", "status"]).stdout
    assert "¿De verdad corresponde «Accounts»?" in run(app, ["questions", "list", "--language", "es"]).stdout
    sheet = settings.home / "q.csv"
    assert "1 questions" in run(app, ["questions", "sheet", str(sheet), "--language", "en"]).stdout
    sheet.write_text(sheet.read_text("utf-8-sig").replace("Accounts” really apply here?,Leen las cuentas.,,,", "…,,,keep,"))
    done = run(app, ["questions", "answer", str(sheet), "--by", "Ana"])
    assert (done.exit_code, done.stdout) == (0, "1 answers kept\n")
