"""Statistics over HTTP: every act, what the check says, and problems for what cannot be done."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from service.storage import access, studies
from service.storage.transactions import Store
from tests.service.records import FRAME, STUDY

HERE = "/v1/studies/water/data"
CSV = "indicator,value,unit,place,period,denominator,source,retrieved\n=1+1,97,%,Alta,2020,118 taps,Committee,2024-05-02\n"
POINT = {"by": "vera", "indicator": "=1+1", "value": 86, "unit": "%", "place": "Alta", "period": "2023", "denominator": "308 taps",
         "source": "Committee", "retrieved": "2024-05-02"}  # fmt: skip


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FRAME)
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_from_points_to_an_answer(api: TestClient) -> None:
    taken = done(api.post(f"{HERE}/files?by=vera", files={"file": ("data.csv", CSV.encode())}))
    assert (taken["added"], taken["file"]) == (["D0001"], "data.csv")
    assert done(api.post(f"{HERE}/points", json=POINT), 201)["id"] == "D0002"
    assert done(api.post(f"{HERE}/points", json=POINT), 409)["detail"].startswith("D0002 is the same point")
    assert done(api.post(f"{HERE}/points/D0002/correct", json={"by": "vera", "reason": "misread", "value": 85}))["id"] == "D0003"
    assert [point["id"] for point in done(api.get(f"{HERE}/points"))] == ["D0001", "D0003"]
    [series] = done(api.get(f"{HERE}/series"))
    assert (series["denominators"], series["sources_disagree"]) == (["118 taps", "308 taps"], [])
    claim = {"points": ["D0001", "D0003"]}
    findings = done(api.post(f"{HERE}/changes/CH1/check", json=claim))
    assert {one["finding"]["kind"] for one in findings} == {"denominators_change", "nothing_to_check"}
    assert all(set(one["words"]) == {"es", "en"} for one in findings)
    said = {**claim, "by": "vera", "verdict": "contradicts", "reason": "it falls"}
    made = done(api.post(f"{HERE}/changes/CH1/attachments", json=said), 201)
    assert (made["id"], made["claim"]) == ("A1", "Committees read out their accounts.")
    [judged] = done(api.get(f"{HERE}/attachments?change_id=CH1"))
    assert judged["blocks_signing"]
    at = f"{HERE}/changes/CH1/attachments/A1"
    assert done(api.post(f"{at}/answer", json={"by": "bo", "answer": "reworded"}))["answered_by"] == "bo"
    assert done(api.post(f"{at}/answer", json={"by": "bo", "answer": "again"}), 409)
    assert done(api.post(f"{at}/withdraw", json={"by": "bo", "reason": "other series"}))["withdrawn"]
    assert done(api.get(f"{HERE}/attachments")) == []
    assert len(done(api.get(f"{HERE}/attachments?everything=true"))) == 1
    assert done(api.post(f"{HERE}/points/D0003/remove", json={"by": "bo", "reason": "wrong town"}), 204) is None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_cannot_be_done(api: TestClient) -> None:
    for path, body, status in (
        ("points", {**POINT, "denominator": ""}, 422),
        ("points", {**POINT, "period": "ayer"}, 422),
        ("points", {**POINT, "more": 1}, 422),
        ("points", {**POINT, "by": ""}, 422),
        ("changes/CH1/check", {"points": ["D9"]}, 404),
        ("changes/CH9/check", {"points": []}, 422),
        ("changes/CH1/attachments", {"points": ["D9"], "by": "a", "verdict": "proves", "reason": "x"}, 422),
        ("points/D9/remove", {"by": "a", "reason": "x"}, 404),
    ):
        done(api.post(f"{HERE}/{path}", json=body), status)
    bad = api.post(f"{HERE}/files?by=vera", files={"file": ("data.csv", CSV.replace("97", "97 %").encode())})
    assert "row 2" in done(bad, 422)["detail"]
    assert done(api.get("/v1/studies/nothing/data/points"), 404)
    assert done(api.get(f"{HERE}/points")) == []
