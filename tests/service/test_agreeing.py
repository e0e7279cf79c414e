"""Agreement of a study in both databases, counted by hand: rounds and arms apart, empty segments count, the supervisor's side."""

import csv
import dataclasses
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.agreement_report import Part
from annotations.agreement_sheets import as_csv, as_xlsx
from annotations.agreement_tables import Row
from annotations.agreement_words import in_words
from annotations.codeframe import CodeFrame
from annotations.errors import BadInput, NotReady
from service.app import create_app
from service.cli import app
from service.settings import Settings
from service.storage import access, corpus, review, studies
from service.storage.transactions import Store
from service.workflows import agreeing
from service.workflows.agreeing import Named
from service.workflows.work import Work
from tests.service.double_coded import START, STUDY_OF_THREE, change_side, put_in
from tests.service.records import FRAME

STUDY = STUDY_OF_THREE.id


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    put_in(store)
    return Work(settings, store)


def told(work: Work, **asked: object) -> Named:
    return agreeing.agreement(work, study_id=STUDY, replicates=100, **asked)  # type: ignore[arg-type]


def row(part: Part, target: str, coders: tuple[str, ...], units_of: str = "reviewed", **more: object) -> Row:
    wanted = {"target": target, "coders": coders, "units_of": units_of, "language": ""} | more
    (found,) = [r for r in part.rows if all(getattr(r, name) == value for name, value in wanted.items())]
    return found


def test_blind_and_assisted_are_apart_and_the_assisted_is_marked(work: Work) -> None:
    found = told(work).report
    assert [(p.round, p.arm, p.inflated) for p in found.parts] == [(1, "blind", False), (2, "assisted", True)]
    blind, assisted = found.parts
    assert (blind.coders, blind.judged, blind.shared) == (("ana", "ben", "eva"), 40, 40)
    assert row(assisted, "", ("ana", "ben"), deepest=True).alpha.value == 1
    assert [p.arm for p in told(work, arm="blind").report.parts] == ["blind"]
    assert [p.round for p in told(work, round_=2).report.parts] == [2]


def test_segments_left_without_codes_count_and_the_denominators_differ(work: Work) -> None:
    blind = told(work).report.parts[0]
    pair = ("ana", "ben")
    whole, coded = (row(blind, "", pair, units_of, deepest=True) for units_of in ("reviewed", "coded"))
    assert (whole.units, coded.units) == (36, 27)
    assert whole.identical is not None
    assert coded.identical is not None
    assert whole.identical.value == pytest.approx(0.5)
    assert coded.identical.value == pytest.approx(1 / 3)
    accounts = row(blind, "accounts", pair)
    assert accounts.percent.value == pytest.approx(27 / 36)
    assert accounts.kappa.value == pytest.approx((0.75 - (0.25 * 0.5 + 0.75 * 0.5)) / 0.5)
    assert row(blind, "meters", pair).percent.value == pytest.approx(27 / 36)
    assert row(blind, "theme", pair).percent.value == 1  # accounts and meters are one family
    assert row(blind, "accounts", ("ana", "eva")).percent.value == 1


def test_intervals_need_transcripts(work: Work) -> None:
    blind = told(work).report.parts[0]
    pair = row(blind, "", ("ana", "ben"), deepest=True)
    assert (pair.transcripts, pair.kappa.low is not None) == (9, True)
    assert row(blind, "", ("ana", "eva"), deepest=True).kappa.low is None  # one transcript


def test_confusions_name_segments_and_people(work: Work) -> None:
    first, second = told(work).report.parts[0].confusions[:2]
    assert {(first.one, first.other), (second.one, second.other)} == {("accounts", "meters"), ("committee", "")}
    swapped = first if first.other else second
    assert swapped.units == tuple(f"S{n}.002" for n in range(9))
    assert swapped.by == (("ben", "ana", 9),)
    lines = list(agreeing.confused_in_words(work, study_id=STUDY, code="meters", arm="blind", limit=1, segments=2, language="en"))
    assert lines == [
        "Round 1, blind: nobody was shown suggestions", "  Accounts / Meters: 9", "    ben / ana 9",
        "    S0.002  Respuesta 2 de S0.", "    S1.002  Respuesta 2 de S1.",
    ]  # fmt: skip


def test_windows_follow_the_time_of_reviewing_not_the_order_of_the_sessions(work: Work) -> None:
    (ana,) = told(work).report.parts[0].drifts  # ben has nine sessions: too few for two windows of five
    assert (ana.coder, [w.transcripts for w in ana.windows]) == ("ana", [5, 5])
    assert (ana.windows[0].since, ana.windows[1].until) == tuple((START + timedelta(days=n)).timestamp() for n in (1, 10))
    early, late = (w.percent.value or 0 for w in ana.windows)
    assert early == pytest.approx((1 + 0.75) / 2)  # with eva, who has S9 alone, and with ben
    assert late == pytest.approx(0.75)


def test_stretches_are_compared_character_by_character(work: Work) -> None:
    spans = {(s.coders, s.units_of): s for s in told(work).report.parts[0].spans}
    pair = spans[("ana", "ben"), "coded"]
    assert pair.units == 2
    assert pair.marked == pytest.approx((9 + 9 + 9) / (2 * 2 * len("Respuesta 1 de S1.")))
    assert pair.alpha.value is not None
    assert 0 < pair.alpha.value < 1
    assert spans[("ana", "ben"), "reviewed"].units == 36


def test_coders_beside_the_supervisor_drawn_ones_apart_and_adjudication_before_revision(work: Work) -> None:
    beside = {(s.round, s.coder, s.basis): s for s in told(work).report.supervised}
    assert set(beside) == {(1, "ana", "drawn"), (1, "ana", "decided"), (1, "ben", "drawn"), (1, "ben", "decided")}
    assert beside[1, "ana", "drawn"].units == 2  # S1.002 and the empty S1.004
    ana, ben = (beside[1, who, "decided"] for who in ("ana", "ben"))
    assert ana.units == 3
    assert {(d.target, d.both, d.coder_only, d.supervisor_only) for d in ana.directions} == {
        ("meters", 1, 1, 0), ("accounts", 0, 0, 1),
    }  # fmt: skip
    assert {(d.target, d.both, d.coder_only, d.supervisor_only) for d in ben.directions} == {
        ("meters", 0, 0, 1), ("accounts", 1, 1, 0),
    }  # fmt: skip


def test_changes_have_two_levels_and_who_denies_is_not_who_reports(work: Work) -> None:
    with work.store.begin() as tx:
        change_side(tx, "S1.004", "ana", "for")
        change_side(tx, "S1.004", "ben", "against")
    blind = told(work).report.parts[0]
    assert row(blind, "CH1", ("ana", "ben")).percent.value == 1
    assert row(blind, "CH1:for", ("ana", "ben")).percent.value == pytest.approx(35 / 36)
    assert "Open accounts (denied)" in agreeing_words(work, "en")


def test_what_is_gone_or_unknown_is_in_no_figure(work: Work) -> None:
    with work.store.begin() as tx:
        held = {s.id for s in corpus.segments(tx, STUDY)}
        assert "S1.001" in held
        studies.save_frame(tx, STUDY, _without_meters())
    found = told(work).report
    assert found.frame_version == 2
    assert found.unknown_codings == 11 + 20 + 1  # blind, assisted, the supervisor
    assert all(r.target != "meters" for part in found.parts for r in part.rows)
    assert "that the frame no longer has" in agreeing_words(work, "en")


def test_nothing_reviewed_and_no_such_arm_are_refused(settings: Settings, store: Store, work: Work) -> None:
    with pytest.raises(BadInput, match="no way of coding"):
        told(work, arm="loud")
    with pytest.raises(BadInput, match="replicates"):
        agreeing.agreement(work, study_id=STUDY, replicates=1)
    with store.begin() as tx:
        review.set_items(tx, STUDY, [i.id for i in review.work_items(tx, STUDY)], state="pushed")
    with pytest.raises(NotReady):
        told(work)


def test_the_report_speaks_both_languages(work: Work) -> None:
    english, spanish = (agreeing_words(work, language) for language in ("en", "es"))
    assert "INFLATED" in english
    assert "INFLADO" in spanish
    assert "Accounts / Meters" in english
    assert english.count("\n") == spanish.count("\n")
    assert "all reviewed segments, those without codes too" in english
    assert "=Ana, =Ben, =Eva; 40 segments reviewed, 40 of them by two coders or more" in english


def agreeing_words(work: Work, language: str) -> str:
    named = told(work, language=language)
    return in_words(named.report, named.names, named.coders, language)


def test_sheets_hold_the_figures_and_no_formula(work: Work) -> None:
    named = told(work, language="es")
    lines = list(csv.DictReader(io.StringIO(as_csv(named.report, named.names, named.coders, "es"))))
    (one,) = [
        line for line in lines
        if (line["manera"], line["codigo"], line["personas"], line["denominador"][:5]) == ("blind", "accounts", "'=Ana / =Ben", "todos")
    ]  # fmt: skip
    assert (one["porcentaje"], one["segmentos"]) == ("0.75", "36")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(named.report, named.names, named.coders, "en")))
    assert book.sheetnames == [
        "figures", "stretches", "confusions", "over time", "codes over time", "beside supervisor", "codes beside supervisor",
    ]  # fmt: skip
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "'=Ana / =Ben" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert all(sheet.max_row > 1 for sheet in book if sheet.title in ("figures", "stretches", "confusions", "beside supervisor"))


def test_the_routes(work: Work, prepared: Store) -> None:
    with prepared.begin() as tx:
        key = access.new_key(tx, "tests")
    with TestClient(create_app(work.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        found = api.get(f"/v1/studies/{STUDY}/agreement", params={"arm": "blind", "replicates": 100}).json()
        assert [(p["arm"], p["inflated"]) for p in found["parts"]] == [("blind", False)]
        book = api.get(f"/v1/studies/{STUDY}/agreement.xlsx", params={"language": "es", "replicates": 100})
        assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0] == "cifras"
        size = {"kappa": 0.6, "prevalence": 0.3}
        assert api.get(f"/v1/studies/{STUDY}/agreement/sample-size", params=size).json() == {"segments": 296}
        assert api.get(f"/v1/studies/{STUDY}/agreement/sample-size", params={**size, "kappa": 2}).status_code == 422
        assert api.get(f"/v1/studies/{STUDY}/agreement", params={"arm": "loud"}).status_code == 422


def test_the_commands(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(work.settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", work.settings.database_url)
    paths = ["--csv", str(tmp_path / "a.csv"), "--xlsx", str(tmp_path / "a.xlsx")]
    done = CliRunner().invoke(app, ["agreement", "report", "--language", "en", "--replicates", "100", *paths])
    assert done.exit_code == 0, done.output
    assert "Round 1, blind" in done.output
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("round,arm,inflated,")
    assert (tmp_path / "a.xlsx").stat().st_size > 0
    size = CliRunner().invoke(app, ["agreement", "sample-size", "0.6", "0.3"])
    assert size.output.startswith("296 segments")
    confused = CliRunner().invoke(app, ["agreement", "confused", "--language", "en", "--arm", "blind"])
    assert "S1.002  Respuesta 2 de S1." in confused.output


def _without_meters() -> CodeFrame:
    theme, actor = FRAME.families
    return dataclasses.replace(FRAME, version=2, families=(dataclasses.replace(theme, codes=theme.codes[:1]), actor))
