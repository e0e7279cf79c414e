"""The analysis plan and the matrices through the API."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from service.storage import access
from service.storage.transactions import Store
from tests.service.meadow_in_sql import fill

HERE = "/v1/studies/meadow"


@pytest.fixture
def api(settings: Settings, prepared: Store) -> Iterator[TestClient]:
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
        fill(tx)
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}) as client:
        yield client


def test_the_plan(api: TestClient) -> None:
    rows = api.get(f"{HERE}/plan").json()
    assert [(row["id"], row["counts"]["people"], row["counts"]["segments"]) for row in rows] == [
        ("1", 3, 3),
        ("2", 0, 0),
        ("3", 0, 2),
    ]
    assert rows[1]["absent"] == [["instruments", "panel"]]
    assert rows[0]["breakdowns"]["category"]["partner"] == {"people": 0, "sessions": 0, "segments": 0, "unnamed": 0}


def test_a_row_with_who_and_where(api: TestClient) -> None:
    found = api.get(f"{HERE}/plan/1", params={"offset": 1, "limit": 1, "language": "en"}).json()
    assert found["counts"]["segments"] == 3
    (quoted,) = found["segments"]
    assert quoted == {
        "segment_id": "S1.001", "session_id": "S1", "date": None, "place": "Alta", "method": "individual", "respondent": "R1",
        "category": "household", "text": "Pagamos cada mes.", "coded": ["They pay (reports it)", "Fees", "Homes", "What"],
    }  # fmt: skip
    assert api.get(f"{HERE}/plan/7").status_code == 404


def test_matrices(api: TestClient) -> None:
    found = api.get(f"{HERE}/matrices/session").json()
    assert {"code": "dust", "value": "G1", "people": 1, "sessions": 1, "segments": 2, "unnamed": 1} in found["cells"]
    assert found["by_code"]["fees"]["people"] == 2
    assert len(api.get(f"{HERE}/matrices/code").json()["cells"]) == 2
    assert api.get(f"{HERE}/matrices/colour").status_code == 404


def test_files(api: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(api.get(f"{HERE}/plan.xlsx").content))
    assert book.sheetnames[-3:] == ["1", "2", "3"]
    assert openpyxl.load_workbook(io.BytesIO(api.get(f"{HERE}/matrices/category.xlsx").content))
    page = api.get(f"{HERE}/plan.html?language=en")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "=They read the accounts &lt;b&gt;aloud&lt;/b&gt;." in page.text
