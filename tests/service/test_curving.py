"""Curves of a study in both databases: kept until something is written, the same by the command line and the API."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.sessions import Session
from service.app import create_app
from service.cli import app
from service.settings import Settings
from service.storage import access, corpus, studies
from service.storage.transactions import Store
from service.workflows import curve_reading
from service.workflows.curving import compute, read
from service.workflows.evidence import evidence
from service.workflows.work import Work
from tests.service.double_coded import STUDY_OF_THREE, code, put_in
from tests.service.records import segments_of, transcript

STUDY = STUDY_OF_THREE.id


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    put_in(store)
    return Work(settings, store)


def test_what_people_have_read_counts_and_nothing_else(work: Work) -> None:
    """All ten sessions were read whole; one that nobody has read brings nothing new, and is named."""
    found = curve_reading.current(work, STUDY)
    assert found.sessions == tuple(f"S{n}" for n in range(10))
    assert found.undated == found.sessions
    curve = found.of()
    assert curve is not None
    assert [p.new_codes for p in curve.points] == [("accounts", "meters", "committee"), *[()] * 9]
    assert curve.in_sessions == (*[0] * 9, 3)
    with work.store.begin() as tx:
        studies.add_session(tx, STUDY, Session("T1"))
        made = transcript("T1", "Respuesta de T1.", source_hash="T1")
        corpus.save_transcript(tx, STUDY, made, segments_of(made))
    later = curve_reading.current(work, STUDY)
    assert (later.sessions, later.unreviewed) == (found.sessions, ("T1",))
    assert later.curves == found.curves


def test_they_are_computed_again_when_something_was_written_and_only_then(work: Work) -> None:
    with work.store.read() as tx:
        assert curve_reading.kept(tx, STUDY) is None
    curve_reading.current(work, STUDY)
    with work.store.read() as tx:
        first = curve_reading.kept(tx, STUDY)
    assert first is not None
    assert first.fresh
    curve_reading.current(work, STUDY)
    with work.store.read() as tx:
        assert curve_reading.kept(tx, STUDY) == first
    with work.store.begin() as tx:
        code(tx, "S3.004", "ana", 3, "assisted", "accounts")
    with work.store.read() as tx:
        stale = curve_reading.kept(tx, STUDY)
    assert stale is not None
    assert not stale.fresh
    curve_reading.current(work, STUDY)
    with work.store.read() as tx:
        again = curve_reading.kept(tx, STUDY)
    assert again is not None
    assert again.fresh
    assert again.at > first.at


def test_seed_and_orders_are_told(work: Work) -> None:
    found = read(compute(evidence(work, STUDY), orders=20, seed=7))
    assert (found.orders, found.seed, found.confidence) == (20, 7, 0.95)


def test_the_command_line_and_the_api_say_the_same(
    work: Work, prepared: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELATO_HOME", str(work.settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", work.settings.database_url)
    book = tmp_path / "curves.xlsx"
    told = CliRunner().invoke(app, ["curves", "--study", STUDY, "--language", "es", "--xlsx", str(book)])
    assert told.exit_code == 0, told.output
    assert "códigos nuevos, sesión por sesión: 3 0 0 0" in told.stdout
    assert openpyxl.load_workbook(book).sheetnames[0] == "sesiones"
    deepest = json.loads(CliRunner().invoke(app, ["curves", "--study", STUDY, "--json", "--level", "2"]).stdout)
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
    with TestClient(create_app(work.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        answer = api.get(f"/v1/studies/{STUDY}/curves", params={"by": "all", "level": 2})
        assert answer.json() == deepest
        assert [c["level"] for c in answer.json()["curves"]] == [2]
        whole = api.get(f"/v1/studies/{STUDY}/curves").json()
        assert len(whole["curves"]) > 1
        sheets = api.get(f"/v1/studies/{STUDY}/curves.xlsx", params={"language": "en"})
        assert openpyxl.load_workbook(io.BytesIO(sheets.content)).sheetnames[0] == "sessions"
        assert api.get(f"/v1/studies/{STUDY}/curves", params={"by": "nothing"}).status_code == 422
        assert api.get("/v1/studies/none/curves").status_code == 404


def test_a_part_that_there_is_not_is_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(work.settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", work.settings.database_url)
    refused = CliRunner().invoke(app, ["curves", "--study", STUDY, "--by", "colour"])
    assert refused.exit_code == 1
    assert "use --by all, family, domain, group, place, language" in str(refused.exception)
