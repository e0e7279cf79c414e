"""The register of changes over HTTP: every act, what is said of it, and problems for what cannot be done."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.sessions import Session
from service.app import create_app
from service.settings import Settings
from service.storage import access, corpus, studies
from service.storage.transactions import Store
from tests.service.records import FRAME, STUDY, segments_of, transcript

BY = {"by": "vera", "reason": "read again"}
NEW = {**BY, "title": {"es": "Medidores"}, "statement": {"es": "Pagan por medidor."}, "domain": "homes"}
HERE = "/v1/studies/water/changes"


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    """A client with a key, over a small study that was loaded before there was a register of changes."""
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FRAME)
        studies.add_session(tx, "water", Session("S1"))
        made = transcript("S1", "Leen las cuentas.", "Pusieron medidores.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_from_entering_to_taking_back(api: TestClient) -> None:
    assert done(api.get(HERE)) == []  # nobody has entered one
    made = done(api.post(HERE, json=NEW | {"segments": {"S1.002": "for"}}), 201)
    assert (made["id"], made["status"], made["links"][0]["segment_id"]) == ("CH2", "candidate", "S1.002")
    assert [one["id"] for one in done(api.get(HERE))] == ["CH1", "CH2"]  # the file's came along
    at = f"{HERE}/CH2"
    assert (
        done(api.patch(at, json=BY | {"kind": "unintended", "secondary_domains": ["committees"]}))["change"]["kind"]
        == "unintended"
    )
    worded = done(api.post(f"{at}/statements", json=BY | {"title": {"en": "Meters"}}))
    assert [s["title"] for s in worded["statements"]] == [{"es": "Medidores"}, {"es": "Medidores", "en": "Meters"}]
    assert done(api.put(f"{at}/sessions/S1", json=BY | {"counts": False}))["overrides"][0]["counts"] is False
    assert done(api.put(f"{at}/sessions/S1", json=BY | {"counts": None}))["overrides"] == []
    said = {"session": "S1", "element": "who", "value": "Las vecinas", "segments": ["S1.002"]}
    (element,) = done(api.post(f"{at}/elements", json=BY | said), 201)["elements"]
    assert (element["value"], element["by"]) == ("Las vecinas", "vera")
    assert done(api.delete(f"{at}/elements/{element['id']}?by=vera"))["elements"] == []
    assert done(api.post(f"{at}/links", json=BY | {"segments": {"S1.001": "against", "S1.002": None}}))["links"] == [
        made["links"][0] | {"segment_id": "S1.001", "stance": "against", "at": linked_at(api)}
    ]
    (part,) = done(api.post(f"{at}/split", json=BY | {"parts": [{"segments": ["S1.001"], "title": {"es": "Cuotas"}}]}))
    assert (part["id"], part["split_from"], part["links"][0]["segment_id"]) == ("CH3", "CH2", "S1.001")
    assert done(api.post(f"{at}/merge", json=BY | {"into": "CH1"}))["merged_into"] == "CH1"
    assert done(api.post(f"{at}/decisions", json=BY | {"decision": "reopened"}))["status"] == "candidate"
    assert done(api.post(f"{at}/decisions", json=BY | {"decision": "pursued"}))["status"] == "pursued"
    assert done(api.post(f"{HERE}/CH3/decisions", json=BY | {"decision": "dropped"}))["status"] == "dropped"
    assert [one["id"] for one in done(api.get(HERE))] == ["CH1", "CH2"]
    assert [one["id"] for one in done(api.get(f"{HERE}?everything=true"))] == ["CH1", "CH2", "CH3"]


def linked_at(api: TestClient) -> str:
    acts = done(api.get("/v1/studies/water/change-acts"))["items"]
    return str([act["at"] for act in acts if act["act"] == "linked"][-1])


def test_the_log_of_acts_in_pages_and_of_one_change(api: TestClient) -> None:
    for _ in range(3):
        done(api.post(HERE, json=NEW), 201)
    first = done(api.get("/v1/studies/water/change-acts?limit=3"))
    assert [(act["number"], act["by"]) for act in first["items"]] == [(1, "study file"), (2, "vera"), (3, "vera")]
    rest = done(api.get(f"/v1/studies/water/change-acts?after={first['next']}"))
    assert ([act["number"] for act in rest["items"]], rest["next"]) == ([4], None)
    assert [act["change_id"] for act in done(api.get("/v1/studies/water/change-acts?change=CH3"))["items"]] == ["CH3"]


def test_passages_for_a_priority_and_priorities_without_a_change(api: TestClient, prepared: Store) -> None:
    with prepared.begin() as tx:
        studies.save_study(tx, replace(STUDY, priorities_family="theme", consent="not_required"))
    done(api.post(f"{HERE}/CH1/links", json=BY | {"segments": {"S1.001": "for"}}))
    done(api.patch(f"{HERE}/CH1", json=BY | {"priorities": ["accounts"]}))
    [cited] = done(api.put(f"{HERE}/CH1/priorities/accounts", json=BY | {"segments": ["S1.001"]}))["priority_evidence"]
    assert (cited["priority"], cited["segment_ids"], cited["by"], cited["reason"]) == (
        "accounts",
        ["S1.001"],
        "vera",
        "read again",
    )
    assert done(api.get(HERE))[0]["priority_evidence"] == [cited]
    assert [(one["priority"], one["state"], one["cited"]) for one in done(api.get("/v1/studies/water/priorities"))] == [
        ("accounts", "served", {"CH1": ["S1.001"]}),
        ("meters", "without", {}),
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/CH1/decisions", {"by": "vera", "decision": "dropped"}, 422, "no reason"),
        ("POST", "/CH1/decisions", {"by": "", "reason": "x", "decision": "dropped"}, 422, "by"),
        ("POST", "/CH9/decisions", BY | {"decision": "dropped"}, 404, "no change 'CH9'"),
        ("POST", "/CH1/decisions", BY | {"decision": "reopened"}, 409, "candidate"),
        ("POST", "", NEW | {"id": "CH1"}, 409, "never used twice"),
        ("POST", "", NEW | {"domain": "towns"}, 404, "towns"),
        ("POST", "/CH1/merge", BY | {"into": "CH9"}, 404, "CH9"),
        ("POST", "/CH1/links", BY | {"segments": {"S9.001": "for"}}, 404, "S9.001"),
        ("PUT", "/CH1/priorities/dust", BY | {"segments": ["S1.001"]}, 404, "does not belong to the priority 'dust'"),
        ("POST", "/CH1/praise", BY, 404, ""),
        ("GET", "/CH9", None, 404, "CH9"),
        ("PATCH", "/CH1", BY | {"colour": "red"}, 422, "colour"),
    ],
)
def test_what_cannot_be_done_is_a_problem(api: TestClient, method: str, path: str, body: Any, status: int, said: str) -> None:
    answer = api.request(method, HERE + path, json=body)
    assert answer.status_code == status, answer.text
    assert said in answer.text
