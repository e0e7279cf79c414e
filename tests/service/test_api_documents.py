"""Documents over HTTP and from the command line."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from service.app import create_app
from service.cli import app
from service.jobs import queue
from service.storage import access
from tests.service.hamlet import Place

pytestmark = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)
BASE = "/v1/studies/hamlet/documents"


@pytest.fixture
def client(storied: Place) -> TestClient:
    queue.prepare(storied.work.settings)
    with storied.work.store.begin() as tx:
        key = access.new_key(tx, "test")
    return TestClient(create_app(storied.work.settings), headers={"Authorization": f"Bearer {key}"})


def test_documents_are_made_when_they_are_asked_for(client: TestClient) -> None:
    story = client.get(f"{BASE}/stories/CH1.es.docx", params={"figures": False})
    assert story.status_code == 200
    assert story.headers["content-disposition"] == "attachment; filename*=UTF-8''CH1-v0.es.docx"
    assert story.headers["x-content-type-options"] == "nosniff"
    assert "word/document.xml" in ZipFile(BytesIO(story.content)).namelist()
    report = client.get(f"{BASE}/report.en.json", params={"figures": False, "only": "limitations", "stories": False})
    assert [part["id"] for part in report.json()["parts"] if "id" in part] == ["annex.limitations", "limitations"]
    findings = client.get(f"{BASE}/report.es.json", params={"figures": False, "only": "findings"}).json()
    assert findings["title"] == "Hallazgos"
    assert set(findings["data"]) == {"annexes", "findings"}


def test_ids_of_segments_can_be_left_out(client: TestClient) -> None:
    texts = [
        client.get(f"{BASE}/stories/CH1.es.md", params={"citations": shown, "figures": False}).text for shown in (True, False)
    ]
    assert ["S1.001" in text.split("## Fuentes")[0] for text in texts] == [True, False]


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get(f"{BASE}/stories/CH2.es.docx").status_code == 404
    assert client.get(f"{BASE}/stories/CH9.es.docx").status_code == 404
    assert client.get(f"{BASE}/stories/CH1.fr.docx").status_code == 422
    assert client.get(f"{BASE}/stories/CH1.es.odt").status_code == 422
    assert client.get(f"{BASE}/report.es.docx", params={"only": "wells"}).status_code == 422
    assert TestClient(client.app).get(f"{BASE}/report.es.docx").status_code == 401


def test_the_command_line_writes_stories_reports_and_the_template(
    storied: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELATO_HOME", str(storied.work.settings.home))
    run = CliRunner().invoke
    done = run(
        app, ["document", "story", "CH1", "--format", "md,json", "--language", "es", "--out", str(tmp_path / "s"), "--no-figures"]
    )
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "s").iterdir()} == {"CH1-v0.es.md", "CH1-v0.es.json"}
    done = run(
        app, ["document", "report", "--only", "changes", "--no-stories", "--no-figures", "--out", str(tmp_path / "r"), "--json"]
    )
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "r").iterdir()} == {"hamlet.es.docx", "hamlet.en.docx"}
    done = run(app, ["document", "template", str(tmp_path / "own.docx")])
    assert done.exit_code == 0
    done = run(
        app,
        ["document", "story", "CH1", "--template", str(tmp_path / "own.docx"), "--out", str(tmp_path / "own"), "--no-figures"],
    )
    assert done.exit_code == 0, done.output
