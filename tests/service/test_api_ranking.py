"""The ranking over HTTP: results, tables, workbook, reasons and decisions, and problems for what cannot be done."""

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from tests.service.asking import Asked
from tests.service.ranked import put_in_ranked

HERE = "/v1/studies/asked/ranking"
BY = {"by": "vera", "why": "her own words"}


@pytest.fixture
def asked(settings: Settings, prepared: Store) -> Asked:
    return put_in_ranked(settings, prepared)


@pytest.fixture
def api(asked: Asked) -> Iterator[TestClient]:
    with asked.work.store.begin() as tx:
        key = access.new_key(tx, "tests")
    app = create_app(asked.work.settings)
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False) as client:
        yield client


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_results_criteria_and_what_is_refused(api: TestClient) -> None:
    told = done(api.get(HERE))
    assert (told["totals"]["ballots"], told["results"][0]["all"]["standings"][0]["change_id"]) == (3, "CH1")
    assert done(api.get(f"{HERE}?unranked=silent"))["results"][0]["unranked"] == "silent"
    assert done(api.get(f"{HERE}/tables?language=en"))[0]["id"] == "ranking-summary"
    assert done(api.get(f"{HERE}/tables"))[0]["headings"][0] == "Ámbito"
    book = openpyxl.load_workbook(io.BytesIO(api.get(f"{HERE}/tables.xlsx").content))
    assert book.sheetnames[-1] == "criteria-committees-frequency"
    assert done(api.get(f"{HERE}/criteria"))[0]["id"] == "trust"
    made = done(api.post(f"{HERE}/criteria", json=BY | {"id": "own", "name": {"en": "Own doing"}}), 201)
    assert made["name"] == {"en": "Own doing"}
    assert done(api.post(f"{HERE}/reasons/suggestions"))["reasons"] == 3
    first = done(api.get(f"{HERE}/reasons?domain=committees"))[0]
    assert first["open"][0]["criterion_id"] == "trust"
    at = f"{HERE}/reasons/B001/CH1"
    assert done(api.post(at, json=BY | {"decision": "accept", "criterion": "trust"}), 201)["criteria"] == ["trust"]
    assert done(api.post(at, json=BY | {"decision": "none"}), 201)["criteria"] == []
    assert done(api.get(f"{HERE}/criteria/tables?language=en"))[0]["rows"] == []
    assert done(api.post(at, json=BY | {"decision": "add", "criterion": "fame"}), 404)["status"] == 404
    assert done(api.post(at, json={"decision": "none"}), 422)["status"] == 422
    assert done(api.post(f"{HERE}/criteria", json=BY | {"id": "own", "name": {"en": "x"}}), 409)["status"] == 409
    assert api.get(HERE, headers={"Authorization": "Bearer no"}).status_code == 401
