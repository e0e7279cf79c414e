"""Names over HTTP and in jobs: states and counts go out, decisions and withdrawals come in, and no name is told anybody."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from service.app import create_app
from service.jobs import worker
from service.jobs.queue import Jobs
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from service.workflows.identifying import listed
from tests.service.hamlet import NAMES, SAID_BY_R4, Place, found_in_files, found_in_tables

BASE = "/v1/studies/hamlet"
WORDS = (*NAMES, "Tlaxiaco")


@pytest.fixture
def api(settings: Settings, prepared: Store, place: Place) -> Iterator[TestClient]:
    """A client with a key, over the hamlet, imported."""
    place.take_in()
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def done(settings: Settings, store: Store, api: TestClient, *answers: Any) -> list[dict[str, Any]]:
    """The jobs that were begun, after a worker has done them."""
    ids = [answer.json()["id"] for answer in answers]
    jobs = Jobs(settings, store)
    with worker.running(settings, store, jobs, scheduled=False):
        deadline = time.monotonic() + 60
        while not all(jobs.job(id_).ended for id_ in ids):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    jobs.close()
    return [api.get(f"/v1/jobs/{id_}").json() for id_ in ids]


def id_of(place: Place, name: str) -> str:
    (line,) = [line for line in listed(place.work, study_id="", names=True) if name in line]
    return line.split()[0]


def everything(api: TestClient) -> str:
    """What every route that answers without parameters of its own says of the study."""
    paths = api.get("/v1/openapi.json").json()["paths"]
    wanted = [
        path.replace("{study_id}", "hamlet").replace("{session_id}", "S1") for path, verbs in paths.items() if "get" in verbs
    ]
    answers = [api.get(path) for path in wanted if "{" not in path]
    assert sum(answer.status_code == 200 for answer in answers) > 10
    return "".join(answer.text for answer in answers)


def test_no_answer_names_anybody(api: TestClient) -> None:
    told = everything(api)
    assert "[Persona" in told
    assert [name for name in NAMES if name in told or name.encode("ascii", "backslashreplace").decode() in told] == []
    with_letters = api.get(f"{BASE}/identities").json()
    assert {"id", "kind", "letter", "state", "decided_by", "decided_at", "sessions"} == set(with_letters[0])
    assert {name for one in with_letters for name in one["sessions"]} <= {"S1", "S2", "G1"}


def test_a_decision_is_a_job_and_is_shown(api: TestClient, settings: Settings, prepared: Store, place: Place) -> None:
    id_ = id_of(place, "Tlaxiaco")
    body = {"by": "Marta", "decisions": [{"id": id_, "state": "confirmed"}]}
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/identities/decisions", json=body))
    assert (job["state"], job["result"]["decided"]) == ("done", 1)
    assert "Tlaxiaco" not in api.get(f"{BASE}/transcripts/S1").json()["text"]
    (found,) = [one for one in api.get(f"{BASE}/identities?state=confirmed").json() if one["id"] == id_]
    assert (found["decided_by"], found["state"]) == ("Marta", "confirmed")
    (again,) = done(settings, prepared, api, api.post(f"{BASE}/identities/decisions", json=body))
    assert (again["state"], again["result"]["changed"]) == ("done", [])
    rejected = {"by": "Marta", "decisions": [{"id": id_, "state": "rejected"}]}
    done(settings, prepared, api, api.post(f"{BASE}/identities/decisions", json=rejected))
    assert "Tlaxiaco" in api.get(f"{BASE}/transcripts/S1").json()["text"]
    place.check_offsets()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "body",
    [
        {"by": "", "decisions": []},
        {"decisions": []},
        {"by": "Marta", "decisions": [{"id": "E0001", "state": "proposed"}]},
        {"by": "Marta", "decisions": [{"id": "E0001", "state": "confirmed", "name": "Xóchitl"}]},
    ],
)
def test_a_bad_decision_is_refused_and_not_repeated(api: TestClient, body: dict[str, Any]) -> None:
    answer = api.post(f"{BASE}/identities/decisions", json=body)
    assert answer.status_code == 422
    assert "Xóchitl" not in answer.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_unknown_identity_fails_the_job_with_its_remedy(api: TestClient, settings: Settings, prepared: Store) -> None:
    body = {"by": "Marta", "decisions": [{"id": "E9999", "state": "confirmed"}]}
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/identities/decisions", json=body))
    assert job["state"] == "failed"
    assert "E9999" in job["error"]["detail"]


def test_a_withdrawal_is_a_job_and_a_record(api: TestClient, settings: Settings, prepared: Store, place: Place) -> None:
    body = {"respondent_id": "R4", "by": "Marta", "on": "2024-03-09"}
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/withdrawals", json=body))
    assert (job["state"], job["result"]["removed"]["segment"]) == ("done", 2)
    told = api.get(f"{BASE}/withdrawals").json()
    assert told["tasks_waiting"] == 0
    assert [(one["respondent_id"], one["by"], one["body"]["on"]) for one in told["withdrawals"]] == [
        ("R4", "Marta", "2024-03-09")
    ]
    assert not any(word in everything(api) for word in SAID_BY_R4)
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/withdrawals", json={"respondent_id": "R77"}))
    assert (job["state"], "R77" in job["error"]["detail"]) == ("failed", True)


def test_uploaded_transcripts_leave_nothing_but_what_is_masked(
    api: TestClient, settings: Settings, prepared: Store, place: Place
) -> None:
    words = "ENTREVISTADORA: ¿Y?\n\nDoña Lencha: Que venga Xóchitl Barragán, al 951 123 4567.\n"
    files = [
        ("files", ("S2.txt", words.encode())),
        ("files", ("S8.txt", b"A: Lencha")),
        ("files", ("S9.pdf", b"%PDF-1.4 Lencha")),
    ]
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/transcripts", files=files))
    states = {name: file["state"] for name, file in job["result"]["files"].items()}
    assert states == {"S2.txt": "imported", "S8.txt": "refused", "S9.pdf": "refused"}
    assert not any(name in str(job) for name in NAMES)
    assert found_in_tables(prepared, NAMES) == set()
    assert found_in_files(settings.home, NAMES) == set()  # the jobs' own database, logs and inbox among them
    assert list((settings.home / "inbox").glob("*")) == []


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_the_jobs_tables_in_postgresql_name_nobody(api: TestClient, settings: Settings, prepared: Store, place: Place) -> None:
    body = {"by": "Marta", "decisions": [{"id": id_of(place, "Tlaxiaco"), "state": "confirmed"}]}
    done(settings, prepared, api, api.post(f"{BASE}/identities/decisions", json=body))
    with prepared.read() as tx:
        tables = tx.execute(
            text("SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('public', 'dbos')")
        ).all()
        assert any(schema == "dbos" for schema, _ in tables)
        for schema, table in tables:
            if table != "vault":
                told = str(tx.execute(text(f'SELECT * FROM "{schema}"."{table}"')).all())
                assert not any(name in told for name in NAMES), (schema, table)


def test_a_locked_vault_is_a_problem_with_a_remedy(api: TestClient, settings: Settings, prepared: Store, place: Place) -> None:
    away = settings.vault_key_file.rename(settings.home / "away")
    (job,) = done(settings, prepared, api, api.post(f"{BASE}/withdrawals", json={"respondent_id": "R1"}))
    assert job["state"] == "failed"
    assert "RELATO_VAULT_KEY" in str(job["error"])
    assert api.get(f"{BASE}/identities").status_code == 200  # needs no key
    away.rename(settings.vault_key_file)
    assert place.check_offsets() == 10
