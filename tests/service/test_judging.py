"""Changes are judged under rubrics: by people, with reasons, under the wording that they read."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from annotations.errors import BadInput, Conflict, NotFound
from annotations.stories.silence import HIDDEN
from service import cli
from service.app import create_app
from service.jobs import queue
from service.storage import access, studies
from service.storage.act_logs import acts
from service.workflows.judging import Judgement, judge, judgements_of, judgements_table, take_back
from service.workflows.reports import reports_of
from service.workflows.stories import comment, edit_block, history
from service.workflows.withdrawing import withdraw
from tests.service.hamlet import Place
from tests.service.rubric_of_hamlet import with_rubric
from tests.service.storied import WHO, begun, text
from tests.service.test_story_seams import withdrawn_in_roster

ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database


@pytest.fixture
def place(storied: Place) -> Place:
    with_rubric(storied)
    begun(storied)
    return storied


def judged(place: Place, level: str, **given: Any) -> Judgement:
    return judge(place.work, **{**WHO, "rubric": "worth", "level": level, "reason": "se cuenta en tres sesiones", **given})


def standing(place: Place) -> list[tuple[str, str, str]]:
    return [(one.id, one.by, one.level) for one in judgements_of(place.work, "hamlet") if one.state == "stands"]


def test_the_last_of_each_person_stands_and_nothing_is_lost(place: Place) -> None:
    said = place.id_of("leen las cuentas")
    first = judged(place, "nascent", segments=[said, said])
    assert (first.level_name, first.definition) == ({"es": "Incipiente"}, {"es": "Apenas empieza"})
    assert (first.segments, first.version, first.by, first.earlier_wording) == ((said,), 1, "vera", False)
    assert judged(place, "nascent", segments=[said]) == first  # sent twice
    other = judged(place, "effective", by="ana")
    later = judged(place, "effective", segments=[said])
    assert standing(place) == [(other.id, "ana", "effective"), (later.id, "vera", "effective")]
    back = take_back(place.work, **WHO, judgement=later.id, reason="hay que oír a más")
    assert (back.state, back.ended_by, back.ended_why) == ("taken_back", "vera", "hay que oír a más")
    assert standing(place) == [(other.id, "ana", "effective")]
    assert [one.state for one in judgements_of(place.work, "hamlet", "CH1")] == ["superseded", "stands", "taken_back"]
    with pytest.raises(Conflict, match="does not stand any more"):
        take_back(place.work, **WHO, judgement=first.id, reason="so")
    assert judged(place, "effective", segments=[said]).id != later.id  # it can be judged anew


def test_what_cannot_be_judged(place: Place) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"reason": " "}, "reason"), ({"segments": ["S9.001"]}, "no segment or session S9.001"), ({"segments": ["G1"]}, "no segment or session G1"),
        ({"segments": [place.id_of("Nadie más")]}, "is no evidence of CH1"),
    ]  # fmt: skip
    for given, problem in refused:
        with pytest.raises(BadInput, match=problem):
            judged(place, "nascent", **given)
    unknown: list[tuple[dict[str, Any], str]] = [
        ({"rubric": "x"}, "no rubric 'x'"), ({"level": "0.8"}, "no level '0.8'"), ({"version": 2}, "no version 2"), ({"version": -1}, "no version -1"),
        ({"change_id": "CH2"}, "nobody has begun"),
    ]  # fmt: skip
    for given, problem in unknown:
        with pytest.raises(NotFound, match=problem):
            judged(place, **{"level": "nascent", **given})
    with pytest.raises(NotFound, match="no judgement 'J1'"):
        take_back(place.work, **WHO, judgement="J1", reason="so")
    assert judgements_of(place.work, "hamlet") == []


@ON_SQLITE
def test_another_wording_is_told_and_the_old_one_kept(place: Place) -> None:
    judged(place, "nascent")
    judged(place, "nascent", by="ana", version=1)
    with_rubric(place, nascent="Faltan pruebas")
    anew = judged(place, "nascent", by="ana")
    old, superseded, new = judgements_of(place.work, "hamlet")
    assert (old.earlier_wording, old.definition, old.state) == (True, {"es": "Apenas empieza"}, "stands")
    assert (superseded.state, new) == ("superseded", anew)
    assert (new.earlier_wording, new.definition) == (False, {"es": "Faltan pruebas"})
    with place.store.read() as tx:
        table = judgements_table(place.work, "hamlet", studies.study(tx, "hamlet").changes, "en")
    assert table is not None
    assert [row[3:5] for row in table.rows] == [
        ("Incipiente (1); Incipiente, under an earlier wording (1)", "2"),
        ("not judged", "0"),
    ]
    place.study["rubrics"] = []
    place.load()
    assert all(one.earlier_wording for one in judgements_of(place.work, "hamlet"))
    assert judgements_table(place.work, "hamlet", (), "en") is None


@ON_SQLITE
def test_the_report_has_every_change_and_no_mean(place: Place) -> None:
    said = place.id_of("leen las cuentas")
    judged(place, "nascent", segments=[said])
    judged(place, "effective", by="ana", reason="lo dicen todas")
    (report,) = reports_of(place.work, "hamlet", ["es"], only=["judgements"])
    (table,) = [part for part in report.parts if getattr(part, "id", "") == "judgements"]
    assert [row[0] for row in table.rows] == ["CH1", "CH2"]  # type: ignore[union-attr]
    assert table.rows[0][2:] == (  # type: ignore[union-attr]
        "Eficacia", "Incipiente (1); Eficaz (1)", "2", "1",
        "vera, versión 1: se cuenta en tres sesiones; ana, versión 1: lo dicen todas",
    )  # fmt: skip
    assert table.rows[1][3:] == ("sin juzgar", "0", "—", "—")  # type: ignore[union-attr]


def test_withdrawn_words_leave_the_judgement_and_its_level_stays(place: Place) -> None:
    hers, other = place.id_of("alcatraz morado"), place.id_of("leen las cuentas")
    judged(place, "effective", segments=[hers, other], reason="por el alcatraz")
    judged(place, "nascent", by="ana", reason="queda poco", segments=[other])
    withdrawn_in_roster(place.work, "hamlet", "R4")
    hidden, seen = judgements_of(place.work, "hamlet")
    assert (hidden.reason, hidden.segments, hidden.level) == (HIDDEN, (other,), "effective")
    assert (seen.reason, seen.segments) == ("queda poco", (other,))
    assert "por el alcatraz" not in repr(history(place.work, "hamlet", "CH1"))
    withdraw(place.work, study_id="hamlet", respondent_id="R4", by="vera")
    gone, seen = judgements_of(place.work, "hamlet")
    assert (gone.reason, gone.segments, gone.level, gone.by) == ("", (other,), "effective", "vera")
    assert (seen.reason, seen.segments) == ("queda poco", (other,))
    with place.store.read() as tx:
        kept = [one for one in acts(tx, "hamlet", "story") if one.act == "rubric_judged"]
    assert hers not in repr(kept)


@ON_SQLITE
def test_who_is_named_in_a_reason_is_masked_and_signing_goes_on(place: Place) -> None:
    made = judged(place, "nascent", reason="lo dijo Xóchitl Barragán")
    assert "Barragán" not in made.reason
    edit_block(place.work, **WHO, based_on=1, block_id="b1", language="es", text="Se leen [S1.001].")
    comment(place.work, **WHO, text="¿Y?", block="b1")
    assert text(place).blocks
    assert judged(place, "effective").version == 2


@ON_SQLITE
def test_on_the_command_line(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(place.settings.home))

    def run(*words: str) -> str:
        done = CliRunner().invoke(cli.app, ["story", *words])
        assert done.exit_code == 0, done.exception
        return done.stdout

    said = place.id_of("leen las cuentas")
    made = run("judge", "CH1", "--rubric", "worth", "--level", "nascent", "--reason", "poco", "--segments", said, "--by", "ana")
    assert made == f"J2  CH1  Eficacia: Incipiente  ana, v1: poco ({said})\n"
    assert "judged version 1 under worth: nascent (poco)" in run("history", "CH1", "--language", "en")
    assert json.loads(run("judgements", "--json"))[0]["level"] == "nascent"
    run("judge", "CH1", "--take-back", "J2", "--reason", "error", "--by", "ana")
    assert run("judgements", "CH1", "--language", "en").endswith("[taken back ana: error]\n")


@ON_SQLITE
def test_over_http(place: Place) -> None:
    queue.prepare(place.settings)
    with place.store.begin() as tx:
        key = access.new_key(tx, "tests")
    here = "/v1/studies/hamlet/texts/CH1/judgements"
    with TestClient(create_app(place.settings), headers={"Authorization": f"Bearer {key}"}) as api:
        given = {"by": "ana", "rubric": "worth", "level": "effective", "reason": "so"}
        made = api.post(here, json=given)
        assert (made.status_code, made.json()["id"]) == (201, "J2")
        assert api.post(here, json={**given, "confidence": 0.9}).status_code == 422
        assert api.post(here, json={**given, "level": "best"}).status_code == 404
        assert [one["by"] for one in api.get("/v1/studies/hamlet/judgements?change=CH1").json()] == ["ana"]
        assert api.post(f"{here}/J2/taken-back", json={"by": "ana", "reason": "no"}).json()["state"] == "taken_back"
