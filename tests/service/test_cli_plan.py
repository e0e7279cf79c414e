"""relato plan and relato matrix, on SQLite: what they print and what they write."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from service.cli import app
from service.settings import Settings
from service.storage.transactions import Store, migrate
from tests.service.meadow_in_sql import fill


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RELATO_HOME", str(tmp_path / "home"))
    settings = Settings()
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        fill(tx)
    store.close()
    return tmp_path


def said(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_plan_run_and_show(home: Path) -> None:
    assert said("plan", "run", "--language", "en").splitlines()[1].split()[:4] == ["1", "3", "3", "3"]
    found = json.loads(said("plan", "run", "2", "1", "--json", "--out", str(home / "out")))
    assert [(row["row"]["id"], row["segment_ids"]) for row in found] == [("2", []), ("1", ["G1.001", "S1.001", "S2.001"])]
    assert openpyxl.load_workbook(home / "out" / "plan.xlsx").sheetnames[-2:] == ["2", "1"]
    assert "Pagamos cada mes." in (home / "out" / "plan.html").read_text()
    assert "Pagamos cada mes." in said("plan", "show", "1")


def test_matrix(home: Path) -> None:
    assert "fees,Fees,household,family,2,2,2" in said("matrix", "category", "--language", "en")
    assert said("matrix", "code", "--csv", str(home / "m.csv"), "--xlsx", str(home / "m.xlsx")) == ""
    assert (home / "m.csv").read_text(encoding="utf-8-sig").startswith("código,nombre,junto con")
    assert openpyxl.load_workbook(home / "m.xlsx").sheetnames == ["código", "segmentos"]
